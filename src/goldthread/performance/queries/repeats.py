"""Offences, the different victims of them and the repeats between, side by side (S16, S84)."""

from collections.abc import Iterator, Mapping
from datetime import date

from goldthread.core import rates
from goldthread.core.refusal import Refused
from goldthread.core.repeats import SMALLEST_BASE, Repeats, repeats
from goldthread.core.units import PER_CENT
from goldthread.performance.models import Indicator, Reading
from goldthread.performance.periods import label, later
from goldthread.performance.words import figure
from goldthread.web.kit import Column, Table

SHOWN = 8  # the newest periods
FEW = "too few to say"


def repeats_of(indicator: Indicator) -> Table | None:
    """A measure of offences beside its victims; None where no measure counts them."""
    if indicator.victims is None or indicator.victims_within is None:
        return None
    within, has_rate = indicator.victims_within, indicator.residents is not None
    found = list(_rows(indicator, indicator.victims, within))
    return Table(
        "Offences, victims and repeats",
        (
            Column(
                "When"
                if within == indicator.every
                else f"The {within} months to the end of"
            ),
            Column("Offences", True),
            Column("Different victims", True),
            Column("Repeats", True),
            Column("Repeats, of all offences", True),
            *((Column("Victims of 1,000 residents", True),) if has_rate else ()),
        ),
        found[:SHOWN],
        note=_note(indicator, indicator.victims),
        caption_is_hidden=True,
    )


def _rows(
    offences: Indicator, victims: Indicator, within: int
) -> Iterator[tuple[str, ...]]:
    """The newest first; where a period of the window is missing, its row says so."""
    counted, hit = _values(offences), _values(victims)
    for start in sorted(hit, reverse=True):
        end = later(start, offences.every)
        starts = [later(end, -step) for step in range(offences.every, within + 1, offences.every)]  # fmt: skip
        held = [counted[day] for day in starts if day in counted]
        period = label(start, end)
        if len(held) < len(starts):
            yield _row(period, offences, ["not held", figure(hit[start], 0), "not held", ""])  # fmt: skip
            continue
        told = repeats(offences=round(sum(held)), victims=round(hit[start]))
        if isinstance(told, Refused):
            yield _row(period, offences, [figure(sum(held), 0), figure(hit[start], 0), str(told), ""])  # fmt: skip
            continue
        yield _row(period, offences, _told(told), told.victims)


def _told(found: Repeats) -> list[str]:
    share = FEW if found.share is None else f"{100 * found.share:.0f}{PER_CENT}"
    return [*(figure(n, 0) for n in (found.offences, found.victims, found.repeats)), share]  # fmt: skip


def _row(
    period: str, offences: Indicator, cells: list[str], victims: int | None = None
) -> tuple[str, ...]:
    if offences.residents is None:
        return (period, *cells)
    if victims is None:
        return (period, *cells, "")
    each = rates.rate(victims, offences.residents)
    return (period, *cells, FEW if each.caveat else f"{each.value:.1f}")


def _values(indicator: Indicator) -> Mapping[date, float]:
    rows = Reading.objects.standing().filter(
        indicator=indicator, area_code=indicator.area_code
    )
    return dict(rows.values_list("period_start", "value"))


def _note(offences: Indicator, victims: Indicator) -> str:
    """What the three counts are of, and what they are not."""
    within, residents = offences.victims_within, ""
    window = "month" if within == 1 else f"{within} months"
    if offences.residents is not None:
        residents = f" Victims are of {figure(offences.residents, 0)} residents."
    return (
        f"A repeat is an offence against somebody who was a victim of one already in the "
        f"same {window}. One victim: {victims.counts} "
        f"Fewer than {SMALLEST_BASE} offences have no share.{residents}"
    )
