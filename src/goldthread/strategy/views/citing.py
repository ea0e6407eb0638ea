"""Findings of published assessments, cited by priorities."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.assessment.models import Assessment, Finding
from goldthread.assessment.queries import finding_named
from goldthread.documents import stored
from goldthread.documents.model import Paragraph, plain
from goldthread.partners.session import signed_in
from goldthread.strategy import forms, rules, services
from goldthread.strategy.models import Strategy
from goldthread.strategy.views.evidence import told
from goldthread.strategy.views.page import (
    FORM,
    answer,
    link,
    now,
    posted,
    priorities_of,
    shown,
    strategy_of,
    writing,
)
from goldthread.web.kit import Empty, Link, Status


@require_safe
def cite_findings(request: HttpRequest, key: str) -> HttpResponse:
    """The findings of published assessments, to choose one from."""
    strategy = strategy_of(key)
    rows = (
        Finding.objects.filter(assessment__state=Assessment.State.PUBLISHED)
        .select_related("assessment")
        .order_by("-assessment__period_end", "-assessment_id", "-weight", "number")
    )
    cited = set(strategy.evidence.values_list("finding_id", flat=True))
    findings = [_citable(strategy, row, is_cited=row.pk in cited) for row in rows]
    empty = Empty(
        "No assessment is published yet",
        "Only a published finding can be cited, so that everybody can check it.",
        Link("See the assessments", reverse("assessments")),
    )
    return shown(
        request,
        strategy,
        title="Cite a finding",
        tab="strategy_evidence",
        crumbs=(link("Evidence", "strategy_evidence", strategy),),
        template="strategy/citing.html",
        findings=findings,
        empty=None if findings else empty,
        may_cite=bool(writing(request, strategy, Link("", ""))),
    )


@dataclass(frozen=True, slots=True)
class Citable:
    """A finding to choose: what it shows in its own words, and where it comes from."""

    heading: str
    said: str
    origin: str
    reference: str
    cite: str  # address of the form
    known: str  # address of how it is known
    status: Status | None


def _citable(strategy: Strategy, row: Finding, *, is_cited: bool) -> Citable:
    return Citable(
        row.heading,
        _said(row),
        f"{row.assessment.area_name}, {row.assessment.period_label}",
        row.reference,
        reverse("cite_finding", args=[strategy.key, row.reference]),
        reverse("finding", args=[row.assessment_id, row.ref]),
        Status("Cited already", "done") if is_cited else None,
    )


@require_http_methods(FORM)
def cite_finding(request: HttpRequest, key: str, reference: str) -> HttpResponse:
    """Let priorities rest on this finding."""
    strategy = strategy_of(key)
    finding = finding_named(reference)
    if finding is None:
        raise Http404("There is no such finding.")
    initial = {"text": _said(finding), "kind": "quantitative", "category": "assessment"}
    form = forms.CiteForm(
        posted(request), initial=initial, priorities=priorities_of(strategy)
    )

    def act() -> None:
        services.cite_finding(
            strategy, finding, told(form), by=signed_in(request), at=now()
        )

    return answer(
        request,
        strategy,
        form,
        title=f"Cite: {finding.heading}",
        button="Cite it",
        act=act,
        before=f"Finding {finding.reference} shows: {initial['text']}",
        done="Cited. Readers can follow it to the query and the data.",
        then=reverse("strategy_evidence", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_evidence",
    )


def _said(finding: Finding) -> str:
    """The finding's own key sentence, else the first it says, else its heading."""
    document = stored.from_json(finding.blocks)
    keys = sorted(document.sections, key=lambda section: section.id != "key")
    said = (
        plain(block.text)
        for section in keys
        for block in section.blocks
        if isinstance(block, Paragraph)
    )
    return next(said, finding.heading)
