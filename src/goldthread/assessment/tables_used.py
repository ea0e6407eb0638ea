"""Whose data a document rests on: the attribution line of every table it asked."""

from collections.abc import Sequence

from goldthread.assessment.recipe import Finding, tables_of_asks
from goldthread.evidence.tables import TABLES


def tables_asked(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Names of the lake tables that the findings' questions read, in the lake's order."""
    return tables_of_asks(ask for finding in findings for ask in finding.asks)


def attributions(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Every attribution line owed, once each."""
    lines = [TABLES[name].attribution for name in tables_asked(findings)]
    return tuple(dict.fromkeys(line for line in lines if line))
