"""The words of data.police.uk and what Goldthread calls them: crime types, outcomes, forces.

The list of crime types changed twice. The same word means different things before
and after ("Other crime" held half of all crime in 2011), so every row carries the
scheme its category belongs to and nothing is compared across schemes silently.
"""

from __future__ import annotations

import re
from datetime import date

SIX = "2010-six"
ELEVEN = "2011-eleven"
FOURTEEN = "2013-fourteen"

ASB = "anti-social-behaviour"

_SHARED = {
    "Anti-social behaviour": ASB,
    "Burglary": "burglary",
    "Other crime": "other-crime",
    "Robbery": "robbery",
    "Vehicle crime": "vehicle-crime",
}
_SINCE_2011 = {
    "Criminal damage and arson": "criminal-damage-arson",
    "Drugs": "drugs",
    "Other theft": "other-theft",
    "Shoplifting": "shoplifting",
}

# published label -> slug, as the police.uk API spells it
SCHEMES: dict[str, dict[str, str]] = {
    SIX: _SHARED | {"Violent crime": "violent-crime"},
    ELEVEN: _SHARED
    | _SINCE_2011
    | {
        "Violent crime": "violent-crime",
        "Public disorder and weapons": "public-disorder-weapons",
    },
    FOURTEEN: _SHARED
    | _SINCE_2011
    | {
        "Violence and sexual offences": "violent-crime",
        "Bicycle theft": "bicycle-theft",
        "Theft from the person": "theft-from-the-person",
        "Public order": "public-order",
        "Possession of weapons": "possession-of-weapons",
    },
}

LABELS: dict[str, dict[str, str]] = {
    scheme: {slug: label for label, slug in labels.items()}
    for scheme, labels in SCHEMES.items()
}


def scheme_in_use(month: date) -> str:
    """The list of crime types that data.police.uk used in that month."""
    if month < date(2011, 9, 1):
        return SIX
    return ELEVEN if month < date(2013, 5, 1) else FOURTEEN


def scheme_of(labels: set[str], month: date) -> str:
    """The scheme that knows all these labels, the month's own where several do."""
    usual = scheme_in_use(month)
    knowing = [s for s, known in SCHEMES.items() if labels <= known.keys()]
    if not knowing or usual in knowing:
        return usual
    return knowing[0]


# How far a case has come, least first. Used only to choose between two published rows
# of one crime; the groups follow the publisher's order from investigation to court.
_OUTCOME_STEPS: tuple[tuple[str, ...], ...] = (
    ("Status update unavailable",),
    ("Under investigation",),
    ("Investigation complete; no suspect identified",),
    (
        "Unable to prosecute suspect",
        "Further investigation is not in the public interest",
        "Further action is not in the public interest",
        "Formal action is not in the public interest",
    ),
    (
        "Action to be taken by another organisation",
        "Local resolution",
        "Offender given a caution",
        "Offender given a drugs possession warning",
        "Offender given penalty notice",
    ),
    ("Suspect charged", "Suspect charged as part of another case"),
    ("Awaiting court outcome", "Defendant sent to Crown Court"),
    ("Court result unavailable",),
    (
        "Court case unable to proceed",
        "Charged with another offence",
        "Defendant found not guilty",
        "Offender fined",
        "Offender given absolute discharge",
        "Offender given conditional discharge",
        "Offender given community sentence",
        "Offender given suspended prison sentence",
        "Offender sent to prison",
        "Offender ordered to pay compensation",
        "Offender deprived of property",
        "Offender otherwise dealt with",
    ),
)
_STEP = {
    words.casefold(): step
    for step, group in enumerate(_OUTCOME_STEPS)
    for words in group
}


def outcome_step(outcome: str | None) -> int:
    """How advanced an outcome is: -1 for none, 0 for unknown, higher for further on."""
    return -1 if outcome is None else _STEP.get(outcome.casefold(), 0)


# Names in the `Reported by` column that do not simply read like their slug.
_SLUGS = {
    "Metropolitan Police Service": "metropolitan",
    "Police Service of Northern Ireland": "northern-ireland",
    "British Transport Police": "btp",
    "Devon & Cornwall Police": "devon-and-cornwall",
    "Heddlu Dyfed Powys": "dyfed-powys",
}
_SUFFIX = re.compile(r"\s+(Police Service|Police|Constabulary)$", re.IGNORECASE)
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def force_slug(reported_by: str) -> str:
    """The supplier's short name, such as "west-midlands", from the force's full name."""
    name = " ".join(reported_by.split())
    if name in _SLUGS:
        return _SLUGS[name]
    stem = _SUFFIX.sub("", name).replace("&", " and ")
    return _NOT_IN_A_SLUG.sub("-", stem.lower()).strip("-")
