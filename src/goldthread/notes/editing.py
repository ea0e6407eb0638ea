"""Two people change the same thing: the second sees both versions, and nothing is lost.

The form carries the version its writer saw (a hidden `seen`). The service compares it
under lock with the newest, so that two who press at the same moment meet here too:

    services.write_words(..., seen=form.cleaned_data["seen"])       # calls check_seen
    ...
    except Overtaken:
        conflict = show_both(form, theirs=Theirs(text, by, at, version))
    return render(..., {"conflict": conflict}, status=status_of(conflict))

and the template says `{% include "notes/conflict.html" %}`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe

from goldthread.documents.compare import Piece, as_html, compare, summary
from goldthread.partners.rules import Refused

OVERTAKEN = (
    "Somebody else wrote here while you did. Both versions stand below: put together "
    "what should stand, and save again."
)


class Overtaken(Refused):
    """Somebody saved a newer version than the writer saw; nothing was saved."""


def check_seen(seen: int, *, newest: int) -> None:
    """Go on only when nobody saved since the writer looked; call it under lock.

    Raises:
        Overtaken: somebody did.
    """
    if seen != newest:
        raise Overtaken(OVERTAKEN)


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else saved meanwhile."""

    text: str
    by: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two versions of one text, shown side by side."""

    yours: str
    theirs: Theirs

    @property
    def version(self) -> int:
        """The version to build on: saving again replaces exactly this one."""
        return self.theirs.version

    @property
    def changes(self) -> str:
        """What yours adds to theirs and takes away, in one sentence."""
        return summary(self._pieces)

    @property
    def compared(self) -> SafeString:
        """Theirs turned into yours, word for word."""
        return mark_safe(as_html(self._pieces))  # it escapes every word itself

    @property
    def _pieces(self) -> tuple[Piece, ...]:
        return compare(self.theirs.text, self.yours)


def show_both(
    form: forms.BaseForm,
    *,
    theirs: Theirs,
    field: str = "text",
    seen: str = "seen",
) -> Conflict:
    """Let the form say what happened, and build on the newer version from here on."""
    yours = str(form.cleaned_data.get(field, ""))
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data[form.add_prefix(seen)] = str(theirs.version)
    form.data = data
    form.add_error(field, OVERTAKEN)
    return Conflict(yours, theirs)


def status_of(conflict: Conflict | None) -> int:
    """409 tells programs what the page tells people."""
    return 409 if conflict else 200
