"""The shape of the file, said once: what each heading may carry, in canonical order.

Reading and writing both follow it, and the reference page is printed from it.
"""

from dataclasses import dataclass, field
from typing import Any

from goldthread.partners import models as partners
from goldthread.strategy import models as strategy
from goldthread.strategy.file import told
from goldthread.strategy.file.values import (
    DAY,
    FLAG,
    KEY,
    LIST,
    MONEY,
    TEXT,
    WHOLE,
    Value,
    choice,
    choices,
)


@dataclass(frozen=True, slots=True)
class Field:
    """A line `name: value` under a heading."""

    name: str
    attribute: str
    value: Value = TEXT
    required: bool = False
    what: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the file, and what stands under it.

    `title` and `text` name the attributes that the heading's own words and the running
    text under it fill; `lists` and `texts` are headings one level deeper.
    """

    words: str
    makes: type
    what: str
    title: str = ""
    title_required: bool = True
    fields: tuple[Field, ...] = ()
    text: str = ""
    lists: tuple[tuple[str, str], ...] = ()  # words of the heading, attribute
    texts: tuple[tuple[str, str], ...] = ()
    inside: tuple[tuple[str, "Heading"], ...] = field(default=())  # attribute, heading


def _of(choices_: Any) -> Value:
    return choice([value for value in choices_.values if value])


_HEADS = choices(strategy.Priority.Head.values)

TOP = (
    Field("key", "key", KEY, True, "its short name, used in addresses"),
    Field("partnership", "partnership_name", TEXT, True, "whose strategy it is"),
    Field("from", "period_start", DAY, True, "its first day"),
    Field("until", "period_end", DAY, True, "its last day"),
    Field("version", "version", TEXT, what="its number, such as 1.9"),
    Field("marking", "marking", TEXT, what="the marking on every page"),
    Field("handling", "handling", TEXT, what="how to handle it, beside the marking"),
    Field("strapline", "strapline", TEXT, what="the words under the title"),
    Field("follows", "follows", KEY, what="the key of the strategy before it"),
    Field("template", "is_template", FLAG, what="yes where it is there to be copied"),
)

STATEMENT = Heading(
    "Answer to thread",
    told.StatementTold,
    "how the workstream answers a golden thread, by its number",
    title="thread",
    text="text",
)
SEAT = Heading(
    "Seat",
    told.SeatTold,
    "a place at the table",
    title="title",
    fields=(
        Field("kind", "kind", _of(partners.Seat.Kind), True),
        Field("agency", "agency"),
        Field("area", "area"),
        Field("chosen by", "chosen_by"),
        Field("term in months", "term_months", WHOLE),
        Field("votes", "votes", FLAG),
    ),
)

LISTS = (
    ("Boards that must agree", "boards", "bodies whose agreement it needs"),
    ("Hidden crimes", "hidden_crimes", "crimes of which more reports are wanted"),
)

HEADINGS: tuple[tuple[str, Heading], ...] = (
    (
        "threads",
        Heading(
            "Golden thread",
            told.ThreadTold,
            "a theme that runs through everything; without a name until the board names it",
            title="name",
            title_required=False,
            text="meaning",
        ),
    ),
    (
        "sections",
        Heading(
            "Section",
            told.SectionTold,
            "a part of the running text",
            title="title",
            fields=(
                Field("key", "key", KEY, True),
                Field(
                    "gate", "gate", _of(strategy.Section.Gate), what="what it waits for"
                ),
                Field("author", "author", what="the e-mail of who writes it"),
                Field("finished", "is_finished", FLAG),
                Field("signed by", "signed_name", what="whose name stands under it"),
                Field("signed as", "signed_role"),
                Field("signed on", "signed_on", DAY),
                Field(
                    "signed for them by",
                    "signed_through",
                    what="who signed in that name, where it was somebody else",
                ),
            ),
            text="text",
        ),
    ),
    (
        "priorities",
        Heading(
            "Priority",
            told.PriorityTold,
            "a broad theme for the whole term",
            title="title",
            fields=(
                Field("key", "key", KEY, True),
                Field("heads", "heads", _HEADS, what="the statutory heads it answers"),
            ),
            text="statement",
            texts=(("Why this was chosen", "choice"),),
            lists=(("Outcomes", "outcomes"), ("Early areas of focus", "focus_areas")),
        ),
    ),
    (
        "workstreams",
        Heading(
            "Workstream",
            told.WorkstreamTold,
            "work under one or more priorities; the first named is its main one",
            title="title",
            fields=(
                Field("key", "key", KEY, True),
                Field("priorities", "priorities", LIST, True),
                Field("lead", "lead", what="the e-mail of who leads it"),
                Field("lead agency", "lead_agency"),
                Field("supported by", "support", LIST),
                Field("opened", "opened_on", DAY),
                Field("closed", "closed_on", DAY),
                Field("closed because", "close_reason"),
                Field("boards", "boards", LIST, what="bodies that govern it jointly"),
            ),
            text="purpose",
            inside=(("statements", STATEMENT),),
        ),
    ),
    (
        "evidence",
        Heading(
            "Evidence",
            told.EvidenceTold,
            "why a priority is one",
            fields=(
                Field("kind", "kind", _of(strategy.Evidence.Kind), True),
                Field("category", "category", _of(strategy.Evidence.Category), True),
                Field(
                    "finding",
                    "finding",
                    what="of an assessment: A12-change-by-category",
                ),
                Field("source", "source"),
                Field("strength", "strength", _of(strategy.Evidence.Strength)),
                Field("dated", "dated_on", DAY),
                Field("priorities", "priorities", LIST),
            ),
            text="text",
        ),
    ),
    (
        "resources",
        Heading(
            "Resource",
            told.ResourceTold,
            "what one authority puts in",
            fields=(
                Field("agency", "agency", TEXT, True),
                Field("kind", "kind", _of(strategy.Resource.Kind), True),
                Field("pounds", "amount_pounds", MONEY),
                Field("year from", "year_start", DAY),
                Field("priority", "priority", KEY),
            ),
            text="words",
        ),
    ),
    (
        "success_measures",
        Heading(
            "Measure of success",
            told.MeasureTold,
            "how one authority will measure its own success",
            fields=(Field("agency", "agency", TEXT, True),),
            text="text",
        ),
    ),
    (
        "linked_plans",
        Heading(
            "Linked plan",
            told.LinkedTold,
            "somebody else’s plan that touches this one",
            title="title",
            fields=(
                Field("relation", "relation", _of(strategy.LinkedPlan.Relation), True),
                Field("owner", "owner"),
                Field("body", "body"),
                Field("regional", "is_regional", FLAG),
                Field("address", "address"),
                Field("priorities", "priorities", LIST),
            ),
            text="note",
        ),
    ),
    (
        "crosswalk",
        Heading(
            "From the strategy before",
            told.CrossingTold,
            "where an old priority went",
            title="old",
            fields=(
                Field("kind", "kind", _of(strategy.Crosswalk.Kind), True),
                Field("into", "new", KEY),
            ),
            text="note",
        ),
    ),
    (
        "waivers",
        Heading(
            "Waived",
            told.WaiverTold,
            "a requirement that is not met, and why",
            title="requirement",
            text="reason",
        ),
    ),
    (
        "areas",
        Heading(
            "Area",
            told.AreaTold,
            "a place that seats speak for",
            title="name",
            fields=(
                Field("code", "code", TEXT, True),
                Field("kind", "kind", _of(partners.Area.Kind), True),
            ),
        ),
    ),
    (
        "agencies",
        Heading(
            "Agency",
            told.AgencyTold,
            "an organisation of the partnership",
            title="name",
            fields=(
                Field("short name", "short_name"),
                Field("kind", "kind", _of(partners.Agency.Kind), True),
                Field("tier", "tier", _of(partners.Membership.Tier)),
                Field("note", "note"),
                Field("from", "from_on", DAY),
                Field(
                    "ended", "until_on", DAY, what="the first day it no longer existed"
                ),
                Field("successor", "successor"),
                Field("succeeded on", "succeeded_on", DAY),
            ),
        ),
    ),
    (
        "bodies",
        Heading(
            "Body",
            told.BodyTold,
            "a board, a group or a network",
            title="name",
            fields=(
                Field("short name", "short_name"),
                Field("kind", "kind", _of(partners.Body.Kind), True),
                Field("level", "level", _of(partners.Body.Level), True),
                Field("ours", "is_ours", FLAG),
                Field("host", "host"),
                Field("meets", "meets"),
                Field("quorum", "quorum", WHOLE),
                Field("in law", "legal_roles", LIST),
                Field("reports to", "reports_to", LIST),
                Field("linked with", "linked_with", LIST),
                Field("from", "from_on", DAY),
                Field("ended", "until_on", DAY),
            ),
            text="purpose",
            inside=(("seats", SEAT),),
        ),
    ),
    (
        "terms",
        Heading(
            "Term",
            told.TermTold,
            "a word of the glossary",
            title="term",
            fields=(Field("stands for", "expansions", LIST),),
            text="meaning",
        ),
    ),
)
