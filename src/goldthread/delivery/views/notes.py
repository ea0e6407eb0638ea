"""What people say and attach at an action: the notes room's pages, on our object."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from goldthread.delivery import rules
from goldthread.delivery.forms import readers_on
from goldthread.delivery.models import Action
from goldthread.delivery.views.common import action_or_404, today
from goldthread.notes import views
from goldthread.notes.about import About, Place
from goldthread.notes.queries import attachment_on
from goldthread.partners.models import Person
from goldthread.partners.session import signed_in


def about(action: Action) -> About:
    """The action as the notes room knows it."""
    return About("delivery.action", action.reference)


def talk_of(request: HttpRequest, action: Action) -> Place:
    """Where comments on an action are shown."""
    return _place(request, action, "action_comments")


def sending_of(request: HttpRequest, action: Action) -> Place:
    """Where they are sent, and who can be called: sixty people cost 3 ms a page."""
    return _place(request, action, "action_comments", tuple(readers_on(today())))


def files_of(request: HttpRequest, action: Action) -> Place:
    """Where its files and photos are shown and sent."""
    return _place(request, action, "action_files")


def _place(
    request: HttpRequest,
    action: Action,
    page: str,
    mentionable: tuple[Person, ...] = (),
) -> Place:
    return Place(
        about(action),
        title=str(action),
        page=reverse("action", args=[action.reference]),
        address=reverse(page, args=[action.reference]),
        mentionable=mentionable,
        moderates=rules.may(signed_in(request), rules.RUN),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a comment on an action."""
    found = action_or_404(reference)
    return views.comment_page(request, sending_of(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a file or a photo for an action."""
    found = action_or_404(reference)
    return views.file_page(request, files_of(request, found))


@require_GET
def file(request: HttpRequest, reference: str, key: UUID) -> HttpResponseBase:
    """One file of an action, to take away."""
    attachment = attachment_on(about(action_or_404(reference)), key)
    if attachment is None:
        raise Http404("There is no such file on this action.")
    return views.serve_attachment(request, attachment)
