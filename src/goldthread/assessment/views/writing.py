"""Writing in an assessment: asking for one, its words, computing again, publishing."""

from datetime import UTC, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.assessment import pages, queries, rules, services
from goldthread.assessment.forms import MakeForm, WordsForm
from goldthread.assessment.headings import STATUTORY
from goldthread.assessment.models import HEADINGS, Assessment, Finding
from goldthread.assessment.views.reading import crumbs_of
from goldthread.evidence.lake import LakeRefused
from goldthread.notes.about import About
from goldthread.notes.drafting import drafting_for, finish_draft
from goldthread.notes.editing import Overtaken, show_both, status_of
from goldthread.partners.models import Installation
from goldthread.partners.session import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
def assessments(request: HttpRequest) -> HttpResponse:
    """What waits for words, what is being made, what is published; and a new one."""
    installation = Installation.objects.select_related("area").first()
    form = MakeForm(
        request.POST if request.method == "POST" else None,
        areas=pages.areas_offered(),
        periods=pages.periods_offered(),
        initial={"area": installation.area.code if installation else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            asked = services.request_assessment(
                area=form.cleaned_data["area"],
                period=form.periods[form.cleaned_data["period"]],
                by=signed_in(request),
                at=datetime.now(UTC),
            )
        except LakeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("assessment", asked.pk)
    rows = Assessment.objects.select_related("requested_by").newest_first()
    return render(
        request,
        "assessment/assessments.html",
        {
            "form": form,
            "page": Paginator(rows, 25).get_page(request.GET.get("page")),
            "can_make": bool(form.periods),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, key: int, heading: str) -> HttpResponse:
    """Write under one heading, or waive it with a reason; nobody's words are lost."""
    assessment = get_object_or_404(Assessment, pk=key)
    if heading not in dict(HEADINGS):
        raise Http404("An assessment has no such heading.")
    newest = queries.newest_words(assessment).get(heading)
    seen = newest.version if newest else 0
    about = About("assessment.words", f"{assessment.pk}/{heading}")
    drafting = drafting_for(request, about, form="words", based_on=seen)
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        initial={
            "text": newest.text if newest else "",
            "is_waiver": newest.is_waiver if newest else False,
            "seen": seen,
        },
    )
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, assessment, heading, form)
        except Overtaken:
            conflict = show_both(form, theirs=queries.theirs(assessment, heading))
        except rules.Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, "Saved. The document is written anew.")
            return redirect("assessment", key)
    return render(
        request,
        "assessment/words.html",
        {
            "form": drafting.filled(form),
            "assessment": assessment,
            "title": dict(HEADINGS)[heading],
            "owed": next((h.owed for h in STATUTORY if h.key == heading), ""),
            "drafting": drafting,
            "conflict": conflict,
            "earlier": assessment.wordings.filter(heading=heading)
            .select_related("written_by")
            .order_by("-version"),
            "refusal": rules.refusal_to_write(assessment, heading),
            "crumbs": crumbs_of(request, assessment),
        },
        status=status_of(conflict),
    )


@require_POST
def publish(request: HttpRequest, key: int) -> HttpResponse:
    """Freeze the document and open it to everybody."""
    assessment = get_object_or_404(Assessment, pk=key)
    try:
        services.publish_assessment(
            assessment, by=signed_in(request), at=datetime.now(UTC)
        )
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        _ask_for_files(key)
        messages.success(request, "Published. Anybody can read it now.")
    return redirect("assessment", key)


@require_POST
def reproduce(request: HttpRequest, key: int, ref: str) -> HttpResponse:
    """Compute a finding again and say same or different."""
    found = get_object_or_404(
        Finding.objects.select_related("assessment"), assessment_id=key, ref=ref
    )
    try:
        again = queries.reproduced(found)
    except LakeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        (messages.success if again.same else messages.error)(request, again.sentence)
    return redirect("finding", key, ref)


def _write(
    request: HttpRequest, assessment: Assessment, heading: str, form: WordsForm
) -> None:
    given, by, now = form.cleaned_data, signed_in(request), datetime.now(UTC)
    with transaction.atomic():
        if given["is_waiver"]:
            services.waive_heading(
                assessment,
                heading=heading,
                reason=given["text"],
                seen=given["seen"],
                by=by,
                at=now,
            )
        else:
            services.write_words(
                assessment,
                heading=heading,
                text=given["text"],
                seen=given["seen"],
                by=by,
                at=now,
            )
        finish_draft(request, at=now)
    _ask_for_files(assessment.pk)


def _ask_for_files(key: int) -> None:
    from goldthread.assessment.tasks import write_files

    write_files.enqueue(key)
