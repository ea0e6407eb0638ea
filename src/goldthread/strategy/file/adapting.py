"""A file made one's own before it is loaded: its name, its years, its partnership."""

from dataclasses import replace
from datetime import date

from goldthread.strategy.file import told
from goldthread.strategy.file.reading import read
from goldthread.strategy.file.writing import write
from goldthread.strategy.services.writing import key_of


def adapted(
    text: str,
    *,
    title: str,
    partnership: str,
    starts: date,
    ends: date,
    follows: str = "",
    taken: set[str],
    with_partnership: bool,
) -> str:
    """The same file under another title, for other years, as an own strategy.

    `follows` is the key of the strategy here that it comes after. Without the
    partnership its agencies, bodies, seats and their plans stay out, and so does what
    names them: who leads, who must agree, who puts in what. The names are one's own to
    give. Keys of the file stay, so that its parts still find each other.

    Raises:
        Unreadable: as `read`.
    """
    file = replace(
        read(text),
        title=title,
        key=key_of(title, taken),
        partnership_name=partnership,
        period_start=starts,
        period_end=ends,
        is_template=False,
        follows=follows,
        crosswalk=(),
    )
    file = replace(file, workstreams=tuple(_in_years(file, starts)))
    return write(file if with_partnership else _without_partnership(file))


def _in_years(file: told.StrategyFile, starts: date) -> list[told.WorkstreamTold]:
    return [
        replace(one, opened_on=starts, closed_on=None, close_reason="")
        for one in file.workstreams
    ]


def _without_partnership(file: told.StrategyFile) -> told.StrategyFile:
    return replace(
        file,
        areas=(),
        agencies=(),
        bodies=(),
        terms=(),
        boards=(),
        resources=(),
        success_measures=(),
        workstreams=tuple(
            replace(one, lead="", lead_agency="", support=(), boards=())
            for one in file.workstreams
        ),
        sections=tuple(replace(one, author="") for one in file.sections),
        # A plan with an owner is that place's own; one of nobody's holds everywhere.
        linked_plans=tuple(p for p in file.linked_plans if not (p.owner or p.body)),
    )
