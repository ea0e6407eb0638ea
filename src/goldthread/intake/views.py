"""The data pages: hand in, see what would change, decide, take back, look."""

from datetime import UTC, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from goldthread.evidence.home import home
from goldthread.evidence.lake import Lake, LakeRefused
from goldthread.intake import queries, rules, services
from goldthread.intake.forms import HandInForm
from goldthread.intake.models import Delivery
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link, Progress

DATA = Link("Data", "/data/")
_PARTS = (
    ("Hand in", "data"),
    ("Batches", "batches"),
    ("Coverage", "coverage"),
    ("Quality", "quality"),
)


def _tabs(here: str) -> tuple[Link, ...]:
    return tuple(Link(words, reverse(page), page == here) for words, page in _PARTS)


@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, a place to hand files in, and what came last."""
    sent = request.method == "POST"
    form = HandInForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        try:
            delivery = services.hand_in(
                form.cleaned_data["supplied"],
                by=signed_in(request),
                at=datetime.now(UTC),
            )
        except rules.Refused as refusal:
            form.add_error("supplied", str(refusal))
        else:
            return redirect("delivery", delivery.pk)
    page = queries.data_page()
    return render(
        request, "intake/data.html", {"form": form, "page": page, "tabs": _tabs("data")}
    )


@require_GET
def delivery(request: HttpRequest, key: int) -> HttpResponse:
    """One delivery: how far it is, what it would change, and the decision."""
    found = _delivery(key)
    report = found.loaded or found.checked
    return render(
        request,
        "intake/delivery.html",
        {
            "delivery": found,
            "progress": _progress(found),
            "load": queries.load_of(report) if report else None,
            "refusal_to_load": rules.refusal_to_load(found),
            "refusal_to_withdraw": rules.refusal_to_withdraw(found),
            "crumbs": (DATA,),
        },
    )


@require_GET
def progress(request: HttpRequest, key: int) -> HttpResponse:
    """How far a delivery is: the piece of its page that asks again by itself."""
    found = _delivery(key)
    answer = render(request, "intake/progress.html", {"progress": _progress(found)})
    if found.state not in (Delivery.State.CHECKING, Delivery.State.LOADING):
        answer["HX-Refresh"] = "true"  # the page now has more to show than progress
    return answer


@require_POST
def load(request: HttpRequest, key: int) -> HttpResponse:
    """Decide that a delivery is loaded."""
    try:
        services.load_delivery(
            _delivery(key), by=signed_in(request), at=datetime.now(UTC)
        )
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("delivery", key)


@require_POST
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Take back files that were not loaded."""
    try:
        services.withdraw_delivery(
            _delivery(key), by=signed_in(request), at=datetime.now(UTC)
        )
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("delivery", key)
    messages.success(request, "The files are withdrawn. Nothing was changed.")
    return redirect("data")


@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """Every load and every taking back, the newest first."""
    page = Paginator(queries.batch_lines(), 25).get_page(request.GET.get("page"))
    return render(
        request, "intake/batches.html", {"page": page, "tabs": _tabs("batches")}
    )


@require_GET
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """One batch: what it brought, what was odd, what was set aside."""
    found = queries.batch_page(number)
    if found is None:
        raise Http404(f"There is no batch {number}.")
    crumbs = (DATA, Link("Batches", reverse("batches")))
    return render(request, "intake/batch.html", {"page": found, "crumbs": crumbs})


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take a batch back; what it replaced stands again."""
    try:
        report = services.take_back(number, by=signed_in(request), at=datetime.now(UTC))
    except LakeRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("batch", number)
    messages.success(request, f"Batch {number} is taken back; what it replaced stands.")
    return redirect("batch", report.number or number)


@require_GET
def set_aside(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """The rows of one file that were set aside, to be mended and sent again."""
    found = queries.batch_page(number)
    line = (
        next((file for file in found.load.files if file.place == place), None)
        if (found)
        else None
    )
    if line is None or not line.sums.set_aside:
        raise Http404("No row of that file was set aside.")
    answer = HttpResponse(
        Lake(home()).set_aside_csv(number, line.member), content_type="text/csv"
    )
    name = f"set-aside-batch-{number}-file-{place + 1}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """Which months of which source are held, partial or missing."""
    return render(
        request,
        "intake/coverage.html",
        {"tables": queries.coverage_tables(), "tabs": _tabs("coverage")},
    )


@require_GET
def quality(request: HttpRequest) -> HttpResponse:
    """Everything odd in what is held, in words."""
    return render(
        request,
        "intake/quality.html",
        {"groups": queries.remarks_by_oddity(), "tabs": _tabs("quality")},
    )


def _delivery(key: int) -> Delivery:
    found = Delivery.objects.select_related("handed_in_by", "decided_by")
    return get_object_or_404(found, pk=key)


def _progress(delivery: Delivery) -> Progress | None:
    if delivery.state not in (Delivery.State.CHECKING, Delivery.State.LOADING):
        return None
    return Progress(
        words=f"{delivery.progress[:1].upper()}{delivery.progress[1:]}",
        done=0,
        total=0,
        href=reverse("delivery_progress", args=[delivery.pk]),
    )
