"""Of which figure words were said: old words never stand under a new figure unmarked."""

from goldthread.performance.claims import Claim, claims_on
from goldthread.performance.models import Commentary, Reading, Standing
from goldthread.performance.periods import label
from goldthread.performance.words import shown_reading

AS_APPROVED = "The figures did not support it when it was approved."


def said_of(commentary: Commentary) -> str:
    """The figure that words were said of: "Said of September 2026 (121)"."""
    one = commentary.reading
    period = label(one.period_start, one.period_end)
    return f"Said of {period} ({shown_reading(one.indicator, one)})"


def is_of_an_older(commentary: Commentary, newest: Reading | None) -> bool:
    """Whether a newer period has a figure since."""
    return newest is not None and newest.period_start > commentary.reading.period_start


def unsaid_of(commentary: Commentary | None, newest: Reading | None) -> str:
    """That nobody has spoken of the newest figure, where older words stand; else ""."""
    if commentary is None or newest is None or not is_of_an_older(commentary, newest):
        return ""
    period = label(newest.period_start, newest.period_end)
    return f"Of {period} ({shown_reading(newest.indicator, newest)}) nobody has said yet why."


def claims_of(
    commentary: Commentary, text: str, standing: Standing | None
) -> tuple[Claim, ...]:
    """A part of a commentary, held against the figure that it was said of.

    How the newest figure stands says nothing of words on an older one: those keep the
    marks that they were approved with.
    """
    newest = standing.reading if standing is not None else None
    claims = claims_on(text, commentary.indicator, commentary.reading, standing)
    if commentary.approved_at is None or not is_of_an_older(commentary, newest):
        return claims
    return tuple(
        Claim(
            one.sentence,
            one.is_claim,
            one.sentence in commentary.unsupported,
            AS_APPROVED if one.sentence in commentary.unsupported else "",
        )
        for one in claims
    )
