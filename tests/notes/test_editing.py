"""Two people change the same thing, and the second sees both versions (F25)."""

import re

import pytest
from django.test import Client
from tests.notes.notes_site import TEXT
from tests.notes.test_drafts import slip_on

from goldthread.notes.editing import OVERTAKEN, Overtaken, check_seen
from goldthread.notes.models import Comment
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


def test_a_version_that_is_still_the_newest_may_be_replaced() -> None:
    check_seen(3, newest=3)


@pytest.mark.parametrize("seen", [0, 2, 4])
def test_any_other_version_is_overtaken(seen: int) -> None:
    with pytest.raises(Overtaken, match="Both versions stand below"):
        check_seen(seen, newest=3)

    assert issubclass(Overtaken, Refused)


def test_two_editors_both_keep_their_words_and_the_second_puts_them_together(
    as_amar: Client, as_bea: Client
) -> None:
    amars, beas = slip_on(as_amar), slip_on(as_bea)
    as_bea.post("/alley/", beas | {"text": "One lamp."})

    answer = as_amar.post("/alley/", amars | {"text": "Two gates."})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert OVERTAKEN in page
    assert "Two gates.</textarea>" in page
    assert "What Bea Quillfeather saved on" in page and "One lamp." in page
    compared = page.split('class="gt-compared"')[1].split("</div>")[0]
    assert re.search(r"<del.*One lamp.*</del>.*<ins.*Two gates", compared, re.DOTALL)
    assert "2 words added, 2 removed." in page
    assert Comment.objects.on(TEXT).get().text == "One lamp."

    again = dict(amars) | {"text": "A lamp and two gates.", "seen": "1"}
    assert as_amar.post("/alley/", again).status_code == 302
    kept = Comment.objects.on(TEXT).get()
    assert kept.text == "A lamp and two gates."
    assert [e.text for e in kept.earlier.all()] == ["One lamp."]


def test_an_old_page_sent_again_never_overwrites_a_newer_text(
    as_amar: Client, as_bea: Client
) -> None:
    old = slip_on(as_amar)
    as_amar.post("/alley/", old | {"text": "One."})
    as_bea.post("/alley/", slip_on(as_bea) | {"text": "Two."})

    replayed = as_amar.post("/alley/", old | {"text": "One."})
    changed = as_amar.post(
        "/alley/",
        old | {"text": "Three.", "once": "00000000-0000-4000-8000-000000000001"},
    )

    assert replayed.status_code == 302  # answered as it was the first time
    assert changed.status_code == 409
    assert Comment.objects.on(TEXT).get().text == "Two."


def test_the_conflict_page_shows_hostile_words_inert(
    as_amar: Client, as_bea: Client
) -> None:
    amars = slip_on(as_amar)
    as_bea.post("/alley/", slip_on(as_bea) | {"text": "<script>alert(1)</script>"})

    answer = as_amar.post("/alley/", amars | {"text": "</textarea><img onerror=x>"})

    page = answer.content.decode()
    assert "<script>alert" not in page and "<img onerror" not in page
