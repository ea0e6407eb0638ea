"""The running text: its contents, and one section being written."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.documents import compare
from goldthread.partners.rules import Refused
from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, rules, services
from goldthread.strategy.models import Section, Strategy
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.sections import MADE
from goldthread.strategy.views.page import (
    FORM,
    SIGN,
    Part,
    found,
    link,
    now,
    offered,
    posted,
    shown,
    strategy_of,
    writing,
)
from goldthread.web.kit import Cell, Column, Status, Table


@require_safe
def sections(request: HttpRequest, key: str) -> HttpResponse:
    """The contents: what is owed first, who writes it, what it waits for."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    owed = sum(not s.is_finished for s in known.sections)
    table = Table(
        "Sections",
        (
            Column("Section"),
            Column("How it stands"),
            Column("Who writes it"),
            Column("Version", numeric=True),
            Column("Next step"),
        ),
        tuple(
            (
                link(s.title, "strategy_section", strategy, s.key),
                state_of_section(known, s),
                str(s.author or "nobody yet"),
                s.version,
                _next(request, known, s),
            )
            for s in known.sections
        ),
        caption_is_hidden=True,
    )
    return shown(
        request,
        strategy,
        title="Text",
        lead=f"{owed} of {len(known.sections)} sections are not finished."
        if owed
        else "Every section is finished.",
        tab="strategy_sections",
        parts=(Part(table=table),),
        actions=(
            *writing(request, strategy, link("Add a section", "add_section", strategy)),
            link("Read it as a careful reader would", "strategy_reading", strategy),
        ),
        is_wide=True,
    )


def state_of_section(known: Whole, section: Section) -> Status:
    """How far a section is, in a word."""
    if section.is_finished:
        return Status("Signed" if section.signed_on else "Finished", "done")
    if _locked(known, section):
        return Status("Waits for its gate", "waiting")
    if section.gate == Section.Gate.SIGNED and section.text:
        return Status("To be signed", "waiting")
    if section.text:
        return Status("Being written", "working")
    return (
        Status("Made from data", "quiet")
        if section.key in MADE
        else Status("Empty", "concern")
    )


def _locked(known: Whole, section: Section) -> str | None:
    unfinished = [
        s.title
        for s in known.sections
        if s.gate == "" and not s.is_finished and s.pk != section.pk
    ]
    return rules.refusal_to_write_section(
        section, known.strategy, on=known.day, unfinished=unfinished
    )


def _next(request: HttpRequest, known: Whole, section: Section) -> Cell:
    strategy = known.strategy
    step = "reopen_section" if section.is_finished else "finish_section"
    words = "Not finished after all" if section.is_finished else "It is finished"
    if section.gate == Section.Gate.SIGNED and not section.signed_on:
        signing = offered(
            request,
            SIGN,
            rules.refusal_to_write(strategy),
            link("Sign it", "sign_section", strategy, section.key),
        )
        return signing[0] if signing and section.text else ""
    if _locked(known, section) or not (section.text or section.key in MADE):
        return ""
    links = writing(request, strategy, link(words, step, strategy, section.key))
    return links[0] if links else ""


@require_http_methods(FORM)
def section(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Write a section; two who write at once both keep their words."""
    strategy = strategy_of(key)
    one: Section = found(strategy.sections.select_related("author"), key=name)
    known = queries.whole(strategy, on=timezone.localdate())
    refusal = rules.refusal_to_write(strategy) or _locked(known, one)
    form = forms.SectionForm(
        posted(request), initial={"text": one.text, "seen": one.version}
    )
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.write_section(
                one,
                text=form.cleaned_data["text"],
                seen=form.cleaned_data["seen"],
                on=timezone.localdate(),
                by=signed_in(request),
                at=now(),
            )
        except services.Overtaken as overtaken:
            one.refresh_from_db()
            conflict = _both(form, one, str(overtaken))
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            return _saved(request, strategy)
    return shown(
        request,
        strategy,
        title=one.title,
        template="strategy/section.html",
        tab="strategy_sections",
        section=one,
        form=form,
        refusal=refusal,
        conflict=conflict,
        made=name in MADE,
        state_of_section=state_of_section(known, one),
        crumbs=(link("Text", "strategy_sections", strategy),),
        actions=(
            *writing(
                request,
                strategy,
                link("Heading, author, gate", "place_section", strategy, name),
            ),
            *(
                (link("Every version", "section_history", strategy, name),)
                if one.version
                else ()
            ),
        ),
        status=409 if conflict else 200,
    )


def _saved(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    messages.success(request, "Saved.")
    return redirect("strategy_sections", strategy.key)


def _both(form: forms.SectionForm, one: Section, words: str) -> dict[str, Any]:
    """Both versions, and word for word what differs; saving again builds on the newer."""
    newest = one.versions.select_related("by").order_by("-version").first()
    yours = form.cleaned_data["text"]
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = str(one.version)
    form.data = data
    form.add_error("text", words)
    pieces = compare.compare(one.text, yours)
    return {
        "theirs": one.text,
        "by": newest.by.name if newest and newest.by else "Somebody",
        "at": newest.at if newest else None,
        "compared": mark_safe(compare.as_html(pieces)),
        "summary": compare.summary(pieces),
    }
