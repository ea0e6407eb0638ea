"""The running text: its contents, and one section being written."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.notes.about import About
from goldthread.notes.drafting import drafting_for, finish_draft
from goldthread.notes.editing import Overtaken, Theirs, show_both, status_of
from goldthread.partners.rules import Refused
from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, rules, services
from goldthread.strategy.models import Section, Strategy
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.sections import MADE, gap_in, signature_of
from goldthread.strategy.views.page import (
    FORM,
    SIGN,
    Part,
    found,
    link,
    not_yours,
    now,
    offered,
    posted,
    shown,
    strategy_of,
    writing,
)
from goldthread.web.kit import NEXT_STEP, Cell, Column, Link, Status, Table


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
            Column(NEXT_STEP),
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
            *writing(
                request,
                strategy,
                link("Add a section", "add_section", strategy),
                link("Change their order", "order_sections", strategy),
            ),
            link("Read it as a careful reader would", "strategy_reading", strategy),
        ),
        is_wide=True,
    )


def state_of_section(known: Whole, section: Section) -> Status:
    """How far a section is, in a word."""
    if section.is_finished:
        return Status(_finished(section), "done")
    if _locked(known, section):
        return Status("Waits for the others", "waiting")
    if gap_in(section.text):
        return Status("Still a gap", "concern")
    if section.gate == Section.Gate.SIGNED and section.text:
        return Status("To be signed", "waiting")
    if section.text:
        return Status("Being written", "working")
    return (
        Status("Made from data", "quiet")
        if section.key in MADE
        else Status("Empty", "concern")
    )


def _finished(section: Section) -> str:
    if section.signed_through:
        return "Signed on their behalf"
    return "Signed" if section.signed_on else "Finished"


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
    words = "Not finished after all" if section.is_finished else "Say it is finished"
    if section.gate == Section.Gate.SIGNED and not section.signed_on:
        return next(iter(_signing(request, strategy, section)), "")
    if _locked(known, section) or not (section.text or section.key in MADE):
        return ""
    links = writing(request, strategy, link(words, step, strategy, section.key))
    return links[0] if links else ""


@require_http_methods(FORM)
def section(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Write a section; what is typed is kept, and two who write at once lose nothing."""
    strategy = strategy_of(key)
    one: Section = found(strategy.sections.select_related("author"), key=name)
    known = queries.whole(strategy, on=timezone.localdate())
    about = About("strategy.section", f"{key}/{name}")
    drafting = drafting_for(request, about, form="section", based_on=one.version)
    form = forms.SectionForm(
        posted(request), initial={"text": one.text, "seen": one.version}
    )
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, one, form)
        except Overtaken:
            conflict = show_both(form, theirs=_theirs(one))
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, "Saved.")
            return redirect("strategy_sections", key)
    return shown(
        request,
        strategy,
        title=one.title,
        template="strategy/section.html",
        tab="strategy_sections",
        section=one,
        has_written=one.versions.filter(by=one.author_id).exists(),
        signed=signature_of(one),
        form=drafting.filled(form),
        drafting=drafting,
        conflict=conflict,
        refusal=rules.refusal_to_write(strategy)
        or _locked(known, one)
        or rules.refusal_to_author(one, by=signed_in(request))
        or not_yours(request),
        made=name in MADE,
        state_of_section=state_of_section(known, one),
        crumbs=(link("Text", "strategy_sections", strategy),),
        actions=_around(request, strategy, one),
        status=status_of(conflict),
    )


@transaction.atomic
def _write(request: HttpRequest, one: Section, form: forms.SectionForm) -> None:
    """Save the words, and with them the draft has done its work."""
    services.write_section(
        one,
        text=form.cleaned_data["text"],
        seen=form.cleaned_data["seen"],
        on=timezone.localdate(),
        by=signed_in(request),
        at=now(),
    )
    finish_draft(request, at=now())


def _theirs(one: Section) -> Theirs:
    newest = one.versions.select_related("by").order_by("-version")[0]
    by = newest.by.name if newest.by else "Goldthread"
    return Theirs(newest.text, by, newest.at, newest.version)


def _around(request: HttpRequest, strategy: Strategy, one: Section) -> tuple[Link, ...]:
    place = link(
        "Heading, author, what it waits for", "place_section", strategy, one.key
    )
    history = link("Every version", "section_history", strategy, one.key)
    return (
        *_signing(request, strategy, one),
        *_filled_from(strategy, one),
        *writing(request, strategy, place),
        *((history,) if one.version else ()),
    )


# Where the words of a section that is still a gap are found.
SOURCES = {
    "partnership": ("Who belongs to the partnership", "partnership"),
    "area": ("See the assessments", "assessments"),
    "reflections": ("What became of the last priorities", "strategy_crosswalk"),
    "choosing": ("See the evidence", "strategy_evidence"),
    "priorities": ("See the workstreams", "strategy_workstreams"),
}


def _filled_from(strategy: Strategy, one: Section) -> tuple[Link, ...]:
    """The page that holds what a gap asks for."""
    if one.key not in SOURCES or not gap_in(one.text):
        return ()
    words, page = SOURCES[one.key]
    ours = [strategy.key] if page.startswith("strategy_") else []
    return (Link(words, reverse(page, args=ours)),)


def _signing(
    request: HttpRequest, strategy: Strategy, one: Section
) -> tuple[Link, ...]:
    """The way to sign it, for whoever may, once there is something to sign."""
    if one.gate != Section.Gate.SIGNED or one.signed_on or not one.text:
        return ()
    sign = link("Sign it", "sign_section", strategy, one.key)
    return offered(request, SIGN, rules.refusal_to_write(strategy), sign)
