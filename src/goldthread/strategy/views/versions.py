"""Every version of a section and of the whole; any two compared in words (S58)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.documents import compare
from goldthread.partners.session import signed_in
from goldthread.strategy import forms, services
from goldthread.strategy.file.plainly import in_words
from goldthread.strategy.file.telling import without_number, written_since
from goldthread.strategy.models import Section
from goldthread.strategy.views.page import (
    FORM,
    answer,
    found,
    link,
    now,
    offered,
    posted,
    shown,
    strategy_of,
)

NOW = "as it stands now"  # what was written since the newest version was kept


@require_safe
def history(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Every version of a section; any two compared in words."""
    strategy = strategy_of(key)
    one: Section = found(strategy.sections, key=name)
    rows = list(one.versions.select_related("by").order_by("-version"))
    before, after = _two(request, [str(row.version) for row in rows])
    texts = {str(row.version): row.text for row in rows}
    return shown(
        request,
        strategy,
        title=f"{one.title}: every version",
        is_section=True,
        template="strategy/compare.html",
        tab="strategy_sections",
        crumbs=(
            link("Text", "strategy_sections", strategy),
            link(one.title, "strategy_section", strategy, name),
        ),
        versions=[(str(row.version), row.by, row.at, "", row.text) for row in rows],
        numbering="Each save of this section is the next number: 1, 2, 3. Nothing that was saved is overwritten.",
        labels=list(texts),
        before=before,
        after=after,
        **compared(texts, before, after),
    )


def _two(request: HttpRequest, labels: list[str]) -> tuple[str, str]:
    """Which two to compare: those asked for, else the newest two."""
    newest = labels[0] if labels else ""
    last = labels[1] if len(labels) > 1 else newest
    before, after = request.GET.get("from", last), request.GET.get("to", newest)
    return (
        before if before in labels else last,
        after if after in labels else newest,
    )


def compared(texts: dict[str, str], before: str, after: str) -> dict[str, Any]:
    """Two texts, compared in words."""
    if before == after:
        return {}
    pieces = compare.compare(texts[before], texts[after])
    return {
        "compared": mark_safe(compare.as_html(pieces)),
        "summary": compare.summary(pieces),
    }


@require_safe
def versions(request: HttpRequest, key: str) -> HttpResponse:
    """Every version of the whole strategy; any two compared in words (S58)."""
    strategy = strategy_of(key)
    rows = list(strategy.versions.select_related("by").order_by("-revision", "-pk"))
    texts = {row.label: in_words(without_number(row.text)) for row in rows}
    if rows and (text := written_since(strategy, rows[0])):
        texts = {NOW: in_words(without_number(text))} | texts
    before, after = _two(request, list(texts))
    return shown(
        request,
        strategy,
        title="Versions",
        template="strategy/compare.html",
        tab="strategy_versions",
        versions=[
            (row.label, row.by, row.at, row.note, texts[row.label]) for row in rows
        ],
        numbering="Drafts count up behind the point: 0.1, 0.2. What is first published is a whole number, 1.0: the text that the boards agreed under the number before it. Published again within its years it is 1.1.",
        labels=list(texts),
        before=before,
        after=after,
        actions=[
            *offered(
                request,
                "write the strategy",
                None,
                link("Save a version", "save_version", strategy),
            ),
            link("Take it away as a file", "strategy_as_file", strategy),
        ],
        **compared(texts, before, after),
    )


@require_http_methods(FORM)
def save_version(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the strategy as it stands, under a number."""
    strategy = strategy_of(key)
    form = forms.VersionForm(posted(request))

    def act() -> None:
        services.save_version(
            strategy, **form.cleaned_data, by=signed_in(request), at=now()
        )

    return answer(
        request,
        strategy,
        form,
        title="Save a version",
        button="Save",
        act=act,
        done="Saved. It can be compared with any other.",
        then=reverse("strategy_versions", args=[key]),
        tab="strategy_versions",
    )
