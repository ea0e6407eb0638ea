"""Evidence: what the priorities rest on, what is missing, where one sees how it is known."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, rules, services
from goldthread.strategy.models import Evidence, LinkCheck, Priority
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.services import EvidenceTold
from goldthread.strategy.views.page import (
    FORM,
    Part,
    answer,
    found,
    link,
    now,
    posted,
    priorities_of,
    seen_or,
    shown,
    status_of_link,
    strategy_of,
    writing,
)
from goldthread.web.forms import Form
from goldthread.web.kit import Cell, Column, Empty, Link, Row, Status, Step, Table
from goldthread.web.templatetags.kit import day as written


def step_of(item: Evidence) -> Step:
    """A piece of evidence as a knot on the thread, with the way to how it is known."""
    notes = [item.get_kind_display(), item.get_category_display()]
    if item.source:
        notes.append(item.source)
    if item.strength:
        notes.append(f"{item.get_strength_display()} evidence")
    if item.dated_on:
        notes.append(written(item.dated_on))
    href = ""
    if item.finding:
        notes.append(f"Finding {item.finding.reference}")
        href = reverse("finding", args=[item.finding.assessment_id, item.finding.ref])
    return Step("Evidence", item.text, href, (" · ".join(notes),))


@require_safe
def evidence(request: HttpRequest, key: str) -> HttpResponse:
    """What each priority's evidence lacks; then all of it."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    actions = writing(
        request,
        strategy,
        link("Cite a finding", "cite_findings", strategy),
        link("Add evidence by hand", "add_evidence", strategy),
    )
    titles = {p.pk: p.title for p in known.priorities}
    typed = {item.pk: queries.addresses_in(item.source) for item in known.evidence}
    checks = queries.checks_of(chain.from_iterable(typed.values()))
    table = Table(
        "All evidence",
        (
            Column("What it shows"),
            Column("Kind"),
            Column("Where it belongs"),
            Column("Source"),
            *((Column("Its link"),) if checks else ()),
            Column("Priorities"),
        ),
        tuple(
            (
                link(item.text[:160], "change_evidence", strategy, item.number),
                item.get_kind_display(),
                item.get_category_display(),
                _source(item),
                *((_followed(typed[item.pk], checks),) if checks else ()),
                ", ".join(titles[pk] for pk in sorted(known.cited_by[item.pk]))
                or "none yet",
            )
            for item in known.evidence
        ),
        caption_is_hidden=True,
    )
    empty = Empty(
        "No evidence yet",
        "Cite findings of the published assessment, and add what people said: each priority rests on figures and on voices.",
        actions[0] if actions else None,
    )
    return shown(
        request,
        strategy,
        title="Evidence",
        tab="strategy_evidence",
        parts=(
            Part("What each priority rests on", table=_grid(known)),
            Part("All evidence", table=table),
        )
        if known.evidence
        else (Part(empty=empty),),
        actions=actions if known.evidence else actions[1:],
        is_wide=True,
    )


def _grid(known: Whole) -> Table:
    """Each priority by what it should rest on: both kinds, every source, and why."""
    asked = [
        *(("kind", one.value, KINDS[one.value]) for one in Evidence.Kind),
        *(("category", one.value, str(one.label)) for one in Evidence.Category),
    ]
    rows: list[tuple[Cell, ...]] = []
    for p in known.priorities:
        cited = known.evidence_for(p)
        held = [sum(getattr(e, name) == one for e in cited) for name, one, _ in asked]
        name = link(p.title, "strategy_priority", known.strategy, p.key)
        rows.append((name, *map(_held, held), SAID[bool(p.choice.strip())]))
    columns = (*(Column(words) for *_, words in asked), Column("Why it was chosen"))
    return Table(
        "What each priority rests on",
        (Column("Priority"), *columns),
        rows,
        note="Each priority needs figures and voices, something from each place, and the board's reason.",
        caption_is_hidden=True,
    )


def _held(count: int) -> Status:
    return Status(f"{count} cited", "done") if count else SAID[False]


KINDS = {"quantitative": "Figures", "qualitative": "Voices"}
SAID = {True: Status("Said", "done"), False: Status("Missing", "concern")}


def _followed(typed: Sequence[str], checks: Mapping[str, LinkCheck]) -> Cell:
    """Of the addresses in a source, one that broke, else one that answered."""
    found = sorted(
        (checks[each] for each in typed if each in checks), key=lambda one: one.works
    )
    return status_of_link(found[0]) if found else ""


def _source(item: Evidence) -> str | Link:
    if item.finding:
        href = reverse("finding", args=[item.finding.assessment_id, item.finding.ref])
        return Link(item.finding.reference, href)
    return f"{item.source} ({item.get_strength_display().lower()})"


@require_http_methods(FORM)
def add_evidence(request: HttpRequest, key: str) -> HttpResponse:
    """Add evidence by hand."""
    strategy = strategy_of(key)
    form = forms.EvidenceForm(posted(request), priorities=priorities_of(strategy))

    def act() -> None:
        services.add_evidence(strategy, told(form), by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        form,
        title="Add evidence",
        button="Add",
        act=act,
        done="Added.",
        then=reverse("strategy_evidence", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_evidence",
    )


@require_http_methods(FORM)
def change_evidence(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """See a piece of evidence; change it in a draft."""
    strategy = strategy_of(key)
    one: Evidence = found(strategy.evidence.select_related("finding"), number=number)
    names = ("text", "kind", "category", "source", "strength", "dated_on")
    initial: dict[str, Any] = {name: getattr(one, name) for name in names}
    initial["priorities"] = [p.pk for p in one.priorities.all()]
    make = forms.CiteForm if one.finding_id else forms.EvidenceForm
    form = make(
        posted(request),
        initial=initial | seen_or(request, one),
        priorities=priorities_of(strategy),
    )

    def act() -> None:
        services.change_evidence(
            one,
            told(form),
            seen=form.cleaned_data["seen"],
            by=signed_in(request),
            at=now(),
        )

    return answer(
        request,
        strategy,
        form,
        title=f"Evidence {number}",
        button="Save",
        act=act,
        done="Saved.",
        then=reverse("strategy_evidence", args=[key]),
        before=f"It cites the finding {one.finding.reference}." if one.finding else "",
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_evidence",
        stands=[Row("What it shows", one.text), Row("Source", one.source)],
        aside=link("Take it out", "remove_evidence", strategy, number),
    )


@require_http_methods(FORM)
def remove_evidence(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Take a piece of evidence out of a draft."""
    strategy = strategy_of(key)
    one = found(strategy.evidence, number=number)

    def act() -> None:
        services.remove_evidence(one, by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        Form(posted(request)),
        title="Take this evidence out?",
        button="Take it out",
        act=act,
        done="It is out. The record keeps that it was there.",
        then=reverse("strategy_evidence", args=[key]),
        before=one.text,
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_evidence",
    )


def told(form: Form) -> EvidenceTold:
    given = dict(form.cleaned_data)
    given.pop("seen", None)
    priorities: list[Priority] = list(given.pop("priorities"))
    return EvidenceTold(priorities=priorities, **given)
