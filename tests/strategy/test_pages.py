"""Every page and every form of a strategy, sent as a browser sends it."""

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
    make_public,
    make_strategy,
)
from tests.partners.people import NOW, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.partners.models import Person
from goldthread.strategy import services
from goldthread.strategy.models import Evidence, Strategy

pytestmark = pytest.mark.django_db

PAGES = (
    "",
    "change/",
    "priorities/",
    "priorities/prevent-violence/",
    "priorities/prevent-violence/change/",
    "priorities/prevent-violence/remove/",
    "order/priorities/",
    "order/sections/",
    "add-priority/",
    "hidden-crimes/",
    "workstreams/",
    "workstreams/domestic-abuse/",
    "workstreams/domestic-abuse/change/",
    "workstreams/domestic-abuse/close/",
    "workstreams/domestic-abuse/remove/",
    "open-workstream/",
    "matrix/",
    "threads/",
    "threads/1/",
    "threads/1/remove/",
    "threads/1/in/domestic-abuse/",
    "add-thread/",
    "evidence/",
    "evidence/1/",
    "evidence/1/remove/",
    "add-evidence/",
    "cite/",
    "means/",
    "add-resource/",
    "add-measure/",
    "plans/",
    "add-plan/",
    "crosswalk/",
    "sections/",
    "sections/foreword/",
    "sections/summary/",
    "sections/area/history/",
    "sections/partnership/place/",
    "sections/foreword/sign/",
    "sections/area/finish/",
    "sections/area/reopen/",
    "sections/area/remove/",
    "add-section/",
    "reading/",
    "versions/",
    "save-version/",
    "approvals/",
    "name-board/",
    "requirements/",
    "requirements/steps/waive/",
    "move/consult/",
    "move/end/",
    "move/cancel/",
    "move/revise/",
    "move/propose/",
    "move/enforce/",
    "move/delay/",
    "move/close/",
    "move/reopen/",
    "move/withdraw/",
    "publish/",
    "take-back/",
    "public/",
    "on-a-page/",
)


@pytest.fixture
def strategy() -> Strategy:
    """A draft with a thread and a piece of evidence."""
    made = make_strategy()
    _more(made)
    return made


def _more(strategy: Strategy) -> None:
    by = make_manager()
    services.add_thread(strategy, name="Early help", by=by, at=NOW)
    services.add_evidence(
        strategy,
        services.EvidenceTold(
            text="Residents named knives.",
            kind="qualitative",
            category="concerns",
            source="Six meetings",
            strength="fair",
            priorities=list(strategy.priorities.all()),
        ),
        by=by,
        at=NOW,
    )


@pytest.fixture
def amar(client: Client, strategy: Strategy) -> Client:
    """The partnership manager, signed in."""
    client.force_login(make_manager())
    return client


def send(client: Client, strategy: Strategy, page: str, **what: Any) -> Any:
    """Send a form with a mark of its own; the answer after the redirect."""
    told = {"once": str(uuid.uuid4())} | what
    return client.post(f"/strategies/{strategy.key}/{page}", told, follow=True)


def day(name: str, value: date) -> dict[str, str]:
    parts = (("day", value.day), ("month", value.month), ("year", value.year))
    return {f"{name}_{part}": str(number) for part, number in parts}


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_draft_opens_and_carries_its_marking(
    amar: Client, strategy: Strategy, page: str
) -> None:
    answer = amar.get(f"/strategies/{strategy.key}/{page}")

    assert answer.status_code == 200
    assert "OFFICIAL" in text(answer)


@pytest.mark.slow
@pytest.mark.parametrize("state", ["proposed", "in_force", "closed"])
def test_every_page_opens_in_every_state(client: Client, state: str) -> None:
    strategy = make_strategy(state=state)
    client.force_login(make_manager())
    pages = [p for p in PAGES if "threads/1" not in p and "evidence/1" not in p]

    answers = {
        p: client.get(f"/strategies/{strategy.key}/{p}").status_code for p in pages
    }

    assert {page: code for page, code in answers.items() if code != 200} == {}


def test_no_page_exists_for_what_is_not_there(amar: Client, strategy: Strategy) -> None:
    pages = (
        "priorities/none/",
        "workstreams/none/",
        "threads/9/",
        "evidence/99/",
        "cite/A0-none/",
        "sections/none/",
        "move/agree/",
        "requirements/tax/waive/",
        "files/xlsx/",
        "resources/1/",
    )
    for page in pages:
        assert amar.get(f"/strategies/{strategy.key}/{page}").status_code == 404, page
    assert amar.get("/strategies/none/").status_code == 404


def test_the_overview_answers_first_what_is_still_missing(
    amar: Client, strategy: Strategy
) -> None:
    page = text(amar.get(f"/strategies/{strategy.key}/"))

    main = page.split("<main")[1]
    assert "What is still missing" in main.split("<h2")[1]
    assert main.index("People were not asked yet") < main.index("Whose it is")
    assert f'href="/strategies/{strategy.key}/move/consult/"' in main


@pytest.mark.covers("S48")
def test_the_overview_of_a_proposed_strategy_names_the_boards_that_have_not_decided(
    client: Client,
) -> None:
    strategy = make_strategy(state="proposed")
    client.force_login(make_manager())

    page = text(client.get(f"/strategies/{strategy.key}/"))

    assert "Safeguarding Together has not decided yet." in page
    assert "Blocks the agreement" in page


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


@pytest.mark.covers("B2", "B5", "Z2")
def test_the_requirements_page_says_what_is_missing_and_leads_to_what_mends_it(
    amar: Client, strategy: Strategy
) -> None:
    page = text(amar.get(f"/strategies/{strategy.key}/requirements/"))

    assert "No priority answers to “reoffending”" in page
    assert f'href="/strategies/{strategy.key}/means/"' in page
    send(amar, strategy, "requirements/resources/waive/", reason="Not known yet.")
    page = text(amar.get(f"/strategies/{strategy.key}/requirements/"))
    assert "Not known yet." in page
    send(amar, strategy, "requirements/resources/ask-again/")
    assert not strategy.waivers.exists()


@pytest.mark.covers("S52")
def test_the_matrix_shows_each_link_and_counts_each_workstream_once(
    amar: Client, strategy: Strategy
) -> None:
    page = text(amar.get(f"/strategies/{strategy.key}/matrix/"))

    assert page.count("Main</span>") == 3
    assert page.count("Also</span>") == 2
    assert "3 workstreams in all" in page


@pytest.mark.covers("Z11")
def test_the_reading_page_marks_a_slip_and_leads_to_it(
    amar: Client, strategy: Strategy
) -> None:
    area = strategy.sections.get(key="area")
    words = "Innovative approaches are taken to reduce the risk of"
    services.write_section(area, text=words, on=TODAY, by=None, at=NOW)

    page = text(amar.get(f"/strategies/{strategy.key}/reading/"))

    assert "to reduce the risk of" in page
    assert f'href="/strategies/{strategy.key}/sections/area/"' in page
    assert "which the text never uses" not in page


def someone(role: str) -> Person:
    return make_person(f"{role}@example.org", role=role, name=role.title())


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        ("resident", "", 200),
        ("resident", "add-priority/", 403),
        ("board", "move/propose/", 403),
        ("lead", "add-priority/", 200),
        ("lead", "move/propose/", 403),
        ("analyst", "requirements/resources/waive/", 403),
        ("agency_admin", "", 403),
    ],
)
def test_a_role_sends_what_the_file_of_roles_says(
    client: Client, strategy: Strategy, role: str, page: str, status: int
) -> None:
    client.force_login(someone(role))

    if page:
        answer = send(client, strategy, page)
    else:
        answer = client.get(f"/strategies/{strategy.key}/")

    assert answer.status_code == status


def test_who_may_look_and_not_send_reads_why_and_sees_no_button(
    client: Client, strategy: Strategy
) -> None:
    client.force_login(someone("practitioner"))

    page = text(
        client.get(f"/strategies/{strategy.key}/priorities/reduce-harm/change/")
    )

    assert "You may read this. To change it is for:" in page
    assert "Save</button>" not in page
    assert "Add a priority" not in text(
        client.get(f"/strategies/{strategy.key}/priorities/")
    )


def test_a_draft_asks_strangers_to_sign_in_and_stays_closed_to_those_without_the_right(
    client: Client, strategy: Strategy
) -> None:
    for page in ("public/", "on-a-page/", "files/pdf/", ""):
        answer = client.get(f"/strategies/{strategy.key}/{page}")
        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]
    client.force_login(someone("agency_admin"))
    assert (
        client.get(f"/strategies/{strategy.key}/public/", follow=True).status_code
        == 403
    )
    assert Client().get("/strategy/").status_code == 404


@pytest.mark.covers("S118", "S25")
def test_a_published_strategy_opens_for_anybody_with_its_thread(client: Client) -> None:
    strategy = make_public()

    front = client.get("/strategy/", follow=True)

    page = text(front)
    assert front.status_code == 200
    assert "The gold thread" in page
    assert "Sooner, nearer, together" in page
    for words in (
        "Violence rose by a tenth.",
        "Prevent violence",
        "Fewer young people hurt",
    ):
        assert words in page
    assert "how we know" in page
    assert client.get(f"/strategies/{strategy.key}/on-a-page/").status_code == 200
    assert client.get(f"/strategies/{strategy.key}/").status_code == 302


@pytest.mark.covers("S58")
def test_what_was_written_since_the_last_version_is_compared_with_it(
    amar: Client, strategy: Strategy
) -> None:
    area = strategy.sections.get(key="area")
    services.write_section(area, text="A city of rivers.", on=TODAY, by=None, at=NOW)
    kept = services.save_version(strategy, by=None, at=NOW)
    assert "with changes since" not in text(amar.get(f"/strategies/{strategy.key}/"))
    services.write_section(
        area, text="A city of two rivers.", on=TODAY, by=None, at=NOW
    )

    front = text(amar.get(f"/strategies/{strategy.key}/"))
    page = text(amar.get(f"/strategies/{strategy.key}/versions/"))

    assert f"{kept.label}, with changes since" in front
    assert f"From {kept.label} to as it stands now: 1 word added." in page
    newest = services.save_version(strategy, by=None, at=NOW)
    assert "\nversion: 0.2\n" in newest.text  # the text carries its own number


def test_hostile_words_are_shown_as_words(amar: Client, strategy: Strategy) -> None:
    hostile = "<script>alert(1)</script> {{ 7|add:7 }} ${7*7}"
    area = strategy.sections.get(key="area")
    services.write_section(area, text=hostile, on=TODAY, by=None, at=NOW)
    services.save_version(strategy, by=None, at=NOW)
    services.write_section(area, text=f"{hostile} more", on=TODAY, by=None, at=NOW)
    services.save_version(strategy, by=None, at=NOW)

    for page in (
        "public/",
        "versions/",
        "sections/area/",
        "sections/area/history/",
        "reading/",
    ):
        assert "<script>alert" not in text(
            amar.get(f"/strategies/{strategy.key}/{page}")
        )
    for words in ("\u202eevil", "a\x00b", "x" * 40_001):
        answer = send(amar, strategy, "sections/area/", text=words, seen=2)
        assert answer.status_code == 200
        area.refresh_from_db()
        assert area.version == 2
