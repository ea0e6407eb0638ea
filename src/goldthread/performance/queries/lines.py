"""One measure as one line of a scorecard: how it stands, how fresh it is, whose it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from goldthread.core import status
from goldthread.core.units import PER_CENT
from goldthread.performance.deriving import derive
from goldthread.performance.models import Commentary, Indicator, Reading, Standing
from goldthread.performance.models.indicators import Indicators
from goldthread.performance.periods import (
    due_on,
    first_start,
    later,
    newest_due,
    short_label,
)
from goldthread.performance.services.standings import behind
from goldthread.performance.sureness import Sure, sure_of
from goldthread.performance.words import (
    aimed,
    counted,
    decimals_of,
    shown,
    shown_reading,
)
from goldthread.web.kit import Mood, Status

MOODS: dict[str, Mood] = {"blue": "good", "orange": "concern", "grey": "quiet"}
ASSURANCES = {
    "pass": "As things run, the target is met",
    "fail": "As things run, the target is missed",
    "hit or miss": "As things run, meeting the target is a matter of chance",
    "no target": "",
    "unknown": "",
}
REASONS = {
    "pass": "all that is usual lies on the right side of it",
    "fail": "all that is usual lies on the wrong side of it",
    "hit or miss": "it lies inside what is usual, so one figure meets it and the next does not",
}
VERDICTS = {
    "met": Status("This time the target is met", "good"),
    "nearly": Status(f"This time missed by up to 5{PER_CENT}", "waiting"),
    "missed": Status(f"This time missed by more than 5{PER_CENT}", "concern"),
}


@dataclass(frozen=True, slots=True)
class Freshness:
    """Whether the newest figure that is due has come."""

    due_on: date | None  # of the oldest figure that is missing
    missing: str  # the period it is of
    days_late: int

    @property
    def is_late(self) -> bool:
        return self.days_late > 0


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a scorecard, with ready values only."""

    key: int
    code: str
    name: str
    unit: str
    decimals: int  # of every figure of it
    counted: str  # the unit beside a figure that does not carry it already
    owner: str
    owner_key: int
    workstream: str
    priorities: tuple[str, ...]
    about: str  # population or service
    basis: str  # in words
    polarity: str
    value: float | None
    cell: float | str | None  # in a table: a share of too few in words (E17, E36)
    shown: str
    period: str
    period_start: date | None
    reading_key: int | None
    previous: float | None
    previous_shown: str
    year_ago: float | None
    year_ago_shown: str
    target: float | None
    aim: float | None  # the target as it is written
    target_shown: str
    verdict: Status | None
    status: Status
    colour: str
    variation: str
    assurance: str
    assurance_words: str
    assurance_reason: str
    sentence: str
    caveat: str
    sure: Sure | None  # of a survey's figure
    rules: str
    recent: tuple[float | None, ...]
    fresh: Freshness
    hidden_crime: str
    companion_code: str
    companion_name: str
    companion_word: str
    beside_code: str
    beside_name: str
    beside_shown: str
    commentary: str
    commentary_waits: bool
    quality: str

    @property
    def needs_someone(self) -> bool:
        """Whether somebody should do something about it."""
        return self.colour == "orange" or self.fresh.is_late or self.commentary_waits


def lines_of(
    found: Indicators, *, on: date, at: datetime | None = None
) -> tuple[Line, ...]:
    """The lines of these measures, in the order that they are in: five questions."""
    indicators = list(
        found.select_related(
            "owner", "workstream", "companion", "beside"
        ).prefetch_related("outcomes__priority")
    )
    standings = _standings(indicators)
    spoken = _commentaries(indicators)
    return tuple(
        line_of(each, standings, spoken.get(each.pk, []), on=on) for each in indicators
    )


def _standings(indicators: Sequence[Indicator]) -> Mapping[int, Standing]:
    """Each measure's standing in its own area, and those of what stands beside them."""
    wanted = {each.pk: each for each in indicators}
    for each in indicators:
        for other in (each.companion, each.beside):
            if other is not None:
                wanted.setdefault(other.pk, other)
    rows = Standing.objects.filter(indicator__in=wanted).select_related("reading")
    kept = {
        row.indicator_id: row
        for row in rows
        if row.area_code == wanted[row.indicator_id].area_code
    }
    for key, row in kept.items():
        if row.rules != status.CURRENT:
            kept[key] = again(wanted[key], row)
    return kept


def again(indicator: Indicator, row: Standing) -> Standing:
    """A standing that an older rule derived, derived anew for this page alone."""
    made = derive(
        indicator, row.area_code, behind(indicator, row.area_code), at=row.derived_at
    )
    made.pk = row.pk
    return made


def _commentaries(
    indicators: Iterable[Indicator],
) -> dict[int, list[Commentary]]:
    found: dict[int, list[Commentary]] = {}
    rows = Commentary.objects.filter(indicator__in=[each.pk for each in indicators])
    for row in rows.newest_first():
        found.setdefault(row.indicator_id, []).append(row)
    return found


def line_of(
    indicator: Indicator,
    standings: Mapping[int, Standing],
    spoken: Sequence[Commentary],
    *,
    on: date,
) -> Line:
    """One line from what was read already."""
    standing = standings.get(indicator.pk) or _nothing(indicator)
    reading = standing.reading
    companion = standings.get(indicator.companion_id or 0)
    beside = standings.get(indicator.beside_id or 0)
    approved = next((each for each in spoken if each.approved_at), None)
    stands_for = approved is not None and reading is not None
    return Line(
        key=indicator.pk,
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        decimals=decimals_of(indicator.kind),
        counted=counted(indicator),
        owner=str(indicator.owner),
        owner_key=indicator.owner_id,
        workstream=str(indicator.workstream or ""),
        priorities=tuple(
            dict.fromkeys(each.priority.title for each in indicator.outcomes.all())
        ),
        about=indicator.about,
        basis=indicator.get_basis_display(),
        polarity=indicator.polarity,
        value=reading.value if reading else None,
        cell=_cell(indicator, reading),
        shown=shown_reading(indicator, reading),
        period=period_of(indicator, reading) if reading else "no reading yet",
        period_start=reading.period_start if reading else None,
        reading_key=reading.pk if reading else None,
        previous=standing.previous,
        previous_shown=shown(indicator, standing.previous),
        year_ago=standing.year_ago,
        year_ago_shown=shown(indicator, standing.year_ago),
        target=standing.target,
        aim=aimed(indicator, standing.target),
        target_shown=shown(indicator, aimed(indicator, standing.target))
        if standing.target is not None
        else "",
        verdict=VERDICTS.get(standing.verdict),
        status=Status(standing.word, MOODS[standing.colour]),
        colour=standing.colour,
        variation=standing.variation,
        assurance=standing.assurance,
        assurance_words=ASSURANCES.get(standing.assurance, ""),
        assurance_reason=REASONS.get(standing.assurance, ""),
        sentence=standing.sentence,
        caveat=" ".join(filter(None, (standing.caveat, indicator.caveat))),
        sure=sure_of(indicator, reading),
        rules=standing.rules,
        recent=tuple(standing.recent),
        fresh=freshness(indicator, reading, on=on),
        hidden_crime=indicator.hidden_crime,
        companion_code=indicator.companion.code if indicator.companion else "",
        companion_name=indicator.companion.name if indicator.companion else "",
        companion_word=companion.word if companion else "",
        beside_code=indicator.beside.code if indicator.beside else "",
        beside_name=indicator.beside.name if indicator.beside else "",
        beside_shown=shown(
            indicator.beside,
            beside.reading.value if beside and beside.reading else None,
        )
        if indicator.beside
        else "",
        commentary=approved.what if approved and stands_for else "",
        commentary_waits=any(each.approved_at is None for each in spoken),
        quality=indicator.get_quality_display(),
    )


def _cell(indicator: Indicator, reading: Reading | None) -> float | str | None:
    if reading is None:
        return None
    words = shown_reading(indicator, reading)
    return reading.value if words == shown(indicator, reading.value) else words


def period_of(indicator: Indicator, reading: Reading) -> str:
    """The period of a reading; of a lagged one, the cohort that it speaks of."""
    label = short_label(reading.period_start, reading.period_end)
    return f"cohort of {label}" if indicator.lag_months else label


def freshness(indicator: Indicator, reading: Reading | None, *, on: date) -> Freshness:
    """How late the oldest missing figure is."""
    first = reading.period_start if reading else first_period(indicator)
    due = newest_due(
        every=indicator.every,
        first=first,
        due_days=indicator.due_days,
        lag_months=indicator.lag_months,
        on=on,
    )
    missing = later(first, indicator.every) if reading else first
    when = due_on(
        missing,
        every=indicator.every,
        due_days=indicator.due_days,
        lag_months=indicator.lag_months,
    )
    late = due is not None and due >= missing
    return Freshness(
        due_on=when,
        missing=short_label(missing, later(missing, indicator.every)),
        days_late=(on - when).days if late else 0,
    )


def first_period(indicator: Indicator) -> date:
    """The first period that a measure without a reading should have."""
    return first_start(indicator.opened_on, indicator.every)


def _nothing(indicator: Indicator) -> Standing:
    told = status.unknown("there is no reading yet.")
    return Standing(
        indicator=indicator,
        area_code=indicator.area_code,
        rules=told.rules,
        variation=told.variation,
        assurance=told.assurance,
        colour=told.colour,
        word=told.word,
        sentence=told.sentence,
        reason=told.reason,
    )
