"""Why an assessment may not be written in or published; no queries."""

from collections.abc import Collection

from goldthread.assessment.headings import STATUTORY
from goldthread.assessment.models import HEADINGS, Assessment


class Refused(Exception):
    """What was asked is not done; the message is the sentence why."""


def refusal_to_write(assessment: Assessment, heading: str) -> str | None:
    """Why no words may be written under `heading`; None when they may."""
    if heading not in dict(HEADINGS):
        return f"Expected one of {', '.join(dict(HEADINGS))}; found {heading}."
    if assessment.state == Assessment.State.PUBLISHED:
        return "This assessment is published and frozen. Make a new one to change its words."
    if assessment.state != Assessment.State.DRAFT:
        return f"This assessment is {assessment.get_state_display()}; wait until it is a draft."
    return None


def refusal_to_publish(assessment: Assessment, filled: Collection[str]) -> str | None:
    """Why this assessment may not be published; None when it may (B4, Z2).

    `filled` names the headings that hold words or a waiver with its reason. The law
    asks for seven contents: figures fill none of them alone.
    """
    if assessment.state != Assessment.State.DRAFT:
        return f"This assessment is {assessment.get_state_display()}; only a draft is published."
    owed = [h for h in STATUTORY if h.key not in filled]
    if not owed:
        return None
    listed = "; ".join(f"({h.letter}) {h.words.lower()}" for h in owed)
    return (
        f"{len(owed)} of the seven statutory headings are empty: {listed}. Write them, or "
        "waive each with a reason."
    )
