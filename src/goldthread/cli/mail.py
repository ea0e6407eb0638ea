"""The verbs of mail: what waits or failed, and what came back."""

import argparse
import sys
from pathlib import Path

from goldthread.cli.booted import boot_with_tables, now
from goldthread.cli.endings import DONE, CannotTell, UsedWrongly
from goldthread.cli.printing import print_json, print_table


def listed(chosen: argparse.Namespace) -> int:
    """Every mail that has not simply left."""
    boot_with_tables()
    from goldthread.desk.models import OutgoingMail

    rows = [
        {
            "mail": mail.pk,
            "to": mail.to,
            "kind": mail.kind,
            "state": mail.get_state_display(),
            "written": mail.written_at,
            "problem": mail.problem,
        }
        for mail in OutgoingMail.objects.exclude(state="sent").order_by("pk")[:500]
    ]
    if chosen.json:
        print_json(rows)
    else:
        columns = ["mail", "to", "kind", "state", "written", "problem"]
        print_table(columns, rows, empty="All mail has left; none came back.")
    return DONE


def bounced(chosen: argparse.Namespace) -> int:
    """Note the mail that a server's note says came back.

    A mail server can be told to hand every returned mail to this command.
    """
    if chosen.file == "-":
        raw = sys.stdin.buffer.read()
    elif Path(chosen.file).is_file():
        raw = Path(chosen.file).read_bytes()
    else:
        raise UsedWrongly(f"expected a mail in a file; found no {chosen.file}.")
    boot_with_tables()
    from goldthread.desk.bounces import bounce_in, mail_of
    from goldthread.desk.services import note_bounce

    bounce = bounce_in(raw)
    mail = mail_of(bounce) if bounce else None
    if bounce is None or mail is None:
        raise CannotTell("this is no server's note about a mail that left here.")
    if not bounce.is_final:
        print(f"The server still tries: {bounce.problem}")
        return DONE
    note_bounce(mail, problem=bounce.problem, by=None, at=now())
    print(f"The mail to {mail.to} came back: {bounce.problem}")
    return DONE
