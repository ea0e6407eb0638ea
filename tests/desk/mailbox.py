"""A mail server's mailbox on loopback, spoken to as RFC 3501 says, over a real socket."""

import re
import socketserver
import threading
from dataclasses import dataclass, field


@dataclass
class Box:
    """What lies in the mailbox, and what was asked of it."""

    mails: dict[int, bytes] = field(default_factory=dict)  # uid -> the mail
    validity: int = 17
    password: str = "heron & viaduct"
    asked: list[str] = field(default_factory=list)
    drops: bool = False  # the line goes dead in the middle of a mail


class _Session(socketserver.StreamRequestHandler):
    """One client: LOGIN, EXAMINE, UID SEARCH, UID FETCH, LOGOUT."""

    server: "Server"

    def handle(self) -> None:
        self.say("* OK the mailbox of a test is ready")
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            tag, _, rest = line.partition(" ")
            self.server.box.asked.append(rest)
            verb = rest.upper().split(" ")
            name = "_".join(verb[:2]) if verb[0] == "UID" else verb[0]
            answer = getattr(self, f"do_{name.lower()}", None)
            said = answer(rest) if answer else "BAD what is that"
            if said is None:
                return
            self.say(f"{tag} {said}")
            if name == "LOGOUT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
        self.wfile.flush()

    def do_capability(self, rest: str) -> str:
        self.say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def do_login(self, rest: str) -> str:
        found = re.fullmatch(r'LOGIN (\S+) "?(.*?)"?', rest)
        if not found or found[2] != self.server.box.password:
            return "NO [AUTHENTICATIONFAILED] wrong name or password"
        return "OK signed in"

    def do_examine(self, rest: str) -> str:
        if '"INBOX"' not in rest:
            return "NO there is no such folder"
        box = self.server.box
        self.say(f"* {len(box.mails)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {box.validity}] the numbers hold")
        return "OK [READ-ONLY] opened"

    def do_uid_search(self, rest: str) -> str:
        uids = sorted(self.server.box.mails)
        if found := re.search(r"UID (\d+):\*", rest):
            # As the RFC has it: "*" is the last one, wherever it stands.
            uids = [u for u in uids if u >= int(found[1])] or uids[-1:]
        self.say(" ".join(["* SEARCH", *map(str, uids)]))
        return "OK found"

    def do_uid_fetch(self, rest: str) -> str | None:
        found = re.search(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", rest)
        assert found is not None, rest
        uid, most = int(found[1]), int(found[2])
        mail = self.server.box.mails[uid][:most]
        self.say(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(mail)}}}")
        if self.server.box.drops:
            return None
        self.wfile.write(mail)
        self.say(")")
        return "OK there it is"

    def do_logout(self, rest: str) -> str:
        self.say("* BYE")
        return "OK"


class Server(socketserver.ThreadingTCPServer):
    """The mailbox, listening; `with Server(box) as server` ends it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, box: Box) -> None:
        self.box = box
        super().__init__(("127.0.0.1", 0), _Session)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
