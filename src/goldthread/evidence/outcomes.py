"""Questions about what happened to recorded crimes.

An outcome is the last one known when the file was made: young crimes have none yet,
so only cohorts of six months and older may be compared (oddity 14, E42).
"""

from datetime import date

import pyarrow as pa

from goldthread.evidence.engine import Engine

# The publisher's words, put into the groups the public asks about. Words that are in
# no group are counted as "other result" and listed by name in the chapter.
UNDER_INVESTIGATION = "still under investigation"
UNKNOWN = "not known"
NO_SUSPECT = "no suspect identified"
NOT_PROSECUTED = "suspect known, not prosecuted"
CHARGED = "charged or before the court"
OUT_OF_COURT = "dealt with out of court"
OTHER_RESULT = "other result"

GROUPS: dict[str, str] = {
    "Under investigation": UNDER_INVESTIGATION,
    "Status update unavailable": UNKNOWN,
    "Court result unavailable": CHARGED,
    "Unable to prosecute suspect": NOT_PROSECUTED,
    "Formal action is not in the public interest": NOT_PROSECUTED,
    "Further investigation is not in the public interest": NOT_PROSECUTED,
    "Further action is not in the public interest": NOT_PROSECUTED,
    "Investigation complete; no suspect identified": NO_SUSPECT,
    "Awaiting court outcome": CHARGED,
    "Suspect charged as part of another case": CHARGED,
    "Suspect charged": CHARGED,
    "Offender sent to prison": CHARGED,
    "Offender given suspended prison sentence": CHARGED,
    "Offender given community sentence": CHARGED,
    "Offender fined": CHARGED,
    "Offender given conditional discharge": CHARGED,
    "Offender given absolute discharge": CHARGED,
    "Offender ordered to pay compensation": CHARGED,
    "Offender deprived of property": CHARGED,
    "Offender otherwise dealt with": CHARGED,
    "Court case unable to proceed": CHARGED,
    "Defendant found not guilty": CHARGED,
    "Defendant sent to Crown Court": CHARGED,
    "Offender given a caution": OUT_OF_COURT,
    "Offender given a drugs possession warning": OUT_OF_COURT,
    "Offender given penalty notice": OUT_OF_COURT,
    "Local resolution": OUT_OF_COURT,
    "Action to be taken by another organisation": OTHER_RESULT,
}

ORDER = (
    CHARGED,
    OUT_OF_COURT,
    NOT_PROSECUTED,
    NO_SUSPECT,
    OTHER_RESULT,
    UNDER_INVESTIGATION,
    UNKNOWN,
)


def group_of(outcome: str | None) -> str:
    """The group an outcome belongs to; none given is not known."""
    if outcome is None or not outcome.strip():
        return UNKNOWN
    return GROUPS.get(outcome.strip(), OTHER_RESULT)


def outcomes_by_month(engine: Engine, *, area: str, start: date, end: date) -> pa.Table:
    """The last known outcome of the crimes of `area`, by month and category."""
    return engine.table("outcomes_by_month", area=area, start=start, end=end)
