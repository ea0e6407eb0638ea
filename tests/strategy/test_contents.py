"""What a strategy holds: priorities, workstreams, threads, evidence, means, links."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.make import (
    BEGINS,
    ENDS,
    TODAY,
    make_finding,
    make_manager,
    make_priority,
    make_strategy,
    make_workstream,
)
from tests.partners.people import NOW, make_agency

from goldthread.audit.models import Event
from goldthread.notes.editing import Overtaken
from goldthread.partners.rules import Refused
from goldthread.strategy import queries, requirements, services
from goldthread.strategy.models import (
    Crosswalk,
    Evidence,
    LinkedPlan,
    Priority,
    Resource,
    Strategy,
    ThreadStatement,
    Workstream,
    WorkstreamPriority,
)
from goldthread.strategy.services import (
    EvidenceTold,
    PlanTold,
    PriorityTold,
    ResourceTold,
    WorkstreamTold,
)
from goldthread.strategy.unchanged import fingerprint

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"by": None, "at": NOW}


@pytest.fixture
def strategy() -> Strategy:
    """A draft with two priorities and three workstreams."""
    return make_strategy()


@pytest.fixture
def other() -> Strategy:
    """Another draft beside it."""
    return make_strategy("Another", period=(ENDS, ENDS.replace(year=2032)))


def first(strategy: Strategy) -> Priority:
    return strategy.priorities.order_by("number")[0]


# ---------------------------------------------------------------- priorities


def test_a_priority_has_its_place_its_heads_and_a_name_of_its_own(
    strategy: Strategy,
) -> None:
    told = PriorityTold(title="Reduce harm", heads=["reoffending", "crime"])

    made = services.add_priority(strategy, told, **BY)

    assert (made.number, made.key) == (3, "reduce-harm-2")
    assert made.heads == ["crime", "reoffending"]
    with pytest.raises(Refused, match="heads of the law"):
        services.add_priority(strategy, PriorityTold(title="X", heads=["tax"]), **BY)


def test_a_priority_under_which_work_stands_is_not_taken_out(
    strategy: Strategy,
) -> None:
    with pytest.raises(Refused, match="stands on it"):
        services.remove_priority(first(strategy), **BY)

    lone = make_priority(strategy, "Lone", heads=[])
    services.remove_priority(lone, **BY)

    assert not Priority.objects.filter(pk=lone.pk).exists()
    assert Event.objects.filter(verb="priority.removed").count() == 1


def test_priorities_are_put_into_an_order_that_names_each_once(
    strategy: Strategy,
) -> None:
    services.order_priorities(strategy, ["reduce-harm", "prevent-violence"], **BY)

    keys = strategy.priorities.order_by("number").values_list("key", flat=True)
    assert list(keys) == ["reduce-harm", "prevent-violence"]
    with pytest.raises(Refused, match="names everything once"):
        services.order_priorities(strategy, ["reduce-harm"], **BY)


def test_an_old_page_does_not_overwrite_a_newer_priority(strategy: Strategy) -> None:
    one = first(strategy)
    seen = fingerprint(one)
    services.write_outcomes(one, ["Another outcome"], **BY)

    with pytest.raises(Overtaken):
        services.change_whole_priority(
            one,
            PriorityTold(title="Mine"),
            outcomes=[],
            focus_areas=[],
            seen=seen,
            **BY,
        )

    one.refresh_from_db()
    assert one.title == "Prevent violence"


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=20)
@given(
    before=st.lists(st.sampled_from("abcde"), unique=True, max_size=5),
    after=st.lists(st.sampled_from("abcdefg"), unique=True, max_size=6),
)
def test_a_line_that_stays_word_for_word_stays_the_same_outcome(
    before: list[str], after: list[str]
) -> None:
    with transaction.atomic():
        one = first(make_strategy())
        services.write_outcomes(one, before, **BY)
        was = {row.text: row.pk for row in one.outcomes.all()}
        services.write_outcomes(one, after, **BY)
        rows = list(one.outcomes.order_by("number"))
        transaction.set_rollback(True)

    assert [row.text for row in rows] == after
    assert [row.number for row in rows] == list(range(1, len(after) + 1))
    for row in rows:
        assert row.text not in was or was[row.text] == row.pk


@pytest.mark.covers("Z7")
def test_hidden_crimes_are_named_once_and_keep_their_order(strategy: Strategy) -> None:
    services.write_hidden_crimes(strategy, ["Stalking", "Hate crime", "Stalking"], **BY)
    services.write_hidden_crimes(strategy, ["Hate crime", "Stalking", ""], **BY)

    names = strategy.hidden_crimes.order_by("number").values_list("name", flat=True)
    assert list(names) == ["Hate crime", "Stalking"]


# ---------------------------------------------------------------- workstreams


@pytest.mark.covers("S53", "Z6")
@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=15)
@given(
    st.lists(
        st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True), max_size=6
    )
)
def test_the_sum_over_priorities_is_the_distinct_total(links: list[list[int]]) -> None:
    with transaction.atomic():
        strategy = make_strategy()
        for title in ("Third", "Fourth"):
            make_priority(strategy, title, heads=[])
        known = list(strategy.priorities.order_by("number"))
        for number, under in enumerate(links):
            make_workstream(strategy, f"Work {number}", [known[n] for n in under])
        totals = queries.totals_of(strategy, BEGINS)
        distinct = Workstream.objects.filter(strategy=strategy).count()
        transaction.set_rollback(True)

    assert sum(totals.by_primary.values()) == distinct == totals.together
    assert sum(totals.touching.values()) >= distinct


def test_a_workstream_stands_under_priorities_of_its_own_strategy_one_of_them_primary(
    strategy: Strategy, other: Strategy
) -> None:
    mine, theirs = first(strategy), first(other)
    wrong: list[tuple[list[Priority], Priority | None, str]] = [
        ([], None, "under at least one priority"),
        ([mine], None, "one of them is its main one"),
        ([mine], theirs, "is not among them"),
        ([theirs], theirs, "of another strategy"),
    ]

    for under, primary, said in wrong:
        told = WorkstreamTold("New", under, primary, BEGINS)
        with pytest.raises(Refused, match=said):
            services.open_workstream(strategy, told, **BY)

    with pytest.raises(IntegrityError, match=r"primary|UNIQUE"), transaction.atomic():
        WorkstreamPriority.objects.filter(workstream__strategy=strategy).update(
            is_primary=True
        )


@pytest.mark.covers("S9")
def test_workstreams_open_and_close_inside_the_term_and_any_past_day_shows_them() -> (
    None
):
    strategy = make_strategy(state="in_force")
    later = make_workstream(
        strategy, "Cuckooing", [first(strategy)], opened_on=date(2027, 1, 1)
    )
    knives = strategy.workstreams.get(key="young-people-and-knives")

    with pytest.raises(Refused, match="closed with a reason"):
        services.close_workstream(knives, on=date(2027, 6, 1), reason=" ", **BY)
    with pytest.raises(Refused, match="It opened on"):
        services.close_workstream(knives, on=date(2025, 6, 1), reason="Over.", **BY)
    services.close_workstream(
        knives, on=date(2027, 6, 1), reason="The hospital team goes on.", **BY
    )
    with pytest.raises(Refused, match="was closed on 1 June 2027"):
        services.close_workstream(knives, on=date(2027, 7, 1), reason="Again.", **BY)
    with pytest.raises(Refused, match="opens inside the term"):
        make_workstream(strategy, "Too late", [first(strategy)], opened_on=ENDS)

    def on(day: date) -> set[str]:
        return {w.key for w in queries.workstreams_on(strategy, day)}

    start = {"young-people-and-knives", "domestic-abuse", "night-time-economy"}
    assert on(date(2026, 12, 31)) == start
    assert on(date(2027, 5, 31)) == start | {later.key}
    assert on(date(2027, 6, 1)) == (start | {later.key}) - {knives.key}
    assert on(date(2026, 3, 31)) == set()


def test_closing_whole_or_not_at_all_is_held_by_the_database(
    strategy: Strategy,
) -> None:
    name = "a_workstream_closes_with_a_reason_and_not_before_it_opens"
    for values in ({"closed_on": TODAY}, {"close_reason": "So."}):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            strategy.workstreams.update(**values)


def test_a_workstream_is_changed_whole_and_taken_out_only_of_a_draft(
    strategy: Strategy,
) -> None:
    one = strategy.workstreams.get(key="night-time-economy")
    priorities = list(strategy.priorities.order_by("number"))
    told = WorkstreamTold(
        title="The night",
        priorities=priorities,
        primary=priorities[1],
        opened_on=BEGINS,
        support_agencies=[make_agency("Pubs Together")],
    )
    seen = fingerprint(one)

    services.change_workstream(one, told, seen=seen, **BY)
    with pytest.raises(Overtaken):
        services.change_workstream(one, told, seen=seen, **BY)

    assert one.links.get(is_primary=True).priority == priorities[1]
    assert [str(a) for a in one.support_agencies.all()] == ["Pubs Together"]
    services.remove_workstream(one, **BY)
    running = make_strategy(
        "B", state="in_force", period=(ENDS, ENDS.replace(year=2032))
    )
    with pytest.raises(Refused, match="its text stands"):
        services.remove_workstream(running.workstreams.first(), **BY)


# ---------------------------------------------------------------- threads


@pytest.mark.covers("Z10", "S0.5")
def test_a_thread_may_stand_without_a_name_until_the_board_names_it(
    strategy: Strategy,
) -> None:
    thread = services.add_thread(strategy, **BY)
    assert str(thread) == "Thread 1, not named yet"

    named = services.name_thread(thread, name="Early help", meaning="Sooner.", **BY)

    assert str(named) == "Early help"
    services.remove_thread(thread, **BY)
    assert not strategy.threads.exists()


@pytest.mark.covers("S56")
def test_the_grid_knows_every_blank_and_a_statement_fills_or_empties_one(
    strategy: Strategy, other: Strategy
) -> None:
    thread = services.add_thread(strategy, name="Early help", **BY)
    one = strategy.workstreams.get(key="domestic-abuse")
    by = make_manager()

    def blanks() -> set[str]:
        return {w.key for w, _ in queries.whole(strategy, on=TODAY).blanks()}

    assert len(blanks()) == 3
    services.write_statement(thread, one, text="Health visitors ask.", by=by, at=NOW)
    assert one.key not in blanks()
    with pytest.raises(Overtaken):
        services.write_statement(thread, one, text="Mine.", seen="", by=by, at=NOW)
    services.write_statement(thread, one, text=" ", by=by, at=NOW)
    assert one.key in blanks()
    with pytest.raises(Refused, match="thread of another strategy"):
        services.write_statement(
            thread, other.workstreams.first(), text="So.", by=by, at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ThreadStatement.objects.create(
            thread=thread, workstream=one, text="", written_at=NOW
        )


# ---------------------------------------------------------------- evidence


@pytest.mark.covers("S42")
def test_evidence_typed_by_hand_has_a_source_and_a_strength(strategy: Strategy) -> None:
    told = {
        "text": "Residents named knives.",
        "kind": "qualitative",
        "category": "concerns",
    }

    for lacking in ({}, {"source": "Six meetings"}, {"strength": "fair"}):
        with pytest.raises(Refused, match="has a source and a strength"):
            services.add_evidence(strategy, EvidenceTold(**(told | lacking)), **BY)
    with (
        pytest.raises(IntegrityError, match="source_and_a_strength"),
        transaction.atomic(),
    ):
        Evidence.objects.create(strategy=strategy, number=9, added_at=NOW, **told)

    made = services.add_evidence(
        strategy,
        EvidenceTold(
            **told, source="Six meetings", strength="fair", priorities=[first(strategy)]
        ),
        by=make_manager(),
        at=NOW,
    )
    assert made.added_by == make_manager()
    assert made.number == 1


def test_only_a_published_finding_is_cited(strategy: Strategy) -> None:
    told = EvidenceTold(
        text="Violence rose.", kind="quantitative", category="assessment"
    )

    with pytest.raises(Refused, match="Publish the assessment first"):
        services.cite_finding(strategy, make_finding(published=False), told, **BY)
    cited = services.cite_finding(strategy, make_finding(), told, **BY)

    assert cited.finding is not None
    event = Event.objects.get(verb="evidence.added")
    assert event.detail["after"]["finding"] == cited.finding.reference


@pytest.mark.covers("S42", "S43", "S44")
def test_a_priority_says_which_kind_and_which_category_of_evidence_it_lacks(
    strategy: Strategy,
) -> None:
    one = first(strategy)

    def gaps() -> tuple[str, ...]:
        return requirements.gaps_of(queries.whole(strategy, on=TODAY), one)

    assert len(gaps()) == 2 + 4 + 1
    for category, kind in (
        ("assessment", "quantitative"),
        ("crime_data", "quantitative"),
        ("trends", "quantitative"),
    ):
        told = EvidenceTold("It rose.", kind, category, [one], "A table", "strong")
        services.add_evidence(strategy, told, **BY)
    assert gaps() == (
        "No evidence of the kind “what people say and see”.",
        "Nothing from community concerns.",
        "It is not said why the board chose it on this evidence.",
    )
    services.add_evidence(
        strategy,
        EvidenceTold(
            "They fear it.", "qualitative", "concerns", [one], "Survey", "fair"
        ),
        **BY,
    )
    services.change_priority(
        one, PriorityTold(title=one.title, choice="It weighed most."), **BY
    )
    one.refresh_from_db()
    assert gaps() == ()


def test_evidence_is_changed_and_taken_out_and_never_cited_by_a_strange_priority(
    strategy: Strategy, other: Strategy
) -> None:
    told = EvidenceTold("It rose.", "quantitative", "trends", [], "A table", "strong")
    made = services.add_evidence(strategy, told, **BY)

    changed = services.change_evidence(
        made,
        EvidenceTold(
            "It fell.", "quantitative", "trends", [first(strategy)], "A table", "weak"
        ),
        seen=fingerprint(made),
        **BY,
    )
    assert (changed.text, changed.strength) == ("It fell.", "weak")
    with pytest.raises(Refused, match="another strategy"):
        services.change_evidence(
            made,
            EvidenceTold("X", "quantitative", "trends", [first(other)], "A", "weak"),
            **BY,
        )
    services.remove_evidence(made, **BY)
    assert not strategy.evidence.exists()


# ---------------------------------------------------------------- means


@pytest.mark.covers("B5")
def test_what_an_authority_allocates_is_written_down_with_its_amount(
    strategy: Strategy, other: Strategy
) -> None:
    police = make_agency("Saxonshire Police")
    with pytest.raises(Refused, match="Money has an amount"):
        services.add_resource(strategy, ResourceTold(police, "money", "Grant"), **BY)
    with pytest.raises(Refused, match="another strategy"):
        services.add_resource(
            strategy, ResourceTold(police, "people", "Two", priority=first(other)), **BY
        )

    told = ResourceTold(police, "money", "Grant", Decimal("12500.50"), BEGINS)
    made = services.add_resource(strategy, told, **BY)
    services.change_resource(
        made, ResourceTold(police, "money", "Grant", Decimal("13000")), **BY
    )

    made.refresh_from_db()
    assert (made.amount_pounds, made.year_start) == (Decimal("13000"), None)
    with pytest.raises(IntegrityError, match="nothing_or_more"), transaction.atomic():
        Resource.objects.update(amount_pounds=-1)
    services.remove_resource(made, **BY)
    assert not strategy.resources.exists()


def test_a_measure_of_success_is_named_once_an_authority(strategy: Strategy) -> None:
    police = make_agency("Saxonshire Police")
    made = services.add_measure(strategy, police, text="Fewer repeat victims", **BY)

    with pytest.raises(Refused, match="already"):
        services.add_measure(strategy, police, text="Fewer repeat victims ", **BY)
    with pytest.raises(Refused, match="know that it succeeded"):
        services.add_measure(strategy, police, text=" ", **BY)
    services.remove_measure(made, **BY)

    assert not strategy.success_measures.exists()


# ---------------------------------------------------------------- links


@pytest.mark.covers("S7", "S22", "S63")
def test_a_linked_plan_says_how_it_stands_to_ours_and_which_priorities_it_touches(
    strategy: Strategy, other: Strategy
) -> None:
    told = PlanTold(
        title="Regional reducing reoffending strategy",
        relation="above",
        owner="The region",
        is_regional=True,
        address="https://example.org/plan",
        priorities=[first(strategy)],
    )

    plan = services.add_linked_plan(strategy, told, **BY)

    known = queries.whole(strategy, on=TODAY)
    assert known.touches[plan.pk] == {first(strategy).pk}
    with pytest.raises(Refused, match="linked already"):
        services.add_linked_plan(strategy, told, **BY)
    with pytest.raises(Refused, match="another strategy"):
        services.add_linked_plan(
            strategy, PlanTold("Other", "beside", priorities=[first(other)]), **BY
        )
    services.remove_linked_plan(plan, **BY)
    assert not strategy.linked_plans.exists()


@pytest.mark.covers("S8")
def test_a_link_is_checked_by_a_person_on_a_day_and_a_new_address_is_unchecked(
    strategy: Strategy,
) -> None:
    bare = services.add_linked_plan(strategy, PlanTold("Bare", "beside"), **BY)
    with pytest.raises(Refused, match="no address to follow"):
        services.note_link_check(bare, works=True, on=TODAY, **BY)
    told = PlanTold("City plan", "above", address="https://example.org/a")
    plan = services.add_linked_plan(strategy, told, **BY)

    checked = services.note_link_check(plan, works=False, on=TODAY, **BY)
    assert (checked.checked_on, checked.works) == (TODAY, False)
    moved = services.change_linked_plan(
        plan, PlanTold("City plan", "above", address="https://example.org/b"), **BY
    )

    assert (moved.checked_on, moved.works) == (None, None)
    with pytest.raises(IntegrityError, match="checked_on_a_day"), transaction.atomic():
        LinkedPlan.objects.update(works=True)


@pytest.mark.covers("S41")
def test_every_priority_of_the_last_strategy_is_accounted_for(
    strategy: Strategy, other: Strategy
) -> None:
    services.follow_strategy(other, strategy, **BY)
    other.refresh_from_db()
    old, second = strategy.priorities.order_by("number")
    new = first(other)

    def owed() -> list[str]:
        found = queries.whole(other, on=TODAY).unaccounted()
        return [priority.key for priority in found]

    assert owed() == ["prevent-violence", "reduce-harm"]
    services.write_crossing(other, old, new, kind="continues", **BY)
    ended = services.write_crossing(other, second, None, kind="ends", **BY)
    assert owed() == []
    wrong: list[tuple[Priority, Priority | None, str, str]] = [
        (old, new, "part", "already said"),
        (old, None, "ends", "goes on as something else"),
        (second, new, "part", "Take that back first"),
        (new, new, "part", "not a priority of the strategy before"),
        (old, old, "part", "of another strategy"),
        (second, None, "part", "says into which it goes"),
    ]
    for before, after, kind, said in wrong:
        with pytest.raises(Refused, match=said):
            services.write_crossing(other, before, after, kind=kind, **BY)
    with pytest.raises(Refused, match="Take that back first"):
        services.follow_strategy(other, None, **BY)
    services.remove_crossing(ended, **BY)
    assert owed() == ["reduce-harm"]


def test_a_priority_ends_once_and_no_strategy_follows_itself(
    strategy: Strategy, other: Strategy
) -> None:
    with pytest.raises(Refused, match="does not follow itself"):
        services.follow_strategy(strategy, strategy, **BY)
    services.follow_strategy(other, strategy, **BY)
    services.write_crossing(
        Strategy.objects.get(pk=other.pk), first(strategy), None, kind="ends", **BY
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Crosswalk.objects.create(strategy=other, old=first(strategy), kind="ends")
