"""The strategy is written through its forms, each sent once."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.make import (
    TODAY,
    make_body,
    make_finding,
    make_manager,
    make_strategy,
)
from tests.partners.people import NOW, make_agency, make_person
from tests.strategy.sent import send, text

from goldthread.audit.models import Event
from goldthread.strategy import services
from goldthread.strategy.models import Evidence, Strategy

pytestmark = pytest.mark.django_db


def day(name: str, value: date) -> dict[str, str]:
    parts = (("day", value.day), ("month", value.month), ("year", value.year))
    return {f"{name}_{part}": str(number) for part, number in parts}


def test_a_strategy_is_started_on_the_page_with_a_last_day_and_a_current_marking(
    client: Client,
) -> None:
    client.force_login(make_manager())
    form = {
        "title": "Community safety 2026 to 2029",
        "partnership": "Safer Saxonbridge Partnership",
        "marking": "OFFICIAL",
        **day("period_start", date(2026, 4, 1)),
        **day("last_day", date(2029, 3, 31)),
        "once": str(uuid.uuid4()),
    }

    for _ in range(2):  # an impatient second click
        answer = client.post("/strategies/start/", form)

    strategy = Strategy.objects.get()
    assert answer["Location"] == f"/strategies/{strategy.key}/"
    assert strategy.period_end == date(2029, 4, 1)
    assert "Strategies" in text(client.get("/strategies/"))


FORMS: list[tuple[str, dict[str, Any], str]] = [
    ("change/", {"title": "T", "partnership": "P", "marking": "OFFICIAL", "aim": "Safer.",
                 **day("period_start", date(2026, 4, 1)), **day("last_day", date(2028, 3, 31))},
     "strategy.changed"),
    ("add-priority/", {"title": "Build trust", "outcomes": "- One\n- Two", "focus_areas": "Here"},
     "priority.outcomes_written"),
    ("hidden-crimes/", {"names": "Stalking\nHate crime"}, "strategy.hidden_crimes_written"),
    ("add-thread/", {"name": ""}, "thread.added"),
    ("threads/1/", {"name": "Place", "meaning": "Where."}, "thread.named"),
    ("threads/1/in/domestic-abuse/", {"text": "So.", "seen": ""}, "workstream.answers_thread"),
    ("workstreams/domestic-abuse/close/", {"reason": "Over.", **day("on", date(2027, 1, 1))},
     "workstream.closed"),
    ("workstreams/domestic-abuse/remove/", {}, "workstream.removed"),
    ("evidence/1/remove/", {}, "evidence.removed"),
    ("add-plan/", {"title": "City plan", "relation": "above",
                   "address": "https://example.org/plan"}, "linked_plan.added"),
    ("sections/area/place/", {"title": "Our city", "gate": ""}, "section.changed"),
    ("sections/priorities/finish/", {}, "section.finished"),
    ("sections/area/reopen/", {}, "section.reopened"),
    ("sections/area/remove/", {}, "section.removed"),
    ("add-section/", {"title": "Our promise", "gate": ""}, "section.added"),
    ("save-version/", {"note": "For the cabinet", "label": ""}, "strategy.version_saved"),
    ("requirements/resources/waive/", {"reason": "Not yet known."}, "requirement.waived"),
    ("move/consult/", {**day("opens_on", date(2026, 1, 1)), **day("last_day", date(2026, 2, 1)), "answers": "By letter."},
     "strategy.consult"),
    ("move/withdraw/", {"reason": "The county does it."}, "strategy.withdraw"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "form", "verb"), FORMS, ids=[p for p, _, _ in FORMS])
def test_a_form_that_is_sent_twice_does_its_one_act_once(
    amar: Client, strategy: Strategy, page: str, form: dict[str, Any], verb: str
) -> None:
    mark = str(uuid.uuid4())
    before = Event.objects.filter(verb=verb).count()

    for _ in range(2):
        send(amar, strategy, page, once=mark, **form)

    assert Event.objects.filter(verb=verb).count() == before + 1


def test_an_agencys_means_are_written_changed_and_taken_out_on_the_page(
    amar: Client, strategy: Strategy
) -> None:
    agency = make_agency("Saxonshire Police")
    told = {"agency": agency.pk, "kind": "money", "words": "Grant", "year": "2026"}
    refused = send(amar, strategy, "add-resource/", **told)
    assert "Money has an amount" in text(refused)

    send(amar, strategy, "add-resource/", **told, amount_pounds="£12,500")
    one = strategy.resources.get()
    page = text(
        send(amar, strategy, f"resources/{one.pk}/", **told, amount_pounds="13000.50")
    )
    send(amar, strategy, "add-measure/", agency=agency.pk, text="Fewer repeats")
    measure = strategy.success_measures.get()

    assert "£13\u202f000.50" in page
    assert "Money by authority" not in page  # one alone is its own total
    assert one.year_start == date(2026, 4, 1)
    send(amar, strategy, f"resources/{one.pk}/remove/")
    send(amar, strategy, f"measures/{measure.pk}/remove/")
    assert not strategy.resources.exists()
    assert not strategy.success_measures.exists()


@pytest.mark.covers("S7", "S8", "S22")
def test_a_linked_plan_is_checked_on_the_page_and_stands_in_the_matrix(
    amar: Client, strategy: Strategy
) -> None:
    touched = strategy.priorities.get(key="reduce-harm")
    told = {
        "title": "City plan",
        "relation": "above",
        "address": "https://example.org/a",
    }
    send(amar, strategy, "add-plan/", **told, priorities=[touched.pk])
    plan = strategy.linked_plans.get()
    assert "Check it" in text(amar.get(f"/strategies/{strategy.key}/plans/"))

    page = text(send(amar, strategy, f"plans/{plan.pk}/check/", works="no"))

    assert "Broken on" in page
    assert "Touches" in page
    send(amar, strategy, f"plans/{plan.pk}/", **told | {"title": "The city plan"})
    send(amar, strategy, f"plans/{plan.pk}/remove/")
    assert not strategy.linked_plans.exists()


@pytest.mark.covers("S41")
def test_what_became_of_an_old_priority_is_said_on_the_page(
    amar: Client, strategy: Strategy
) -> None:
    after = make_strategy(
        "After", period=(date(2029, 4, 1), date(2032, 4, 1)), follows=strategy
    )
    page = f"/strategies/{after.key}/crosswalk/"
    assert text(amar.get(page)).count("Not said yet") == 2
    old = strategy.priorities.get(key="reduce-harm")

    told = {"kind": "continues", "new": after.priorities.get(key="reduce-harm").pk}
    answer = send(amar, after, f"crosswalk/{old.pk}/", **told)

    assert text(answer).count("Not said yet") == 1
    crossing = after.crosswalk.get()
    send(amar, after, f"crosswalk/{crossing.pk}/remove/")
    assert not after.crosswalk.exists()


@pytest.mark.covers("S42", "S43")
def test_a_finding_is_cited_on_the_page_and_the_priority_leads_to_it(
    amar: Client, strategy: Strategy
) -> None:
    finding = make_finding()
    one = strategy.priorities.get(key="prevent-violence")
    listed = text(amar.get(f"/strategies/{strategy.key}/cite/"))
    form = text(amar.get(f"/strategies/{strategy.key}/cite/{finding.reference}/"))
    assert finding.reference in listed
    assert "Violence rose by a tenth." in form

    told = {"text": "Violence rose.", "kind": "quantitative", "category": "assessment"}
    send(amar, strategy, f"cite/{finding.reference}/", **told, priorities=[one.pk])

    href = reverse("finding", args=[finding.assessment_id, finding.ref])
    page = text(amar.get(f"/strategies/{strategy.key}/priorities/{one.key}/"))
    assert f'href="{href}"' in page
    assert Evidence.objects.filter(finding=finding).count() == 1
    changed = send(
        amar,
        strategy,
        "evidence/2/",
        **told | {"text": "Violence rose by much.", "priorities": [one.pk]},
    )
    assert "Violence rose by much." in text(changed)


def test_an_old_page_shows_what_stands_now_and_the_second_save_builds_on_it(
    amar: Client, strategy: Strategy
) -> None:
    one = strategy.priorities.get(key="reduce-harm")
    page = f"priorities/{one.key}/change/"
    seen = (
        amar.get(f"/strategies/{strategy.key}/{page}").context["form"].initial["seen"]
    )
    services.change_priority(
        one, services.PriorityTold(title="Bea's title"), by=None, at=NOW
    )

    answer = send(amar, strategy, page, title="Amar's title", seen=seen)

    assert answer.status_code == 409
    assert "Bea&#x27;s title" in text(answer)
    assert "Amar&#x27;s title" in text(answer)
    newer = answer.context["form"]["seen"].value()
    send(amar, strategy, page, title="Together", seen=newer)
    one.refresh_from_db()
    assert one.title == "Together"


@pytest.mark.covers("S5")
def test_a_workstream_is_opened_and_changed_on_the_page(
    amar: Client, strategy: Strategy
) -> None:
    one = strategy.priorities.get(key="reduce-harm")
    told = {
        "title": "Cuckooing",
        "priorities": [],
        "primary": one.pk,
        **day("opened_on", date(2026, 4, 1)),
    }
    assert "Choose it stands under" in text(
        send(amar, strategy, "open-workstream/", **told)
    )

    told["priorities"] = [one.pk]
    send(amar, strategy, "open-workstream/", **told)
    answer = send(
        amar,
        strategy,
        "workstreams/cuckooing/change/",
        **told | {"title": "Home takeovers"},
    )

    assert "Home takeovers" in text(answer)
    assert "a single agency works on it" in text(answer)
    past = text(
        amar.get(
            f"/strategies/{strategy.key}/workstreams/?on_day=1&on_month=1&on_year=2026"
        )
    )
    assert "No workstream ran on that day" in past


@pytest.mark.covers("S58", "S24")
def test_a_section_is_written_and_two_versions_are_compared_in_words(
    amar: Client, strategy: Strategy
) -> None:
    for seen, words in enumerate(("We met on Monday.", "We meet on Monday.")):
        send(amar, strategy, "sections/area/", text=words, seen=seen)

    page = text(
        amar.get(f"/strategies/{strategy.key}/sections/area/history/?from=1&to=2")
    )

    assert "1 word added, 1 removed." in page
    assert "<ins" in page
    locked = text(amar.get(f"/strategies/{strategy.key}/sections/summary/"))
    assert "is written after the consultation has closed" in locked
    assert "<textarea" not in locked


def test_two_who_write_a_section_at_once_see_both_versions(
    amar: Client, strategy: Strategy
) -> None:
    bea = make_person("bea@example.org", role="lead", name="Bea Quillfeather")
    area = strategy.sections.get(key="area")
    services.write_section(area, text="Bea's words.", on=TODAY, by=bea, at=NOW)

    answer = send(amar, strategy, "sections/area/", text="Amar's words.", seen=0)

    assert answer.status_code == 409
    for words in ("Bea&#x27;s words.", "Amar&#x27;s words.", "Bea Quillfeather"):
        assert words in text(answer)
    send(amar, strategy, "sections/area/", text="Both words.", seen=1)
    area.refresh_from_db()
    assert (area.text, area.version) == ("Both words.", 2)


@pytest.mark.covers("S4")
def test_a_chair_signs_the_foreword_on_the_page(
    client: Client, strategy: Strategy
) -> None:
    foreword = strategy.sections.get(key="foreword")
    services.write_section(foreword, text="Dear all.", on=TODAY, by=None, at=NOW)
    client.force_login(
        make_person("chair@example.org", role="chair", name="Odette Farrow")
    )

    told = {"name": "Odette Farrow", "role": "Chair", "seen": "1", **day("on", TODAY)}
    send(client, strategy, "sections/foreword/sign/", **told)

    foreword.refresh_from_db()
    assert foreword.signed_name == "Odette Farrow"


@pytest.mark.covers("S48", "Z9")
def test_boards_are_named_and_their_decisions_recorded_on_the_page(
    client: Client,
) -> None:
    strategy = make_strategy()
    client.force_login(make_manager())
    third = make_body("Health and Wellbeing Together")
    page = text(send(client, strategy, "name-board/", body=third.pk, workstream=""))
    assert "3 of 3 to go" in page
    dropped = strategy.approvals.get(body=third)
    send(client, strategy, f"approvals/{dropped.pk}/drop/")
    services.waive_requirement(
        strategy, requirement="engagement", reason="Done.", on=TODAY, by=None, at=NOW
    )
    send(client, strategy, "move/propose/")

    one, other = strategy.approvals.order_by("pk")
    refused = send(
        client,
        strategy,
        f"approvals/{one.pk}/",
        decision="refused",
        **day("decided_on", timezone.localdate()),
    )
    assert "Say why" in text(refused)
    for each in (one, other):
        told = {"decision": "agreed", **day("decided_on", timezone.localdate())}
        page = text(send(client, strategy, f"approvals/{each.pk}/", **told))

    strategy.refresh_from_db()
    assert strategy.state == "agreed"
    assert "Every named body has agreed." in page
    assert "Amar Tolliver, on its behalf" in page
