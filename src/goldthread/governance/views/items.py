"""Items of an agenda: put on, read, minuted, decided; their papers; actions born there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from goldthread.delivery.forms import people_on
from goldthread.governance import rules, services
from goldthread.governance.about import about_meeting, about_paper
from goldthread.governance.forms.decisions import BornForm, DecisionForm
from goldthread.governance.forms.meetings import ItemForm, MinuteForm, PaperForm
from goldthread.governance.models import AgendaItem
from goldthread.governance.pack.material import workstreams_of
from goldthread.governance.queries.meeting import item_lines
from goldthread.governance.views.common import (
    crumbs,
    item_or_404,
    meeting_or_404,
    now,
    reader_at,
    seated,
    today,
)
from goldthread.governance.views.minutes import minute_page
from goldthread.notes.about import About
from goldthread.notes.models import Attachment
from goldthread.notes.views import serve_attachment
from goldthread.partners.pages import form_page
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link

both = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def item(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """One item with its papers and what it led to."""
    found = item_or_404(request, key, number)
    who = reader_at(request, found.meeting.body)
    line = next(
        one
        for one in item_lines(found.meeting, who, on=today())
        if one.number == number
    )
    told = {
        "item": found,
        "line": line,
        "meeting": found.meeting,
        "runs": services.runs(found.meeting.body, who.person, at=now()),
        "readers": found.readers.order_by("name", "pk"),
        "crumbs": crumbs(found.meeting),
    }
    return render(request, "governance/item.html", told)


@both
def add_item(request: HttpRequest, key: int) -> HttpResponse:
    """Put something on an agenda."""
    meeting = meeting_or_404(key)
    by, at = signed_in(request), now()
    form = ItemForm(
        request.POST or None,
        people=people_on(today()),
        seated=seated(meeting),
        streams=workstreams_of(meeting.body, today()).order_by("number", "pk"),
    )
    return form_page(
        request,
        form,
        title="Put something on the agenda",
        button="Put it on",
        act=lambda given: services.add_item(meeting, form.told, by=by, at=at),
        done=lambda made: f"It is item {made.number}.",
        then=reverse("meeting", args=[key]),
        crumbs=crumbs(meeting),
    )


@both
def change_item(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Change an item, or who may read it."""
    found = item_or_404(request, key, number)
    by, at = signed_in(request), now()
    known = {name: getattr(found, name) for name in ItemForm.base_fields}
    known["readers"] = list(found.readers.all())
    form = ItemForm(
        request.POST or None,
        people=people_on(today()),
        seated=seated(found.meeting),
        streams=workstreams_of(found.meeting.body, today()).order_by("number", "pk"),
        initial=known,
    )
    return _on_item(
        request,
        found,
        form,
        title=f"Change item {number}",
        button="Save",
        act=lambda given: services.change_item(found, form.told, by=by, at=at),
        done="Saved.",
    )


@require_POST
def move_item(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Move an item up or down."""
    found = item_or_404(request, key, number)
    up = request.POST.get("where") != "down"
    return _done(
        request,
        key,
        lambda: services.move_item(found, up=up, by=signed_in(request), at=now()),
    )


@require_POST
def take_off(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Take an item off the agenda."""
    found = item_or_404(request, key, number)
    return _done(
        request, key, lambda: services.take_off(found, by=signed_in(request), at=now())
    )


@both
def add_paper(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Put a paper to an item."""
    found = item_or_404(request, key, number)
    by, at = signed_in(request), now()
    return _on_item(
        request,
        found,
        PaperForm(request.POST or None, request.FILES or None),
        title=f"A paper to item {number}",
        button="Add it",
        act=lambda given: services.add_paper(found, **given, by=by, at=at),
        done=lambda made: f"It is paper {number}{made.letter}.",
    )


@require_GET
def paper_file(
    request: HttpRequest, key: int, number: int, letter: str
) -> HttpResponseBase:
    """The file of a paper, for whoever may read its item."""
    found = item_or_404(request, key, number)
    paper = get_object_or_404(found.papers, letter=letter)
    files = Attachment.objects.on(about_paper(paper)).standing()
    newest = files.order_by("-attached_at", "-pk").first()
    if newest is None:
        raise Http404("The file of this paper was taken back.")
    return serve_attachment(request, newest)


@both
def write_minute(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Write what was said on an item."""
    found = item_or_404(request, key, number)
    by = signed_in(request)
    meeting = found.meeting
    form = MinuteForm(
        request.POST or None,
        initial={"discussion": found.discussion, "seen": meeting.version},
    )
    of_meeting = about_meeting(meeting)
    return minute_page(
        request,
        meeting,
        form,
        name="minute",
        about=About(of_meeting.kind, f"{of_meeting.reference}/{number}"),
        title=f"{number}. {found.title}",
        act=lambda given: services.write_discussion(found, **given, by=by, at=now()),
        refusal=rules.refusal_to_minute(meeting) or "",
    )


@both
def decide(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Write down what was decided on an item."""
    found = item_or_404(request, key, number)
    by, at = signed_in(request), now()
    form = DecisionForm(
        request.POST or None, body=found.meeting.body, on=found.meeting.held_on
    )
    return _on_item(
        request,
        found,
        form,
        title=f"What was decided on item {number}",
        before=found.title,
        button="Write it down",
        act=lambda given: services.take_decision(found, form.told, by=by, at=at),
        done=lambda made: f"Written down as {made.reference}.",
    )


@both
def action_from_item(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Put an action that the meeting agreed into the plan."""
    found = item_or_404(request, key, number)
    by, at = signed_in(request), now()
    words = "It goes straight into the plan, and everybody who reads the plan sees it."
    if found.is_restricted:
        words += (
            " This item is restricted: write the action so that it says nothing of it."
        )
    return _on_item(
        request,
        found,
        BornForm(request.POST or None, meeting=found.meeting, on=today()),
        title=f"An action from item {number}",
        before=words,
        button="Put it into the plan",
        act=lambda given: services.put_into_plan(
            found.meeting, item=found, **given, by=by, at=at
        ),
        done=lambda made: f"It is {made.reference} in the plan.",
    )


def _on_item(
    request: HttpRequest,
    found: AgendaItem,
    form: Any,
    *,
    title: str,
    button: str,
    act: Callable[[dict[str, Any]], object],
    done: Any,
    before: str = "",
) -> HttpResponse:
    here = reverse("agenda_item", args=[found.meeting_id, found.number])
    return form_page(
        request,
        form,
        title=title,
        button=button,
        act=act,
        done=done,
        then=here,
        crumbs=crumbs(found.meeting, Link(f"Item {found.number}", here)),
        before=before,
    )


def _done(request: HttpRequest, key: int, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("meeting", key)
