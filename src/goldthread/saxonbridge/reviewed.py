"""Saxonbridge reviews its year: what is coming, each workstream's outcome, the look back."""

from datetime import datetime, timedelta
from typing import Any

from goldthread.assessment.models import Assessment
from goldthread.delivery.models import Action
from goldthread.delivery.services import change_action
from goldthread.governance import services
from goldthread.governance.models import AnnualReview, EmergingIssue, LookBack
from goldthread.governance.papers.tracks import Term, tracks_of
from goldthread.governance.services import ClaimTold, DecisionTold, Judged, Told
from goldthread.governance.tasks import write_paper_files
from goldthread.partners.models import Body, Person, Seat
from goldthread.saxonbridge.meetings import BOARD
from goldthread.saxonbridge.sitting import person
from goldthread.saxonbridge.story import Story, at
from goldthread.strategy.models import Strategy

OUTCOMES = {
    "young-people": ("keep", "Thirty young people are reached in the end; the two lent workers show that it can be done."),
    "domestic-abuse": ("keep", "More people come forward than before, which is what it set out to do."),
    "exploitation": ("change", "Referrals are too few to steer by. It joins the regional network and reports twice a year."),
    "after-custody": ("change", "The first night is arranged; the second week is not. A worker meets people on day ten."),
    "substances": ("keep", "Waiting for a first appointment is what people name, and it is being worked on."),
    "vehicles": ("change", "Vans are safer where courts are lit; tools are now taken next door. Kingsholm follows."),
    "night": ("keep", "The marshals stand at both ranks, and their effect is being judged."),
    "heard": ("keep", "People who raise a concern hear what became of it more often than a year ago."),
}  # fmt: skip
# Which findings of this year's assessment bear on which workstream, as its leads chose.
BEARING = {
    "young-people": ("levels-by-category",),
    "domestic-abuse": ("levels-by-category",),
    "after-custody": ("outcomes-by-group",),
    "substances": ("concentration-by-category",),
    "vehicles": ("trend-by-category", "neighbourhoods-wards"),
    "night": ("season-by-category", "concentration-by-category"),
    "heard": ("outcomes-by-group",),
}
# Actions that go on because this year's assessment found what they are against.
ANSWERED = {
    "Light and gate the nine garage courts in Kingsholm": "neighbourhoods-wards",
    "Number-plate readers at the two roads out of Marlpit": "trend-by-category",
    "A late-night hub on Fridays and Saturdays": "season-by-category",
    "Ask the people who rent and the young, where they are": "outcomes-by-group",
}
BESIDES = "Updates of its actions in the plan, read at the workshop of leads"
APPROACH = (
    "Kept. Four broad themes for the whole term, with workstreams that open and close "
    "inside it: two needs that nobody foresaw found their place without a new strategy. "
    "What we change is that every workstream now names one measure before it asks for money."
)
CLAIMS: tuple[tuple[str, str, str, str, str], ...] = (
    ("safer-homes", "achieved", "Domestic abuse became something that people report to somebody.", "H1", ""),
    ("safer-homes", "not_achieved", "Locks and lights reached one estate of the three that were promised.", "", "housing officers of that time"),
    ("safer-streets", "achieved", "People stay longer in the squares around the stations.", "", "traders at the ward forum"),
    ("safer-streets", "not_achieved", "Anti-social behaviour in the city stayed much as it was.", "A1", ""),
    ("repeat-offenders", "not_achieved", "Adults who leave custody still offend again within a year.", "C1", ""),
    ("repeat-offenders", "learned", "Whoever is not met on the first night is hard to find in the second week.", "", "the through-the-gate worker"),
)  # fmt: skip


def review_the_year(
    strategy: Strategy, story: Story, *, manager: Person, now: datetime
) -> None:
    """What was seen coming, the review of every workstream, the look back; safe to run again."""
    if AnnualReview.objects.exists():
        return
    board = Body.objects.get(name=BOARD)
    filming = _coming(strategy, story, manager, now)
    then: dict[str, Any] = {"on": story.today, "by": manager, "at": now}
    newest = Assessment.objects.published().newest_first()[0]
    found = {one.ref: one for one in newest.findings.all()}
    review = services.open_review(strategy, newest, board, year=_year(story), **then)
    for row in review.streams.select_related("workstream").order_by("number"):
        assert row.workstream is not None  # nothing new is proposed yet
        outcome, reasons = OUTCOMES[row.workstream.key]
        bears = [found[ref] for ref in BEARING.get(row.workstream.key, ())]
        told = Judged(outcome, reasons, bears, BESIDES)
        services.review_stream(row, told, **then)
    services.propose_workstream(
        review,
        Judged("new", "Schools, police and youth workers each see a part; nobody has it.", besides="Two head teachers and a ward forum, in the autumn"),
        title="Fights that are filmed and passed on",
        issue=filming,
        **then,
    )  # fmt: skip
    decision = services.decide_between_meetings(
        board,
        DecisionTold(
            "approve",
            "The outcomes of the yearly review are agreed as the leads propose them",
            "Each rests on a finding or on what was seen; budgets follow them.",
            evidence=(
                Told(words=f"The {review.assessment}, and the review itself"),
                Told(finding=found["trend-by-category"]),
            ),
            effect="Every change and the new workstream stand in the strategy by its next version",
            effect_by=story.today + timedelta(days=120),
        ),
        urgency="Budgets for next year are drawn up before the board meets",
        decided_on=story.today,
        answers=_answers(board, story),
        by=manager,
        at=now,
    )
    services.agree_review(review, approach=APPROACH, decision=decision, **then)
    write_paper_files.enqueue("review", review.pk)
    for action in Action.objects.filter(title__in=ANSWERED).order_by("pk"):
        change_action(
            action,
            seen=action.version,
            reason="The yearly review: this year's assessment says why it goes on",
            finding=found[ANSWERED[action.title]],
            by=manager,
            at=now,
        )


def _year(story: Story) -> int:
    return story.today.year - (story.today.month < 4)


def _answers(board: Body, story: Story) -> list[tuple[Seat, str]]:
    seats = Seat.objects.on(story.today).filter(body=board).order_by("number")
    return [
        (seat, "agrees" if any(h.is_true_on(story.today) for h in seat.holdings.all()) else "silent")
        for seat in seats.prefetch_related("holdings")
    ]  # fmt: skip


def _coming(
    strategy: Strategy, story: Story, manager: Person, now: datetime
) -> EmergingIssue:
    """Three things that somebody saw: one taken up, one for the review, one without answer."""
    made = []
    for days, who, title, source, likelihood, impact in (
        (
            75,
            "vehicles",
            "Electric bikes without plates in the parks",
            "Neighbourhood police, Marlpit and Kingsholm",
            4,
            3,
        ),
        (
            40,
            "violence",
            "Young people film fights and pass them on",
            "Two schools and the youth centre",
            4,
            4,
        ),
        (
            6,
            "fire",
            "Fires in batteries that are charged in stairwells",
            "Home fire safety visits",
            3,
            5,
        ),
    ):
        day = story.today - timedelta(days=days)
        made.append(
            services.raise_issue(
                title=title,
                source=source,
                likelihood=likelihood,
                impact=impact,
                on=day,
                by=person(who, on=story.today),
                at=at(day),
            )
        )  # fmt: skip
    taken = story.today - timedelta(days=58)
    services.settle_issue(
        made[0],
        outcome="taken",
        words="The same two wards and the same streets; the problem solver takes it up.",
        workstream=strategy.workstreams.get(key="vehicles"),
        on=taken,
        by=manager,
        at=at(taken),
    )
    return made[1]


def look_back_on_previous(story: Story, *, manager: Person, now: datetime) -> None:
    """What the strategy before achieved, each claim with what it rests on; issued once."""
    if LookBack.objects.exists():
        return
    previous = Strategy.objects.get(key=f"saxonbridge-{story.first}")
    look_back = services.begin_look_back(previous, by=manager, at=now)
    term = Term.of(previous, story.today)
    for key, kind, text, code, source in CLAIMS:
        priority = previous.priorities.get(key=key)
        readings = {each.indicator.code: each.last for each in tracks_of(priority, term)} if code else {}  # fmt: skip
        told = ClaimTold(priority, kind, text, readings.get(code), source)
        services.claim(look_back, told, by=manager, at=now)
    services.issue_look_back(look_back, on=story.today, by=manager, at=now)
    write_paper_files.enqueue("look_back", look_back.pk)
