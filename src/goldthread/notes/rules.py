"""Why something may not be said, kept or taken away; no queries."""

import re
import unicodedata

from goldthread.notes.models import Attachment, Comment
from goldthread.notes.models.comments import LONGEST
from goldthread.partners.models import Person

LARGEST_DRAFT = 200_000  # letters in all boxes of one form together
MOST_MENTIONS = 30

# Names and words of every living language do with four; floods have dozens.
_FLOOD = 6
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def refusal_of_text(text: str) -> str | None:
    """Why these words may not be said; None when they may."""
    if not any(unicodedata.category(s) not in ("Cf", "Zs", "Cc") for s in text):
        return "Write something before you send it."
    if len(text) > LONGEST:
        return f"Write at most {LONGEST:,} letters. These are {len(text):,}; a longer text can be attached as a file."
    if "\x00" in text:
        return "The words hold signs that cannot be kept. Type them again instead of pasting them."
    if _TURNING.search(text):
        return "The words hold marks that turn text around. Type them again instead of pasting them."
    if _has_flood(text):
        return "The words hold many marks on one letter, which would cover other people’s words. Type them again instead of pasting them."
    return None


def refusal_to_edit(comment: Comment, *, by: Person) -> str | None:
    """Why `by` may not change what was said; None when they may."""
    if comment.withdrawn_at:
        return "This comment was withdrawn. Write a new one."
    if comment.written_by_id != by.pk:
        return "Only the person who wrote a comment can change it."
    return None


def refusal_to_withdraw(comment: Comment, *, by: Person, moderates: bool) -> str | None:
    """Why `by` may not withdraw what was said; None when they may."""
    if comment.withdrawn_at:
        return "This comment is already withdrawn."
    if comment.written_by_id != by.pk and not moderates:
        return "Only the person who wrote a comment can withdraw it."
    return None


def refusal_to_mention(unknown: list[str], *, found: int) -> str | None:
    """Why these people cannot be called; the same words for strangers and the shut out."""
    if unknown:
        return (
            f"{unknown[0]} cannot be mentioned here. Choose a name from “Who can be "
            "mentioned”, or leave out the @."
        )
    if found > MOST_MENTIONS:
        return f"Mention at most {MOST_MENTIONS} people at once. These are {found}."
    return None


def refusal_of_draft(length: int) -> str | None:
    """Why so much typing is not kept as a draft; None when it is."""
    if length > LARGEST_DRAFT:
        return f"A draft holds {LARGEST_DRAFT:,} letters, and this form has {length:,}. Save it in parts."
    return None


def refusal_to_remove(
    attachment: Attachment, *, by: Person, moderates: bool
) -> str | None:
    """Why `by` may not take this file away; None when they may."""
    if attachment.removed_at:
        return "This file is already removed."
    if attachment.attached_by_id != by.pk and not moderates:
        return "Only the person who attached a file can remove it."
    return None


def refusal_to_restore(
    attachment: Attachment, *, by: Person, moderates: bool
) -> str | None:
    """Why `by` may not put this file back; None when they may."""
    if not attachment.removed_at:
        return "This file is there already."
    if attachment.purged_at:
        return "This file was removed more than 30 days ago and is gone."
    if by.pk != attachment.removed_by_id and not moderates:
        return "Only the person who removed a file can put it back."
    return None


def _has_flood(text: str) -> bool:
    run = 0
    for sign in text:
        run = run + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        if run > _FLOOD:
            return True
    return False
