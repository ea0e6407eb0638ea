"""What leaves as a spreadsheet: rows set aside, and the plan."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from goldthread.audit.services import Subject
from goldthread.delivery import queries
from goldthread.delivery.models import PlanImport
from goldthread.delivery.queries.imports import plan_sheet
from goldthread.delivery.sheets import writing
from goldthread.delivery.views.common import now, plain, today
from goldthread.partners.session import signed_in
from goldthread.web.reading import record_read

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def set_aside(request: HttpRequest, key: int) -> HttpResponse:
    """The rows set aside with what is wrong, to mend and bring in again."""
    found = get_object_or_404(PlanImport, pk=key)
    if not found.set_aside:
        raise Http404("No row of this file was set aside.")
    content = writing.set_aside_xlsx(found, at=now())
    return _file(content, XLSX, f"set-aside-{found.pk}.xlsx")


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as filtered, under the columns that came in; the look is recorded."""
    own = request.GET.get("columns") != "all"
    sheet = plan_sheet(queries.filter_from(plain(request)), on=today(), own=own)
    if sheet is None:
        messages.error(request, "There is no plan yet that could be taken out.")
        return redirect("plan_imports")
    title = writing.cover(sheet.strategy, on=today(), count=len(sheet.rows))
    if kind == "xlsx":
        content = writing.as_xlsx(title, sheet.layout, sheet.rows, at=now())
    else:
        content = writing.as_csv(title, sheet.layout, sheet.rows)
    record_read(
        "plan.exported",
        Subject("delivery.plan", str(sheet.strategy.pk), sheet.strategy.title),
        by=signed_in(request),
        at=now(),
        detail={
            "kind": kind,
            "actions": len(sheet.rows),
            "columns": [heading for heading, _ in sheet.layout.columns],
            "marking": sheet.strategy.marking,
            "sha256": hashlib.sha256(content).hexdigest(),
        },
    )
    mime = XLSX if kind == "xlsx" else "text/csv; charset=utf-8"
    return _file(content, mime, f"plan-{today():%Y-%m-%d}.{kind}")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
