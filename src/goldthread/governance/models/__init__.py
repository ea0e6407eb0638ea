"""The board's nouns, one cluster a file; other rooms import from here."""

from goldthread.governance.models.agenda import (
    AgendaItem,
    ForwardItem,
    Paper,
    StandingItem,
)
from goldthread.governance.models.asks import Ask, Challenge
from goldthread.governance.models.decisions import (
    Arising,
    Consent,
    Decision,
    Evidence,
)
from goldthread.governance.models.meetings import Meeting
from goldthread.governance.models.numbering import Numbering
from goldthread.governance.models.presence import Attendance, Declaration
from goldthread.governance.models.risks import Risk, RiskReview

__all__ = [
    "AgendaItem",
    "Arising",
    "Ask",
    "Attendance",
    "Challenge",
    "Consent",
    "Decision",
    "Declaration",
    "Evidence",
    "ForwardItem",
    "Meeting",
    "Numbering",
    "Paper",
    "Risk",
    "RiskReview",
    "StandingItem",
]
