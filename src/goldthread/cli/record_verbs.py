"""The words of the verbs of the record; their work is in audit.py and keeping.py."""

import argparse

from goldthread.cli.parser import Parser, _reads, _verb, _writes


def add_verbs(verbs: "argparse._SubParsersAction[Parser]") -> None:
    """The tree under `goldthread audit`."""
    audit = verbs.add_parser("audit", help="the record of who did and saw what")
    parts = audit.add_subparsers(title="verbs", metavar="VERB", required=True)

    seal = _verb(parts, "seal", "audit:seal", "seal what waits, sign what is due")
    seal.add_argument(
        "--keep-on", action="store_true", help="go on every second until stopped"
    )
    _reads(seal)

    sign = _verb(
        parts, "checkpoint", "audit:checkpoint", "sign the record as it is now"
    )
    sign.add_argument("--out", metavar="FILE", help="write it there, to be handed over")

    verify = _verb(parts, "verify", "audit:verify", "say whether the record is whole")
    verify.add_argument("--checkpoint", metavar="FILE", help="one that somebody kept")
    verify.add_argument("--pubkey", metavar="FILE", help="the key it is checked with")
    _reads(verify)

    export = _verb(
        parts, "export", "audit:export", "write acts, and what proves them, as a ZIP"
    )
    export.add_argument("--from", dest="start", metavar="DAY", help="first day, UTC")
    export.add_argument(
        "--to", dest="end", metavar="DAY", help="the day after the last"
    )
    export.add_argument("--out", metavar="FILE", default="record.zip", help="where to")

    _reads(_verb(parts, "keys", "audit:show_keys", "show the public key"))

    protect = _verb(
        parts, "protect", "audit:protect", "print the SQL that protects the record"
    )
    protect.add_argument(
        "--role", metavar="ROLE", help="the application's role (else the connected one)"
    )
    protect.add_argument("--out", metavar="FILE", help="write it there")
    protect.add_argument(
        "--lift", action="store_true", help="the SQL that gives the tables back"
    )

    restored = _verb(
        parts, "restored", "keeping:restored", "declare that a backup was put back"
    )
    restored.add_argument(
        "--reason", metavar="WORDS", required=True, help="what happened, which backup"
    )
    restored.add_argument(
        "--backup-of",
        metavar="MOMENT",
        help="when the backup was made, UTC: 2026-11-23T03:00",
    )
    restored.add_argument("--checkpoint", metavar="FILE", help="one that somebody kept")
    restored.add_argument("--pubkey", metavar="FILE", help="the key it is checked with")
    _writes(restored)

    expire = _verb(
        parts, "expire", "keeping:expire", "show what is older than it is kept for"
    )
    expire.add_argument(
        "--years", type=int, default=7, metavar="N", help="kept for so long (7)"
    )
    expire.add_argument(
        "--remove", action="store_true", help="remove it, under a signed tombstone"
    )
    _writes(expire)

    hold = _verb(
        parts, "hold", "keeping:hold", "keep rows beyond their time, or lift a hold"
    )
    hold.add_argument("name", metavar="NAME", help="what it is called")
    hold.add_argument(
        "--reason", metavar="WORDS", required=True, help="why rows stay, or may go"
    )
    hold.add_argument("--until", metavar="DAY", help="the day on which it ends")
    hold.add_argument(
        "--rows-from", metavar="DAY", help="keep rows from this day on (all of them)"
    )
    hold.add_argument("--lift", action="store_true", help="end the hold of this name")
    _writes(hold)
    _reads(_verb(parts, "holds", "keeping:holds", "list what is held, and until when"))

    watch = _verb(
        parts, "watch", "keeping:watch", "say what in the record asks for a look"
    )
    watch.add_argument("--from", dest="start", metavar="DAY", help="first day")
    watch.add_argument("--to", dest="end", metavar="DAY", help="the day after the last")
    _reads(watch)
