"""A site that shows every block of the page kit, for the tests only."""

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from goldthread.web.access import published
from goldthread.web.fields import DateField, ManyFilesField, Words
from goldthread.web.forms import Form
from goldthread.web.kit import (
    Column,
    Download,
    Empty,
    Link,
    Progress,
    Row,
    Status,
    Step,
    Table,
)

PAGE = """
{% extends "web/base.html" %}
{% block title %}The page kit{% endblock %}
{% block content %}
<span class="govuk-caption-xl">Strategic assessment 2022</span>
<h1 class="govuk-heading-xl">Burglary fell in four wards and rose in two</h1>
<p class="govuk-body-l">What the partnership can say about the year to October 2022.</p>
{% page_tabs tabs %}
{% thread steps %}
<h2 class="govuk-heading-l">How things stand</h2>
{% summary rows %}
{% data_table table %}
{% pages listing %}
<h2 class="govuk-heading-l">Take it away</h2>
{% downloads files %}
{% for work in works %}{% progress work %}{% endfor %}
{% empty nothing %}
{% endblock %}
"""
FORM = """
{% extends "web/base.html" %}
{% block title %}A form{% endblock %}
{% block content %}
<h1 class="govuk-heading-xl">Report an event</h1>
<form method="post" enctype="multipart/form-data" novalidate>{% csrf_token %}{{ form }}
<button class="govuk-button" data-module="govuk-button">Keep</button></form>
{% endblock %}
"""


class EventForm(Form):
    """Every kind of field once."""

    title = Words(label="Title", help_text="A few words.", max_length=80)
    email = forms.EmailField(label="E-mail")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    story = Words(label="What happened", widget=forms.Textarea)
    ward = forms.ChoiceField(label="Ward", choices=[("", ""), ("1", "Abbey")])
    kind = forms.ChoiceField(
        label="Kind of event",
        choices=[("pact", "PACT meeting"), ("walk", "Walkabout")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="Topics",
        choices=[("asb", "Antisocial behaviour"), ("car", "Vehicle crime")],
        widget=forms.CheckboxSelectMultiple,
    )
    held_on = DateField(label="Held on", help_text="For example 27 3 2022")
    files = ManyFilesField(label="Files")
    public = forms.BooleanField(label="Anyone may read this", required=False)


def _shown(request: HttpRequest, text: str, **context: object) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(text).render(context, request))


@published
def kit(request: HttpRequest) -> HttpResponse:
    """All blocks at once."""
    good, concern, quiet = (
        Status("Improving", "good"),
        Status("Of concern", "concern"),
        Status("Nothing to say", "quiet"),
    )
    return _shown(
        request,
        PAGE,
        crumbs=[Link("Start", "/"), Link("Assessments", "/")],
        tabs=[
            Link("Chapters", "/kit/", current=True),
            Link("How we know", "/kit/"),
            Link("Set aside", "/kit/", count=1412),
        ],
        steps=[
            Step("Finding", "Burglary rose in Abbey ward", "/kit/", ("as of 1 March",)),
            Step("Priority", "Safer homes", "/kit/"),
            Step("Action", "Alley gates by the canal", "/kit/"),
            Step("Effect", "Nothing to say yet: three months of figures"),
        ],
        rows=[
            Row("Area", "Safer Saxonbridge Partnership"),
            Row("Owner", "Nobody yet", Link("Name one", "/kit/")),
            Row("Status", concern),
        ],
        table=Table(
            "Recorded offences by type",
            [
                Column("Type"),
                Column("Offences", True),
                Column("Verdict"),
                Column("Change in %", True),
            ],
            [
                ["Burglary", 1412, concern, 12.5],
                ["Vehicle crime", 906, good, -3.0],
                [Link("Other theft", "/kit/"), None, quiet, None],
            ],
            "Source: police recorded crime, lake version of 23 November 2026.",
        ),
        listing=Paginator(range(200), 10).page(3),
        files=[
            Download("Strategic assessment", "/kit/", "PDF", 1_412_000),
            Download("All figures", "/kit/", "CSV", 98_000),
        ],
        works=[
            Progress("Writing the assessment", 3, 11),
            Progress("Loaded 412 rows", 1, 1, finished=True),
            Progress(
                "Load", 1, 2, failed="The disk is full. Make room, then try again."
            ),
        ],
        nothing=Empty(
            "No files yet", "Load a month to see it.", Link("Load files", "/kit/")
        ),
    )


@published
def form(request: HttpRequest) -> HttpResponse:
    """A form that complains, or says what it read."""
    filled = EventForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and filled.is_valid():
        messages.success(request, f"Kept: {filled.cleaned_data['title']}.")
        messages.error(request, "One file was too large. Send it again.")
    return _shown(request, FORM, form=filled)


def closed(request: HttpRequest) -> HttpResponse:
    """A page that says nothing about who may open it."""
    return HttpResponse("inside")


@published
def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only the chair may close a meeting.")


@published
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("a secret in a traceback")


@published
def unreadable(request: HttpRequest) -> HttpResponse:
    raise BadRequest("A form of a thousand and one fields.")


LONG = "Unterstützungsgemeinschaftsvorsitzendenstellvertreterinnenwahlausschuss" * 3
STORY = (
    "The alley behind the parade of shops floods, the lights have been out since the "
    "spring, and nobody is sure whether the council or the landlord owns it. "
) * 12


@published
def empty(request: HttpRequest) -> HttpResponse:
    """Every list of the kit with nothing in it."""
    return _shown(
        request,
        PAGE,
        crumbs=[],
        tabs=[Link("Chapters", "/kit/", current=True, count=0)],
        steps=[Step("Finding", "Nothing found yet")],
        rows=[Row("Owner", "")],
        table=Table(
            "Recorded offences by type", [Column("Type"), Column("Offences")], []
        ),
        listing=Paginator([], 10).page(1),
        files=[],
        works=[Progress("Waiting for the worker", 0, 0)],
        nothing=Empty("Nothing here yet", "It fills as files come in."),
    )


@published
def long(request: HttpRequest) -> HttpResponse:
    """Every block of the kit with more words than anybody planned for."""
    messages.error(request, LONG)
    messages.success(request, STORY)
    link = Link(LONG, "/kit/", count=1_234_567_890)
    return _shown(
        request,
        PAGE,
        crumbs=[Link("Start", "/"), Link(LONG, "/"), Link(STORY, "/")],
        tabs=[link, Link(STORY, "/kit/", current=True)],
        steps=[Step(LONG, STORY, "/kit/", (LONG, STORY)), Step("Effect", LONG)],
        rows=[Row(LONG, STORY, Link(LONG, "/kit/")), Row("Short", LONG)],
        table=Table(
            STORY,
            [Column(LONG), Column(LONG, True), Column("Verdict")],
            [[LONG, 1_234_567_890.5, Status(LONG, "concern")], [link, None, STORY]],
            LONG,
        ),
        listing=Paginator(range(100_000), 10).page(5_000),
        files=[Download(LONG, "/kit/", "PDF", 1_412_000_000_000)],
        works=[Progress(STORY, 3, 11), Progress("Load", 1, 2, failed=LONG)],
        nothing=Empty(LONG, STORY, Link(LONG, "/kit/")),
    )


urlpatterns = [
    path("kit/empty/", empty),
    path("kit/long/", long),
    path("kit/unreadable/", unreadable),
    path("kit/", kit),
    path("kit/form/", form),
    path("kit/closed/", closed),
    path("kit/forbidden/", forbidden),
    path("kit/broken/", broken),
    path("", include("goldthread.config.urls")),
]
