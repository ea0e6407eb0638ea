"""What a room's page shows of the notes on its object; the templates are ours."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.utils.safestring import SafeString

from goldthread.notes import queries
from goldthread.notes.about import Place
from goldthread.notes.drafting import Drafting, drafting_for
from goldthread.notes.forms import AttachForm, CommentForm
from goldthread.notes.mentions import handles
from goldthread.notes.queries import CommentShown, FileShown
from goldthread.partners.session import signed_in

COMMENT, ATTACH = "comment_%s", "attach_%s"  # how the boxes of the two are called


@dataclass(frozen=True, slots=True)
class Discussion:
    """For `{% include "notes/comments.html" %}`: what was said, and room to say more."""

    place: Place
    comments: tuple[CommentShown, ...]
    form: CommentForm
    drafting: Drafting
    handles: tuple[str, ...]

    @property
    def drawn(self) -> SafeString:
        """The form as it is sent."""
        return (
            self.form.render() if self.drafting.used else _empty(CommentForm, COMMENT)
        )


@dataclass(frozen=True, slots=True)
class Binder:
    """For `{% include "notes/files.html" %}`: the files, and room for one more."""

    place: Place
    files: tuple[FileShown, ...]
    form: AttachForm

    @property
    def drawn(self) -> SafeString:
        """The form as it is sent."""
        return _empty(AttachForm, ATTACH)


def discussion_for(request: HttpRequest, place: Place) -> Discussion:
    """The comments on an object, on the object's own page."""
    comments = queries.comments_on(
        place.about, reader=signed_in(request), moderates=place.moderates
    )
    drafting = drafting_for(request, place.about, form="comment", page=place.page)
    form = CommentForm(auto_id=COMMENT)
    drafting.filled(form)
    return Discussion(place, comments, form, drafting, names_of(place))


def binder_for(request: HttpRequest, place: Place) -> Binder:
    """The files on an object, on the object's own page."""
    files = queries.files_on(place, reader=signed_in(request))
    return Binder(place, files, AttachForm(auto_id=ATTACH))


def names_of(place: Place) -> tuple[str, ...]:
    """What the people are called who can be mentioned here."""
    return tuple(sorted(handles(place.mentionable), key=str.casefold))


@lru_cache(maxsize=4)
def _empty(form: type[CommentForm] | type[AttachForm], auto_id: str) -> SafeString:
    """A form nobody has typed in: drawn anew for each page, the two take 3 ms."""
    return form(auto_id=auto_id).render()
