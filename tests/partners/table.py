"""An invented partnership for the tests, made by the services that make real ones."""

from dataclasses import dataclass
from datetime import date

from tests.partners.people import NOW, make_agency, make_person

from goldthread.partners import services
from goldthread.partners.models import Agency, Body, Person
from goldthread.partners.services import BodyTold

FOUNDED = date(2018, 4, 1)
MERGED = date(2021, 6, 26)
TODAY = date(2026, 11, 25)


@dataclass(frozen=True)
class Table:
    """What stands there: the board and its agencies by kind."""

    board: Body
    agencies: dict[str, Agency]
    by: Person


def make_partnership() -> Table:
    """A board with five authorities, two probation bodies that merged in 2021."""
    by = make_person("founder@example.org", name="Wilfreda Moss")
    agencies = {}
    for number, (name, kind) in enumerate(
        (
            ("Saxonbridge City Council", Agency.Kind.COUNCIL),
            ("Saxonshire Police", Agency.Kind.POLICE),
            ("Saxonshire Fire and Rescue", Agency.Kind.FIRE),
            ("Old National Probation", Agency.Kind.PROBATION),
            ("Saxonshire Rehabilitation Company", Agency.Kind.PROBATION),
            ("Saxonshire Integrated Care Board", Agency.Kind.HEALTH),
        )
    ):
        agency = Agency.objects.filter(name=name).first() or make_agency(
            name, kind=kind
        )
        if agency.kind != kind:
            services.change_agency(
                agency,
                name=name,
                short_name="",
                kind=kind,
                note="",
                from_on=None,
                until_on=None,
                by=by,
                at=NOW,
            )
        services.add_membership(
            agency, tier="responsible", from_on=FOUNDED, number=number, by=by, at=NOW
        )
        agencies[name] = agency
    board = services.add_body(
        BodyTold("Safer Saxonbridge Board", "governance", "local", from_on=FOUNDED),
        by=by,
        at=NOW,
    )
    services.add_legal_role(
        board, name="Community Safety Partnership", from_on=FOUNDED, by=by, at=NOW
    )
    services.add_legal_role(
        board, name="Local Police and Crime Board", from_on=FOUNDED, by=by, at=NOW
    )
    return Table(board, agencies, by)


def merge_probation(table: Table) -> Agency:
    """Both probation bodies become one service."""
    merged = make_agency("The Probation Service", kind=Agency.Kind.PROBATION)
    for name in ("Old National Probation", "Saxonshire Rehabilitation Company"):
        services.succeed(
            table.agencies[name], successor=merged, on=MERGED, by=table.by, at=NOW
        )
    return merged
