"""The partnership on any day: who belongs, what the law misses, how bodies stand."""

from datetime import UTC, date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.documents.diagrams import picture, structure
from goldthread.documents.drawing import draw
from goldthread.evidence.home import home
from goldthread.partners import services
from goldthread.partners.forms.structure import ContactForm, DayForm
from goldthread.partners.models import Installation
from goldthread.partners.pages import form_page
from goldthread.partners.queries.bodies import cross_members
from goldthread.partners.queries.partnership import partnership_page
from goldthread.partners.queries.structure import structure as structure_on
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link

TABS = (
    ("Members", "partnership"),
    ("Structure", "structure"),
    ("Bodies and seats", "bodies"),
    ("Who sits where", "cross_members"),
)


def tabs(current: str) -> list[Link]:
    """The pages of the partnership, side by side."""
    return [Link(words, reverse(page), page == current) for words, page in TABS]


def day_asked(request: HttpRequest) -> tuple[DayForm, date]:
    """The day a page is about: today, or the one asked for in the address."""
    asked = "on_day" in request.GET
    form = DayForm(request.GET if asked else None)
    if asked and form.is_valid():
        return form, form.cleaned_data["on"]
    return form, timezone.localdate()


@require_safe
def partnership(request: HttpRequest) -> HttpResponse:
    """Who belongs to the partnership on a day; gaps against the law first."""
    form, on = day_asked(request)
    told = {
        "page": partnership_page(on),
        "form": form,
        "tabs": tabs("partnership"),
        "is_today": on == timezone.localdate(),
    }
    return render(request, "partners/partnership.html", told)


@require_safe
def structure_page(request: HttpRequest) -> HttpResponse:
    """The delivery structure drawn from data, with the list that says the same."""
    form, on = day_asked(request)
    found = structure_on(on)
    drawn = ""
    if found.bodies:
        drawing = draw(picture.specification(found), cache=home() / "drawn")
        # Our own drawing of escaped names; the list beside it says the same.
        drawn = mark_safe(structure.as_html(found, drawing.decode()))
    told = {
        "drawn": drawn,
        "count": len(found.bodies),
        "on": on,
        "form": form,
        "tabs": tabs("structure"),
    }
    return render(request, "partners/structure.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """How residents reach the partnership: what the public site says."""
    by, now = signed_in(request), datetime.now(UTC)
    held = Installation.objects.first()
    fields = ContactForm.base_fields
    return form_page(
        request,
        ContactForm(
            request.POST or None,
            initial={name: getattr(held, f"contact_{name}", "") for name in fields},
        ),
        title="How residents reach you",
        button="Save",
        act=lambda given: services.keep_contact(
            services.ContactTold(**given), by=by, at=now
        ),
        done="Saved. Anybody can read it now, under “Get involved” on the public site.",
        then=reverse("partnership"),
        crumbs=(Link("Members", "/partnership/"),),
        before="Anybody can read this on the public site. Give the address of a team, not of a person.",
    )


@require_safe
def cross_members_page(request: HttpRequest) -> HttpResponse:
    """Who sits at more than one table, and what they declared."""
    form, on = day_asked(request)
    told = {
        "members": cross_members(on),
        "on": on,
        "form": form,
        "tabs": tabs("cross_members"),
    }
    return render(request, "partners/cross_members.html", told)
