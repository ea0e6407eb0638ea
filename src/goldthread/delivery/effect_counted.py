"""What the police's monthly records can say of an effect: the kinds of crime, in words."""

from collections.abc import Mapping
from datetime import date

from goldthread.evidence.catalogue import questions
from goldthread.evidence.crosswalk import LABELS, scheme_in_use
from goldthread.evidence.offences import ALL_CRIME, ASB, category_name

QUESTION = "monthly_by_category"  # the one that counts a single place month by month


def categories(on: date) -> tuple[str, ...]:
    """Every kind that the police publish today, all of them together first."""
    kinds = LABELS[scheme_in_use(on)]
    return ALL_CRIME, *sorted(kinds, key=lambda slug: category_name(slug))


def known_categories() -> frozenset[str]:
    """Every kind that they ever published."""
    return frozenset({ALL_CRIME}.union(*LABELS.values()))


def in_words(category: str) -> str:
    """What is counted, as a manager would name it."""
    if category == ALL_CRIME:
        return "Crime of every kind recorded by the police"
    if category == ASB:
        return "Anti-social behaviour reported to the police"
    return f"{category_name(category)} recorded by the police"


def asked_in_words(question: str, parameters: Mapping[str, str]) -> str:
    """Where the figures come from, after "measured by"."""
    category = parameters.get("category", ALL_CRIME)
    kind = "" if category == ALL_CRIME else f" of {category_name(category).lower()}"
    if question == QUESTION:
        return f"the police’s monthly records{kind}"
    known = questions().get(question)
    if known is None:
        return f"the question “{question}”, which is no longer asked"
    return f"the question “{known.title.rstrip('.').lower()}”{kind}"
