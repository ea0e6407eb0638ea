"""Forms of the yearly review, of what is coming and of the look back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from goldthread.assessment.models import Assessment, Finding
from goldthread.core.periods import statutory_year, statutory_year_of
from goldthread.governance.forms.meetings import area
from goldthread.governance.models import (
    AnnualReview,
    Decision,
    EmergingIssue,
    LookBackClaim,
    StreamReview,
)
from goldthread.governance.papers.suggested import findings_to_choose, in_words
from goldthread.governance.papers.tracks import Track
from goldthread.governance.services import ClaimTold, Judged
from goldthread.partners.models import Agency, Body
from goldthread.performance.periods import label
from goldthread.performance.words import shown_reading
from goldthread.strategy.models import Priority, Strategy, Workstream
from goldthread.strategy.services import WorkstreamTold
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form

SCALE = [(n, str(n)) for n in range(1, 6)]


class OpenReviewForm(Form):
    """Which year, on which assessment, before which board."""

    year = forms.TypedChoiceField(label="Which year", coerce=int)
    assessment = forms.ModelChoiceField(
        Assessment.objects.none(),
        label="On which assessment it rests",
        empty_label="Choose one",
        help_text="Only published ones can be chosen.",
    )
    body = forms.ModelChoiceField(
        Body.objects.none(), label="Before which board", empty_label="Choose one"
    )

    def __init__(self, *args: Any, bodies: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = statutory_year_of(on).start.year
        years = [(year, statutory_year(year).label) for year in (now, now - 1)]
        published = Assessment.objects.filter(state=Assessment.State.PUBLISHED)
        self.fields["year"].choices = years  # type: ignore[attr-defined]
        self.fields["assessment"].queryset = published.order_by("-period_end", "-pk")  # type: ignore[attr-defined]
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        for name, rows in (("assessment", published), ("body", bodies)):
            only = list(rows[:2])
            if len(only) == 1:
                self.fields[name].initial = only[0].pk


class _Judging(Form):
    """Why, on what finding, and what else speaks."""

    reasons = Words(label="Why", max_length=3_000, widget=area(4))
    findings = forms.ModelMultipleChoiceField(
        Finding.objects.none(),
        label="Which findings of the assessment speak for it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Those that its priorities rest on are chosen already.",
    )
    besides = Words(
        label="What else speaks for it, with its source",
        max_length=3_000,
        required=False,
        widget=area(3),
    )

    def __init__(
        self, *args: Any, assessment: Assessment, chosen: set[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["findings"]
        field.queryset = findings_to_choose(assessment, chosen)
        field.initial = list(chosen)
        field.label_from_instance = in_words


class JudgeStreamForm(_Judging):
    """The one outcome of a workstream."""

    outcome = forms.ChoiceField(
        label="What becomes of it",
        choices=[each for each in StreamReview.Outcome.choices if each[0] != "new"],
        widget=forms.RadioSelect,
    )
    from_on = DateField(
        label="If it closes: its first day without work",
        required=False,
        help_text="It stays open until the strategy closes it on that day.",
    )
    field_order = ("outcome", "from_on")

    @property
    def told(self) -> Judged:
        """What was filled in."""
        return Judged(**self.cleaned_data)


class ProposeForm(_Judging):
    """A workstream that is needed and does not exist."""

    title = Words(label="What the new workstream is about", max_length=200)
    issue = forms.ModelChoiceField(
        EmergingIssue.objects.none(),
        label="What was seen coming, if it came of that",
        required=False,
        empty_label="Nothing on the list",
    )
    from_on = DateField(label="From which day it is needed", required=False)
    field_order = ("title", "issue", "from_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["issue"]
        field.queryset = EmergingIssue.objects.open().order_by("pk")

    @property
    def told(self) -> Judged:
        """What was filled in."""
        given = dict(self.cleaned_data)
        del given["title"], given["issue"]
        return Judged(outcome=StreamReview.Outcome.NEW, **given)


class AgreeReviewForm(Form):
    """Why the way of working is kept or changed, and which decision agreed it."""

    approach = Words(
        label="Is this way of working kept, and why",
        max_length=3_000,
        widget=area(5),
        help_text="Broad themes for the whole term, workstreams that open and close inside it: did that serve? The next review begins with what you say here.",
    )
    decision = forms.ModelChoiceField(
        Decision.objects.none(),
        label="With which decision the board agreed",
        required=False,
        empty_label="It is not decided by the board yet",
    )
    closes = forms.BooleanField(label="Close them in the strategy now", required=False)

    def __init__(
        self, *args: Any, review: AnnualReview, closing: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["decision"]
        rows = Decision.objects.of(review.body).select_related("item")
        field.queryset = rows.newest_first()
        if not closing:
            del self.fields["closes"]
            return
        told = self.fields["closes"]
        told.initial = True
        told.help_text = f"{'; '.join(closing)}. Otherwise each waits on the page of the review to be closed by hand."


class OpenProposedForm(Form):
    """The new workstream that a review asks for, as the strategy opens it."""

    title = Words(label="The workstream", max_length=200)
    purpose = Words(label="What it is for", max_length=3_000, widget=area(4))
    priorities = forms.ModelMultipleChoiceField(
        Priority.objects.none(),
        label="It stands under",
        widget=forms.CheckboxSelectMultiple,
    )
    primary = forms.ModelChoiceField(
        Priority.objects.none(),
        label="Its main priority",
        empty_label="Choose",
        help_text="Totals count it there, so that nothing is counted twice.",
    )
    lead_agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Lead agency",
        required=False,
        empty_label="None yet",
    )
    opened_on = DateField(label="It opens on")

    def __init__(self, *args: Any, strategy: Strategy, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        priorities = strategy.priorities.order_by("number")
        agencies = Agency.objects.on(on).order_by("name", "pk")
        for name, rows in (
            ("priorities", priorities),
            ("primary", priorities),
            ("lead_agency", agencies),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    @property
    def told(self) -> WorkstreamTold:
        """What was filled in."""
        given = dict(self.cleaned_data)
        under = {*given.pop("priorities"), given["primary"]}
        return WorkstreamTold(priorities=sorted(under, key=lambda p: p.number), **given)


class IssueForm(Form):
    """Something that is coming."""

    title = Words(label="What is coming", max_length=200)
    source = Words(
        label="Who saw it, and where",
        max_length=300,
        help_text="For example: street wardens, Kingsholm, three weekends in a row.",
    )
    words = Words(
        label="What is known so far", max_length=3_000, required=False, widget=area(4)
    )
    likelihood = forms.TypedChoiceField(
        label="How likely it is to grow, from 1 to 5", choices=SCALE, coerce=int
    )
    impact = forms.TypedChoiceField(
        label="How much harm it would do, from 1 to 5", choices=SCALE, coerce=int
    )


class SettleForm(Form):
    """What becomes of something that was seen coming."""

    outcome = forms.ChoiceField(
        label="What becomes of it",
        choices=EmergingIssue.Outcome.choices,
        widget=forms.RadioSelect,
    )
    workstream = forms.ModelChoiceField(
        Workstream.objects.none(),
        label="If it goes into a workstream: which",
        required=False,
        empty_label="None",
    )
    words = Words(label="Why", max_length=3_000, widget=area(3))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["workstream"]
        open_ = Workstream.objects.open_on(on).filter(
            strategy__in=Strategy.objects.in_force(on)
        )
        field.queryset = open_.order_by("number", "pk")


class LookBackForm(Form):
    """Which strategy is looked back on."""

    strategy = forms.ModelChoiceField(
        Strategy.objects.filter(in_force_from__isnull=False).order_by("-period_start"),
        label="Which strategy",
        empty_label="Choose one",
    )


class ClaimForm(Form):
    """One sentence on an old priority, and what it rests on."""

    kind = forms.ChoiceField(
        label="What it is",
        choices=LookBackClaim.Kind.choices,
        widget=forms.RadioSelect,
    )
    text = Words(label="In a sentence", max_length=600, widget=area(3))
    rests_on = forms.ChoiceField(
        label="Which measure shows it",
        required=False,
        help_text="With the newest figure of that term. A sentence that the figure does not support is marked.",
    )
    source = Words(
        label="Or, if no measure shows it: who tells it",
        max_length=300,
        required=False,
        help_text="It then stands as an anecdote, and says so.",
    )

    def __init__(self, *args: Any, tracks: list[Track], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._readings = {str(each.last.pk): each.last for each in tracks}
        field: Any = self.fields["rests_on"]
        field.choices = [
            ("", "None: it is an anecdote"),
            *((str(each.last.pk), _named(each)) for each in tracks),
        ]

    def told(self, priority: Priority) -> ClaimTold:
        """What was filled in."""
        given = dict(self.cleaned_data)
        reading = self._readings.get(given.pop("rests_on"))
        return ClaimTold(priority=priority, reading=reading, **given)


def _named(track: Track) -> str:
    reading, indicator = track.last, track.indicator
    period = label(reading.period_start, reading.period_end)
    return f"{indicator.code} {indicator.name}: {shown_reading(indicator, reading)}, {period}"
