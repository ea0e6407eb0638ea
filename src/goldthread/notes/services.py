"""Every change to comments and attachments; drafts are kept in keeping.py."""

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from goldthread.audit.services import record
from goldthread.notes import inspection, rules
from goldthread.notes.about import About
from goldthread.notes.editing import check_seen
from goldthread.notes.mentions import Called, called_in
from goldthread.notes.models import Attachment, Comment, EarlierText, Mention
from goldthread.notes.models.attachments import KEPT_AFTER_REMOVAL
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused

FOLDER = "attachments"
ORPHANS_KEPT = timedelta(days=1)  # a file is written a moment before its row


@transaction.atomic
def add_comment(
    about: About,
    text: str,
    *,
    mentionable: Sequence[Person] = (),
    by: Person,
    at: datetime,
) -> Comment:
    """Say something about an object, and call people to it by @ and their name."""
    text, called = _sayable(text, mentionable)
    comment = Comment.objects.create(
        text=text,
        written_by=by,
        agency=by.as_actor().agency[:200],
        written_at=at,
        **about.columns,
    )
    _mention(comment, called, at=at)
    record("comment.added", comment, by=by, at=at, detail=_told(comment, called))
    return comment


@transaction.atomic
def edit_comment(
    comment: Comment,
    text: str,
    *,
    seen: int,
    mentionable: Sequence[Person] = (),
    by: Person,
    at: datetime,
) -> Comment:
    """Change what one said; what it said before is kept and can be read."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if refusal := rules.refusal_to_edit(comment, by=by):
        raise Refused(refusal)
    check_seen(seen, newest=comment.version)
    text, called = _sayable(text, mentionable)
    if text == comment.text:
        return comment
    EarlierText.objects.create(
        comment=comment,
        version=comment.version,
        text=comment.text,
        written_at=comment.edited_at or comment.written_at,
    )
    comment.text, comment.edited_at = text, at
    comment.version += 1
    comment.save(update_fields=["text", "edited_at", "version"])
    _mention(comment, called, at=at)
    record("comment.edited", comment, by=by, at=at, detail=_told(comment, called))
    return comment


@transaction.atomic
def withdraw_comment(
    comment: Comment, *, moderates: bool = False, by: Person, at: datetime
) -> Comment:
    """Take back what was said: the words are hidden, the fact stays."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if refusal := rules.refusal_to_withdraw(comment, by=by, moderates=moderates):
        raise Refused(refusal)
    comment.withdrawn_by, comment.withdrawn_at = by, at
    comment.save(update_fields=["withdrawn_by", "withdrawn_at"])
    record("comment.withdrawn", comment, by=by, at=at, detail=_told(comment, None))
    return comment


def _sayable(text: str, mentionable: Sequence[Person]) -> tuple[str, Called]:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").strip())
    if refusal := rules.refusal_of_text(text):
        raise Refused(refusal)
    called = called_in(text, mentionable)
    if refusal := rules.refusal_to_mention(called.unknown, found=len(called.people)):
        raise Refused(refusal)
    return text, called


def _mention(comment: Comment, called: Called, *, at: datetime) -> None:
    """Call those newly named; whoever is no longer named is no longer called."""
    comment.mentions.exclude(person_id__in=called.people).delete()
    already = set(comment.mentions.values_list("person_id", flat=True))
    Mention.objects.bulk_create(
        Mention(comment=comment, person_id=person, words=words, at=at)
        for person, words in called.people.items()
        if person not in already
    )


def _told(comment: Comment, called: Called | None) -> dict[str, Any]:
    """What the record keeps of a comment: where it is and who was called, no words."""
    told: dict[str, Any] = {
        "about": f"{comment.about_kind} {comment.about_reference}",
        "version": comment.version,
    }
    if called and called.people:
        told["mentions"] = [f"person:{person}" for person in sorted(called.people)]
    return told


def attach_file(
    about: About, upload: UploadedFile[Any], *, by: Person, at: datetime
) -> Attachment:
    """Put a file or a photo to an object, after it was found inert."""
    name = upload.name or ""
    if (upload.size or 0) > inspection.LARGEST:  # before it is read
        raise Refused(inspection.refusal_of_size(inspection.shown_name(name)))
    kept = inspection.inspect(
        name, declared=upload.content_type or "", content=upload.read()
    )
    attachment = Attachment(
        name=kept.name,
        kind=kept.kind,
        size=len(kept.content),
        sha256=hashlib.sha256(kept.content).hexdigest(),
        attached_by=by,
        attached_at=at,
        **about.columns,
    )
    attachment.file.save("", ContentFile(kept.content), save=False)
    try:
        return _keep(attachment, by=by, at=at)
    except BaseException:  # no row will ever point at these bytes
        attachment.file.delete(save=False)
        raise


@transaction.atomic
def _keep(attachment: Attachment, *, by: Person, at: datetime) -> Attachment:
    attachment.save(force_insert=True)
    detail = {
        "about": f"{attachment.about_kind} {attachment.about_reference}",
        "bytes": attachment.size,
        "sha256": attachment.sha256,
    }
    record("attachment.added", attachment, by=by, at=at, detail=detail)
    return attachment


@transaction.atomic
def remove_attachment(
    attachment: Attachment, *, moderates: bool = False, by: Person, at: datetime
) -> Attachment:
    """Take a file away; it can be put back for 30 days, then the file itself goes."""
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if refusal := rules.refusal_to_remove(attachment, by=by, moderates=moderates):
        raise Refused(refusal)
    attachment.removed_by, attachment.removed_at = by, at
    attachment.save(update_fields=["removed_by", "removed_at"])
    record("attachment.removed", attachment, by=by, at=at)
    return attachment


@transaction.atomic
def restore_attachment(
    attachment: Attachment, *, moderates: bool = False, by: Person, at: datetime
) -> Attachment:
    """Put a removed file back."""
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if refusal := rules.refusal_to_restore(attachment, by=by, moderates=moderates):
        raise Refused(refusal)
    attachment.removed_by, attachment.removed_at = None, None
    attachment.save(update_fields=["removed_by", "removed_at"])
    record("attachment.restored", attachment, by=by, at=at)
    return attachment


@transaction.atomic
def purge_removed(*, at: datetime) -> int:
    """Delete what was removed or withdrawn 30 days ago; who and when stays known.

    The rows are committed first. A kill before the files are gone leaves them to the
    next run, which deletes every file that no living row points at.
    """
    gone = list(Attachment.objects.to_purge(at=at).select_for_update())
    for attachment in gone:
        attachment.purged_at = at
        attachment.save(update_fields=["purged_at"])
        record("attachment.purged", attachment, by=None, at=at)
    silent = Comment.objects.filter(withdrawn_at__lte=at - KEPT_AFTER_REMOVAL).exclude(
        text=""
    )
    for comment in silent.select_for_update():
        comment.earlier.all().delete()
        comment.text = ""
        comment.save(update_fields=["text"])
        record("comment.purged", comment, by=None, at=at)
    transaction.on_commit(lambda: _sweep(at))
    return len(gone)


def _sweep(at: datetime) -> None:
    """Delete the files of purged rows, and those whose row never came to be."""
    if not default_storage.exists(FOLDER):
        return
    files = Attachment.objects.values_list("file", "purged_at")
    purged = {file: purged_at is not None for file, purged_at in files}
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if path in purged:
            goes = purged[path]
        else:
            goes = default_storage.get_modified_time(path) < at - ORPHANS_KEPT
        if goes:
            default_storage.delete(path)
