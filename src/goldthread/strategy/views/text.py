"""The running text: its sections, who writes them, how a careful reader would mark it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.documents import compare
from goldthread.documents.prose import Fault, lint
from goldthread.partners import glossary
from goldthread.partners.rules import Refused
from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, rules, services
from goldthread.strategy.models import Section, Strategy
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.sections import MADE
from goldthread.strategy.views.page import (
    SIGN,
    Part,
    answer,
    found,
    link,
    now,
    offered,
    posted,
    shown,
    strategy_of,
    writing,
)
from goldthread.web.forms import Form
from goldthread.web.kit import Cell, Column, Link, Status, Table

FORM = ["GET", "HEAD", "POST"]


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
            Column(""),
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
        template="strategy/compare.html",
        tab="strategy_sections",
        crumbs=(
            link("Text", "strategy_sections", strategy),
            link(one.title, "strategy_section", strategy, name),
        ),
        versions=[(str(row.version), row.by, row.at, "", row.text) for row in rows],
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
    before, after = _two(request, [row.label for row in rows])
    texts = {row.label: row.text for row in rows}
    return shown(
        request,
        strategy,
        title="Versions",
        template="strategy/compare.html",
        tab="strategy_versions",
        versions=[(row.label, row.by, row.at, row.note, row.text) for row in rows],
        before=before,
        after=after,
        actions=offered(
            request,
            "write the strategy",
            None,
            link("Save a version", "save_version", strategy),
        ),
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


@require_safe
def reading(request: HttpRequest, key: str) -> HttpResponse:
    """What a careful reader would mark before the text is published (Z11)."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    faults = faults_in(known)
    titles = {s.key: s.title for s in known.sections} | {
        f"priority-{p.key}": p.title for p in known.priorities
    }
    table = Table(
        "What a careful reader would mark",
        (Column("Where"), Column("Words"), Column("What is wrong, and what to do")),
        tuple(
            (_place(strategy, titles, fault), fault.quote, fault.sentence)
            for fault in faults
        ),
        caption_is_hidden=True,
    )
    worse = sum(not fault.is_warning for fault in faults)
    lead = (
        f"{worse} to mend, {len(faults) - worse} to look at."
        if faults
        else "Nothing to mark."
    )
    return shown(
        request,
        strategy,
        title="As a careful reader would read it",
        lead=lead,
        tab="strategy_sections",
        crumbs=(link("Text", "strategy_sections", strategy),),
        parts=(Part(table=table) if faults else Part(),),
        is_wide=True,
    )


def faults_in(known: Whole) -> tuple[Fault, ...]:
    """Every fault of the sections and of what the priorities say."""
    given = [
        (s.key, s.title, s.text)
        for s in known.sections
        if s.key != "glossary" and (s.text or s.key not in MADE)
    ]
    given += [
        (f"priority-{p.key}", p.title, p.statement)
        for p in known.priorities
        if p.statement
    ]
    return lint(given, glossary.expansions())


def _place(strategy: Strategy, titles: dict[str, str], fault: Fault) -> Cell:
    line = f", line {fault.line}" if fault.line else ""
    if fault.section.startswith("priority-") and fault.section in titles:
        key = fault.section.removeprefix("priority-")
        return link(f"{titles[fault.section]}{line}", "change_priority", strategy, key)
    if fault.section in titles:
        words = f"{titles[fault.section]}{line}"
        return link(words, "strategy_section", strategy, fault.section)
    return Link("The glossary", reverse("glossary"))


@require_http_methods(FORM)
def add_section(request: HttpRequest, key: str) -> HttpResponse:
    """Add a section at the end of the contents."""
    strategy = strategy_of(key)
    form = forms.PlaceForm(posted(request))

    def act() -> None:
        services.add_section(
            strategy, **form.cleaned_data, by=signed_in(request), at=now()
        )

    return answer(
        request,
        strategy,
        form,
        title="Add a section",
        button="Add",
        act=act,
        done="Added.",
        then=reverse("strategy_sections", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_sections",
    )


@require_http_methods(FORM)
def place_section(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Say what a section is called, who writes it, and what it waits for."""
    strategy = strategy_of(key)
    one: Section = found(strategy.sections, key=name)
    initial = {"title": one.title, "author": one.author_id, "gate": one.gate}
    form = forms.PlaceForm(posted(request), initial=initial)

    def act() -> None:
        services.change_section(
            one, **form.cleaned_data, by=signed_in(request), at=now()
        )

    return answer(
        request,
        strategy,
        form,
        title=one.title,
        button="Save",
        act=act,
        done="Saved.",
        then=reverse("strategy_sections", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_sections",
        aside=link("Take it out of the contents", "remove_section", strategy, name),
    )


@require_http_methods(FORM)
def remove_section(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Take an empty section out of the contents."""
    strategy = strategy_of(key)
    one = found(strategy.sections, key=name)

    def act() -> None:
        services.remove_section(one, by=signed_in(request), at=now())

    return _confirm(request, strategy, f"Take out “{one}”?", "Take it out", act)


@require_http_methods(FORM)
def finish_section(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Say that a section is finished."""
    strategy = strategy_of(key)
    one = found(strategy.sections, key=name)

    def act() -> None:
        services.finish_section(
            one, on=timezone.localdate(), by=signed_in(request), at=now()
        )

    return _confirm(
        request, strategy, f"Is “{one}” finished?", "It is finished", act, one.text
    )


@require_http_methods(FORM)
def reopen_section(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Say that a section is not finished after all."""
    strategy = strategy_of(key)
    one = found(strategy.sections, key=name)

    def act() -> None:
        services.reopen_section(one, by=signed_in(request), at=now())

    return _confirm(
        request, strategy, f"“{one}” is not finished after all?", "Open it again", act
    )


def _confirm(
    request: HttpRequest,
    strategy: Strategy,
    title: str,
    button: str,
    act: Callable[[], object],
    before: str = "",
) -> HttpResponse:
    return answer(
        request,
        strategy,
        Form(posted(request)),
        title=title,
        button=button,
        act=act,
        done="Done.",
        then=reverse("strategy_sections", args=[strategy.key]),
        before=before,
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_sections",
    )


@require_http_methods(FORM)
def sign_section(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Sign a section as it reads now (S4)."""
    strategy = strategy_of(key)
    one: Section = found(strategy.sections, key=name)
    by = signed_in(request)
    initial = {"name": by.name, "on": timezone.localdate(), "seen": one.version}
    form = forms.SignForm(posted(request), initial=initial)

    def act() -> None:
        services.sign_section(one, **form.cleaned_data, by=by, at=now())

    return answer(
        request,
        strategy,
        form,
        title=f"Sign “{one}”",
        button="Sign it",
        act=act,
        done="Signed. Whoever changes a word takes the signature away.",
        then=reverse("strategy_sections", args=[key]),
        before=one.text,
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_sections",
    )
