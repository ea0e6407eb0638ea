"""What every page of one action begins with."""

from datetime import UTC, date, datetime

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from goldthread.delivery import queries, rules
from goldthread.delivery.models import Action
from goldthread.partners.models import Person
from goldthread.web.kit import Link


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The day in London."""
    return timezone.localdate()


def action_or_404(reference: str) -> Action:
    found = queries.action_named(reference)
    if found is None:
        raise Http404(f"There is no action {reference}.")
    return found


def crumbs(action: Action | None = None) -> tuple[Link, ...]:
    plan = Link("Plan", reverse("plan"))
    if action is None:
        return (plan,)
    return plan, Link(action.reference, reverse("action", args=[action.reference]))


OF_ONE_STRATEGY = ("plan", "plan_summary", "plan_imports")


def tabs(here: str, person: Person, *, strategy: int | None = None) -> tuple[Link, ...]:
    """The parts of the plan, each a page; the spreadsheet for those who bring one in.

    Whoever looks at the plan of another `strategy` stays in it, where a page has one.
    """
    parts = (
        ("Actions", "plan"),
        ("In sums", "plan_summary"),
        ("Silent", "silent_actions"),
        ("What worked", "what_worked"),
        *((("Spreadsheet", "plan_imports"),) if rules.may(person, rules.RUN) else ()),
        ("Deleted", "deleted_actions"),
        *((("Undo", "undoable_changes"),) if rules.may(person, rules.PROPOSE) else ()),
        ("Calendar", "plan_calendar"),
        ("Settings", "plan_settings"),
    )
    of = f"?strategy={strategy}" if strategy else ""
    return tuple(
        Link(
            words, reverse(page) + (of if page in OF_ONE_STRATEGY else ""), page == here
        )
        for words, page in parts
    )


def plain(request: HttpRequest) -> dict[str, str]:
    """What an address asks for, each name once."""
    return {
        name: value for name, value in request.GET.items() if isinstance(value, str)
    }
