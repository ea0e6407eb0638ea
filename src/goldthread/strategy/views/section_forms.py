"""Sections put in their place, finished, opened again, signed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, rules, services
from goldthread.strategy.models import Section, Strategy
from goldthread.strategy.views.page import (
    FORM,
    Marked,
    answer,
    found,
    link,
    now,
    posted,
    strategy_of,
)
from goldthread.strategy.views.reading import faults_in
from goldthread.web.forms import Form
from goldthread.web.kit import Link


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

    return _confirm(
        request,
        strategy,
        f"Take out “{one}”?",
        "Take it out",
        act,
        done=f"“{one}” is out of the contents.",
    )


@require_http_methods(FORM)
def finish_section(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Say that a section is finished."""
    strategy = strategy_of(key)
    one = found(strategy.sections, key=name)

    def act() -> None:
        services.finish_section(
            one, on=timezone.localdate(), by=signed_in(request), at=now()
        )

    marked = _marked(strategy, one)
    return _confirm(
        request,
        strategy,
        f"Is “{one}” finished?",
        "Finish it anyway" if marked else "It is finished",
        act,
        done=f"“{one}” is finished.",
        before=one.text,
        marked=marked,
        aside=_mend(strategy, one) if marked else None,
    )


def _marked(strategy: Strategy, one: Section) -> Marked | None:
    """What Reading would mark in this section, said before it is called final (Z11)."""
    known = queries.whole(strategy, on=timezone.localdate())
    found = [fault for fault in faults_in(known) if fault.section == one.key]
    if not found:
        return None
    things = "1 thing" if len(found) == 1 else f"{len(found)} things"
    words = [f"“{fault.quote}” {fault.sentence}" for fault in found]
    return Marked(f"A careful reader would mark {things}", words)


def _mend(strategy: Strategy, one: Section) -> Link:
    return link("Mend it first", "strategy_section", strategy, one.key)


@require_http_methods(FORM)
def reopen_section(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Say that a section is not finished after all."""
    strategy = strategy_of(key)
    one = found(strategy.sections, key=name)

    def act() -> None:
        services.reopen_section(one, by=signed_in(request), at=now())

    return _confirm(
        request,
        strategy,
        f"“{one}” is not finished after all?",
        "Open it again",
        act,
        done=f"“{one}” is open again.",
    )


def _confirm(
    request: HttpRequest,
    strategy: Strategy,
    title: str,
    button: str,
    act: Callable[[], object],
    *,
    done: str,
    before: str = "",
    marked: Marked | None = None,
    aside: Link | None = None,
) -> HttpResponse:
    return answer(
        request,
        strategy,
        Form(posted(request)),
        title=title,
        button=button,
        act=act,
        done=done,
        then=reverse("strategy_sections", args=[strategy.key]),
        before=before,
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_sections",
        marked=marked,
        aside=aside,
    )


@require_http_methods(FORM)
def sign_section(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Sign a section as it reads now (S4)."""
    strategy = strategy_of(key)
    one: Section = found(strategy.sections, key=name)
    by = signed_in(request)
    initial = {"name": by.name, "on": timezone.localdate(), "seen": one.version}
    form = forms.SignForm(posted(request), initial=initial, signer=by.name)

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
        marked=_marked(strategy, one),
    )
