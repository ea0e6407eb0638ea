"""Who may see and do what: the readable file of roles, and the questions put to it."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

EVERYBODY, SIGNED_IN = "everybody", "signed in"
VISITOR, NOBODY = "visitor", "nobody"
LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
SENDS = frozenset({"POST"})
ANY_AGENCY, OWN_AGENCY = "any agency", "their own agency"


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody may do in this role, and whom they may bring in."""

    key: str
    words: str
    may: frozenset[str]
    does: str = ""
    appoints: tuple[str, ...] = ()
    appoints_for: str = ANY_AGENCY
    certifies_for: str = OWN_AGENCY

    @property
    def short(self) -> str:
        """Its words without what explains them: "Agency administrator"."""
        return self.words.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Gate:
    """What one must be allowed for one address; None where the method does not exist."""

    page: str
    room: str
    look: str | None
    send: str | None

    def asks(self, method: str) -> str | None:
        """The act that a request with this method needs; None: there is no such method."""
        if method in LOOKS:
            return self.look
        return self.send if method in SENDS else None

    @property
    def methods(self) -> list[str]:
        """The methods that this address answers to."""
        return sorted({*(LOOKS if self.look else ()), *(SENDS if self.send else ())})


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole file: roles, acts and addresses."""

    roles: Mapping[str, Role]
    acts: Mapping[str, str]
    gates: Mapping[str, Gate]

    def may(self, role: str, act: str) -> bool:
        """Whether somebody in this role may do this."""
        if act == EVERYBODY:
            return True
        if act == SIGNED_IN:
            return role != VISITOR
        return role in self.roles and act in self.roles[role].may

    def who_may(self, act: str) -> tuple[Role, ...]:
        """The roles that may do this, in the file's order."""
        return tuple(role for role in self.roles.values() if self.may(role.key, act))

    def words(self, role: str) -> str:
        """What a role is called; its key where the file has forgotten it."""
        return self.roles[role].short if role in self.roles else role


def policy() -> Policy:
    """The policy of this installation, read once."""
    return read(tuple(map(str, settings.ROLES_FILES)))


def appointed_roles() -> list[tuple[str, str]]:
    """The roles a person can be appointed to: key and words."""
    return [
        (role.key, role.words)
        for role in policy().roles.values()
        if role.key not in (VISITOR, NOBODY)
    ]


def faults(found: Policy, pages: Iterable[str]) -> list[str]:
    """What is wrong with the file for these address names; empty when it holds."""
    wanted = set(pages)
    return [
        *(
            f"The address {page!r} is not named in config/roles.toml. Name it there, with what one must be allowed to look and to send."
            for page in sorted(wanted - found.gates.keys())
        ),
        *(
            f"config/roles.toml names the address {page!r}, which does not exist. Take the line out."
            for page in sorted(found.gates.keys() - wanted)
        ),
        *_unknown_acts(found),
        *_unknown_appointments(found),
        *(
            f"config/roles.toml lets {role.key!r} confirm access for {role.certifies_for!r}. Expected {ANY_AGENCY!r} or {OWN_AGENCY!r}."
            for role in found.roles.values()
            if role.certifies_for not in (ANY_AGENCY, OWN_AGENCY)
        ),
    ]


def _unknown_acts(found: Policy) -> list[str]:
    known = {*found.acts, EVERYBODY, SIGNED_IN, None}
    asked = {act for gate in found.gates.values() for act in (gate.look, gate.send)}
    granted = {act for role in found.roles.values() for act in role.may}
    return [
        f"config/roles.toml uses the act {act!r}, which [acts] does not explain. Correct it, or explain it."
        for act in sorted(str(act) for act in (asked | granted) - known)
    ]


def _unknown_appointments(found: Policy) -> list[str]:
    given = found.roles.keys() - {VISITOR, NOBODY}
    return [
        f"config/roles.toml lets {role.key!r} appoint {named!r} for {role.appoints_for!r}. Expected a role of the file, for {ANY_AGENCY!r} or {OWN_AGENCY!r}."
        for role in found.roles.values()
        for named in role.appoints
        if named not in given or role.appoints_for not in (ANY_AGENCY, OWN_AGENCY)
    ]


@lru_cache(maxsize=4)
def read(files: Sequence[str]) -> Policy:
    """The policy that these files hold, a later one adding to the earlier."""
    roles: dict[str, Role] = {}
    acts: dict[str, str] = {}
    gates: dict[str, Gate] = {}
    for file in files:
        told = tomllib.loads(Path(file).read_text(encoding="utf-8"))
        for key, role in told.get("roles", {}).items():
            roles[key] = _role(key, role)
        acts |= told.get("acts", {})
        for room, pages in told.get("pages", {}).items():
            for page, asked in pages.items():
                gates[page] = Gate(page, room, asked.get("look"), asked.get("send"))
    return Policy(roles, acts, gates)


def _role(key: str, told: Mapping[str, Any]) -> Role:
    return Role(
        key,
        told["words"],
        frozenset(told.get("may", ())),
        told.get("does", ""),
        tuple(told.get("appoints", ())),
        told.get("appoints_for", ANY_AGENCY),
        told.get("certifies_for", OWN_AGENCY),
    )
