"""Things for the tests, made by walking the real services: no state the product cannot reach.

make_strategy()                  a draft with two priorities and three workstreams
make_strategy(state="in_force")  the same, consulted on, agreed by two boards, begun
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from tests.laid import laid
from tests.partners.people import NOW, make_agency, make_person

from goldthread.assessment.models import Assessment, Finding
from goldthread.documents import stored
from goldthread.documents.model import Document, Paragraph, Section
from goldthread.partners import services as partners
from goldthread.partners.models import Body, Membership, Person
from goldthread.partners.services.bodies import BodyTold, add_body
from goldthread.partners.services.seats import add_seat, take_seat
from goldthread.strategy import services
from goldthread.strategy.models import Priority, Strategy, Workstream

TODAY = NOW.date()
BEGINS, ENDS = date(2026, 4, 1), date(2029, 4, 1)
STATES = ("draft", "consulting", "revised", "proposed", "agreed", "in_force", "closed")


@laid
def make_manager() -> Person:
    """The partnership manager, added if not there yet."""
    found = Person.objects.filter(email="amar@example.org").first()
    if found is None:
        return make_person()
    found.acting = found.appointments.first()
    return found


@laid
def make_body(name: str = "Safer Saxonbridge Board") -> Body:
    """A board of ours, added if not there yet."""
    found = Body.objects.filter(name=name).first()
    return found or add_body(
        BodyTold(name=name, kind="governance", level="local"), by=None, at=NOW
    )


def make_chair(body: Body, email: str = "chair@example.org") -> Person:
    """Somebody who sits on the chair of this body."""
    person = make_person(email, role="chair", name="Odette Farrow")
    seat = add_seat(body, title="Chair", kind="chair", by=None, at=NOW)
    take_seat(seat, person=person, from_on=date(2025, 1, 1), by=None, at=NOW)
    return person


@laid
def make_authorities() -> None:
    """Two responsible authorities."""
    for name in ("Saxonbridge City Council", "Saxonshire Police"):
        agency = make_agency(name)
        if not agency.memberships.exists():
            partners.add_membership(
                agency,
                tier=Membership.Tier.RESPONSIBLE,
                from_on=date(2020, 4, 1),
                by=None,
                at=NOW,
            )


@laid
def make_finding(*, published: bool = True) -> Finding:
    """A finding of an assessment; its figures are no matter here, its standing is."""
    document = Document(
        title="Change by category",
        subtitle="",
        area="Saxonbridge",
        marking="",
        date=TODAY,
        lake_version="f" * 64,
        sections=(
            Section("blocks", "Change by category", (Paragraph("Violence rose."),)),
            Section("key", "Key finding", (Paragraph("Violence rose by a tenth."),)),
        ),
    )
    text = stored.to_json(document).decode()
    told = {"published_document": text, "published_at": NOW} if published else {}
    assessment = Assessment.objects.create(
        area_code="X22000001",
        area_name="Saxonbridge",
        period_start=date(2025, 4, 1),
        period_end=date(2026, 4, 1),
        period_label="2025/26",
        lake_version="f" * 64,
        state="published" if published else "draft",
        requested_at=NOW,
        **told,
    )
    return Finding.objects.create(
        assessment=assessment,
        number=1,
        ref="change-by-category",
        chapter="change",
        heading="Change by category",
        method="change 1",
        lake_version="f" * 64,
        questions=[],
        result="{}",
        blocks=text,
    )


@laid
def make_strategy(
    title: str = "Community safety strategy 2026-2029",
    *,
    state: str = "draft",
    is_complete: bool | None = None,
    period: tuple[date, date] = (BEGINS, ENDS),
    follows: Strategy | None = None,
) -> Strategy:
    """A strategy in this state, walked there; complete from "in_force" on unless told."""
    amar = make_manager()
    strategy = services.start_strategy(
        services.StrategyTold(
            title=title,
            partnership="Safer Saxonbridge Partnership",
            period_start=period[0],
            period_end=period[1],
            aim="A city where people are safe and feel it.",
            strapline="Sooner, nearer, together",
        ),
        follows=follows,
        by=amar,
        at=NOW,
    )
    _fill(strategy, amar)
    wanted = STATES.index(state)
    if is_complete or (is_complete is None and wanted >= STATES.index("agreed")):
        complete(strategy)
    for walk in WALKS[:wanted]:
        strategy = walk(strategy, amar)
    return strategy


def _fill(strategy: Strategy, by: Person) -> None:
    make_authorities()
    violence = make_priority(strategy, "Prevent violence", heads=["serious_violence"])
    harm = make_priority(strategy, "Reduce harm", heads=["crime", "substance"])
    services.write_outcomes(violence, ["Fewer young people hurt"], by=by, at=NOW)
    services.write_outcomes(harm, ["More people tell us"], by=by, at=NOW)
    begins = strategy.period_start
    make_workstream(
        strategy, "Young people and knives", [violence, harm], opened_on=begins
    )
    make_workstream(strategy, "Domestic abuse", [harm, violence], opened_on=begins)
    make_workstream(strategy, "Night-time economy", [violence], opened_on=begins)
    for board in ("Safer Saxonbridge Board", "Safeguarding Together"):
        services.name_body(strategy, make_body(board), by=by, at=NOW)


def make_priority(strategy: Strategy, title: str, *, heads: list[str]) -> Priority:
    told = services.PriorityTold(
        title=title, statement=f"{title}, together.", heads=heads
    )
    return services.add_priority(strategy, told, by=make_manager(), at=NOW)


def make_workstream(
    strategy: Strategy,
    title: str,
    priorities: list[Priority],
    *,
    opened_on: date = BEGINS,
    **how: Any,
) -> Workstream:
    """A workstream under these priorities; the first is its primary."""
    told = services.WorkstreamTold(
        title=title,
        priorities=priorities,
        primary=priorities[0],
        opened_on=opened_on,
        lead_agency=make_agency(),
        **how,
    )
    return services.open_workstream(strategy, told, by=make_manager(), at=NOW)


def complete(strategy: Strategy) -> None:
    """Everything that the law and the partnership ask for, but the consultation."""
    by = make_manager()
    priorities = list(strategy.priorities.order_by("number"))
    services.change_priority(
        priorities[1],
        services.PriorityTold(
            title=priorities[1].title,
            statement=priorities[1].statement,
            heads=["crime", "substance", "reoffending"],
        ),
        by=by,
        at=NOW,
    )
    finding = Finding.objects.first() or make_finding()
    services.cite_finding(
        strategy,
        finding,
        services.EvidenceTold(
            text="Violence rose by a tenth.",
            kind="quantitative",
            category="assessment",
            priorities=priorities,
        ),
        by=by,
        at=NOW,
    )
    for agency in ("Saxonbridge City Council", "Saxonshire Police"):
        services.add_resource(
            strategy,
            services.ResourceTold(
                agency=make_agency(agency), kind="people", words="One full-time officer"
            ),
            by=by,
            at=NOW,
        )
        services.add_measure(
            strategy, make_agency(agency), text="Fewer repeat victims", by=by, at=NOW
        )


def finish(strategy: Strategy) -> None:
    """Write, finish and sign every section, and account for what was before."""
    by = make_manager()
    for section in strategy.sections.order_by("gate", "number"):
        services.write_section(
            section, text=f"Our words on {section.title}.", on=TODAY, by=by, at=NOW
        )
        if section.gate == "signed":
            services.sign_section(
                section, name="Odette Farrow", role="Chair", on=TODAY, by=None, at=NOW
            )
        else:
            services.finish_section(section, on=TODAY, by=by, at=NOW)


def _consulting(strategy: Strategy, by: Person) -> Strategy:
    return services.open_consultation(
        strategy,
        opens_on=date(2025, 11, 1),
        closes_on=date(2026, 1, 31),
        by=by,
        at=NOW,
    )


def _revised(strategy: Strategy, by: Person) -> Strategy:
    back = services.close_consultation(strategy, on=TODAY, by=by, at=NOW)
    finish(back)
    return Strategy.objects.get(pk=back.pk)


def _proposed(strategy: Strategy, by: Person) -> Strategy:
    return services.propose_strategy(strategy, on=TODAY, by=by, at=NOW)


def _agreed(strategy: Strategy, by: Person) -> Strategy:
    for approval in strategy.approvals.all():
        services.record_decision(
            approval, decision="agreed", decided_on=TODAY, by=by, at=NOW
        )
    return Strategy.objects.get(pk=strategy.pk)


def _in_force(strategy: Strategy, by: Person) -> Strategy:
    begins = strategy.period_start
    return services.bring_into_force(strategy, from_on=begins, by=by, at=NOW)


def _closed(strategy: Strategy, by: Person) -> Strategy:
    """Over today; one whose term lies ahead, at the end of that."""
    over = strategy.period_end if strategy.period_start >= TODAY else TODAY
    return services.close_strategy(strategy, until_on=over, by=by, at=NOW)


WALKS: tuple[Callable[[Strategy, Person], Strategy], ...] = (
    _consulting,
    _revised,
    _proposed,
    _agreed,
    _in_force,
    _closed,
)


@laid
def make_public(**how: Any) -> Strategy:
    """A strategy in force that anybody may read."""
    strategy = make_strategy(state="in_force", **how)
    return services.publish_strategy(
        strategy, on=TODAY, by=make_manager(), at=datetime(2026, 11, 24, tzinfo=UTC)
    )
