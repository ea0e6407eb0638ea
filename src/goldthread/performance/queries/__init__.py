"""Every read of the numbers; other rooms import from here."""

from goldthread.performance.claims import Claim, claim_in, claims_on
from goldthread.performance.queries.due import (
    DueFigure,
    SilentAgency,
    due_from,
    silence,
)
from goldthread.performance.queries.early_page import EarlyPage, early_page
from goldthread.performance.queries.flow import FlowPage, flow_page
from goldthread.performance.queries.indicator_page import (
    IndicatorPage,
    indicator_named,
    indicator_page,
)
from goldthread.performance.queries.lines import Line, lines_of
from goldthread.performance.queries.scorecard import Scorecard, chosen, scorecard
from goldthread.performance.queries.series import (
    Revision,
    revisions_of,
    series_of,
    with_earlier,
)
from goldthread.performance.saying import claims_of, is_of_an_older, said_of

__all__ = [
    "Claim",
    "DueFigure",
    "EarlyPage",
    "FlowPage",
    "IndicatorPage",
    "Line",
    "Revision",
    "Scorecard",
    "SilentAgency",
    "chosen",
    "claim_in",
    "claims_of",
    "claims_on",
    "due_from",
    "early_page",
    "flow_page",
    "indicator_named",
    "indicator_page",
    "is_of_an_older",
    "lines_of",
    "revisions_of",
    "said_of",
    "scorecard",
    "series_of",
    "silence",
    "with_earlier",
]
