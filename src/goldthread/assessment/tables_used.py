"""Whose data a document rests on: the attribution line of every table it asked."""

from collections.abc import Sequence

from goldthread.assessment.recipe import Finding
from goldthread.evidence.engine import question_text, tables_of
from goldthread.evidence.tables import TABLES


def tables_asked(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Names of the lake tables that the findings' questions read, in the lake's order."""
    questions = {ask.question for finding in findings for ask in finding.asks}
    used = {name for q in questions for name in tables_of(question_text(q))}
    return tuple(name for name in TABLES if name in used)


def attributions(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Every attribution line owed, once each."""
    lines = [TABLES[name].attribution for name in tables_asked(findings)]
    return tuple(dict.fromkeys(line for line in lines if line))
