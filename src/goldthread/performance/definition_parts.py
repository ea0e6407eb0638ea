"""The parts of the form that defines a measure, and what of it few need to see."""

from goldthread.web.forms import Fold, Heading

HEADINGS = {
    "code": Heading("What it is"),
    "polarity": Heading("How it is read"),
    "victims": Heading(
        "Who is hit again",
        "Where another measure counts the different victims of these offences, the page "
        "shows offences, victims and repeats side by side. Leave it empty otherwise.",
    ),
    "baseline_from": Heading(
        "What it was before",
        "The baseline is a year, or some other whole spell, from before the work began. "
        "Its mean is what a target of so many per cent less is counted from, and what the "
        "board sees today's figure beside. Without it nobody can say that anything changed.",
    ),
    "asked": Heading(
        "If it is asked in a survey",
        "A figure from a survey says how many answered and how sure that makes it, or "
        "that nobody knows. Leave this empty for everything that is counted.",
    ),
    "source": Heading("Where its figures come from"),
    "owner": Heading("Whose it is, and what it is for"),
}

FOLDS = (
    Fold("Offences and their victims", ("victims", "victims_within", "residents")),
    Fold(
        "Whom it asks, and how sure its figure is",
        ("asked", "interval", "design_effect"),
        when=("basis", "survey"),
    ),
    Fold(
        "Which question to the lake, and which rows of its answer",
        ("question", "column", "only"),
        when=("comes_from", "lake"),
    ),
    Fold("If it speaks of an older cohort", ("lag_months", "cohort")),
)
