"""A site with one thing on it, an alley, to talk about: for the tests only.

It is what a room does with notes: a page with a long text, its comments and its files.
The text itself is kept by the first comment on "demo.text", so that the site needs no
table of its own.
"""

from datetime import UTC, datetime
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import engines
from django.urls import include, path

from goldthread.notes import queries, services, views
from goldthread.notes.about import About, Place
from goldthread.notes.drafting import drafting_for, finish_draft
from goldthread.notes.editing import Overtaken, Theirs, show_both, status_of
from goldthread.notes.models import Comment
from goldthread.notes.panels import binder_for, discussion_for
from goldthread.partners.models import Person
from goldthread.partners.session import signed_in
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form
from goldthread.web.once import answer_once

ALLEY = About("demo.alley", "canal/7")
TEXT = About("demo.text", "canal/7")

PAGE = """
{% extends "web/base.html" %}
{% block title %}The alley by the canal{% endblock %}
{% block content %}
<h1 class="govuk-heading-xl">The alley by the canal</h1>
{% include "notes/conflict.html" %}
{% include "notes/offers.html" %}
<form method="post" data-draft="{{ drafting.url }}" autocomplete="off" novalidate>{% csrf_token %}{% once %}{{ form }}
{% include "notes/draft.html" %}
<div class="govuk-button-group"><button class="govuk-button">Save the text</button>{% include "notes/keep.html" %}</div></form>
{% include "notes/comments.html" %}
{% include "notes/files.html" %}
{% endblock %}
"""


class AlleyForm(Form):
    """Every kind of box whose words a draft must bring back."""

    text = Words(label="What is planned", widget=forms.Textarea, max_length=9000)
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("gate", "A gate"), ("light", "A light")],
        widget=forms.RadioSelect,
        required=False,
    )
    begins = DateField(label="Begins on", required=False)
    is_urgent = forms.BooleanField(label="It is urgent", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput(), initial=0)


def place() -> Place:
    return Place(
        ALLEY,
        title="The alley by the canal",
        page="/alley/",
        address="/alley/notes/",
        mentionable=tuple(Person.objects.exclude(email__startswith="shut-out")),
    )


def newest() -> Comment | None:
    return Comment.objects.on(TEXT).oldest_first().first()


def alley(request: HttpRequest) -> HttpResponse:
    """The page of the alley: its text, what was said about it, its files."""
    kept = newest()
    seen = kept.version if kept else 0
    drafting = drafting_for(request, TEXT, form="text", based_on=seen)
    form = AlleyForm(
        request.POST if request.method == "POST" else None,
        initial={"text": kept.text if kept else "", "seen": seen},
    )
    conflict = None
    if request.method == "POST" and form.is_valid():
        now = datetime.now(UTC)
        try:
            return answer_once(request, lambda: _saved(request, form, now), at=now)
        except Overtaken:
            conflict = show_both(form, theirs=_theirs())
    context = {
        "form": drafting.filled(form),
        "drafting": drafting,
        "conflict": conflict,
        "discussion": discussion_for(request, place()),
        "binder": binder_for(request, _files()),
    }
    page = engines["django"].from_string(PAGE).render(context, request)
    return HttpResponse(page, status=status_of(conflict))


def _saved(request: HttpRequest, form: AlleyForm, now: datetime) -> str:
    kept, by = newest(), signed_in(request)
    text, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
    if kept is None:
        services.add_comment(TEXT, text, by=by, at=now)
    else:
        # Whoever may see the alley may change its text.
        Comment.objects.filter(pk=kept.pk).update(written_by=by)
        services.edit_comment(kept, text, seen=seen, by=by, at=now)
    finish_draft(request, at=now)
    return "/alley/"


def _theirs() -> Theirs:
    kept = newest()
    assert kept is not None
    return Theirs(
        kept.text, kept.written_by.name, kept.edited_at or kept.written_at, kept.version
    )


def _files() -> Place:
    return Place(ALLEY, "The alley by the canal", "/alley/", "/alley/files/")


def alley_comments(request: HttpRequest) -> HttpResponse:
    return views.comment_page(request, place())


def alley_files(request: HttpRequest) -> HttpResponse:
    return views.file_page(request, _files())


def alley_file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    found = queries.attachment_on(ALLEY, key)
    if found is None:
        raise Http404("There is no such file here.")
    return views.serve_attachment(request, found)


urlpatterns = [
    path("alley/", alley, name="alley"),
    path("alley/notes/", alley_comments, name="alley_comments"),
    path("alley/files/", alley_files, name="alley_files"),
    path("alley/files/<uuid:key>/", alley_file, name="alley_file"),
    path("", include("goldthread.config.urls")),
]
