"""The file of roles as people read it: on the site, and as a page of the documentation."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from goldthread.partners.policy import NOBODY, VISITOR, Policy, Role, read
from goldthread.partners.rules_review import ANSWERS

_FILE = Path(__file__).parents[1] / "config" / "roles.toml"
_EVERYBODY, _FEW = "Everybody with an appointment", 4
_NOTE = "`everybody` needs no sign-in; `signed in` needs any account; a dash says that the address has no such method."


@dataclass(frozen=True, slots=True)
class RoleTold:
    """One role in words: what it is for, what it may do, whom it brings in."""

    key: str
    words: str
    short: str
    does: str
    may: tuple[str, ...]
    appoints: str
    certifies: str


def roles_told(found: Policy) -> tuple[RoleTold, ...]:
    """Every role of the file, in its order, in sentences."""
    return tuple(
        RoleTold(
            role.key,
            role.words,
            role.short,
            role.does,
            tuple(words for act, words in found.acts.items() if act in role.may),
            _appoints(role, found),
            _certifies(role),
        )
        for role in found.roles.values()
    )


def acts_told(found: Policy) -> tuple[tuple[str, str], ...]:
    """Every act in words, with the roles that may do it."""
    return tuple((words, _who(act, found)) for act, words in found.acts.items())


def _who(act: str, found: Policy) -> str:
    who = {role.key for role in found.who_may(act)}
    appointed = [key for key in found.roles if key not in (VISITOR, NOBODY)]
    missing = [found.words(key).lower() for key in appointed if key not in who]
    if not missing:
        return "Everybody with an account" if NOBODY in who else _EVERYBODY
    if len(missing) <= _FEW:
        return f"{_EVERYBODY}, but not: {', '.join(missing)}"
    return ", ".join(found.words(key) for key in appointed if key in who) or "–"


def _appoints(role: Role, found: Policy) -> str:
    if not role.appoints:
        return ""
    named = _and(found.words(key).lower() for key in role.appoints)
    return f"Brings in, for {role.appoints_for}: {named}. Never themselves."


def _certifies(role: Role) -> str:
    if ANSWERS not in role.may:
        return ""
    return f"Confirms or ends every quarter what people may do, for {role.certifies_for}. Never their own."


def _and(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def reference_page() -> str:
    """The reference page of roles, in Markdown."""
    found = read((str(_FILE),))
    return "\n".join(
        [
            "# Who may do what",
            "",
            "Printed from `src/goldthread/config/roles.toml`, the file that the site itself reads",
            "at every request. Rights come from the one appointment that a person acts in, and",
            "from nowhere else. What depends on the thing itself (an agency lead changes the",
            "actions of that agency) the services refuse in a sentence.",
            "",
            "## Roles",
            "",
            *(line for role in roles_told(found) for line in _section(role)),
            "## Who may do each act",
            "",
            "| act | what it is | who |",
            "|---|---|---|",
            *(
                f"| {act} | {words} | {_who(act, found)} |"
                for act, words in found.acts.items()
            ),
            "",
            "## Addresses",
            "",
            "What one must be allowed to look at each address, and to send a form to it.",
            _NOTE,
            "",
            *_addresses(found),
        ]
    )


def _section(role: RoleTold) -> list[str]:
    return [
        f"### {role.words}",
        "",
        f"`{role.key}`. {role.does}",
        "",
        *(f"- {words}" for words in role.may),
        *([""] if role.may else []),
        *([role.appoints, ""] if role.appoints else []),
        *([role.certifies, ""] if role.certifies else []),
    ]


def _addresses(found: Policy) -> list[str]:
    rooms: dict[str, list[str]] = {}
    for gate in found.gates.values():
        line = f"| `{gate.page}` | {gate.look or '–'} | {gate.send or '–'} |"
        rooms.setdefault(gate.room, []).append(line)
    return [
        line
        for room, lines in rooms.items()
        for line in (
            f"### {room}",
            "",
            "| address | look | send |",
            "|---|---|---|",
            *lines,
            "",
        )
    ]
