"""What stands beside the words that somebody is about to settle: faults, gaps, what is needed."""

import uuid
from typing import Any

import pytest
from django.test import Client
from tests.make import (
    TODAY,
    make_finding,
    make_manager,
    make_priority,
    make_strategy,
)
from tests.partners.people import NOW, make_installation, make_person

from goldthread.audit.models import Event
from goldthread.strategy import services
from goldthread.strategy.file.plainly import in_words
from goldthread.strategy.file.telling import dump
from goldthread.strategy.models import Strategy

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"by": None, "at": NOW}


@pytest.fixture
def amar(client: Client) -> Client:
    make_installation()
    client.force_login(make_manager())
    return client


@pytest.fixture
def strategy() -> Strategy:
    return make_strategy()


def shown(client: Client, strategy: Strategy, page: str) -> str:
    return client.get(f"/strategies/{strategy.key}/{page}").content.decode()


def send(client: Client, strategy: Strategy, page: str, **told: Any) -> str:
    told.setdefault("once", str(uuid.uuid4()))
    answer = client.post(f"/strategies/{strategy.key}/{page}", told, follow=True)
    return answer.content.decode()


def write(strategy: Strategy, key: str, text: str) -> None:
    services.write_section(strategy.sections.get(key=key), text=text, on=TODAY, **BY)


def cite(strategy: Strategy, key: str) -> None:
    rests = [strategy.priorities.get(key=key)]
    told = services.EvidenceTold(
        "It rose.", "quantitative", "trends", rests, "A table", "strong"
    )
    services.add_evidence(strategy, told, **BY)


@pytest.mark.covers("Z11")
@pytest.mark.parametrize(
    ("page", "key"),
    [("sections/area/finish/", "area"), ("sections/foreword/sign/", "foreword")],
)
def test_who_calls_a_section_final_is_shown_what_a_careful_reader_would_mark(
    amar: Client, strategy: Strategy, page: str, key: str
) -> None:
    write(strategy, key, "We meet every month and")
    marked = shown(amar, strategy, page)
    assert "A careful reader would mark 1 thing" in marked

    write(strategy, key, "We meet every month.")
    assert "A careful reader" not in shown(amar, strategy, page)


@pytest.mark.covers("Z11")
def test_a_section_with_a_fault_is_mended_first_or_finished_anyway(
    amar: Client, strategy: Strategy
) -> None:
    write(strategy, "area", "We meet every month and")
    home = f"/strategies/{strategy.key}/sections/area/"

    page = shown(amar, strategy, "sections/area/finish/")
    assert "Finish it anyway</button>" in page
    assert f'href="{home}">Mend it first' in page
    done = send(amar, strategy, "sections/area/finish/")

    assert "“Our area on a page” is finished." in done
    assert strategy.sections.get(key="area").is_finished


def test_what_is_done_to_a_section_is_said_by_its_name(
    amar: Client, strategy: Strategy
) -> None:
    services.finish_section(strategy.sections.get(key="priorities"), on=TODAY, **BY)

    assert "is open again" in send(amar, strategy, "sections/priorities/reopen/")
    assert "is out of the contents" in send(amar, strategy, "sections/area/remove/")


@pytest.mark.covers("S42", "S43")
def test_a_finding_is_chosen_by_what_it_shows_and_marked_once_it_is_cited(
    amar: Client, strategy: Strategy
) -> None:
    finding = make_finding()
    page = shown(amar, strategy, "cite/")
    assert finding.heading in page
    assert f"Finding {finding.reference} · " in page
    assert "Cited already" not in page
    form = shown(amar, strategy, f"cite/{finding.reference}/")
    assert f"Finding {finding.reference} shows: " in form

    one = strategy.priorities.get(key="reduce-harm")
    told = {"text": "Violence rose.", "kind": "quantitative", "category": "assessment"}
    send(amar, strategy, f"cite/{finding.reference}/", **told, priorities=[one.pk])

    assert "Cited already" in shown(amar, strategy, "cite/")


def test_a_reader_sees_the_findings_and_is_not_asked_to_cite(
    client: Client, strategy: Strategy
) -> None:
    make_finding()
    client.force_login(make_person("board@example.org", role="board"))

    page = shown(client, strategy, "cite/")

    assert "How it is known" in page
    assert "Cite this" not in page


@pytest.mark.covers("S42")
def test_evidence_says_which_priority_rests_on_it_once_there_is_one(
    amar: Client, strategy: Strategy
) -> None:
    told = {
        "text": "It rose.",
        "kind": "quantitative",
        "category": "trends",
        "source": "A table",
        "strength": "strong",
    }
    before = strategy.evidence.count()
    refused = send(amar, strategy, "add-evidence/", **told)
    assert "Tick at least one priority" in refused
    assert strategy.evidence.count() == before

    mark, one = str(uuid.uuid4()), strategy.priorities.get(key="reduce-harm")
    for _ in range(2):  # an impatient second click
        send(amar, strategy, "add-evidence/", priorities=[one.pk], once=mark, **told)
    assert Event.objects.filter(verb="evidence.added").count() == before + 1

    bare = services.start_strategy(
        services.StrategyTold(
            "Bare", "SSP", strategy.period_start, strategy.period_end
        ),
        **BY,
    )
    send(amar, bare, "add-evidence/", **told)
    assert bare.evidence.count() == 1  # gathered for priorities still to come


@pytest.mark.covers("S42", "S43", "S44")
def test_the_evidence_page_begins_with_one_line_a_priority(
    amar: Client, strategy: Strategy
) -> None:
    make_priority(strategy, "Build trust", heads=["crime"])
    cite(strategy, "reduce-harm")

    page = shown(amar, strategy, "evidence/")
    grid = page[page.index("What each priority rests on") :].partition("</table>")[0]

    assert grid.count("<tr") == 1 + 3
    assert "1 cited" in grid
    line = grid[grid.index("Build trust") :].partition("</tr>")[0]
    assert line.count("Missing") == 2 + 4 + 1


def test_a_priority_with_only_a_name_says_what_it_lacks(
    amar: Client, strategy: Strategy
) -> None:
    assert "Its name is needed" in shown(amar, strategy, "add-priority/")
    services.add_priority(strategy, services.PriorityTold("Build trust"), **BY)

    page = shown(amar, strategy, "priorities/build-trust/")

    assert "It does not say what it means." in page
    assert "It does not say what people would see." in page


def test_what_a_section_waits_for_is_said_in_plain_words(
    amar: Client, strategy: Strategy
) -> None:
    page = shown(amar, strategy, "sections/summary/place/")

    for words in ("Nothing", "After the consultation", "Must be signed"):
        assert f">{words}</option>" in page


@pytest.mark.covers("S58")
def test_versions_are_compared_without_the_keys_and_codes_of_the_file(
    amar: Client, strategy: Strategy
) -> None:
    services.save_version(strategy, **BY)
    write(strategy, "area", "Our words.")

    page = shown(amar, strategy, "versions/")

    assert "Waits for: Must be signed" in page
    assert "gate: signed" not in page
    assert "key: area" not in page
    assert "Drafts count up behind the point" in page
    one = shown(amar, strategy, "sections/area/history/")
    assert "Each save of this section is the next number" in one
    assert "Drafts count up" not in one


def test_a_kept_text_in_words_names_priorities_days_and_waivers(
    strategy: Strategy,
) -> None:
    cite(strategy, "reduce-harm")
    services.waive_requirement(
        strategy, requirement="resources", reason="Not yet known.", on=TODAY, **BY
    )

    said = in_words(dump(strategy))

    assert "From: 1 April 2026" in said
    assert "Priorities: Reduce harm" in said
    assert "Waived: How the authorities allocate and deploy resources" in said
    assert "Kind: Figures" in said
    assert "#" not in said


def test_a_page_that_is_not_there_is_not_talked_about(
    amar: Client, strategy: Strategy
) -> None:
    assert "Say something about this" in shown(amar, strategy, "")

    answer = amar.get("/strategies/never-was/")

    assert answer.status_code == 404
    assert "Say something about this" not in answer.content.decode()


@pytest.mark.parametrize(
    ("key", "leads"),
    [
        ("partnership", "/partnership/"),
        ("area", "/assessments/"),
        ("reflections", "/strategies/{}/crosswalk/"),
        ("choosing", "/strategies/{}/evidence/"),
        ("priorities", "/strategies/{}/workstreams/"),
    ],
)
def test_a_gap_leads_to_where_its_words_are_found_and_words_do_not(
    amar: Client, strategy: Strategy, key: str, leads: str
) -> None:
    def links() -> str:
        page = shown(amar, strategy, f"sections/{key}/")
        return page[page.index("Every version") - 600 : page.index("Every version")]

    write(strategy, key, "Gap: what is known of it.")
    assert f'href="{leads.format(strategy.key)}"' in links()

    write(strategy, key, "What is known of it.")
    assert f'href="{leads.format(strategy.key)}"' not in links()
