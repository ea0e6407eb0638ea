"""The columns that a plan's spreadsheet may have, and what people call them (C40)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Shape = Literal["text", "date", "percent", "money", "word", "words"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column: what it fills, its heading in our own sheets, its usual names."""

    name: str
    heading: str
    shape: Shape
    names: tuple[str, ...]
    longest: int = 5_000


_ALL = (
    Field("reference", "Reference", "text", ("ref", "ref no", "reference", "id", "action no", "action number", "number", "no", "action ref", "plan ref"), 60),
    Field("workstream", "Workstream", "word", ("workstream", "theme", "delivery group", "programme", "work area", "strand", "subgroup", "priority area", "project")),
    Field("title", "Action", "text", ("action", "actions", "action title", "title", "task", "activity", "what", "what we will do", "what will we do", "key action", "deliverable", "objective action", "action required", "action point")),
    Field("detail", "In more words", "text", ("in more words", "detail", "details", "description", "action description", "further detail", "how")),
    Field("kind", "Kind", "word", ("kind", "type", "action type", "type of action", "category", "intervention type")),
    Field("finding", "Finding it answers", "word", ("finding", "finding ref", "finding it answers", "assessment finding", "evidence ref")),
    Field("why", "Why", "text", ("why", "rationale", "reason", "evidence", "evidence base", "need", "why are we doing this", "justification"), 2_000),
    Field("outcome", "Outcome it serves", "word", ("outcome it serves", "strategic outcome", "outcome", "plan outcome", "strategy outcome")),
    Field("intended", "What will be different", "text", ("what will be different", "intended outcome", "expected outcome", "desired outcome", "impact", "intended impact", "benefit", "what difference will it make", "success looks like"), 2_000),
    Field("measure", "How that will be seen", "text", ("how that will be seen", "measure", "measures", "kpi", "performance measure", "success measure", "measure of success", "how will we know", "success criteria", "indicator", "outcome measure"), 300),
    Field("owner", "Owner", "word", ("owner", "action owner", "lead officer", "responsible officer", "lead person", "responsible", "responsible person", "who", "lead name", "officer", "named lead", "assigned to")),
    Field("lead_agency", "Lead agency", "word", ("lead agency", "agency", "lead organisation", "lead partner", "organisation", "lead", "lead body", "responsible agency", "lead service", "led by", "lead organization")),
    Field("community_owner", "Community group that leads it", "text", ("community group that leads it", "community lead", "community group", "community owner"), 200),
    Field("support_agencies", "Supporting agencies", "words", ("supporting agencies", "partners", "support", "supporting partners", "partner agencies", "other partners", "supported by", "delivery partners", "key partners")),
    Field("areas", "Areas", "words", ("areas", "area", "location", "where", "place", "ward", "wards", "locality", "geography")),
    Field("start_on", "Starts", "date", ("starts", "start", "start date", "from", "begin date", "date started", "commence")),
    Field("due_on", "Due", "date", ("due", "due date", "deadline", "target date", "by when", "end date", "completion date", "timescale", "finish", "end", "when", "complete by", "target completion", "review date")),
    Field("cost_pounds", "Cost in pounds", "money", ("cost in pounds", "cost", "budget", "resources", "funding required", "cost £", "amount", "spend")),
    Field("funder", "Funded by", "text", ("funded by", "funder", "funding", "funding source", "source of funding", "grant"), 200),
    Field("status", "Status", "word", ("status", "action status", "current status", "position", "state", "progress status", "delivery status", "where are we", "where we are", "where are we now", "how is it going", "how it stands")),
    Field("rag", "RAG", "word", ("rag", "rag status", "rag rating", "brag", "brag rating", "colour", "traffic light", "rating")),
    Field("percent", "Per cent", "percent", ("per cent", "percent", "%", "% complete", "percentage", "percentage complete", "percent complete", "completion", "% done", "how far")),
    Field("text", "Latest update", "text", ("latest update", "update", "updates", "progress", "progress update", "comments", "commentary", "progress to date", "narrative", "notes on progress", "current position", "quarterly update")),
    Field("next_step", "Next step", "text", ("next step", "next steps", "what next", "next actions", "planned next", "next action"), 300),
    # More than one field each: see parts.py. Only their own headings name them.
    Field("milestones", "Milestones", "text", ("milestones",)),
    Field("waits_for", "Waits for", "text", ("waits for",)),
    Field("effect_measure", "Expected effect: what is measured", "text", ("expected effect what is measured",), 300),
    Field("effect_direction", "Expected effect: which way", "text", ("expected effect which way",), 60),
    Field("effect_percent", "Expected effect: by how many per cent", "percent", ("expected effect by how many per cent",)),
    Field("effect_area", "Expected effect: where", "word", ("expected effect where",)),
    Field("effect_from", "Expected effect: from", "date", ("expected effect from",)),
    Field("effect_until", "Expected effect: up to", "date", ("expected effect up to",)),
    Field("effect_question", "Expected effect: question to the lake", "text", ("expected effect question to the lake",), 600),
)  # fmt: skip
FIELDS: Mapping[str, Field] = {each.name: each for each in _ALL}
CANONICAL = tuple(each.name for each in _ALL if each.name != "rag")
REPORTED = ("status", "percent", "text", "next_step")
STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "not_started": ("not started", "not yet started", "to start", "planned", "pending", "not due", "white", "grey", "to do", "future"),
    "on_track": ("on track", "green", "g", "in progress", "ongoing", "on-going", "on target", "underway", "under way", "started", "on schedule", "live", "active", "open"),
    "at_risk": ("at risk", "amber", "a", "yellow", "some concerns", "slippage", "minor delay", "delayed", "some delay", "behind", "needs attention"),
    "off_track": ("off track", "red", "r", "off target", "overdue", "major concerns", "major delay", "not on track", "critical", "missed"),
    "complete": ("complete", "completed", "done", "blue", "b", "closed", "finished", "delivered", "achieved", "implemented"),
    "stopped": ("stopped", "cancelled", "canceled", "withdrawn", "abandoned", "no longer needed", "discontinued", "black", "superseded", "on hold", "paused"),
}  # fmt: skip
# Say that something is being done, not how well: a colour beside it says more.
GOING_ON = ("in progress", "ongoing", "on-going", "underway", "under way", "started", "live", "active", "open")  # fmt: skip
KIND_WORDS: Mapping[str, tuple[str, ...]] = {
    "prevention": ("prevention", "prevent", "preventative", "preventive", "primary prevention", "universal"),
    "early_help": ("early help", "early intervention", "early identification", "targeted", "targeted support", "secondary prevention"),
    "intervention": ("intervention", "support", "treatment", "tertiary prevention", "specialist", "protection", "safeguarding", "pursue"),
    "enforcement": ("enforcement", "enforce", "disruption", "disrupt", "policing"),
    "enabling": ("enabling", "enable", "enabler", "governance", "data", "training", "communications", "workforce", "system"),
}  # fmt: skip
COLOURS = {"on_track": "Green", "at_risk": "Amber", "off_track": "Red"}
NOTHING = ("", "-", "–", "—", "n/a", "na", "none", "nil", "tbc", "tba", "tbd", "to be confirmed", "to be agreed", "not set", "?")  # fmt: skip
NO_DATE = (*NOTHING, "ongoing", "on-going", "continuous", "continuing", "rolling")
