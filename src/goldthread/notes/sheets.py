"""The signed slip in a form that says whose typing it is, about what, and where.

The slip is the whole answer to "the session ended while I typed". It was made for one
person, inside their session, on one opened page. When that page's form arrives without a
session, the slip proves for whom the page was made, and what was typed is put with that
person's own drafts. What is safe about it:

- it lets its holder add to the drafts of one person for one form, and read nothing;
- a draft does nothing: its writer sees it offered, marked as kept while signed out, and
  decides; nobody else can see it, whoever signs in next on that browser;
- it cannot be forged (it is signed), and without a session it serves three days only;
- a closed account keeps nothing.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

from django.core import signing

from goldthread.notes.about import About

FIELD = "draft"
WITHOUT_SESSION = timedelta(days=3)  # a page left open over a weekend
_SALT = "goldthread.notes.sheet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One opened page of one form: no two pages share a sheet."""

    id: uuid.UUID
    writer: int
    about: About
    form: str
    based_on: int
    page: str
    origin: uuid.UUID | None = None  # the sheet whose words this page began with

    @property
    def slip(self) -> str:
        return signing.dumps(
            [
                self.id.hex,
                self.writer,
                self.about.kind,
                self.about.reference,
                self.form,
                self.based_on,
                self.page,
                self.origin.hex if self.origin else "",
            ],
            salt=_SALT,
        )

    def anew(self) -> "Sheet":
        """A fresh sheet for the same page."""
        return replace(self, id=uuid.uuid4(), origin=self.id)


def sheet_of(slip: str, *, max_age: timedelta | None = None) -> Sheet | None:
    """The sheet that a slip names; None where it is not ours or too old."""
    if len(slip) > 4_000:
        return None
    try:
        told = signing.loads(slip, salt=_SALT, max_age=max_age)
    except signing.BadSignature:
        return None
    id, writer, kind, reference, form, based_on, page, origin = told
    return Sheet(
        id=uuid.UUID(id),
        writer=writer,
        about=About(kind, reference),
        form=form,
        based_on=based_on,
        page=page,
        origin=uuid.UUID(origin) if origin else None,
    )
