"""People talk about a thing, call each other, change their words and take them back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.notes.notes_site import ALLEY
from tests.notes.test_drafts import slip_on
from tests.partners.people import NOW, make_person

from goldthread.audit.models import Event
from goldthread.notes import queries, services
from goldthread.notes.about import About
from goldthread.notes.editing import Overtaken
from goldthread.notes.mentions import called_in, handles
from goldthread.notes.models import Comment, EarlierText, Mention
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def say(by: Person, text: str = "The lamp is broken.", *others: Person) -> Comment:
    return services.add_comment(ALLEY, text, mentionable=others, by=by, at=NOW)


def texts(reader: Person) -> list[str]:
    return [c.text for c in queries.comments_on(ALLEY, reader=reader)]


def told(verb: str) -> Event:
    return Event.objects.get(verb=verb)


def test_a_comment_stands_with_its_writer_agency_and_time(amar: Person) -> None:
    say(amar)

    (shown,) = queries.comments_on(ALLEY, reader=amar)

    assert (shown.by, shown.at, shown.text) == (
        "Amar Tolliver",
        NOW,
        "The lamp is broken.",
    )
    assert shown.agency == "Saxonbridge City Council"


def test_a_comment_is_recorded_without_its_words(amar: Person, bea: Person) -> None:
    comment = say(amar, "The lamp @Bea is broken.", bea)

    event = told("comment.added")

    assert event.detail["about"] == "demo.alley canal/7"
    assert event.detail["mentions"] == [f"person:{bea.pk}"]
    assert event.subject_reference == str(comment.pk)
    assert "lamp" not in f"{event.detail}{event.subject_label}"


def test_comments_on_one_thing_are_not_those_on_another(amar: Person) -> None:
    say(amar)

    other = About("demo.alley", "canal/70")

    assert queries.comments_on(other, reader=amar) == ()


def test_a_changed_comment_keeps_what_it_said_before(amar: Person) -> None:
    comment = say(amar)

    services.edit_comment(comment, "Mended.", seen=1, by=amar, at=LATER)

    (shown,) = queries.comments_on(ALLEY, reader=amar)
    assert (shown.text, shown.edited_at) == ("Mended.", LATER)
    assert [e.text for e in shown.earlier] == ["The lamp is broken."]
    assert told("comment.edited").detail["version"] == 2


def test_the_same_words_again_are_no_change(amar: Person) -> None:
    comment = say(amar)

    services.edit_comment(comment, "The lamp is broken. ", seen=1, by=amar, at=LATER)

    assert not EarlierText.objects.exists()
    assert not Event.objects.filter(verb="comment.edited").exists()


def test_only_its_writer_changes_a_comment(amar: Person, bea: Person) -> None:
    comment = say(amar)

    with pytest.raises(Refused, match="Only the person who wrote"):
        services.edit_comment(comment, "Mine now.", seen=1, by=bea, at=LATER)

    assert texts(amar) == ["The lamp is broken."]


def test_a_change_made_from_an_old_page_is_not_taken(amar: Person) -> None:
    comment = say(amar)
    services.edit_comment(comment, "Mended.", seen=1, by=amar, at=LATER)

    with pytest.raises(Overtaken, match="Both versions"):
        services.edit_comment(comment, "Broken again.", seen=1, by=amar, at=LATER)

    assert texts(amar) == ["Mended."]


def test_a_withdrawn_comment_hides_its_words_and_says_that_it_was_there(
    amar: Person, bea: Person
) -> None:
    comment = say(amar, "@Bea look", bea)
    services.edit_comment(
        comment, "@Bea come", seen=1, mentionable=[bea], by=amar, at=LATER
    )

    services.withdraw_comment(comment, by=amar, at=LATER)

    (shown,) = queries.comments_on(ALLEY, reader=amar)
    assert (shown.text, shown.parts, shown.earlier) == ("", (), ())
    assert (shown.withdrawn_by, shown.withdrawn_at) == ("Amar Tolliver", LATER)
    assert not (shown.may_edit or shown.may_withdraw)
    assert told("comment.withdrawn").outcome == "done"
    assert queries.mentions_for(bea, since=NOW - timedelta(days=1)) == ()


def test_who_moderates_may_withdraw_what_others_said(amar: Person, bea: Person) -> None:
    comment = say(amar)
    with pytest.raises(Refused, match="can withdraw it"):
        services.withdraw_comment(comment, by=bea, at=LATER)

    services.withdraw_comment(comment, moderates=True, by=bea, at=LATER)

    assert queries.comments_on(ALLEY, reader=amar)[0].withdrawn_by == "Bea Quillfeather"


def test_a_withdrawn_comment_is_neither_changed_nor_withdrawn_again(
    amar: Person,
) -> None:
    comment = services.withdraw_comment(say(amar), by=amar, at=LATER)

    with pytest.raises(Refused, match="already withdrawn"):
        services.withdraw_comment(comment, by=amar, at=LATER)
    with pytest.raises(Refused, match="was withdrawn"):
        services.edit_comment(comment, "Back.", seen=1, by=amar, at=LATER)


@pytest.mark.covers("B48")
def test_thirty_days_after_it_was_withdrawn_its_words_are_deleted(
    amar: Person,
) -> None:
    comment = say(amar)
    services.edit_comment(comment, "Mended.", seen=1, by=amar, at=NOW)
    services.withdraw_comment(comment, by=amar, at=NOW)

    services.purge_removed(at=NOW + timedelta(days=29))
    comment.refresh_from_db()
    assert comment.text == "Mended."
    services.purge_removed(at=NOW + timedelta(days=30))

    comment.refresh_from_db()
    assert (comment.text, comment.withdrawn_by) == ("", amar)
    assert not EarlierText.objects.exists()
    assert told("comment.purged").actor_reference == "system"


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Bea Quillfeather please look", ["@Bea Quillfeather"]),
        ("please look, @bea quillfeather.", ["@bea quillfeather"]),
        ("(@Bea) and again @Bea", ["@Bea"]),
        ("@Bea's lamp", ["@Bea"]),
        ("write to bea@example.org @ 5 pm", []),
        ("@Nan and @Nan Orrell", ["@Nan"]),
    ],
)
def test_a_name_behind_an_at_calls_somebody(
    db: None, text: str, called: list[str]
) -> None:
    bea = make_person("bea@example.org", name="Bea Quillfeather")
    nan = make_person("nan@example.org", name="Nan Orrell")

    found = called_in(text, [bea, nan])

    assert list(found.people.values()) == called
    assert not found.unknown


def test_two_people_of_one_name_are_told_apart_by_their_e_mail(db: None) -> None:
    first = make_person("sam@example.org", name="Sam Oakes")
    second = make_person("sam.oakes@example.org", name="Sam Oakes")

    named = handles([first, second])
    found = called_in("@sam.oakes@example.org, not the other Sam", [first, second])

    assert set(named) == {"sam@example.org", "sam.oakes@example.org"}
    assert list(found.people) == [second.pk]
    assert called_in("@Sam", [first, second]).unknown == ["@Sam"]


def test_nobody_is_called_to_what_they_may_not_see(amar: Person, bea: Person) -> None:
    with pytest.raises(Refused) as known:
        say(amar, "@Bea Quillfeather look at this")  # known here, and not on the list
    with pytest.raises(Refused) as stranger:
        say(amar, "@Bae Quillfeather look at this")

    # Word for word the same, so that the refusal does not say who has an account.
    assert str(known.value).replace("Bea", "Bae") == str(stranger.value)
    assert not Mention.objects.exists()
    assert not Comment.objects.exists()


def test_a_mention_is_told_to_the_person_once_and_without_the_words(
    amar: Person, bea: Person
) -> None:
    comment = say(amar, "@Bea look, @Bea!", bea)

    told = queries.mentions_for(bea, since=NOW - timedelta(seconds=1))

    assert [(m.about, m.comment, m.by, m.at) for m in told] == [
        (ALLEY, comment.pk, "Amar Tolliver", NOW)
    ]
    assert queries.mentions_for(bea, since=NOW) == ()
    assert queries.mentions_for(amar, since=NOW - timedelta(days=1)) == ()


def test_a_name_added_later_is_called_later_and_one_taken_out_no_more(
    amar: Person, bea: Person
) -> None:
    nan = make_person("nan@example.org", name="Nan Orrell")
    comment = say(amar, "@Bea look", bea, nan)

    services.edit_comment(
        comment, "@Nan look", seen=1, mentionable=[bea, nan], by=amar, at=LATER
    )

    assert queries.mentions_for(bea, since=NOW - timedelta(days=1)) == ()
    assert [m.at for m in queries.mentions_for(nan, since=NOW)] == [LATER]


def test_a_mention_stands_out_in_the_text(amar: Person, bea: Person) -> None:
    say(amar, "Ask @Bea or a@b, @Bea.", bea)

    (shown,) = queries.comments_on(ALLEY, reader=bea)

    assert [p.words for p in shown.parts if p.is_mention] == ["@Bea", "@Bea"]
    assert "".join(p.words for p in shown.parts) == shown.text


def test_more_than_thirty_people_are_not_called_at_once(db: None, amar: Person) -> None:
    crowd = [Person(pk=n, name=f"P{n} X", email=f"p{n}@x.org") for n in range(40, 71)]

    with pytest.raises(Refused, match="at most 30 people"):
        say(amar, " ".join(f"@{person.name}" for person in crowd), *crowd)


def test_a_hundred_comments_cost_no_more_questions_than_one(
    amar: Person, bea: Person
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as done:
            queries.comments_on(ALLEY, reader=amar)
        return len(done)

    comment = say(amar, "@Bea", bea)
    services.edit_comment(comment, "@Bea!", seen=1, mentionable=[bea], by=amar, at=NOW)
    one = asked()
    for _ in range(99):
        say(amar, "@Bea", bea)

    assert asked() == one == 3


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"about_reference": ""}, "a_comment_is_about_something"),
        ({"text": ""}, "a_standing_comment_says_something"),
        ({"withdrawn_at": NOW}, "a_comment_is_withdrawn_whole_or_not_at_all"),
        ({"edited_at": NOW}, "a_comment_is_edited_after_it_was_written"),
        (
            {"edited_at": NOW - timedelta(days=1), "version": 2},
            "a_comment_is_edited_after_it_was_written",
        ),
    ],
)
def test_the_database_refuses_what_must_never_be_false(
    amar: Person, wrong: dict[str, Any], name: str
) -> None:
    say(amar)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Comment.objects.update(**wrong)


def test_a_person_is_mentioned_once_and_a_version_kept_once(
    amar: Person, bea: Person
) -> None:
    comment = say(amar, "@Bea", bea)
    services.edit_comment(comment, "x", seen=1, by=amar, at=NOW)
    rows: tuple[Any, ...] = (
        lambda: EarlierText.objects.create(
            comment=comment, version=1, text="y", written_at=NOW
        ),
        lambda: [
            Mention.objects.create(comment=comment, person=bea, words="@", at=NOW)
            for _ in range(2)
        ],
    )

    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            row()


def test_about_names_something() -> None:
    for kind, reference in (("", "1"), ("a.b", ""), ("a" * 81, "1"), ("a", "1" * 201)):
        with pytest.raises(ValueError, match="has 1 to"):
            About(kind, reference)


# ---------------------------------------------------------------- through the page


def comment_form(client: Client) -> dict[str, str]:
    page = client.get("/alley/").content.decode()
    mark = page.split('action="/alley/notes/" data-draft', 1)[1]
    return {"once": mark.split('name="once" value="')[1].split('"')[0]}


def test_a_comment_is_added_from_the_page_and_mentions_somebody(
    as_amar: Client, bea: Person, as_bea: Client
) -> None:
    sent = comment_form(as_amar) | {"text": "@Bea have a look"}

    answer = as_amar.post("/alley/notes/", sent)

    comment = Comment.objects.get()
    assert answer["Location"] == f"/alley/#comment-{comment.pk}"
    assert b"<b>@Bea</b> have a look" in as_bea.get("/alley/").content
    assert len(queries.mentions_for(bea, since=NOW)) == 1


def test_the_same_comment_sent_twice_is_said_once(as_amar: Client) -> None:
    sent = comment_form(as_amar) | {"text": "Twice?"}

    first, second = (as_amar.post("/alley/notes/", sent) for _ in range(2))

    assert Comment.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_a_comment_that_cannot_be_taken_comes_back_with_its_words(
    as_amar: Client,
) -> None:
    sent = comment_form(as_amar) | {"text": "@Nobody Known, see here"}

    page = as_amar.post("/alley/notes/", sent).content.decode()

    assert "@Nobody cannot be mentioned here" in page
    assert "@Nobody Known, see here</textarea>" in page
    assert not Comment.objects.exists()


def test_two_changes_of_one_comment_show_both_versions(
    as_amar: Client, amar: Person
) -> None:
    comment = say(amar)
    sent = slip_on(as_amar, f"/alley/notes/?edit={comment.pk}")
    services.edit_comment(comment, "From the telephone.", seen=1, by=amar, at=LATER)

    answer = as_amar.post("/alley/notes/", sent | {"text": "From the desk."})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "From the telephone." in page and "From the desk.</textarea>" in page
    again = as_amar.post("/alley/notes/", sent | {"text": "From both.", "seen": "2"})
    assert again.status_code == 302
    assert texts(amar) == ["From both."]


def test_a_comment_on_something_else_cannot_be_reached_from_here(
    as_amar: Client, amar: Person
) -> None:
    other = services.add_comment(About("demo.alley", "8"), "x", by=amar, at=NOW)

    for what in ("withdraw", "edit"):
        sent = comment_form(as_amar) | {"what": what, "comment": str(other.pk)}
        answer = as_amar.post("/alley/notes/", sent | {"text": "y", "seen": "1"})
        assert answer.status_code == 404
    for key in ("x", "9" * 30, "-1"):
        assert as_amar.get(f"/alley/notes/?edit={key}").status_code == 404

    other.refresh_from_db()
    assert other.text == "x" and other.withdrawn_at is None


def test_a_comment_is_withdrawn_from_the_page(as_amar: Client, amar: Person) -> None:
    comment = say(amar)

    as_amar.post("/alley/notes/", {"what": "withdraw", "comment": comment.pk})
    again = as_amar.post(
        "/alley/notes/", {"what": "withdraw", "comment": comment.pk}, follow=True
    )

    page = again.content.decode()
    assert "Amar Tolliver withdrew this comment" in page
    assert "The lamp is broken" not in page
    assert "already withdrawn" in page


def test_a_role_that_may_not_comment_cannot(db: None, client: Client) -> None:
    client.force_login(make_person(role="sysadmin"))

    answer = client.post("/alley/notes/", comment_form(client) | {"text": "x"})

    assert answer.status_code == 403
    assert not Comment.objects.exists()
