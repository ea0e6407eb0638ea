"""What is read of notes: drafts by their writers alone, comments, mentions, files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goldthread.notes import rules
from goldthread.notes.about import About, Place
from goldthread.notes.inspection import BY_NAME
from goldthread.notes.models import Attachment, Comment, Draft, EarlierText, Mention
from goldthread.partners.models import Person


def drafts_of(writer: Person, about: About, form: str) -> list[Draft]:
    """What this person began to type here and did not send, newest first."""
    mine = Draft.objects.of(writer, about, form)
    return list(mine.offered().newest_first())


def draft_of(writer: Person, about: About, form: str) -> Draft | None:
    """The newest of them."""
    return next(iter(drafts_of(writer, about, form)), None)


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words in a comment; a mention stands out."""

    words: str
    is_mention: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a comment said before."""

    version: int
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class CommentShown:
    """A comment as a page shows it; a withdrawn one says only that it was there."""

    id: int
    by: str
    agency: str
    at: datetime
    text: str
    parts: tuple[Part, ...]
    version: int
    edited_at: datetime | None
    earlier: tuple[Earlier, ...]
    withdrawn_by: str
    withdrawn_at: datetime | None
    may_edit: bool
    may_withdraw: bool


def comments_on(
    about: About, *, reader: Person, moderates: bool = False
) -> tuple[CommentShown, ...]:
    """All that was said about an object, in order. Three questions, however many."""
    rows = (
        Comment.objects.on(about)
        .select_related("written_by", "withdrawn_by")
        .prefetch_related("earlier", "mentions")
        .oldest_first()
    )
    return tuple(_shown(row, reader, moderates=moderates) for row in rows)


def count_on(about: About) -> int:
    """How many comments stand on an object."""
    found: int = Comment.objects.on(about).standing().count()
    return found


def _shown(comment: Comment, reader: Person, *, moderates: bool) -> CommentShown:
    hidden = comment.withdrawn_at is not None
    text = "" if hidden else comment.text
    called = [] if hidden else [each.words for each in comment.mentions.all()]
    return CommentShown(
        id=comment.pk,
        by=comment.written_by.name,
        agency=comment.agency,
        at=comment.written_at,
        text=text,
        parts=_parts(text, called),
        version=comment.version,
        edited_at=comment.edited_at,
        earlier=() if hidden else _earlier(comment.earlier.all()),
        withdrawn_by=comment.withdrawn_by.name if comment.withdrawn_by else "",
        withdrawn_at=comment.withdrawn_at,
        may_edit=rules.refusal_to_edit(comment, by=reader) is None,
        may_withdraw=rules.refusal_to_withdraw(comment, by=reader, moderates=moderates)
        is None,
    )


def _earlier(rows: Iterable[EarlierText]) -> tuple[Earlier, ...]:
    newest_first = sorted(rows, key=lambda row: -row.version)
    return tuple(Earlier(r.version, r.text, r.written_at) for r in newest_first)


def _parts(text: str, called: list[str]) -> tuple[Part, ...]:
    """The text cut at its mentions, wherever they stand."""
    parts, plain, at = [], "", 0
    longest_first = sorted(called, key=len, reverse=True)
    while at < len(text):
        words = next((w for w in longest_first if text.startswith(w, at)), "")
        if words:
            parts += [Part(plain)] if plain else []
            parts.append(Part(words, is_mention=True))
            plain, at = "", at + len(words)
        else:
            following = text.find("@", at + 1)
            upto = following if following > 0 else len(text)
            plain, at = plain + text[at:upto], upto
    return (*parts, Part(plain)) if plain else tuple(parts)


@dataclass(frozen=True, slots=True)
class MentionTold:
    """Somebody called this person: where, who and when; the words are read there.

    The room that owns the object says whether the person may still see it.
    """

    about: About
    comment: int
    by: str
    at: datetime


def mentions_for(person: Person, *, since: datetime) -> tuple[MentionTold, ...]:
    """Where this person was called by name after `since`, newest first."""
    rows = (
        Mention.objects.filter(
            person=person, at__gt=since, comment__withdrawn_at__isnull=True
        )
        .exclude(comment__written_by=person)
        .select_related("comment__written_by")
        .only(
            "at",
            "comment__about_kind",
            "comment__about_reference",
            "comment__written_by__name",
        )
        .order_by("-at", "-pk")[:200]
    )
    return tuple(
        MentionTold(m.comment.about, m.comment_id, m.comment.written_by.name, m.at)
        for m in rows
    )


def attachment_on(about: About, key: UUID) -> Attachment | None:
    """The file of this key on this object, while it stands there; else nothing."""
    standing = Attachment.objects.on(about).standing()
    return standing.filter(pk=key).first()


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file as a page lists it."""

    id: str
    name: str
    kind: str
    size: int
    href: str
    is_picture: bool
    by: str
    at: datetime
    removed_by: str
    removed_at: datetime | None
    is_gone: bool
    may_remove: bool
    may_restore: bool


def files_on(place: Place, *, reader: Person) -> tuple[FileShown, ...]:
    """Every file on an object, in order; the removed ones as the fact that they were."""
    rows = (
        Attachment.objects.on(place.about)
        .select_related("attached_by", "removed_by")
        .oldest_first()
    )
    return tuple(_listed(row, place, reader) for row in rows)


def _listed(row: Attachment, place: Place, reader: Person) -> FileShown:
    return FileShown(
        id=str(row.pk),
        name=row.name,
        kind=BY_NAME[row.kind].words,
        size=row.size,
        href=f"{place.address}{row.pk}/",
        is_picture=row.kind in ("png", "jpeg"),
        by=row.attached_by.name,
        at=row.attached_at,
        removed_by=row.removed_by.name if row.removed_by else "",
        removed_at=row.removed_at,
        is_gone=row.purged_at is not None,
        may_remove=rules.refusal_to_remove(row, by=reader, moderates=place.moderates)
        is None,
        may_restore=rules.refusal_to_restore(row, by=reader, moderates=place.moderates)
        is None,
    )
