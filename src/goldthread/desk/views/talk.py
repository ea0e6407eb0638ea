"""What people say about anything that has a page but no room for talk on it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.desk.queries.kinds import place_of
from goldthread.desk.queries.places import Hit, may
from goldthread.desk.queries.who import readers_of
from goldthread.notes import views
from goldthread.notes.about import About
from goldthread.notes.about import Place as Talk
from goldthread.notes.panels import discussion_for
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link


@require_safe
def talk(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """The comments on one thing, and room to say more."""
    hit, place = _place(request, kind, reference)
    return render(
        request,
        "desk/talk.html",
        {
            "hit": hit,
            "discussion": discussion_for(request, place),
            "crumbs": (Link(hit.words, hit.href),),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Take a comment on one thing, a change of one or its withdrawal."""
    return views.comment_page(request, _place(request, kind, reference)[1])


def _place(request: HttpRequest, kind: str, reference: str) -> tuple[Hit, Talk]:
    """The thing, and where it is talked about; 404 where the reader may not see it."""
    person, on = signed_in(request), timezone.localdate()
    place = place_of(kind, person, on=on)
    hit = place.named([reference]).get(reference) if place else None
    if place is None or hit is None or place.kind.talks_on_page:
        raise Http404("There is nothing of this name to talk about.")
    only = place.kind.only(reference, on) if place.kind.only else None
    readers = readers_of(place.kind.right, on=on)
    return hit, Talk(
        About(kind, reference),
        title=f"{hit.kind}: {hit.words}",
        page=reverse("talk", args=[kind, reference]),
        address=reverse("say", args=[kind, reference]),
        mentionable=[one for one in readers if only is None or one.pk in only],
        moderates=may(person, place.kind.moderators),
    )
