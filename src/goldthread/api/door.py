"""Who comes in with a key: the person behind it, in the role they have today."""

from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import HttpError
from ninja.security import HttpBearer

from goldthread.api.models import Token
from goldthread.api.rules import ACTS, refusal_to_go_on
from goldthread.api.services import count_call, hashed
from goldthread.audit.services import Subject
from goldthread.partners.middleware import appointments_of
from goldthread.partners.policy import NOBODY, policy
from goldthread.thread.nouns import Reader, reader_in
from goldthread.web.reading import record_read

NO_KEY = "Expected a key that works, as “Authorization: Bearer gt_…”. Make one on the site, under your account."


class Refusal(HttpError):
    """What is not allowed, in a sentence; after so many seconds it may be."""

    def __init__(self, status_code: int, message: str, retry_after: int = 0) -> None:
        super().__init__(status_code, message)
        self.retry_after = retry_after


class Key(HttpBearer):
    """A key of one scope. Every look is recorded before the answer leaves."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Reader | None:
        """The reader that this key stands for; None where it opens nothing."""
        found = (
            Token.objects.working(timezone.localdate())
            .filter(digest=hashed(token), person__is_active=True)
            .select_related("person")
            .first()
        )
        if found is None:
            return None
        held = appointments_of(found.person, on=timezone.localdate())
        if seconds := count_call(found, at=datetime.now(UTC)):
            words = refusal_to_go_on(name=found.name, seconds=seconds)
            raise Refusal(429, words, retry_after=seconds)
        found.person.acting = held[0] if held else None
        role = held[0].role if held else NOBODY
        if found.scope != self.scope:
            words = Token.Scope(found.scope).label
            raise Refusal(403, f"This key is for: {words}. Make another one for this.")
        if not policy().may(role, ACTS[self.scope]):
            raise Refusal(403, "Whoever made this key may not read this any more.")
        subject = Subject("api", request.path, f"{request.path} by {found}")
        record_read("api.read", subject, by=found.person, at=datetime.now(UTC))
        return reader_in(role, found.person)
