"""What the rules find in the record, for information governance to look into."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.audit.oddities import RULES, Rule
from goldthread.audit.refusal import Refused
from goldthread.audit.services import Acts
from goldthread.audit.watching import OUTCOMES, Watched, settle_oddity, watch
from goldthread.web.fields import Words
from goldthread.web.forms import Form
from goldthread.web.kit import Link
from goldthread.web.reading import record_read
from goldthread.web.record import THE_RECORD

DAYS = 30
TITLES = {rule.name: rule for rule in RULES}


class Settle(Form):
    """What came of looking into one of them."""

    key = forms.CharField(max_length=200, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="What came of it", choices=[("", "Choose"), *OUTCOMES.items()]
    )
    note = Words(label="What you found, in a few words", max_length=200)


@dataclass(frozen=True, slots=True)
class Shown:
    """One oddity in the words of the page, with its acts and its form."""

    found: Watched
    rule: Rule
    acts: tuple[Link, ...]
    form: Settle


@require_http_methods(["GET", "HEAD", "POST"])
def record_watch(request: HttpRequest) -> HttpResponse:
    """What asks for a look in the last thirty days; what waits comes first."""
    reader, now = cast(Acts, request.user), datetime.now(UTC)
    sent = Settle(request.POST) if request.method == "POST" else None
    if sent is not None and sent.is_valid() and _settled(request, sent, reader, now):
        return redirect("record_watch")
    today = timezone.localdate()
    start = today - timedelta(days=DAYS)
    found = watch(start, today + timedelta(days=1))
    keys = [one.oddity.key for one in found]
    record_read("record.watched", THE_RECORD, by=reader, at=now, detail={"shown": keys})
    shown = [_shown(one, sent) for one in found]
    told: dict[str, Any] = {
        "waiting": [one for one in shown if one.found.settled is None],
        "settled": [one for one in shown if one.found.settled is not None],
        "rules": RULES,
        "start": start,
        "form": sent,
        "crumbs": (Link("The record", reverse("record")),),
    }
    return render(request, "web/record/watch.html", told)


def _shown(found: Watched, sent: Settle | None) -> Shown:
    one = found.oddity
    acts = tuple(
        Link(f"Act {number}", reverse("record_event", args=[uuid]))
        for number, uuid in enumerate(one.acts, start=1)
    )
    is_this = sent is not None and sent.data.get("key") == one.key
    form = sent if is_this and sent else Settle(initial={"key": one.key}, prefix=None)
    form.auto_id = f"{one.key.replace(':', '-').replace(' ', '-')}-%s"
    return Shown(found, TITLES[one.rule], acts, form)


def _settled(request: HttpRequest, sent: Settle, reader: Acts, now: datetime) -> bool:
    try:
        settle_oddity(**sent.cleaned_data, by=reader, at=now)
    except Refused as refused:
        sent.add_error(None, str(refused))
        return False
    messages.success(request, "Written down in the record.")
    return True
