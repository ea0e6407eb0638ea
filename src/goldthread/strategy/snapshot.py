"""A whole strategy as plain text, for its versions: what is compared when two are."""

from collections.abc import Iterator

from goldthread.strategy.models import Strategy
from goldthread.strategy.queries.whole import Whole, whole


def dump(strategy: Strategy) -> str:
    """The strategy as people would read it down a page; equal strategies, equal text."""
    known = whole(strategy, on=strategy.period_start)
    parts = [*_head(strategy), *_priorities(known), *_workstreams(known)]
    parts += [*_rest(known), *_sections(known)]
    return "\n".join(parts).strip() + "\n"


def _head(strategy: Strategy) -> Iterator[str]:
    yield f"# {strategy.title}"
    yield f"{strategy.partnership}, {strategy.period_start} to {strategy.period_end}"
    yield f"Marking: {strategy.marking} {strategy.handling}".rstrip()
    if strategy.strapline:
        yield strategy.strapline
    if strategy.aim:
        yield f"\nAim: {strategy.aim}"


def _priorities(known: Whole) -> Iterator[str]:
    for priority in known.priorities:
        yield f"\n## Priority {priority.number}: {priority.title}"
        yield from filter(None, (priority.statement, priority.choice))
        if priority.heads:
            yield f"Heads of the law: {', '.join(priority.heads)}"
        yield from _lines("Outcome", known.outcomes.get(priority.pk, ()))
        yield from _lines("Where work begins", known.focus_areas.get(priority.pk, ()))
        yield from _lines("Evidence", known.evidence_for(priority))
    yield from _lines("Hidden crime", known.hidden_crimes)


def _workstreams(known: Whole) -> Iterator[str]:
    titles = {priority.pk: priority.title for priority in known.priorities}
    for workstream in known.workstreams:
        yield f"\n## Workstream {workstream.number}: {workstream.title}"
        if workstream.purpose:
            yield workstream.purpose
        under = sorted(titles[pk] for pk in known.under[workstream.pk])
        yield f"Under: {'; '.join(under)}. Primary: {titles[known.primary[workstream.pk]]}"
        yield f"Lead: {workstream.lead_agency or 'nobody yet'}"
        if workstream.closed_on:
            yield f"Closed on {workstream.closed_on}: {workstream.close_reason}"
        for thread in known.threads:
            said = known.statements.get((thread.pk, workstream.pk))
            yield f"{thread}: {said.text if said else 'nothing said yet'}"


def _rest(known: Whole) -> Iterator[str]:
    yield from _lines("Must agree", known.approvals)
    yield from _lines("Resource", known.resources)
    yield from _lines("Measure of success", known.measures)
    yield from _lines("Linked plan", known.plans)
    yield from _lines("From the last strategy", known.crosswalk)
    yield from (
        f"Waived: {waiver.requirement}: {waiver.reason}"
        for _, waiver in sorted(known.waivers.items())
    )


def _sections(known: Whole) -> Iterator[str]:
    for section in known.sections:
        yield f"\n## {section.title}\n"
        yield section.text or "Nothing written yet."
        if section.signed_on:
            yield f"\n{section.signed_name}, {section.signed_role}, {section.signed_on}"


def _lines(kind: str, rows: object) -> Iterator[str]:
    yield from (f"{kind}: {row}" for row in rows)  # type: ignore[attr-defined]
