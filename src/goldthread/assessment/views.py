"""The assessment's pages: what was found, how we know, the words, the publishing.

A published assessment opens for anybody; a draft asks for sign-in.
"""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from goldthread.assessment import files, pages, queries, rules, services
from goldthread.assessment.forms import MakeForm, WordsForm
from goldthread.assessment.headings import STATUTORY
from goldthread.assessment.models import HEADINGS, Assessment, Finding
from goldthread.assessment.sheets import flat_rows
from goldthread.evidence.lake import LakeRefused
from goldthread.notes.about import About
from goldthread.notes.drafting import drafting_for, finish_draft
from goldthread.notes.editing import Overtaken, show_both, status_of
from goldthread.partners.models import Installation
from goldthread.partners.session import signed_in
from goldthread.web.access import published
from goldthread.web.kit import Download, Link, Progress

ALL = Link("Assessments", "/assessments/")
NAMES = {
    "pdf": "The whole assessment to print",
    "html": "One page to keep",
    "json": "Every figure as data",
}
TYPES = {"pdf": "application/pdf", "html": "text/html", "json": "application/json"}


def readable(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the assessment of its key; a draft asks strangers to sign in."""

    @wraps(view)
    def checked(request: HttpRequest, key: int, **rest: str) -> HttpResponseBase:
        assessment = get_object_or_404(
            Assessment.objects.select_related("requested_by", "published_by"), pk=key
        )
        is_open = assessment.state == Assessment.State.PUBLISHED
        if not is_open and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, assessment, **rest)

    return checked


@published
@require_safe
def front(request: HttpRequest) -> HttpResponseBase:
    """The newest published assessment of this partnership; else the start page."""
    installation = Installation.objects.select_related("area").first()
    newest = (
        Assessment.objects.published()
        .of_area(installation.area.code)
        .newest_first()
        .first()
        if installation
        else None
    )
    if newest:
        return contents(request, newest.pk)
    if not request.user.is_authenticated:
        return redirect_to_login("/")
    return redirect("start")


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


@published
@require_safe
@readable
def contents(request: HttpRequest, assessment: Assessment) -> HttpResponseBase:
    """The first page: what matters, what stands where, what to take away."""
    if not assessment.made_at:
        return render(
            request,
            "assessment/making.html",
            {
                "assessment": assessment,
                "progress": _progress(assessment),
                "crumbs": (ALL,),
            },
        )
    page = pages.contents_page(assessment)
    downloads = [
        Download(NAMES[kind], href, kind.upper(), size)
        for kind, href, size in page.formats
    ]
    return render(
        request,
        "assessment/contents.html",
        {
            "page": page,
            "assessment": assessment,
            "downloads": downloads,
            "refusal": rules.refusal_to_publish(
                assessment, queries.filled_headings(assessment)
            ),
            "crumbs": (ALL,) if request.user.is_authenticated else (),
        },
    )


@published
@require_safe
@readable
def chapter(
    request: HttpRequest, assessment: Assessment, section: str
) -> HttpResponseBase:
    """One chapter of an assessment."""
    page = pages.chapter_page(assessment, section) if assessment.made_at else None
    if page is None:
        raise Http404("This assessment has no such chapter.")
    editable = {heading.key for heading in STATUTORY}
    heading = _heading_of(section) if section not in editable else section
    return render(
        request,
        "assessment/chapter.html",
        {
            "page": page,
            "assessment": assessment,
            "heading": heading,
            "crumbs": _crumbs(request, assessment),
        },
    )


@published
@require_safe
@readable
def finding(request: HttpRequest, assessment: Assessment, ref: str) -> HttpResponseBase:
    """One finding: what it says and how we know."""
    found = _finding(assessment, ref)
    return render(
        request,
        "assessment/finding.html",
        {
            "page": pages.finding_page(found),
            "finding": found,
            "assessment": assessment,
            "crumbs": _crumbs(request, assessment),
        },
    )


@published
@require_safe
@readable
def finding_result(
    request: HttpRequest, assessment: Assessment, ref: str
) -> HttpResponseBase:
    """A finding's result as canonical JSON: the bytes that `reproduce` compares."""
    found = _finding(assessment, ref)
    return _attached(
        queries.result_shown(found), "application/json", f"{found.reference}.json"
    )


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


@published
@require_safe
@readable
def table(request: HttpRequest, assessment: Assessment, name: str) -> HttpResponseBase:
    """One table as CSV: the values as printed, safe to open in a spreadsheet."""
    found = pages.table_of(assessment, name) if assessment.made_at else None
    if found is None:
        raise Http404("This assessment has no such table.")
    answer = _attached("", "text/csv; charset=utf-8", f"{name}.csv")
    csv.writer(answer).writerows(flat_rows(found))
    return answer


@published
@require_safe
@readable
def specification(
    request: HttpRequest, assessment: Assessment, name: str
) -> HttpResponseBase:
    """The specification a picture was drawn from."""
    found = pages.specification_of(assessment, name) if assessment.made_at else None
    if found is None:
        raise Http404("This assessment has no such picture.")
    return _attached(found, "application/json", f"{name}.json")


@published
@require_safe
@readable
def file(request: HttpRequest, assessment: Assessment, kind: str) -> HttpResponseBase:
    """The assessment as PDF, page or JSON; asked for where it is not written yet."""
    if kind not in TYPES or not assessment.made_at:
        raise Http404("This assessment has no such file.")
    folder = files.folder_of(assessment, pages.document_shown(assessment))
    found = next(
        (path for path in files.files_in(folder) if path.suffix == f".{kind}"), None
    )
    if found is None:
        raise Http404("This file is not written yet. Look again in a minute.")
    return FileResponse(
        found.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=TYPES[kind],
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
            "crumbs": _crumbs(request, assessment),
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


@require_GET
def progress(request: HttpRequest, key: int) -> HttpResponse:
    """How far the making is: the piece of the page that asks again by itself."""
    assessment = get_object_or_404(Assessment, pk=key)
    shown = _progress(assessment)
    answer = render(request, "assessment/progress.html", {"progress": shown})
    if assessment.state != Assessment.State.MAKING:
        answer["HX-Refresh"] = "true"
    return answer


def _finding(assessment: Assessment, ref: str) -> Finding:
    return get_object_or_404(
        Finding.objects.select_related("assessment"), assessment=assessment, ref=ref
    )


def _crumbs(request: HttpRequest, assessment: Assessment) -> tuple[Link, ...]:
    own = Link(
        f"{assessment.area_name}, {assessment.period_label}",
        reverse("assessment", args=[assessment.pk]),
    )
    return (ALL, own) if request.user.is_authenticated else (own,)


def _heading_of(section: str) -> str:
    """The statutory heading that a chapter of figures stands under."""
    letter = section.removeprefix("part-")
    return next((h.key for h in STATUTORY if h.letter == letter), "")


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


def _progress(assessment: Assessment) -> Progress | None:
    if assessment.state != Assessment.State.MAKING:
        return None
    done, whole = 0, 0
    said = assessment.progress.split()
    if said[:1] == ["finding"] and len(said) > 3 and said[1].isdigit():
        done, whole = int(said[1]), int(said[3].rstrip(":"))
    words = f"{assessment.progress[:1].upper()}{assessment.progress[1:]}"
    return Progress(
        words=words,
        done=done,
        total=whole,
        href=reverse("assessment_progress", args=[assessment.pk]),
    )


def _attached(content: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
