"""Which words are not said, each refused in a sentence."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from goldthread.notes.models.comments import LONGEST
from goldthread.notes.rules import refusal_of_text
from goldthread.notes.services import FOLDER, purge_removed


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write something before you send it."),
        (" \u200b\u2060\n", "Write something before you send it."),
        ("x" * (LONGEST + 1), "a longer text can be attached as a file"),
        ("a\x00b", "signs that cannot be kept"),
        ("pay \u202e05 pounds", "marks that turn text around"),
        ("a" + "\u0301" * 40, "many marks on one letter"),
    ],
)
def test_words_that_cannot_be_said_are_refused_in_a_sentence(
    text: str, sentence: str
) -> None:
    assert sentence in (refusal_of_text(text) or "")


@pytest.mark.parametrize("text", ["The lamp is broken.", "Việt Nam", "נָא", "👩‍👩‍👧"])
def test_words_of_every_language_may_be_said(text: str) -> None:
    assert refusal_of_text(text) is None


@pytest.mark.django_db
def test_where_nothing_was_ever_attached_tidying_finds_nothing(
    django_capture_on_commit_callbacks: Any, settings: Any, tmp_path: Path
) -> None:
    nowhere = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": nowhere}
    assert not default_storage.exists(FOLDER)

    with django_capture_on_commit_callbacks(execute=True) as done:
        assert purge_removed(at=datetime(2026, 11, 23, tzinfo=UTC)) == 0

    assert len(done) == 1 and not default_storage.exists(FOLDER)
