"""What an installation may set, and how each value is read.

Every setting is declared once in `SETTINGS`; the settings file reads values through
`read`, and the reference page is printed from the same list. A wrong value stops the
program with a sentence that says what was expected, what was found and what to do.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass


class Misconfigured(Exception):
    """A setting cannot be used; the message says what to put in its place."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable that an installation may set."""

    name: str
    what: str
    default: str  # as the reference page words it
    value: str = ""  # used when the variable is absent or empty


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "GOLDTHREAD_HOME",
        "The folder that holds the lake, the database and the files.",
        "`~/.local/share/goldthread` on Linux, `~/Library/Application Support/goldthread` on macOS",
    ),
    Setting(
        "GOLDTHREAD_DATABASE",
        "Where people, plans and the record of changes are kept: a path to a SQLite file, or `postgres://USER:PASSWORD@HOST:PORT/NAME`.",
        "`goldthread.sqlite3` in the home folder",
    ),
    Setting(
        "GOLDTHREAD_SECRET_KEY_FILE",
        "The file with the key that signs sessions and links. It must be readable by its owner only.",
        "`secret-key` in the home folder, created at first use",
    ),
    Setting(
        "GOLDTHREAD_RECORD_KEYS",
        "The folder with the two keys of the record of acts: the one that seals it and the one that signs its checkpoints. Keep it where neither the web server nor an owner of the database can read; the process that seals must.",
        "`record/keys` in the home folder, created at first use",
    ),
    Setting(
        "GOLDTHREAD_HOSTS",
        "The names this site answers to, separated by commas.",
        "`localhost,127.0.0.1,[::1]`",
        "localhost,127.0.0.1,[::1]",
    ),
    Setting(
        "GOLDTHREAD_HTTPS",
        "`yes` when people reach the site over https. Needed for every name that is not this machine.",
        "`no`",
        "no",
    ),
    Setting(
        "GOLDTHREAD_PROXIES",
        "How many reverse proxies stand in front of the site. Their `X-Forwarded-For` and `X-Forwarded-Proto` are believed, and nobody else's.",
        "`0`",
        "0",
    ),
    Setting(
        "GOLDTHREAD_MAIL",
        "The mail server, as `smtp://USER:PASSWORD@HOST:PORT` or `smtps://...`. Without it, mail is written to files.",
        "files in `outbox` in the home folder",
    ),
    Setting(
        "GOLDTHREAD_MAIL_FROM",
        "The address that mail comes from.",
        "`goldthread@localhost`",
        "goldthread@localhost",
    ),
    Setting(
        "GOLDTHREAD_BOUNCES",
        "The mailbox that mail comes back to, as `imaps://USER:PASSWORD@HOST:PORT/FOLDER` or `imap://...`. The worker reads it every five minutes and changes nothing in it.",
        "none: hand returned mail to `goldthread mail bounced`",
    ),
    Setting(
        "GOLDTHREAD_ADDRESS",
        "Where people reach this site, as `https://safer.example.org`. Links in mails begin with it.",
        "`http://127.0.0.1:8000`",
        "http://127.0.0.1:8000",
    ),
    Setting(
        "GOLDTHREAD_IDLE_MINUTES",
        "After how many minutes without a click a person is signed out.",
        "`60`",
        "60",
    ),
    Setting(
        "GOLDTHREAD_SESSION_HOURS",
        "After how many hours a person is signed out even when busy.",
        "`12`",
        "12",
    ),
    Setting(
        "GOLDTHREAD_SECOND_FACTOR",
        "Who must prove who they are twice: `all`, `optional`, or roles of the file of roles, separated by commas. A demonstration asks nobody.",
        "`manager,sysadmin,agency_admin,governance`",
        "manager,sysadmin,agency_admin,governance",
    ),
    Setting(
        "GOLDTHREAD_SINGLE_SIGN_ON",
        "The file that names the identity providers people may sign in with; see the how-to on single sign-on.",
        "none: people sign in with a password",
    ),
    Setting(
        "GOLDTHREAD_INVITATION_DAYS",
        "For how many days an invitation works.",
        "`7`",
        "7",
    ),
    Setting(
        "GOLDTHREAD_DORMANT_DAYS",
        "After how many days without a sign-in an account falls asleep; `0` is never.",
        "`60`",
        "60",
    ),
    Setting(
        "GOLDTHREAD_PUBLIC_ONLY",
        "`yes` serves the public site and nothing else: no sign-in, no session, only what was published. `goldthread serve --public` sets it.",
        "`no`",
        "no",
    ),
    Setting(
        "GOLDTHREAD_FOLLOW_LINKS",
        "`yes` lets the worker ask once a week whether the addresses in strategies still lead somewhere. It asks public web sites only, for the page's head, and keeps nothing but the answer.",
        "`no`: a person looks, nothing is fetched",
        "no",
    ),
    Setting(
        "GOLDTHREAD_FOLLOW_INSIDE",
        "Machines of your own network that may be asked too, separated by commas, as they stand in addresses: `intranet,wiki.example.org:8443`.",
        "none",
    ),
    Setting(
        "GOLDTHREAD_DEBUG",
        "`yes` shows programmers' error pages. Refused on any name that is not this machine.",
        "`no`",
        "no",
    ),
)

_BY_NAME = {setting.name: setting for setting in SETTINGS}
LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")


def read(name: str, environ: Mapping[str, str] | None = None) -> str:
    """The value of a declared setting, or its default."""
    environ = os.environ if environ is None else environ
    return environ.get(name, "").strip() or _BY_NAME[name].value


def yes(name: str, environ: Mapping[str, str] | None = None) -> bool:
    """Whether a yes-or-no setting says yes."""
    found = read(name, environ).lower()
    if found not in ("yes", "no"):
        raise Misconfigured(
            f"{name} must be yes or no, and it is {found!r}. Set it to yes, or leave it out."
        )
    return found == "yes"


def whole_number(
    name: str, *, low: int, high: int, environ: Mapping[str, str] | None = None
) -> int:
    """A whole number within its limits."""
    found = read(name, environ)
    if not found.isascii() or not found.isdigit() or not low <= int(found[:9]) <= high:
        raise Misconfigured(
            f"{name} must be a whole number from {low} to {high}, and it is {found!r}. Correct it, or leave it out."
        )
    return int(found)


def names(name: str, environ: Mapping[str, str] | None = None) -> list[str]:
    """What a setting lists, separated by commas."""
    return [each.strip() for each in read(name, environ).split(",") if each.strip()]


def hosts(environ: Mapping[str, str] | None = None) -> list[str]:
    """The names the site answers to, refused where they would not be safe."""
    found = names("GOLDTHREAD_HOSTS", environ)
    if "*" in found:
        raise Misconfigured(
            "GOLDTHREAD_HOSTS is '*', which would let anyone pretend to be this site. Name the hosts, separated by commas."
        )
    away = [name for name in found if name not in LOOPBACK]
    if away and not yes("GOLDTHREAD_HTTPS", environ):
        raise Misconfigured(
            f"GOLDTHREAD_HOSTS names {away[0]}, and GOLDTHREAD_HTTPS is not yes: passwords would cross the network in the clear. Put the site behind https and set GOLDTHREAD_HTTPS=yes."
        )
    if away and yes("GOLDTHREAD_DEBUG", environ):
        raise Misconfigured(
            f"GOLDTHREAD_HOSTS names {away[0]}, and GOLDTHREAD_DEBUG is yes: error pages would show what the program holds. Set GOLDTHREAD_DEBUG=no."
        )
    return found


def reference_page() -> str:
    """The reference page of all settings, in Markdown."""
    rows = [
        f"| `{setting.name}` | {setting.what} | {setting.default} |"
        for setting in SETTINGS
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "Printed from `src/goldthread/config/declared.py`. Every setting is an environment",
            "variable; none is needed to try Goldthread on your own machine. A value that cannot be",
            "used stops the program with a sentence that says what to put in its place.",
            "",
            "| variable | what it sets | when left out |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )
