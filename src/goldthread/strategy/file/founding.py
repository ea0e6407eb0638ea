"""Who the partnership is, from a file: agencies, bodies, seats and words that are not there yet.

What is there already stays as it is: a file never overwrites a partnership.
"""

from datetime import datetime

from goldthread.partners import services as partners
from goldthread.partners.models import Agency, Area, Body, Term
from goldthread.strategy.file import told
from goldthread.strategy.file.finding import Finder
from goldthread.strategy.services.writing import By


def found_partnership(
    file: told.StrategyFile, find: Finder, *, by: By, at: datetime
) -> None:
    """Add what the file tells of the partnership and is not known yet."""
    for area in file.areas:
        if not Area.objects.filter(code=area.code).exists():
            partners.add_area(
                code=area.code, name=area.name, kind=area.kind, by=by, at=at
            )
    _agencies(file, find, by=by, at=at)
    fresh = [
        one for one in file.bodies if not Body.objects.filter(name=one.name).exists()
    ]
    for index, one in enumerate(file.bodies):
        if one in fresh:
            with find.at("bodies", index):
                _body(one, find, by=by, at=at)
    for index, one in enumerate(file.bodies):
        if one in fresh:
            with find.at("bodies", index):
                _lines(one, find, by=by, at=at)
    for term in file.terms:
        if not Term.objects.filter(term__iexact=term.term).exists():
            partners.add_term(
                term=term.term,
                expansions=term.expansions,
                meaning=term.meaning,
                by=by,
                at=at,
            )


def _agencies(file: told.StrategyFile, find: Finder, *, by: By, at: datetime) -> None:
    fresh = []
    for index, one in enumerate(file.agencies):
        if Agency.objects.filter(name=one.name).exists():
            continue
        with find.at("agencies", index):
            agency = partners.add_agency(
                name=one.name,
                short_name=one.short_name,
                kind=one.kind,
                note=one.note,
                from_on=one.from_on,
                until_on=one.until_on,
                by=by,
                at=at,
            )
            fresh.append((index, one, agency))
            if one.tier:
                partners.add_membership(
                    agency,
                    tier=one.tier,
                    from_on=one.from_on,
                    number=index,
                    by=by,
                    at=at,
                )
    for index, one, agency in fresh:
        if one.successor:
            with find.at("agencies", index):
                partners.succeed(
                    agency,
                    successor=find.agency(one.successor),
                    on=find.needed(one.succeeded_on, "succeeded on"),
                    by=by,
                    at=at,
                )


def _body(one: told.BodyTold, find: Finder, *, by: By, at: datetime) -> None:
    body = partners.add_body(
        partners.BodyTold(
            name=one.name,
            kind=one.kind,
            level=one.level,
            short_name=one.short_name,
            is_ours=one.is_ours,
            host=find.agency(one.host) if one.host else None,
            purpose=one.purpose,
            quorum=one.quorum,
            meets=one.meets,
            from_on=one.from_on,
            until_on=one.until_on,
        ),
        by=by,
        at=at,
    )
    for name in one.legal_roles:
        partners.add_legal_role(body, name=name, by=by, at=at)
    for seat in one.seats:
        partners.add_seat(
            body,
            title=seat.title,
            kind=seat.kind,
            agency=find.agency(seat.agency) if seat.agency else None,
            area=find.area(seat.area) if seat.area else None,
            chosen_by=seat.chosen_by,
            term_months=seat.term_months,
            votes=seat.votes,
            by=by,
            at=at,
        )


def _lines(one: told.BodyTold, find: Finder, *, by: By, at: datetime) -> None:
    body = find.body(one.name)
    for kind, names in (("reports", one.reports_to), ("linked", one.linked_with)):
        for name in names:
            partners.add_reporting(body, to=find.body(name), kind=kind, by=by, at=at)
