"""The chapters that the data write by themselves."""

from collections.abc import Container, Iterator
from datetime import date

from goldthread.documents import numbers
from goldthread.documents.model import (
    Block,
    Bullets,
    Column,
    Paragraph,
    Section,
    Strong,
    Table,
)
from goldthread.partners.glossary import Word
from goldthread.strategy import requirements
from goldthread.strategy.models import Evidence, Priority, Workstream
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.running_text import parts_of

# How strong evidence is, its writers weigh; every reader is told where it is not.
DOUBTS = {"weak": "; weak evidence", "anecdote": "; an anecdote, not a count"}
HIDDEN = (
    "Few people report these crimes. For them a rise in reports is what we want to see, "
    "because it shows that people trust us enough to tell."
)


def partnership(known: Whole) -> Section:
    rows = tuple((agency.name,) for agency in known.authorities)
    if not rows:
        return Section("partnership", "")
    table = Table("Responsible authorities", (Column("Agency"),), rows)
    return Section("partnership", "", (table,))


def choosing(known: Whole) -> Section:
    chosen = tuple(
        (Strong(f"{priority.title}: "), priority.choice)
        for priority in known.priorities
        if priority.choice
    )
    blocks: list[Block] = [Bullets(chosen)] if chosen else []
    if known.crosswalk:
        blocks.append(_crosswalk(known))
    return Section("choosing", "", tuple(blocks))


def _crosswalk(known: Whole) -> Table:
    """With what was said of each crossing: why a priority ended stands nowhere else."""
    has_notes = any(c.note for c in known.crosswalk)
    why = (Column("In a word"),) if has_notes else ()
    return Table(
        "What became of the priorities of the last strategy",
        (Column("Before"), Column("What became of it"), Column("Now"), *why),
        tuple(
            (
                c.old.title,
                c.get_kind_display(),
                c.new.title if c.new else "",
                *((c.note,) if has_notes else ()),
            )
            for c in known.crosswalk
        ),
    )


def priorities(known: Whole) -> Section:
    blocks: list[Block] = []
    if known.strategy.aim:
        blocks.append(Paragraph(known.strategy.aim))
    if known.priorities and known.open_workstreams():
        blocks.append(_matrix(known))
    inside = tuple(_priority(known, priority) for priority in known.priorities)
    if known.hidden_crimes:
        names = tuple(crime.name for crime in known.hidden_crimes)
        listed = (Paragraph(HIDDEN), Bullets(names))
        inside += (Section("hidden-crimes", "Hidden crimes", listed),)
    return Section("priorities", "", tuple(blocks), inside)


def _matrix(known: Whole) -> Table:
    def sign(workstream: Workstream, priority: Priority) -> str:
        if known.primary.get(workstream.pk) == priority.pk:
            return "main"
        return "also" if priority.pk in known.under[workstream.pk] else ""

    return Table(
        "Which workstream stands under which priority",
        (Column("Workstream"), *(Column(p.title) for p in known.priorities)),
        tuple(
            (w.title, *(sign(w, p) for p in known.priorities))
            for w in known.open_workstreams()
        ),
        notes=("Totals count a workstream once, under its main priority.",),
    )


def _priority(known: Whole, priority: Priority) -> Section:
    blocks: list[Block] = list(parts_of(priority.statement, under=priority.key).blocks)
    lists = (
        ("What we hope to achieve", known.outcomes.get(priority.pk, ())),
        ("Where work begins", known.focus_areas.get(priority.pk, ())),
        ("Workstreams", known.workstreams_under(priority)),
    )
    for heading, rows in lists:
        if rows:
            blocks += [Paragraph((Strong(heading),)), Bullets(tuple(map(str, rows)))]
    if cited := known.evidence_for(priority):
        blocks += [
            Paragraph((Strong("The evidence"),)),
            Bullets(tuple(map(_evidence, cited))),
        ]
    return Section(f"priority-{priority.key}", priority.title, tuple(blocks))


def _evidence(item: Evidence) -> str:
    said = item.text if item.text.endswith((".", "!", "?")) else f"{item.text}."
    if item.finding:
        return f"{said} (Finding {item.finding.reference})"
    doubt = DOUBTS.get(item.strength, "")
    return f"{said} ({item.source}{doubt})"


def delivery(known: Whole) -> Section:
    return Section("delivery", "", (), tuple(_delivery_parts(known)))


def _delivery_parts(known: Whole) -> Iterator[Section]:
    if known.threads and known.open_workstreams():
        inside = tuple(
            Section(f"workstream-{w.key}", w.title, tuple(_answers(known, w)))
            for w in known.open_workstreams()
        )
        yield Section(
            "workstreams", "How each workstream answers the threads", (), inside
        )
    if known.resources:
        yield Section("resources", "What each authority puts in", (_resources(known),))
    if known.measures:
        yield Section("measures", "How we will know", (_measures(known),))
    if waived := tuple(_waived(known)):
        why = Table(
            "What the law asks for and this strategy does not hold",
            (Column("What the law asks for"), Column("Why it is not here")),
            waived,
        )
        yield Section("waived", "What is not here, and why", (why,))
    if known.plans:
        yield Section("plans", "Other plans", (_plans(known),))
    if known.approvals:
        yield Section("approvals", "Who agreed", (_approvals(known),))


def _waived(known: Whole) -> Iterator[tuple[str, str]]:
    """What was waived and is still missing: the reason is for every reader (B5)."""
    for each in requirements.of_the_law(known):
        if each.missing and each.waiver:
            yield each.words, each.waiver.reason


def _measures(known: Whole) -> Table:
    given = {measure.agency_id for measure in known.measures}
    return Table(
        "How each authority will measure its success",
        (Column("Authority"), Column("Measure")),
        tuple((str(measure.agency), measure.text) for measure in known.measures),
        notes=_silent(known, given),
    )


def _silent(known: Whole, given: Container[int]) -> tuple[str, ...]:
    """Which responsible authority a table lacks, so that nobody takes it for all."""
    silent = [str(agency) for agency in known.authorities if agency.pk not in given]
    if not silent:
        return ()
    *others, last = silent
    names = f"{', '.join(others)} and {last}" if others else last
    return (f"Nothing is written down here for {names}.",)


def _plans(known: Whole) -> Table:
    return Table(
        "Plans that touch ours",
        (Column("Plan"), Column("Whose"), Column("How it stands to ours")),
        tuple(
            (
                plan.title,
                plan.owner or str(plan.body or ""),
                plan.get_relation_display(),
            )
            for plan in known.plans
        ),
    )


def _answers(known: Whole, workstream: Workstream) -> Iterator[Block]:
    if workstream.purpose:
        yield Paragraph(workstream.purpose)
    led = f"Led by {workstream.lead_agency}." if workstream.lead_agency else ""
    if led:
        yield Paragraph(led)
    said = [
        (Strong(f"{thread}: "), statement.text)
        for thread in known.threads
        if (statement := known.statements.get((thread.pk, workstream.pk)))
    ]
    if said:
        yield Bullets(tuple(said))


def _resources(known: Whole) -> Table:
    rows: list[tuple[str | float | None, ...]] = [
        (
            str(r.agency),
            r.words,
            str(r.priority or "all priorities"),
            _year(r.year_start),
            float(r.amount_pounds) if r.amount_pounds is not None else "",
        )
        for r in known.resources
    ]
    total = sum(float(r.amount_pounds or 0) for r in known.resources)
    if total:
        rows.append(("Together", "", "", "", total))
    return Table(
        "What each authority allocates",
        (
            Column("Authority"),
            Column("What"),
            Column("For"),
            Column("Year"),
            Column("Amount", "number", unit="£"),
        ),
        tuple(rows),
        notes=_silent(known, {r.agency_id for r in known.resources}),
    )


def _approvals(known: Whole) -> Table:
    return Table(
        "What each body decided",
        (Column("Body"), Column("About"), Column("Decision"), Column("On")),
        tuple(
            (
                each.body.name,
                str(each.workstream or "the strategy"),
                each.get_decision_display(),
                numbers.day(each.decided_on) if each.decided_on else "",
            )
            for each in known.approvals
        ),
    )


def glossary(words: tuple[Word, ...]) -> Section:
    if not words:
        return Section("glossary", "")
    rows = tuple((w.term, " or ".join(w.expansions) or w.meaning) for w in words)
    table = Table("Terms", (Column("Term"), Column("What it stands for")), rows)
    return Section("glossary", "", (table,))


def _year(start: date | None) -> str:
    return f"{start.year}/{(start.year + 1) % 100:02d}" if start else ""
