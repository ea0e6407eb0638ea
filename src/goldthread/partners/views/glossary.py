"""The words of the field: read by everybody, kept by the partnership."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from goldthread.partners import glossary, services
from goldthread.partners.forms.structure import NewTermForm, TermForm
from goldthread.partners.models import Term
from goldthread.partners.pages import form_page
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link

GLOSSARY = Link("Glossary", "/glossary/")
both = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def all_words(request: HttpRequest) -> HttpResponse:
    """Every word, those with more than one meaning marked."""
    found = glossary.words()
    asked = request.GET.get("q", "").strip()[:60].casefold()
    shown = [
        word
        for word in found
        if asked in " ".join((word.term, *word.expansions, word.meaning)).casefold()
    ]
    told = {"words": shown, "asked": asked, "all": len(found)}
    return render(request, "partners/glossary.html", told)


@both
def add(request: HttpRequest) -> HttpResponse:
    """Add a word."""
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        NewTermForm(request.POST or None),
        title="Add a word",
        button="Add it",
        act=lambda given: services.add_term(**given, by=by, at=now),
        done="Added.",
        then=GLOSSARY.href,
        crumbs=(GLOSSARY,),
    )


@both
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Say anew what a word stands for."""
    term = get_object_or_404(Term.objects.prefetch_related("expansions"), pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    lines = "\n".join(one.words for one in term.expansions.order_by("number"))
    known = {"expansions": lines, "meaning": term.meaning, "avoid": term.avoid}
    return form_page(
        request,
        TermForm(request.POST or None, initial=known),
        title=f"Change {term.term}",
        button="Save",
        act=lambda given: services.change_term(term, **given, by=by, at=now),
        done="Saved.",
        then=reverse("glossary"),
        crumbs=(GLOSSARY,),
    )


@require_POST
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Take a word out."""
    term = get_object_or_404(Term, pk=key)
    services.remove_term(term, by=signed_in(request), at=datetime.now(UTC))
    messages.success(request, f"{term.term} is no longer in the glossary.")
    return redirect("glossary")
