"""Saxonbridge's two strategies, written as files and agreed through their whole life."""

from datetime import date, datetime
from importlib.resources import files

from goldthread.partners.models import Person
from goldthread.saxonbridge.story import Story, at
from goldthread.strategy import services
from goldthread.strategy.file.loading import load
from goldthread.strategy.models import Approval, Strategy
from goldthread.strategy.tasks import write_files


def previous_strategy(story: Story, *, now: datetime) -> Strategy:
    """Load the strategy before; it brings agencies, bodies and seats with it."""
    key = f"saxonbridge-{story.first}"
    found: Strategy | None = Strategy.objects.filter(key=key).first()
    begun = at(date(story.first - 1, 10, 6))
    return found or load(_text("previous", story), on=begun.date(), by=None, at=begun)


def close_previous(
    strategy: Strategy, story: Story, *, chair: Person, manager: Person
) -> None:
    """Agreed, in force for three years, closed."""
    first = date(story.first, 3, 20)
    _consult(strategy, story.first, manager=manager)
    _sign(strategy, date(story.first, 3, 12), chair=chair)
    _agree(strategy, first, chair=chair, manager=manager)
    _enforce(strategy, date(story.first, 4, 1), manager=manager)
    strategy.refresh_from_db()
    if strategy.state == Strategy.State.IN_FORCE:
        last = date(story.second, 4, 1)
        for stream in strategy.workstreams.filter(closed_on__isnull=True):
            services.close_workstream(
                stream,
                on=date(story.second, 3, 31),
                reason="Goes on under the new strategy",
                by=manager,
                at=at(date(story.second, 3, 31)),
            )
        services.close_strategy(strategy, until_on=last, by=manager, at=at(last))


def current_strategy(story: Story, *, chair: Person, manager: Person) -> Strategy:
    """The strategy in force: written, consulted on, agreed by two boards, published."""
    key = f"saxonbridge-{story.second}"
    begun = date(story.second - 1, 10, 6)
    found: Strategy | None = Strategy.objects.filter(key=key).first()
    strategy = found or load(
        _text("current", story), on=begun, by=manager, at=at(begun)
    )
    _consult(strategy, story.second, manager=manager)
    _sign(strategy, date(story.second, 3, 14), chair=chair)
    agreed = date(story.second, 3, 20)
    for joint in strategy.approvals.filter(workstream__isnull=False, decision=""):
        _decide(joint, agreed, chair=chair, manager=manager)
    _agree(strategy, agreed, chair=chair, manager=manager)
    _enforce(strategy, date(story.second, 4, 1), manager=manager)
    return strategy


def _consult(strategy: Strategy, year: int, *, manager: Person) -> None:
    strategy.refresh_from_db()
    opens, closes = date(year - 1, 11, 3), date(year, 1, 12)
    if (
        strategy.state == Strategy.State.DRAFT
        and strategy.consultation_opens_on is None
    ):
        services.open_consultation(
            strategy,
            opens_on=opens,
            closes_on=closes,
            answers=ANSWERS,
            by=manager,
            at=at(opens),
        )
        strategy.refresh_from_db()
    if strategy.state == Strategy.State.CONSULTING:
        after = date(year, 1, 20)
        services.close_consultation(
            strategy, reason="Answers are in", on=after, by=manager, at=at(after)
        )
    for section in strategy.sections.filter(
        gate="after_consultation", is_finished=False
    ):
        written = date(year, 2, 3)
        services.write_section(
            section, text=SUMMARY, on=written, by=manager, at=at(written)
        )
        section.refresh_from_db()
        services.finish_section(section, on=written, by=manager, at=at(written))


def _sign(strategy: Strategy, on: date, *, chair: Person) -> None:
    """The chair signs the foreword, which the boards then have before them."""
    for section in strategy.sections.filter(gate="signed", signed_on__isnull=True):
        services.sign_section(
            section,
            name=chair.name,
            role="Chair of the board",
            on=on,
            by=chair,
            at=at(on),
        )


ANSWERS = "Write to the partnership at the Civic Centre, or come to your ward's library: somebody writes down what you say."
SUMMARY = (
    "Four priorities, eight workstreams and three threads: earlier, place by place, with "
    "people. We will stop harm sooner, stand by those who were hurt, change those who "
    "hurt others, and give neighbourhoods the means to look after themselves. Each "
    "workstream says what it will change and how anybody can see whether it did."
)


def _agree(strategy: Strategy, on: date, *, chair: Person, manager: Person) -> None:
    strategy.refresh_from_db()
    if strategy.state == Strategy.State.DRAFT:
        services.propose_strategy(strategy, on=on, by=manager, at=at(on))
    for approval in strategy.approvals.filter(decision="").order_by("pk"):
        _decide(approval, on, chair=chair, manager=manager)


def _decide(approval: Approval, on: date, *, chair: Person, manager: Person) -> None:
    by = chair if approval.body.is_ours else manager
    services.record_decision(
        approval,
        decision="agreed",
        decided_on=on,
        note="",
        by=by,
        at=at(on, 16),
    )


def _enforce(strategy: Strategy, on: date, *, manager: Person) -> None:
    strategy.refresh_from_db()
    if strategy.state == Strategy.State.AGREED:
        services.bring_into_force(strategy, from_on=on, by=manager, at=at(on))
        strategy.refresh_from_db()
    if strategy.published_at is None:
        services.publish_strategy(strategy, on=on, by=manager, at=at(on, 12))
        write_files.enqueue(strategy.pk)


def _text(name: str, story: Story) -> str:
    text = (
        files("goldthread.saxonbridge.strategies")
        .joinpath(f"{name}.md")
        .read_text(encoding="utf-8")
    )
    for mark, words in story.words.items():
        text = text.replace(mark, words)
    return text
