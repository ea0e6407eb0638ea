"""The board's nouns, one cluster a file; other rooms import from here."""

from goldthread.governance.models.agenda import (
    AgendaItem,
    ForwardItem,
    Paper,
    StandingItem,
)
from goldthread.governance.models.asks import Ask, Challenge
from goldthread.governance.models.clocks import Clock, Deadline
from goldthread.governance.models.decisions import (
    Arising,
    Consent,
    Decision,
    Evidence,
)
from goldthread.governance.models.duties import (
    DutyDone,
    LocalDuty,
    PublicPresence,
    ScrutinyRequest,
    Section17Check,
)
from goldthread.governance.models.look_backs import LookBack, LookBackClaim
from goldthread.governance.models.meetings import Meeting
from goldthread.governance.models.numbering import Numbering
from goldthread.governance.models.packs import Pack
from goldthread.governance.models.presence import Attendance, Declaration
from goldthread.governance.models.recoveries import (
    Recovery,
    RecoveryStep,
    SharedIssue,
)
from goldthread.governance.models.reviews import (
    AnnualReview,
    EmergingIssue,
    StreamReview,
)
from goldthread.governance.models.risks import Risk, RiskReview
from goldthread.governance.models.year import YearStep

__all__ = [
    "AgendaItem",
    "AnnualReview",
    "Arising",
    "Ask",
    "Attendance",
    "Challenge",
    "Clock",
    "Consent",
    "Deadline",
    "Decision",
    "Declaration",
    "DutyDone",
    "EmergingIssue",
    "Evidence",
    "ForwardItem",
    "LocalDuty",
    "LookBack",
    "LookBackClaim",
    "Meeting",
    "Numbering",
    "Pack",
    "Paper",
    "PublicPresence",
    "Recovery",
    "RecoveryStep",
    "Risk",
    "RiskReview",
    "ScrutinyRequest",
    "Section17Check",
    "SharedIssue",
    "StandingItem",
    "StreamReview",
    "YearStep",
]
