"""The risk register: kept by those who may, reviewed in time, closed with a reason."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.make import make_manager
from tests.make_board import TODAY, make_risk, on_seat, risk_told
from tests.partners.people import NOW, make_person

from goldthread.audit.models import Event
from goldthread.governance import services
from goldthread.governance.models import Risk
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


@pytest.mark.covers("C42")
def test_a_risk_says_cause_event_consequence_and_how_it_stands() -> None:
    risk = make_risk()

    assert str(risk) == "R-001 The youth grant ends in March"
    assert (risk.inherent_score, risk.score, risk.target_score) == (16, 12, 6)
    assert risk.is_above_appetite
    assert Risk.objects.above_appetite().get() == risk
    event = Event.objects.get(verb="risk.added")
    assert event.detail == {"score": 12, "review": "2027-01-22"}


@pytest.mark.covers("G11")
def test_a_risk_whose_review_day_is_past_is_overdue_until_somebody_looked() -> None:
    risk, by = make_risk(review_on=TODAY - timedelta(days=3)), make_manager()
    assert Risk.objects.overdue(TODAY).get() == risk

    review = services.review_risk(
        risk,
        likelihood=2,
        impact=3,
        words="Half of the grant is promised",
        on=TODAY,
        next_on=TODAY + timedelta(days=90),
        by=by,
        at=NOW,
    )

    assert (review.score_before, review.score) == (12, 6)
    assert not Risk.objects.overdue(TODAY).exists()
    assert Risk.objects.get().score == 6


def test_its_owner_reviews_a_risk_and_a_stranger_does_not() -> None:
    owner = make_person("owner@example.org", role="practitioner", name="Tamsin Hale")
    risk = make_risk(owner=owner)
    how = {
        "likelihood": 3,
        "impact": 4,
        "words": "As before",
        "on": TODAY,
        "next_on": TODAY + timedelta(days=30),
        "at": NOW,
    }

    services.review_risk(risk, by=owner, **how)
    with pytest.raises(Refused, match="owned by Tamsin Hale"):
        services.review_risk(risk, by=on_seat("Residents"), **how)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"words": " "}, "what changed"),
        ({"on": TODAY + timedelta(days=1)}, "still to come"),
        ({"next_on": TODAY}, "looked at again after"),
        ({"likelihood": 5}, "no more than there was"),
        ({"impact": 6}, "less than or equal to 5"),
    ],
)
def test_a_review_that_says_too_little_is_refused(
    wrong: dict[str, object], said: str
) -> None:
    how = {
        "likelihood": 3,
        "impact": 4,
        "words": "As before",
        "on": TODAY,
        "next_on": TODAY + timedelta(days=30),
        "by": make_manager(),
        "at": NOW,
    }
    with pytest.raises(Refused, match=said):
        services.review_risk(make_risk(), **how | wrong)


def test_the_register_is_kept_by_leads_chair_and_manager() -> None:
    risk = make_risk()
    with pytest.raises(Refused, match="keep the register"):
        services.change_risk(risk, risk_told(), by=on_seat("Residents"), at=NOW)

    changed = services.change_risk(
        risk, risk_told(title="The grant ends"), by=on_seat("Chair"), at=NOW
    )

    assert changed.title == "The grant ends"


def test_a_closed_risk_stands_still_and_says_why_it_was_closed() -> None:
    risk, by = make_risk(), make_manager()
    with pytest.raises(Refused, match="Say why"):
        services.close_risk(risk, because="", on=TODAY, by=by, at=NOW)
    services.close_risk(risk, because="The grant goes on", on=TODAY, by=by, at=NOW)

    assert not Risk.objects.open().exists()
    for act in (
        lambda: services.close_risk(risk, because="Twice", on=TODAY, by=by, at=NOW),
        lambda: services.change_risk(risk, risk_told(), by=by, at=NOW),
        lambda: services.review_risk(
            risk,
            likelihood=1,
            impact=1,
            words="Well",
            on=TODAY,
            next_on=TODAY + timedelta(1),
            by=by,
            at=NOW,
        ),
    ):
        with pytest.raises(Refused, match="is closed"):
            act()


def test_the_database_itself_keeps_risks_in_bounds() -> None:
    risk = make_risk()
    for wrong in (
        {"residual_impact": 6},
        {"residual_likelihood": 5},
        {"appetite": 0},
        {"cause": ""},
        {"closed_on": TODAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Risk.objects.filter(pk=risk.pk).update(**wrong)
