"""What a partnership does in each month of its year, in the default order (C1 to C12)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Step:
    """One month's work."""

    key: str
    month: int
    title: str
    words: str
    pages: tuple[tuple[str, str], ...] = ()  # (words, page) where the work is done


STEPS = (
    Step("C1", 4, "Open the new year", "Freeze last year's figures, publish the plan's summary, issue the fourth pack, send the plan to the policing body.", (("Strategies", "strategies"), ("Packs", "packs"), ("Duties", "duties"))),
    Step("C2", 5, "Account for the last year", "Achievements, spending and outcomes; the yearly report to scrutiny; grant returns.", (("Looks back", "reviews"), ("Duties", "duties"))),
    Step("C3", 6, "Scrutiny's yearly session", "The report is heard; recommendations start a clock of 28 days.", (("Scrutiny", "duties"),)),
    Step("C4", 7, "First pack, and ask for data", "Refresh the measures, agree what the assessment looks at, ask partners for data.", (("Packs", "packs"), ("Measures", "measures"))),
    Step("C5", 8, "Collect and check data", "Partners' files and open data come in; gaps are written down.", (("Data", "data"),)),
    Step("C6", 9, "Ask people", "Survey, groups and a public meeting attended by every responsible authority.", (("Duties", "duties"),)),
    Step("C7", 10, "Second pack, first analysis", "What changed and why; a workshop looks ahead.", (("Packs", "packs"), ("Assessments", "assessments"), ("What is coming", "reviews"))),
    Step("C8", 11, "Score the issues", "A scoring workshop, profiles of the main problems, a review of the last plan.", (("Assessments", "assessments"), ("Looks back", "reviews"))),
    Step("C9", 12, "Choose priorities", "The assessment is complete; the board chooses, and reviews each workstream.", (("Yearly review", "reviews"), ("Decisions", "decisions"), ("Forward plan", "forward_plan"))),
    Step("C10", 1, "Draft and consult", "Third pack, the draft plan, section 17 and equality, consultation.", (("Packs", "packs"), ("Section 17", "duties"), ("Strategies", "strategies"))),
    Step("C11", 2, "Answer and agree money", "What people said and what was done; budgets, commissioning, targets.", (("Measures", "measures"), ("The plan", "plan"))),
    Step("C12", 3, "Adopt the plan", "Before 1 April: the board adopts, the council approves, partners confirm what they give.", (("Strategies", "strategies"), ("Decisions", "decisions"))),
)  # fmt: skip
BY_KEY = {step.key: step for step in STEPS}


def ends_on(step: Step, year: int) -> date:
    """The first day after its month in the statutory year that begins in `year`."""
    calendar_year = year if step.month >= 4 else year + 1
    if step.month == 12:
        return date(calendar_year + 1, 1, 1)
    return date(calendar_year, step.month + 1, 1)
