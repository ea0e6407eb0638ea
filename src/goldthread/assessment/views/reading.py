"""Reading an assessment: what was found, how we know, how far the making has come.

A published assessment opens for anybody; a draft asks for sign-in.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from goldthread.assessment import pages, queries, rules
from goldthread.assessment.headings import STATUTORY
from goldthread.assessment.models import Assessment, Finding
from goldthread.assessment.published import newest_published
from goldthread.web.access import published
from goldthread.web.kit import Download, Link, Progress

ALL = Link("Assessments", "/assessments/")
NAMES = {
    "pdf": "The whole assessment to print",
    "html": "One page to keep",
    "json": "Every figure as data",
}


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
    if newest := newest_published():
        return contents(request, newest.key)
    if not request.user.is_authenticated:
        return redirect_to_login("/")
    return redirect("start")


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
            "crumbs": crumbs_of(request, assessment),
        },
    )


@published
@require_safe
@readable
def finding(request: HttpRequest, assessment: Assessment, ref: str) -> HttpResponseBase:
    """One finding: what it says and how we know."""
    found = finding_of(assessment, ref)
    return render(
        request,
        "assessment/finding.html",
        {
            "page": pages.finding_page(found),
            "finding": found,
            "assessment": assessment,
            "crumbs": crumbs_of(request, assessment),
        },
    )


@require_GET
def progress(request: HttpRequest, key: int) -> HttpResponse:
    """How far the making is: the piece of the page that asks again by itself."""
    assessment = get_object_or_404(Assessment, pk=key)
    shown = _progress(assessment)
    answer = render(request, "assessment/progress.html", {"progress": shown})
    if assessment.state != Assessment.State.MAKING:
        answer["HX-Refresh"] = "true"
    return answer


def finding_of(assessment: Assessment, ref: str) -> Finding:
    return get_object_or_404(
        Finding.objects.select_related("assessment"), assessment=assessment, ref=ref
    )


def crumbs_of(request: HttpRequest, assessment: Assessment) -> tuple[Link, ...]:
    own = Link(
        f"{assessment.area_name}, {assessment.period_label}",
        reverse("assessment", args=[assessment.pk]),
    )
    return (ALL, own) if request.user.is_authenticated else (own,)


def _heading_of(section: str) -> str:
    """The statutory heading that a chapter of figures stands under."""
    letter = section.removeprefix("part-")
    return next((h.key for h in STATUTORY if h.letter == letter), "")


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
