"""One change to many actions: choose, look at what it would do, do it, take it back."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goldthread.delivery import queries, rules, services
from goldthread.delivery.bulk import BulkChange, BulkRow, planned
from goldthread.delivery.bulk_form import BulkForm
from goldthread.delivery.models import Action, BulkEdit
from goldthread.delivery.queries.listing import plannable_strategies, strategy_for
from goldthread.delivery.queries.own import whole
from goldthread.delivery.queries.undoable import undoable
from goldthread.delivery.views.common import crumbs, now, plain, tabs, today
from goldthread.delivery.working_calendar import days_off
from goldthread.partners.models import Person
from goldthread.partners.session import signed_in

SHOWN = 200  # rows of a preview; a longer one says how many more there are


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do, row by row."""

    change: BulkChange
    rows: tuple[BulkRow, ...]
    done: int
    refused: int
    more: int
    seen: str  # "12:3 15:1": each action with the version looked at


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """Choose a change for the actions picked, and see what it would do to each.

    Choosing and looking stand in the address, and nothing is written by them; the
    button under the preview sends what was looked at to the same address.
    """
    person, on = signed_in(request), today()
    asked = queries.filter_from(plain(request))
    strategy = strategy_for(asked, plannable_strategies(today()))
    wants = "preview" in request.GET
    form = BulkForm(request.GET if wants else None, strategy=strategy, on=on)
    is_valid = wants and form.is_valid()
    if request.method == "POST":
        return _apply(request, form if is_valid else None)
    actions = _picked(request, asked)
    preview = _preview(actions, form.change(), person, on) if is_valid else None
    return render(
        request,
        "delivery/bulk.html",
        {
            "form": form,
            "count": len(actions),
            "kept": _kept(request),
            "is_all": "all" in request.GET,
            "asked": asked,
            "preview": preview,
            "crumbs": crumbs(),
        },
    )


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Which actions were picked, to be sent along with the chosen change."""
    return [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if isinstance(value, str)
        and name not in ("preview", "page")
        and not name.startswith("to-")
    ]


def _picked(request: HttpRequest, asked: queries.PlanFilter) -> list[Action]:
    """The rows ticked, or everything in the filter."""
    if "all" in request.GET:
        strategy = strategy_for(asked, plannable_strategies(today()))
        scoped = asked.within(strategy)
        found = queries.selected(scoped, on=today(), settings=queries.plan_settings())
    else:
        found = Action.objects.standing().filter(pk__in=_numbers(request))
    return list(whole(found).order_by("pk"))


def _numbers(request: HttpRequest) -> list[int]:
    picks = request.GET.getlist("pick")
    return [int(key) for key in picks if _is_number(key)]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _preview(
    actions: list[Action], change: BulkChange, person: Person, on: date
) -> Preview:
    rows = planned(actions, change, by=person, on=on, off=days_off(around=on))
    done = [row for row in rows if not row.refusal]
    return Preview(
        change=change,
        rows=rows[:SHOWN],
        done=len(done),
        refused=len(rows) - len(done),
        more=max(0, len(rows) - SHOWN),
        seen=" ".join(f"{row.action.pk}:{row.action.version}" for row in done),
    )


def _apply(request: HttpRequest, form: BulkForm | None) -> HttpResponse:
    seen = _seen(request.POST.get("seen", ""))
    if form is None or not seen:
        messages.error(request, "Choose the actions and the change again.")
        return redirect("plan")
    try:
        edit = services.apply_bulk_edit(
            seen,
            form.change(),
            reason=form.cleaned_data["reason"],
            by=signed_in(request),
            at=now(),
        )
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("plan")
    messages.success(
        request,
        f"{edit.words}. It can be undone here, and later from “Undo” in the plan.",
    )
    return redirect("bulk_edit_done", edit.pk)


def _seen(text: str) -> dict[int, int]:
    """Each action with the version that the preview showed; nothing where it is odd."""
    pairs = [pair.split(":") for pair in text.split()]
    if not all(len(pair) == 2 and all(map(_is_number, pair)) for pair in pairs):
        return {}
    return {int(key): int(version) for key, version in pairs}


@require_GET
def bulk_done(request: HttpRequest, key: int) -> HttpResponse:
    """What a bulk edit did, and the way back."""
    edit = get_object_or_404(BulkEdit.objects.select_related("by", "undone_by"), pk=key)
    return render(
        request,
        "delivery/bulk_done.html",
        {
            "edit": edit,
            "refusal": rules.refusal_to_undo(edit, by=signed_in(request)),
            "crumbs": crumbs(),
        },
    )


@require_GET
def undoable_changes(request: HttpRequest) -> HttpResponse:
    """What somebody can take back of what was changed at one stroke."""
    person = signed_in(request)
    return render(
        request,
        "delivery/undoable.html",
        {
            "found": undoable(person),
            "may_run": rules.may(person, rules.RUN),
            "tabs": tabs("undoable_changes", person),
        },
    )


@require_POST
def undo(request: HttpRequest, key: int) -> HttpResponse:
    """Take a bulk edit back, but for what was changed since."""
    edit = get_object_or_404(BulkEdit, pk=key)
    try:
        edit = services.undo_bulk_edit(edit, by=signed_in(request), at=now())
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        left = len(edit.not_undone)
        all_but = f"All but {left} are as they were; why is said below."
        messages.success(request, all_but if left else "Everything is as it was.")
    return redirect("bulk_edit_done", edit.pk)
