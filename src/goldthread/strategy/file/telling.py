"""From the database to the whole strategy as plain values, ready to be written."""

import re
from datetime import timedelta
from typing import Any

from goldthread.partners.models import Agency, Area, Body, Term
from goldthread.strategy.file import told
from goldthread.strategy.file.writing import write
from goldthread.strategy.models import (
    Evidence,
    Priority,
    Strategy,
    StrategyVersion,
    Workstream,
)


def dump(strategy: Strategy, *, with_partnership: bool = False) -> str:
    """The strategy as a file in canonical form; equal strategies, equal text."""
    return write(tell(strategy, with_partnership=with_partnership))


def written_since(strategy: Strategy, version: StrategyVersion) -> str:
    """The strategy as it stands, where its text differs from that version; else nothing.

    Its revision says less: publishing and coming into force raise it too.
    """
    text = dump(strategy)
    is_same = without_number(text) == without_number(version.text)
    return "" if is_same else text


def without_number(text: str) -> str:
    """A kept text but for its number, which differs between any two versions."""
    return re.sub(r"^version: .*\n", "", text, count=1, flags=re.MULTILINE)


def tell(strategy: Strategy, *, with_partnership: bool = False) -> told.StrategyFile:
    """What a strategy says now; with who the partnership is, where that is asked for."""
    return told.StrategyFile(
        title=strategy.title,
        key=strategy.key,
        partnership_name=strategy.partnership,
        period_start=strategy.period_start,
        period_end=strategy.period_end - timedelta(days=1),
        version=strategy.version_label,
        marking=strategy.marking,
        handling=strategy.handling,
        strapline=strategy.strapline,
        follows=strategy.follows.key if strategy.follows else "",
        is_template=strategy.is_template,
        aim=strategy.aim,
        boards=_boards(strategy, None),
        threads=tuple(
            told.ThreadTold(one.name, one.meaning)
            for one in strategy.threads.order_by("number")
        ),
        hidden_crimes=tuple(
            strategy.hidden_crimes.order_by("number").values_list("name", flat=True)
        ),
        sections=_sections(strategy),
        priorities=tuple(map(_priority, strategy.priorities.order_by("number"))),
        workstreams=tuple(map(_workstream, strategy.workstreams.order_by("number"))),
        evidence=tuple(map(_evidence, strategy.evidence.order_by("number"))),
        **_means(strategy),
        **_links(strategy),
        waivers=tuple(
            told.WaiverTold(one.requirement, one.reason)
            for one in strategy.waivers.order_by("pk")
        ),
        **(_partnership() if with_partnership else {}),
    )


def _boards(strategy: Strategy, workstream: Workstream | None) -> tuple[str, ...]:
    asked = strategy.approvals.filter(workstream=workstream).order_by("pk")
    return tuple(asked.values_list("body__name", flat=True))


def _sections(strategy: Strategy) -> tuple[told.SectionTold, ...]:
    return tuple(
        told.SectionTold(
            key=one.key,
            title=one.title,
            gate=one.gate,
            author=one.author.email if one.author else "",
            # A signature finishes a section by itself.
            is_finished=one.is_finished and not one.signed_name,
            signed_name=one.signed_name,
            signed_role=one.signed_role,
            signed_on=one.signed_on,
            signed_through=one.signed_through,
            text=one.text,
        )
        for one in strategy.sections.select_related("author").order_by("number", "pk")
    )


def _priority(one: Priority) -> told.PriorityTold:
    return told.PriorityTold(
        key=one.key,
        title=one.title,
        heads=tuple(one.heads),
        statement=one.statement,
        choice=one.choice,
        outcomes=tuple(one.outcomes.order_by("number").values_list("text", flat=True)),
        focus_areas=tuple(
            one.focus_areas.order_by("number").values_list("text", flat=True)
        ),
    )


def _workstream(one: Workstream) -> told.WorkstreamTold:
    links = one.links.select_related("priority").order_by(
        "-is_primary", "priority__number"
    )
    statements = one.statements.select_related("thread").order_by("thread__number")
    return told.WorkstreamTold(
        key=one.key,
        title=one.title,
        priorities=tuple(link.priority.key for link in links),
        lead=one.lead.email if one.lead else "",
        lead_agency=one.lead_agency.name if one.lead_agency else "",
        support=tuple(
            one.support_agencies.order_by("name").values_list("name", flat=True)
        ),
        opened_on=one.opened_on,
        closed_on=one.closed_on,
        close_reason=one.close_reason,
        boards=_boards(one.strategy, one),
        purpose=one.purpose,
        statements=tuple(
            told.StatementTold(said.thread.number, said.text) for said in statements
        ),
    )


def _evidence(one: Evidence) -> told.EvidenceTold:
    return told.EvidenceTold(
        kind=one.kind,
        category=one.category,
        finding=one.finding.reference if one.finding else "",
        source=one.source,
        strength=one.strength,
        dated_on=one.dated_on,
        priorities=tuple(
            one.priorities.order_by("number").values_list("key", flat=True)
        ),
        text=one.text,
    )


def _means(strategy: Strategy) -> dict[str, Any]:
    resources = strategy.resources.select_related("agency", "priority").order_by("pk")
    measures = strategy.success_measures.select_related("agency").order_by("pk")
    return {
        "resources": tuple(
            told.ResourceTold(
                agency=one.agency.name,
                kind=one.kind,
                words=one.words,
                amount_pounds=one.amount_pounds,
                year_start=one.year_start,
                priority=one.priority.key if one.priority else "",
            )
            for one in resources
        ),
        "success_measures": tuple(
            told.MeasureTold(one.agency.name, one.text) for one in measures
        ),
    }


def _links(strategy: Strategy) -> dict[str, Any]:
    plans = strategy.linked_plans.select_related("body").order_by("pk")
    crossings = strategy.crosswalk.select_related("old", "new").order_by("pk")
    return {
        "linked_plans": tuple(
            told.LinkedTold(
                title=one.title,
                relation=one.relation,
                owner=one.owner,
                body=one.body.name if one.body else "",
                is_regional=one.is_regional,
                address=one.address,
                priorities=tuple(
                    one.priorities.order_by("number").values_list("key", flat=True)
                ),
                note=one.note,
            )
            for one in plans
        ),
        "crosswalk": tuple(
            told.CrossingTold(
                one.old.key, one.kind, one.new.key if one.new else "", one.note
            )
            for one in crossings
        ),
    }


def _partnership() -> dict[str, Any]:
    return {
        "areas": tuple(
            told.AreaTold(one.code, one.name, one.kind)
            for one in Area.objects.exclude(kind=Area.Kind.PARTNERSHIP).order_by("pk")
        ),
        "agencies": tuple(map(_agency, Agency.objects.order_by("pk"))),
        "bodies": tuple(map(_body, Body.objects.select_related("host").order_by("pk"))),
        "terms": tuple(
            told.TermTold(
                one.term,
                tuple(
                    one.expansions.order_by("number").values_list("words", flat=True)
                ),
                one.meaning,
            )
            for one in Term.objects.order_by("pk")
        ),
    }


def _agency(one: Agency) -> told.AgencyTold:
    membership = one.memberships.order_by("-from_on", "-pk").first()
    followed = one.followed_by.select_related("successor").order_by("pk").first()
    return told.AgencyTold(
        name=one.name,
        short_name=one.short_name,
        kind=one.kind,
        tier=membership.tier if membership else "",
        note=one.note,
        from_on=one.from_on,
        until_on=one.until_on,
        successor=followed.successor.name if followed else "",
        succeeded_on=followed.on if followed else None,
    )


def _body(one: Body) -> told.BodyTold:
    lines = list(one.reports.select_related("to").order_by("pk"))
    return told.BodyTold(
        name=one.name,
        kind=one.kind,
        level=one.level,
        short_name=one.short_name,
        is_ours=one.is_ours,
        host=one.host.name if one.host else "",
        meets=one.meets,
        quorum=one.quorum,
        legal_roles=tuple(
            one.legal_roles.order_by("pk").values_list("name", flat=True)
        ),
        reports_to=tuple(line.to.name for line in lines if line.kind == "reports"),
        linked_with=tuple(line.to.name for line in lines if line.kind == "linked"),
        from_on=one.from_on,
        until_on=one.until_on,
        purpose=one.purpose,
        seats=tuple(
            told.SeatTold(
                title=seat.title,
                kind=seat.kind,
                agency=seat.agency.name if seat.agency else "",
                area=seat.area.name if seat.area else "",
                chosen_by=seat.chosen_by,
                term_months=seat.term_months,
                votes=seat.votes,
            )
            for seat in one.seats.select_related("agency", "area").order_by(
                "number", "pk"
            )
        ),
    )
