"""Beginning from a template or a file; taking a strategy away as a file."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.partners.models import Installation
from goldthread.partners.session import signed_in
from goldthread.strategy.file import Fault, Unreadable
from goldthread.strategy.file.adapting import adapted
from goldthread.strategy.file.loading import load
from goldthread.strategy.file.ready import template
from goldthread.strategy.file.telling import dump
from goldthread.strategy.forms.files import FileForm, TemplateForm
from goldthread.strategy.models import Strategy
from goldthread.strategy.views.overview import next_april
from goldthread.strategy.views.page import strategy_of
from goldthread.web.kit import Link

both = require_http_methods(["GET", "HEAD", "POST"])
ALL = Link("Strategies", "/strategies/")
MOST_FAULTS = 60


@both
def from_template(request: HttpRequest) -> HttpResponse:
    """A draft of one's own from a template: its priorities, outcomes, places to begin."""
    installation = Installation.objects.select_related("area").first()
    today = timezone.localdate()
    begins = next_april(today)
    form = TemplateForm(
        request.POST or None,
        initial={
            "template": "founding",
            "partnership": installation.area.name if installation else "",
            "starts": begins,
            "ends": begins.replace(year=begins.year + 3, month=3, day=31),
            "follows": Strategy.objects.own().in_force(today).first(),
        },
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        before = given.pop("follows")
        taken = set(Strategy.objects.values_list("key", flat=True))
        text = adapted(
            template(given.pop("template")),
            follows=before.key if before else "",
            taken=taken,
            **given,
        )
        return _loaded(request, text, form, "From a template")
    return _shown(request, form, "From a template", ())


@both
def from_file(request: HttpRequest) -> HttpResponse:
    """A draft from a strategy file; nothing is kept where the file has a fault."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _loaded(request, form.cleaned_data["file"], form, "From a file")
    return _shown(request, form, "From a file", ())


@require_safe
def as_file(request: HttpRequest, key: str) -> HttpResponse:
    """The strategy as its readable file."""
    strategy = strategy_of(key)
    answer = HttpResponse(dump(strategy), content_type="text/markdown; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{strategy.key}.md"'
    return answer


def _loaded(
    request: HttpRequest, text: str, form: "FileForm | TemplateForm", title: str
) -> HttpResponse:
    at = datetime.now(UTC)
    try:
        made = load(text, on=timezone.localdate(at), by=signed_in(request), at=at)
    except Unreadable as unreadable:
        form.add_error(None, "Nothing was loaded. What is wrong stands below, by line.")
        return _shown(request, form, title, unreadable.faults[:MOST_FAULTS])
    messages.success(
        request,
        "It is a draft now. What it still needs stands below, by what it blocks.",
    )
    return redirect("strategy", made.key)


def _shown(
    request: HttpRequest,
    form: "FileForm | TemplateForm",
    title: str,
    faults: tuple[Fault, ...],
) -> HttpResponse:
    told = {"form": form, "title": title, "faults": faults, "crumbs": (ALL,)}
    return render(request, "strategy/load.html", told)
