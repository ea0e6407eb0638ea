"""The words of the command: verbs, their arguments, and where their work is done."""

import argparse
import difflib
import re
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

from goldthread import __version__

Verb = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """Argparse that answers a slip of the finger with the nearest word."""

    def error(self, message: str) -> NoReturn:
        found = re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message)
        if found:
            known = re.findall(r"[\w-]+", found.group(2))
            near = difflib.get_close_matches(found.group(1), known, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            message = (
                f"expected one of {', '.join(known)}; found “{found.group(1)}”.{hint}"
            )
        message = re.sub(
            r"^the following arguments are required: (.*)$",
            r"expected \1; found nothing there.",
            message,
        )
        message = re.sub(
            r"^one of the arguments (.*) is required$",
            lambda found: f"expected one of {found[1].replace(' ', ', ')}; found none.",
            message,
        )
        self.exit(2, f"goldthread: {message}\nSee `{self.prog} --help`.\n")


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """The parsed words; `.run` does the work.

    Raises:
        SystemExit: the words do not fit (2) or help was asked for (0).
    """
    return build().parse_args(words)


def build() -> Parser:
    """The whole tree of verbs; the reference page is printed from it."""
    top = Parser(
        prog="goldthread",
        description="The one system a Community Safety Partnership runs its cycle on.",
        epilog="GOLDTHREAD_HOME names the folder of the lake, the database and files.",
    )
    top.add_argument("--version", action="version", version=f"goldthread {__version__}")
    verbs = top.add_subparsers(title="verbs", metavar="VERB", required=True)
    _lake(verbs)
    _questions(verbs)
    _assessment(verbs)
    _strategy(verbs)
    _numbers(verbs)
    _plan(verbs)
    _thread(verbs)
    _pack(verbs)
    _record(verbs)
    _site(verbs)
    return top


def _verb(
    verbs: "argparse._SubParsersAction[Parser]", name: str, work: str, help_: str
) -> Parser:
    parser = verbs.add_parser(name, help=help_, description=help_)
    parser.set_defaults(run=_later(work))
    return parser


def _later(work: str) -> Verb:
    module, _, function = work.partition(":")

    def run(chosen: argparse.Namespace) -> int:
        verb: Verb = getattr(import_module(f"goldthread.cli.{module}"), function)
        return verb(chosen)

    return run


def _reads(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _writes(parser: Parser) -> None:
    parser.add_argument(
        "--as",
        dest="as_email",
        metavar="EMAIL",
        help="whose act this is (else the system account, with your login name)",
    )
    _reads(parser)


def _lake(verbs: "argparse._SubParsersAction[Parser]") -> None:
    from goldthread.evidence.fetching.command import add_arguments

    lake = verbs.add_parser("lake", help="the store of evidence: add, check, undo")
    parts = lake.add_subparsers(title="verbs", metavar="VERB", required=True)

    add = _verb(parts, "add", "lake:add", "load files, archives or folders")
    add.add_argument("paths", nargs="+", metavar="PATH", help="file, archive or folder")
    add.add_argument(
        "--dry-run", action="store_true", help="say what would change; change nothing"
    )
    _writes(add)

    fetch = _verb(parts, "fetch", "lake:fetch", "bring open data from its publishers")
    add_arguments(fetch)

    verify = _verb(parts, "verify", "lake:verify", "find any damaged or missing file")
    _reads(verify)

    batches = _verb(parts, "batches", "lake:batches", "list what was loaded, and when")
    _reads(batches)

    undo = _verb(parts, "undo", "lake:undo", "take a batch back")
    undo.add_argument("batch", metavar="BATCH", help="its number, as `batches` shows")
    _writes(undo)

    aside = _verb(
        parts, "set-aside", "lake:set_aside", "write a batch's refused rows as CSV"
    )
    aside.add_argument("batch", metavar="BATCH", help="its number")
    aside.add_argument("--out", metavar="DIR", default=".", help="where to")

    coverage = _verb(
        parts, "coverage", "lake:coverage", "which months of which source are held"
    )
    coverage.add_argument("--area", metavar="AREA", help="code or name")
    _reads(coverage)


def _questions(verbs: "argparse._SubParsersAction[Parser]") -> None:
    listed = _verb(
        verbs, "questions", "questions:listed", "list the questions the lake answers"
    )
    _reads(listed)
    ask = _verb(verbs, "ask", "questions:ask", "put one question to the lake")
    ask.add_argument("question", metavar="QUESTION", help="see `goldthread questions`")
    ask.add_argument("--area", metavar="AREA", help="code or unambiguous name")
    ask.add_argument(
        "--from", dest="start", metavar="MONTH", help="first month, 2022-04"
    )
    ask.add_argument("--to", dest="end", metavar="MONTH", help="last month, 2023-03")
    ask.add_argument(
        "--as-of", metavar="VERSION", help="a version of the lake, a batch or a date"
    )
    ask.add_argument(
        "--with",
        dest="given",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="anything else that the question needs",
    )
    ask.add_argument("--csv", action="store_true", help="print CSV")
    _reads(ask)


def _assessment(verbs: "argparse._SubParsersAction[Parser]") -> None:
    assess = _verb(verbs, "assess", "assess:assess", "make a strategic assessment")
    assess.add_argument("area", metavar="AREA", help="code or unambiguous name")
    when = assess.add_mutually_exclusive_group()
    when.add_argument(
        "--year", metavar="YEAR", help="statutory year by its April: 2022 is 2022/23"
    )
    when.add_argument("--to", metavar="MONTH", help="twelve months ending 2022-10")
    assess.add_argument("--as-of", metavar="VERSION", help="as known then")
    assess.add_argument("--out", metavar="DIR", default=".", help="where to write")
    assess.add_argument(
        "--formats", metavar="LIST", default="html,pdf,json", help="html,pdf,json"
    )
    _writes(assess)

    finding = verbs.add_parser("finding", help="a stored finding and its recipe")
    parts = finding.add_subparsers(title="verbs", metavar="VERB", required=True)
    again = _verb(
        parts, "reproduce", "assess:reproduce", "compute it again: same or different?"
    )
    again.add_argument("ref", metavar="REF", help="as the page or the JSON shows it")
    _reads(again)


def _strategy(verbs: "argparse._SubParsersAction[Parser]") -> None:
    strategy = verbs.add_parser("strategy", help="strategies as readable files")
    parts = strategy.add_subparsers(title="verbs", metavar="VERB", required=True)
    _reads(_verb(parts, "list", "strategy:listed", "list the strategies kept here"))
    _reads(
        _verb(parts, "templates", "strategy:templates", "list what one can begin with")
    )

    load = _verb(parts, "load", "strategy:load", "make a draft of a file")
    load.add_argument("file", nargs="?", metavar="FILE", help="a strategy file")
    load.add_argument("--template", metavar="NAME", help="a template instead of a file")
    _writes(load)

    dump = _verb(parts, "dump", "strategy:dump", "write a strategy as its file")
    dump.add_argument("key", metavar="KEY", help="as `list` shows it")
    dump.add_argument("--out", metavar="FILE", default="-", help="where to (else here)")
    dump.add_argument(
        "--with-partnership",
        action="store_true",
        help="with agencies, bodies, seats and the glossary",
    )


def _pack(verbs: "argparse._SubParsersAction[Parser]") -> None:
    pack = _verb(verbs, "pack", "pack:pack", "write a board's pack for a quarter")
    pack.add_argument("board", metavar="BOARD", help="its name, or a part of it")
    pack.add_argument(
        "--quarter",
        default="last",
        metavar="QUARTER",
        help="2026-Q2 is July to September 2026 (else the last that is over)",
    )
    pack.add_argument(
        "--formats",
        default="pdf,docx,pptx,xlsx",
        metavar="LIST",
        help="pdf,docx,pptx,xlsx (else all)",
    )
    pack.add_argument("--out", default=".", metavar="FOLDER", help="where to")
    pack.add_argument(
        "--edition",
        choices=("everybody", "members"),
        default="everybody",
        help="what everybody may read, or what cleared members see beside it",
    )
    pack.add_argument(
        "--live", action="store_true", help="as it stands now, even if one was issued"
    )
    _reads(pack)


def _plan(verbs: "argparse._SubParsersAction[Parser]") -> None:
    plan = _verb(verbs, "plan", "plan:plan", "print the action plan, or one action")
    plan.add_argument("ref", nargs="?", metavar="REF", help="A-014 (else all)")
    plan.add_argument("--csv", action="store_true", help="print CSV")
    _reads(plan)


def _thread(verbs: "argparse._SubParsersAction[Parser]") -> None:
    thread = _verb(
        verbs,
        "thread",
        "thread:thread",
        "why anything is done and what it led to; where the thread is broken",
    )
    what = thread.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "ref", nargs="?", metavar="REF", help="A-014, or priority/2026/violence"
    )
    what.add_argument(
        "--broken", action="store_true", help="list what is broken; ends 1 if anything"
    )
    thread.add_argument("--csv", action="store_true", help="print CSV")
    thread.add_argument(
        "--as", dest="as_email", metavar="EMAIL", help="as this person may see it"
    )
    _reads(thread)


def _numbers(verbs: "argparse._SubParsersAction[Parser]") -> None:
    indicator = verbs.add_parser("indicator", help="measures: definitions and readings")
    parts = indicator.add_subparsers(title="verbs", metavar="VERB", required=True)
    listed = _verb(parts, "list", "indicator:listed", "list the measures in use")
    show = _verb(parts, "show", "indicator:show", "print the readings of a measure")
    show.add_argument("code", metavar="CODE", help="as `list` shows it")
    show.add_argument("--area", metavar="AREA", help="the code of another area")
    read = _verb(parts, "read", "indicator:read", "put measures' questions to the lake")
    read.add_argument("codes", metavar="CODE", nargs="*", help="these alone, else all")
    load = _verb(parts, "load", "indicator:load", "define the measures of a file")
    load.add_argument("file", metavar="FILE", help="a file of measures")
    keep = _verb(
        parts, "record", "indicator:record", "record the figures of a CSV file"
    )
    keep.add_argument(
        "file", metavar="FILE", help="code, from, value; one row a figure"
    )
    keep.add_argument(
        "--evidence", required=True, metavar="WORDS", help="where they can be checked"
    )
    dump = _verb(parts, "dump", "indicator:dump", "write the measures as a file")
    dump.add_argument("--strategy", metavar="KEY", help="else the one in force")
    dump.add_argument("--out", metavar="FILE", default="-", help="where to (else here)")
    again = _verb(
        parts, "restand", "indicator:restand", "derive what an older rule derived"
    )
    card = _verb(
        verbs, "scorecard", "indicator:scorecard", "print how the measures stand"
    )
    card.add_argument(
        "of",
        metavar="OF",
        nargs="?",
        help="a board, agency, workstream or priority, by name or key (else all)",
    )
    for parser in (listed, show, card):
        parser.add_argument("--csv", action="store_true", help="print CSV")
        _reads(parser)
    for parser in (read, load, keep, again):
        _writes(parser)


def _record(verbs: "argparse._SubParsersAction[Parser]") -> None:
    from goldthread.cli.record_verbs import add_verbs

    add_verbs(verbs)


def _site(verbs: "argparse._SubParsersAction[Parser]") -> None:
    setup = _verb(verbs, "setup", "site:setup", "make the first account, name the area")
    setup.add_argument("--email", metavar="EMAIL")
    setup.add_argument("--name", metavar="NAME")
    setup.add_argument("--area", metavar="AREA", help="the partnership's area code")
    setup.add_argument("--area-name", metavar="NAME")

    for name, work, help_ in (
        ("serve", "site:serve", "run the site and its worker"),
        ("demo", "demo:demo", "build Saxonbridge, the invented partnership; run it"),
    ):
        served = _verb(verbs, name, work, help_)
        served.add_argument("--host", default="127.0.0.1", metavar="ADDRESS")
        served.add_argument("--port", type=int, default=8000, metavar="PORT")
        served.add_argument("--workers", type=int, default=2, metavar="N")
        if name == "serve":
            served.add_argument(
                "--public", action="store_true", help="the public site alone"
            )
        if name == "demo":
            served.add_argument(
                "--build-only", action="store_true", help="build it, do not serve"
            )
            served.add_argument(
                "--afresh", action="store_true", help="throw the old one away first"
            )

    _keeping(verbs)
    _verb(verbs, "worker", "worker:work", "do background work (`serve` starts one)")
    mail = verbs.add_parser("mail", help="what becomes of mail that was sent")
    parts = mail.add_subparsers(title="verbs", metavar="VERB", required=True)
    _reads(_verb(parts, "list", "mail:listed", "mail that waits, failed or came back"))
    came_back = _verb(
        parts,
        "bounced",
        "mail:bounced",
        "read a mail that came back, from a file or a pipe",
    )
    came_back.add_argument(
        "file", metavar="FILE", help="the mail as it came; - is a pipe"
    )

    doctor = _verb(verbs, "doctor", "doctor:doctor", "say what is wrong, in sentences")
    _reads(doctor)


def _keeping(verbs: "argparse._SubParsersAction[Parser]") -> None:
    for name, work, help_, where in (
        ("backup", "backup:backup", "write everything to one file", "where it goes"),
        ("restore", "backup:restore", "put a backup into an empty home", "the backup"),
    ):
        kept = _verb(verbs, name, work, help_)
        kept.add_argument("file", metavar="FILE", help=where)
        if name == "backup":
            _writes(kept)
        else:  # there is nobody yet to act for
            _reads(kept)
    check = _verb(
        verbs, "backup-check", "backup:check", "say whether a backup is whole"
    )
    check.add_argument("file", metavar="FILE", help="the backup")
    _reads(check)
