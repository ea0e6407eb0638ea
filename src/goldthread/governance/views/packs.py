"""Packs: asked for by a button, built by the worker, read over, issued, taken away."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from goldthread.governance import rules, services, tasks
from goldthread.governance.forms.packs import PackForm
from goldthread.governance.models import Pack
from goldthread.governance.pack.files import files_of
from goldthread.governance.queries.board import tabs
from goldthread.governance.queries.packs import pack_page, packs_page
from goldthread.governance.rules import RUN, may
from goldthread.governance.views.common import (
    as_markup,
    bodies_run_by,
    crumbs,
    file_of,
    now,
    reader,
    reader_at,
    today,
)
from goldthread.partners.pages import form_page
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link

both = require_http_methods(["GET", "HEAD", "POST"])
PACKS = Link("Packs", "/board/packs/")


@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    """Every pack that was issued, and the drafts for whoever runs a board."""
    runs = may(signed_in(request), RUN)
    told = {
        "page": packs_page(reader(request), drafts=runs),
        "tabs": tabs("packs"),
        "may_run": runs,
    }
    return render(request, "governance/packs.html", told)


@both
def ask_for_pack(request: HttpRequest) -> HttpResponse:
    """Ask for the pack of a quarter."""
    by, at = signed_in(request), now()
    form = PackForm(request.POST or None, bodies=bodies_run_by(by, today()), on=today())

    def act(given: dict[str, Any]) -> Pack:
        pack = services.ask_for_pack(given["body"], form.period, by=by, at=at)
        transaction.on_commit(lambda: tasks.build_pack.enqueue(pack.pk))
        return pack

    return form_page(
        request,
        form,
        title="Build a pack",
        before="It is put together from what is known now: measures, the plan, risks, decisions. It is a draft until you issue it.",
        button="Build it",
        act=act,
        done="It is being built. It stands here when it is done.",
        then=lambda asked: reverse("pack", args=[asked.pk]),
        crumbs=crumbs(None, PACKS),
    )


@require_safe
def pack(request: HttpRequest, key: int) -> HttpResponse:
    """A pack on a page, as this reader may see it, with its files."""
    found, cleared = _seen(request, key)
    runs = services.runs(found.body, signed_in(request), at=now())
    page = pack_page(found, cleared=cleared, runs=runs, at=now())
    told = {
        "page": page,
        "pack": found,
        "runs": runs,
        "body": as_markup(page.document) if page.document else "",
        "crumbs": crumbs(None, PACKS),
    }
    return render(request, "governance/pack.html", told)


@require_POST
def issue_pack(request: HttpRequest, key: int) -> HttpResponse:
    """Issue a pack: from now on it stands as it is."""
    found, _ = _seen(request, key)
    try:
        with transaction.atomic():
            issued = services.issue_pack(
                found, by=signed_in(request), at=now(), read=request.POST.get("read")
            )
            transaction.on_commit(lambda: tasks.write_pack_files.enqueue(issued.pk))
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "The pack is issued and frozen. Its files are written now."
        )
    return redirect("pack", key)


@require_GET
def pack_file(request: HttpRequest, key: int, ending: str) -> HttpResponseBase:
    """A file of a pack, of the edition this reader may have."""
    found, cleared = _seen(request, key)
    return file_of(files_of(found, cleared=cleared), ending)


def _seen(request: HttpRequest, key: int) -> tuple[Pack, bool]:
    """A pack and whether this reader is cleared; drafts are for who runs the board."""
    found = get_object_or_404(Pack.objects.select_related("body", "meeting"), pk=key)
    who = reader_at(request, found.body)
    if found.state != Pack.State.ISSUED and not who.runs:
        raise Http404("This pack is not issued yet.")
    return found, who.cleared or who.runs
