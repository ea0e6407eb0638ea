"""What residents may read: the switches of the partnership manager, thing by thing.

They show what the public site would show, and are not there where it runs on a host of
its own.
"""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.delivery.published import read as read_action
from goldthread.governance.published import read as read_decision
from goldthread.notes.models import Publication
from goldthread.partners.rules import Refused
from goldthread.partners.session import signed_in
from goldthread.performance.published import read as read_measure
from goldthread.public import tables
from goldthread.publishing import offered
from goldthread.publishing.forms import WordsForm
from goldthread.publishing.offered import Offered
from goldthread.web.kit import Link, Row

ALL = Link("What residents read", "/publishing/")
TAKEN_BACK = "Taken back. Within five minutes nobody outside the partnership reads it."


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """All that is public and all that could be; ticked ones are made public at once."""
    at = datetime.now(UTC)
    if request.method == "POST":
        _publish_ticked(request, at)
        return redirect("publishing_overview")
    today = timezone.localdate()
    told = {"page": offered.overview(today, at=at)}
    return render(request, "publishing/overview.html", told)


def _publish_ticked(request: HttpRequest, at: datetime) -> None:
    by, done = signed_in(request), 0
    for key in request.POST.getlist("thing"):
        noun, _, reference = key.partition(" ")
        one = _found(noun, reference, at)
        try:
            offered.publish(one, words=_words_of(one), by=by, at=at)
            done += 1
        except Refused as refusal:
            messages.error(request, f"{reference}: {refusal}")
    if done:
        messages.success(
            request,
            f"{done} {'is' if done == 1 else 'are'} public. Within five minutes residents read it.",
        )


@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest, noun: str, reference: str) -> HttpResponse:
    """One thing as residents would read it, and the button that makes it so."""
    by, at = signed_in(request), datetime.now(UTC)
    one = _found(noun, reference, at)
    posted = request.POST if request.method == "POST" else None
    form = WordsForm(posted, initial={"words": _words_of(one)})
    if noun != "action":
        del form.fields["words"]
    if posted is not None and form.is_valid():
        try:
            words = form.cleaned_data.get("words", "")
            offered.publish(one, words=words, by=by, at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, "It is public. Within five minutes residents read it."
            )
            return redirect("publishing", noun, reference)
    told = {
        "one": one,
        "form": form,
        "reads": _told(one, one.copy) if one.copy else (),
        "would": _told(one, _as_if(one, at)) if one.now else (),
        "crumbs": (ALL, Link(one.reference, one.page)),
    }
    return render(request, "publishing/one.html", told)


@require_POST
def take_back(request: HttpRequest, noun: str, reference: str) -> HttpResponse:
    """Close one thing to the public again."""
    at = datetime.now(UTC)
    one = _found(noun, reference, at)
    try:
        offered.take_back(one, by=signed_in(request), at=at)
        messages.success(request, TAKEN_BACK)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("publishing", noun, reference)


def _found(noun: str, reference: str, at: datetime) -> Offered:
    one = offered.found(noun, reference, at=at)
    if one is None:
        raise Http404("There is nothing of that name.")
    return one


def _words_of(one: Offered) -> str:
    return (
        str(one.copy.content["words"])
        if one.copy and one.noun == "action"
        else one.title
    )


def _as_if(one: Offered, at: datetime) -> Publication:
    """The copy that would be made now, not saved."""
    return Publication(
        about_reference=one.reference, content=dict(one.now or {}), published_at=at
    )


def _told(one: Offered, copy: Publication) -> tuple[Row, ...]:
    """What residents read of a copy, line by line."""
    on = timezone.localdate()
    if one.noun == "action":
        action = read_action(copy)
        told = tables.told_actions([action], on)[0]
        rows: list[tuple[str, Any]] = [
            ("What is done", told.words),
            ("How it stands", told.status),
            ("Where", told.where),
            ("Who leads it", told.who),
            ("By when", told.when),
        ]
        rows += [
            ("What it changed", f"{e.status.words}. {e.hoped}. {e.found} {e.sure}")
            for e in tables.told_effects([action], on)
        ]
    elif one.noun == "measure":
        measure = read_measure(copy)
        told_measure = tables.told_measures([measure])[0]
        rows = [
            ("Measure", measure.name),
            ("How it stands", told_measure.status),
            ("Why we say so", measure.sentence),
            (measure.period, told_measure.figure),
            ("A year before", measure.before or "not held"),
            ("How sure it is", measure.sure),
            ("Beside it", measure.companion),
            ("What is counted", measure.definition),
            ("What counts as one", measure.counts),
            ("Read with care", measure.caveat),
            ("Small counts", measure.small),
            ("From", f"{measure.pack}, {len(measure.points)} figures"),
        ]
    else:
        decision = read_decision(copy)
        rows = [
            ("What was decided", decision.words),
            ("Why", decision.reasons),
            ("What was hoped for", decision.effect),
            ("What came of it", decision.outcome),
        ]
    return tuple(Row(key, value) for key, value in rows if value)
