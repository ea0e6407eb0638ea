"""What leaves an assessment: whole files, tables, pictures' recipes, a finding's result."""

import csv

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from goldthread.assessment import files, pages, queries
from goldthread.assessment.models import Assessment
from goldthread.assessment.sheets import flat_rows
from goldthread.assessment.views.reading import finding_of, readable
from goldthread.web.access import published

TYPES = {"pdf": "application/pdf", "html": "text/html", "json": "application/json"}


@published
@require_safe
@readable
def finding_result(
    request: HttpRequest, assessment: Assessment, ref: str
) -> HttpResponseBase:
    """A finding's result as canonical JSON: the bytes that `reproduce` compares."""
    found = finding_of(assessment, ref)
    return _attached(
        queries.result_shown(found), "application/json", f"{found.reference}.json"
    )


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
    folder = pages.shown(assessment).folder
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


def _attached(content: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
