"""The shape of what people write into a strategy; saves nothing."""

from goldthread.strategy.forms.agreement import (
    BodyForm,
    CloseForm,
    ConsultForm,
    DayForm,
    DecisionForm,
    OptionalReasonForm,
    ReasonForm,
)
from goldthread.strategy.forms.content import (
    ChangeForm,
    LinesForm,
    PriorityForm,
    StartForm,
    StatementForm,
    StrategyForm,
    ThreadForm,
    WorkstreamForm,
    strategy_initial,
)
from goldthread.strategy.forms.context import (
    CiteForm,
    CrossingForm,
    EvidenceForm,
    LinkCheckForm,
    MeasureForm,
    PlanForm,
    ResourceForm,
)
from goldthread.strategy.forms.pieces import (
    A_DAY,
    LONGEST,
    SeenForm,
    lines_of,
)
from goldthread.strategy.forms.text import (
    PlaceForm,
    SectionForm,
    SignForm,
    VersionForm,
)

__all__ = [
    "A_DAY",
    "LONGEST",
    "BodyForm",
    "ChangeForm",
    "CiteForm",
    "CloseForm",
    "ConsultForm",
    "CrossingForm",
    "DayForm",
    "DecisionForm",
    "EvidenceForm",
    "LinesForm",
    "LinkCheckForm",
    "MeasureForm",
    "OptionalReasonForm",
    "PlaceForm",
    "PlanForm",
    "PriorityForm",
    "ReasonForm",
    "ResourceForm",
    "SectionForm",
    "SeenForm",
    "SignForm",
    "StartForm",
    "StatementForm",
    "StrategyForm",
    "ThreadForm",
    "VersionForm",
    "WorkstreamForm",
    "lines_of",
    "strategy_initial",
]
