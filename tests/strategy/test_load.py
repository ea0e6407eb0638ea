"""A strategy goes out as a file and comes in as the same strategy, or not at all."""

from datetime import date

import pytest
from tests.partners.people import NOW, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.partners.models import Agency, Body, Term
from goldthread.partners.queries.partnership import partnership_page
from goldthread.strategy.file import Unreadable
from goldthread.strategy.file.loading import load
from goldthread.strategy.file.ready import template
from goldthread.strategy.file.telling import dump
from goldthread.strategy.models import Strategy

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)

FILE = """\
# Safer streets together
key: safer-streets
partnership: Safer Saxonbridge Partnership
from: 2024-04-01
until: 2027-03-31
version: 1.9
strapline: One city, many hands

## Aim

Work as one partnership.

## Boards that must agree

1. Safer Saxonbridge Board

## Hidden crimes

1. Hate crime

## Golden thread: Prevention

## Golden thread

## Section: Foreword
key: foreword
gate: signed
signed by: Ottoline Fennick
signed as: Chair of the board
signed on: 2024-02-01

Safety is made together.

## Section: Delivery
key: delivery
author: amar@example.org
finished: yes

One plan of all agencies.

## Priority: Reducing offending
key: reducing-offending
heads: crime; reoffending

We begin early.

### Why this was chosen

Both kinds of evidence agree.

### Outcomes

1. Fewer people offend

### Early areas of focus

1. Work with schools

## Priority: Preventing violence
key: preventing-violence
heads: serious_violence

## Workstream: Pathways
key: pathways
priorities: preventing-violence; reducing-offending
lead: amar@example.org
lead agency: Saxonbridge City Council
supported by: Saxonshire Police
opened: 2024-06-01
closed: 2025-06-01
closed because: The service took it over
boards: Safer Saxonbridge Board

Homes and work after prison.

### Answer to thread: 2

We meet people before release.

## Evidence
kind: qualitative
category: concerns
source: Residents' survey, autumn 2023
strength: fair
dated: 2023-10-15
priorities: reducing-offending

People speak of the same few addresses.

## Resource
agency: Saxonbridge City Council
kind: money
pounds: 25000
year from: 2024-04-01
priority: reducing-offending

A grant for small groups

## Measure of success
agency: Saxonshire Police

Fewer people are hurt

## Linked plan: Health strategy
relation: beside
owner: Health board
priorities: preventing-violence
"""


@pytest.fixture
def known() -> None:
    """What the file names, there already."""
    make_person()
    make_agency("Saxonshire Police")
    from goldthread.partners import services

    services.add_body(
        services.BodyTold("Safer Saxonbridge Board", "governance", "local"),
        by=None,
        at=NOW,
    )


def test_a_strategy_that_was_loaded_is_written_as_its_file(known: None) -> None:
    strategy = load(FILE, on=TODAY, by=None, at=NOW)

    assert dump(strategy) == FILE
    assert strategy.state == "draft"
    assert strategy.period_end == date(2027, 4, 1)
    assert Event.objects.order_by("-id")[0].verb == "strategy.loaded"


def test_a_file_is_loaded_whole_or_not_at_all(known: None) -> None:
    broken = FILE.replace(
        "lead agency: Saxonbridge City", "lead agency: Saxonbrige City"
    )
    broken = broken.replace("author: amar@example.org", "author: nobody@example.org")
    before = Event.objects.count()

    with pytest.raises(Unreadable) as refused:
        load(broken, on=TODAY, by=None, at=NOW)

    lines = broken.split("\n")
    said = {lines[one.line - 1]: one.words for one in refused.value.faults}
    assert "Did you mean Saxonbridge City Council?" in said["## Workstream: Pathways"]
    assert (
        "nobody here has the e-mail nobody@example.org" in said["## Section: Delivery"]
    )
    assert not Strategy.objects.exists()
    assert Event.objects.count() == before


def test_a_rule_that_a_page_would_refuse_is_refused_with_its_line(known: None) -> None:
    early = FILE.replace("opened: 2024-06-01", "opened: 2023-06-01")

    with pytest.raises(
        Unreadable, match="A workstream opens inside the term"
    ) as refused:
        load(early, on=TODAY, by=None, at=NOW)

    line = refused.value.faults[0].line
    assert early.split("\n")[line - 1] == "## Workstream: Pathways"


def test_the_same_key_is_not_loaded_twice(known: None) -> None:
    load(FILE, on=TODAY, by=None, at=NOW)

    with pytest.raises(Unreadable, match="under 'safer-streets' already"):
        load(FILE, on=TODAY, by=None, at=NOW)


@pytest.mark.covers("S113", "S87")
def test_the_founding_template_founds_a_partnership_and_is_written_as_it_was_read() -> (
    None
):
    text = template("founding")

    strategy = load(text, on=TODAY, by=None, at=NOW)

    assert dump(strategy, with_partnership=True) == text
    linked = Body.objects.filter(reports__kind="linked").distinct()
    shared = {"Wolverhampton Safeguarding Together", "Health and Wellbeing Together"}
    groups = linked.exclude(name__in=shared)
    assert groups.count() == 18
    assert groups.filter(level="regional").count() == 8
    assert strategy.hidden_crimes.count() == 8
    assert [one.name for one in strategy.threads.all()] == [""] * 4
    board = Body.objects.get(is_ours=True)
    assert board.seats.filter(kind="voluntary").count() == 5
    assert board.legal_roles.count() == 2


@pytest.mark.covers("S28", "Z5")
def test_the_founding_partners_print_for_2020_and_for_today() -> None:
    load(template("founding"), on=TODAY, by=None, at=NOW)

    def responsible(on: date) -> set[str]:
        return {one.name for one in partnership_page(on).tiers[0].partners}

    then, now = responsible(date(2020, 4, 1)), responsible(TODAY)

    assert then - now == {
        "National Probation Service",
        "Community Rehabilitation Company",
        "Wolverhampton Clinical Commissioning Group",
    }
    assert now - then == {"Probation Service", "Black Country Integrated Care Board"}


def test_a_file_never_overwrites_the_partnership_that_is_there() -> None:
    make_agency("West Midlands Police", kind=Agency.Kind.OTHER, short_name="Police")

    load(template("founding"), on=TODAY, by=None, at=NOW)

    kept = Agency.objects.get(name="West Midlands Police")
    assert (kept.kind, kept.short_name) == ("other", "Police")
    assert Term.objects.filter(term="MASH").count() == 1
