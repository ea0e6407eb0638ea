"""An assessment's life: asked for, made, written in, published; and what is refused."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from tests.assessment.conftest import NOW
from tests.partners.people import make_demonstration, make_person

from goldthread.assessment import queries, services, tasks
from goldthread.assessment.headings import STATUTORY
from goldthread.assessment.models import Assessment, Finding, Wording
from goldthread.assessment.rules import Refused
from goldthread.audit.models import Event
from goldthread.core.periods import twelve_months_ending
from goldthread.documents.model import Words, blocks_of
from goldthread.evidence.lake import Lake
from goldthread.partners.models import Person

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SAXONBRIDGE = "X22000001"


@pytest.fixture
def amar(saxonbridge_copy: Path) -> Person:
    """The analyst, beside a lake that holds Saxonbridge."""
    make_demonstration()
    return make_person()


def ask(by: Person, *, to: str = "2021-05") -> Assessment:
    """An assessment asked for; two months are quick to make."""
    return services.request_assessment(
        area=SAXONBRIDGE,
        period=twelve_months_ending(to),
        by=by,
        at=NOW,
        in_background=False,
    )


def draft(by: Person) -> Assessment:
    """One that is made."""
    asked = ask(by)
    services.make_assessment(asked, by=by, at=NOW)
    return asked


def test_making_keeps_every_finding_and_cites_the_lake(
    amar: Person, saxonbridge_copy: Path
):
    asked = ask(amar)

    made = services.make_assessment(asked, by=amar, at=NOW)

    assert asked.state == Assessment.State.DRAFT
    assert [f.ref for f in asked.findings.order_by("number")] == [
        f.ref for f in made.findings
    ]
    assert queries.document_of(asked, on=NOW.date()) == made.document
    assert Lake(saxonbridge_copy).citations(asked.lake_version) != []
    verbs = Event.objects.filter(subject_reference=str(asked.pk)).values_list(
        "verb", flat=True
    )
    assert {"assessment.requested", "assessment.made"} <= set(verbs)


def test_making_again_after_a_kill_leaves_one_set_of_findings(amar: Person):
    asked = ask(amar)
    services.make_assessment(asked, by=amar, at=NOW)
    Assessment.objects.filter(pk=asked.pk).update(
        state=Assessment.State.MAKING, made_at=None, scope=None
    )

    services.make_assessment(asked, by=amar, at=NOW)
    services.make_assessment(asked, by=amar, at=NOW)  # a draft already: nothing changes

    assert asked.findings.count() == len(
        set(asked.findings.values_list("ref", flat=True))
    )


def test_a_period_that_is_not_held_ends_in_a_sentence(amar: Person):
    asked = ask(amar, to="2010-12")

    tasks.make_assessment.func(asked.pk)

    asked.refresh_from_db()
    assert asked.state == Assessment.State.REFUSED
    assert "the lake holds April 2021 to March 2026" in asked.refusal
    assert Event.objects.filter(verb="assessment.refused").exists()


@pytest.mark.covers("B4", "Z2")
def test_publishing_waits_for_all_seven_headings(amar: Person):
    made = draft(amar)
    for heading in STATUTORY[:-1]:
        services.write_words(made, heading=heading.key, text="Words.", by=amar, at=NOW)

    with pytest.raises(
        Refused, match="1 of the seven statutory headings are empty: \\(g\\)"
    ):
        services.publish_assessment(made, by=amar, at=NOW)
    with pytest.raises(Refused, match="reason"):
        services.waive_heading(made, heading="county", reason=" ", by=amar, at=NOW)
    services.waive_heading(made, heading="county", reason="One tier.", by=amar, at=NOW)
    published = services.publish_assessment(made, by=amar, at=NOW)

    document = queries.document_of(published, on=date(2030, 1, 1))
    assert document.date == NOW.date()  # frozen as signed
    assert "Not needed here: One tier." in [
        b.text for b in blocks_of(document) if isinstance(b, Words)
    ]
    with pytest.raises(Refused, match="published and frozen"):
        services.write_words(published, heading="why", text="New.", by=amar, at=NOW)
    with pytest.raises(Refused, match="only a draft"):
        services.publish_assessment(published, by=amar, at=NOW)


def test_words_are_kept_in_versions(amar: Person):
    made = draft(amar)

    services.write_words(made, heading="why", text="First.", by=amar, at=NOW)
    services.write_words(made, heading="why", text="Second.", by=amar, at=NOW)

    assert queries.newest_words(made)["why"].text == "Second."
    assert list(made.wordings.order_by("version").values_list("text", flat=True)) == [
        "First.",
        "Second.",
    ]
    with pytest.raises(Refused, match="Expected one of"):
        services.write_words(made, heading="weather", text="x", by=amar, at=NOW)


def test_nothing_is_written_before_the_draft_is_there(amar: Person):
    with pytest.raises(Refused, match="being made"):
        services.write_words(ask(amar), heading="why", text="x", by=amar, at=NOW)


@pytest.mark.covers("G5")
def test_a_kept_finding_is_the_same_or_says_what_differs(amar: Person):
    made = draft(amar)
    finding = queries.finding_named(f"A{made.pk}-levels-by-category")
    assert finding is not None

    assert queries.reproduced(finding).same
    finding.result = finding.result.replace('"months":2', '"months":3')
    assert "result.months was 3, is 2." in queries.reproduced(finding).sentence
    assert queries.finding_named("levels-by-category") is None
    assert queries.finding_named("A999999-levels-by-category") is None


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": "refused", "refusal": ""}, "a_refused_assessment_says_why"),
        ({"state": "published"}, "a_published_assessment_is_frozen_and_dated"),
        ({"made_at": NOW}, "a_made_assessment_has_its_scope"),
        ({"period_end": date(2000, 1, 1)}, "an_assessment_period_ends_after_it_starts"),
    ],
)
def test_what_must_never_be_false_is_in_the_database(
    amar: Person, change: dict, name: str
):
    asked = ask(amar)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Assessment.objects.filter(pk=asked.pk).update(**change)


def test_findings_and_words_are_one_of_each(amar: Person):
    made = draft(amar)
    wording = services.write_words(made, heading="why", text="x", by=amar, at=NOW)
    finding = made.findings.order_by("number")[0]

    for copy in (wording, finding):
        copy.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(assessment=made, number=2).update(number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wording.objects.filter(assessment=made).update(is_waiver=True, text="")
