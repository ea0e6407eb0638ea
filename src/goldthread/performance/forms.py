"""The forms of the numbers: the shape of what people send; nothing is saved here."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldthread.evidence.catalogue import questions
from goldthread.partners.models import Agency, Person
from goldthread.performance.early import BANDS
from goldthread.performance.models import Indicator, Mark, Target
from goldthread.performance.periods import label, later
from goldthread.performance.services import Figure, IndicatorTold
from goldthread.strategy.models import Outcome, Strategy, Workstream
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _chosen(label: str, choices: Any, **how: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, **how
    )


class IndicatorForm(Form):
    """A whole definition, in the order in which a reader asks (C32, G10)."""

    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9_-]{0,19}$",
        label="Code",
        help_text="Short, of letters and figures, such as V1. It stands in addresses.",
        error_messages={"invalid": "A code is letters and figures, such as V1."},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    name = Words(label="Name", max_length=200)
    definition = Words(
        label="What it is, and what it is not",
        widget=_area(4),
        max_length=4_000,
        help_text="So that nobody has to guess whether accidental fires count.",
    )
    counts = Words(
        label="What counts as one",
        widget=_area(2),
        max_length=1_000,
        help_text="One recorded crime; one person, once a quarter.",
    )
    out_of = Words(
        label="Out of whom or what",
        widget=_area(2),
        max_length=1_000,
        required=False,
        help_text="For a rate or a percentage.",
    )
    unit = Words(
        label="Unit", max_length=80, help_text="Recorded crimes; % of releases."
    )
    kind = _chosen("What sort of figure", Indicator.Kind.choices)
    per = forms.IntegerField(label="A rate per", min_value=1, initial=1, required=False)
    polarity = _chosen("Which way is better", Indicator.Polarity.choices)
    about = _chosen("About", Indicator.About.choices)
    basis = _chosen("How it is known", Indicator.Basis.choices)
    source = Words(label="Source, in words", max_length=300)
    comes_from = _chosen("How its figures come in", Indicator.ComesFrom.choices)
    every = forms.TypedChoiceField(
        label="How often",
        coerce=int,
        choices=Indicator.Every.choices,
        widget=forms.RadioSelect,
    )
    due_days = forms.IntegerField(
        label="Due so many days after the period's end",
        min_value=0,
        max_value=999,
        initial=45,
    )
    is_seasonal = forms.BooleanField(
        label="It rises and falls with the year; take that out", required=False
    )
    lag_months = forms.IntegerField(
        label="Months that its cohort is followed",
        min_value=0,
        max_value=60,
        initial=0,
        required=False,
        help_text="Nothing but for lagged measures, such as reoffending.",
    )
    cohort = Words(
        label="Whom a lagged measure speaks of", max_length=200, required=False
    )
    owner = forms.ModelChoiceField(
        Agency.objects.none(), label="The agency that answers for it"
    )
    lead = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who approves what is said on it",
        required=False,
        empty_label="The lead of its workstream",
    )
    workstream = forms.ModelChoiceField(
        Workstream.objects.none(), label="Workstream", required=False
    )
    outcomes = forms.ModelMultipleChoiceField(
        Outcome.objects.none(),
        label="The outcomes that it measures",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    question = forms.ChoiceField(label="Question to the lake", required=False)
    column = Words(label="Column that is added up", max_length=40, required=False)
    only = Words(
        label="Rows that count",
        max_length=300,
        required=False,
        help_text="column=value, with ; between them.",
    )
    hidden_crime = Words(
        label="Hidden crime whose reports it counts",
        max_length=120,
        required=False,
        help_text="Where more reports are the aim. It then needs a companion.",
    )
    companion = forms.ModelChoiceField(
        Indicator.objects.none(),
        label="Companion measure",
        required=False,
        help_text="A survey, repeats, outcomes, or how many use a service.",
    )
    beside = forms.ModelChoiceField(
        Indicator.objects.none(), label="What people say, beside it", required=False
    )
    baseline_from = DateField(label="Baseline from", required=False, first=2000)
    baseline_until = DateField(
        label="Baseline until (the day after)", required=False, first=2000
    )
    peers = Words(
        label="Codes of similar areas",
        max_length=400,
        required=False,
        help_text="With ; between them.",
    )
    opened_on = DateField(label="Kept since", first=2000)
    quality = _chosen("How good the figures are", Indicator.Quality.choices)
    quality_note = Words(label="Why", max_length=300, required=False)
    caveat = Words(
        label="Read with care", widget=_area(2), max_length=1_000, required=False
    )

    def __init__(
        self,
        *args: Any,
        on: date,
        strategy: Strategy | None,
        area_code: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.area_code = area_code
        fields: Any = self.fields
        fields["owner"].queryset = Agency.objects.on(on).order_by("name", "pk")
        fields["lead"].queryset = Person.objects.filter(is_active=True).order_by(
            "name", "pk"
        )
        fields["workstream"].queryset = Workstream.objects.filter(
            strategy=strategy
        ).order_by("number", "pk")
        fields["outcomes"].queryset = (
            Outcome.objects.filter(priority__strategy=strategy)
            .select_related("priority")
            .order_by("priority__number", "number", "pk")
        )
        fields["question"].choices = [("", "None")] + [
            (name, each.title)
            for name, each in questions().items()
            if "month" in each.columns
        ]
        others = Indicator.objects.order_by("code", "pk")
        fields["companion"].queryset = fields["beside"].queryset = others

    def clean_only(self) -> dict[str, list[str]]:
        return pairs_in(self.cleaned_data["only"])

    def told(self, standing: Indicator | None) -> IndicatorTold:
        """The definition as the services take it; what a form does not ask stays."""
        given = dict(self.cleaned_data)
        given["per"] = given["per"] or 1
        given["lag_months"] = given["lag_months"] or 0
        given["peers"] = tuple(
            each.strip() for each in given["peers"].split(";") if each.strip()
        )
        outcomes = list(given.pop("outcomes"))
        if standing is not None:
            asked = self.fields["outcomes"].queryset  # type: ignore[attr-defined]
            outcomes += standing.outcomes.exclude(pk__in=asked)
            given["of"] = standing.of
        area = standing.area_code if standing else self.area_code
        return IndicatorTold(**given, area_code=area, outcomes=outcomes)


def pairs_in(text: str) -> dict[str, list[str]]:
    """column=value; column=value, as the lake's readings take it."""
    found: dict[str, list[str]] = {}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        column, equals, value = part.partition("=")
        if not equals or not column or not value:
            raise ValidationError(
                f"Expected column=value, such as category=drugs; found {part}."
            )
        found.setdefault(column, []).append(value)
    return found


class ReadingForm(Form):
    """One figure by hand."""

    period_start = forms.TypedChoiceField(
        label="Period", coerce=date.fromisoformat, empty_value=None
    )
    value = forms.FloatField(label="Figure", required=False)
    numerator = forms.FloatField(label="How many", required=False)
    denominator = forms.FloatField(label="Out of how many", required=False)
    evidence = Words(
        label="Where it can be checked",
        max_length=300,
        help_text="The report, page or file it was taken from.",
    )
    reason = Words(label="Why it is revised", max_length=300)

    def __init__(
        self,
        *args: Any,
        indicator: Indicator,
        periods: list[date],
        is_revision: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["period_start"].choices = [
            (each.isoformat(), label(each, later(each, indicator.every)))
            for each in periods
        ]
        for name in (
            ("value",) if indicator.is_divided else ("numerator", "denominator")
        ):
            del fields[name]
        if not is_revision:
            del fields["reason"]

    def figure(self) -> Figure:
        given = self.cleaned_data
        return Figure(
            given["period_start"],
            value=given.get("value"),
            numerator=given.get("numerator"),
            denominator=given.get("denominator"),
        )


class CommentaryForm(Form):
    """What, why, so what, what next (C32)."""

    what = Words(
        label="What happened",
        widget=_area(3),
        max_length=2_000,
        help_text="Sentences that say more than the figures do are marked.",
    )
    why = Words(label="Why", widget=_area(3), max_length=2_000, required=False)
    so_what = Words(label="So what", widget=_area(2), max_length=2_000, required=False)
    what_next = Words(
        label="What next", widget=_area(2), max_length=2_000, required=False
    )


class TargetForm(Form):
    """What a measure should reach."""

    kind = _chosen("Target", [*Target.Kind.choices, ("none", "No target")])
    value = forms.FloatField(
        label="Figure, or change in per cent",
        required=False,
        help_text="Less is written with a minus: -10.",
    )
    by_on = DateField(label="By when", required=False, first=2000)
    words = Words(label="Who set it, and why", max_length=300, required=False)


class MarkForm(Form):
    """A change of counting, or a spell that is left out."""

    kind = _chosen("What", Mark.Kind.choices)
    from_on = DateField(label="From", first=2000)
    until_on = DateField(
        label="Until (the day after), for a spell that is left out",
        required=False,
        first=2000,
    )
    words = Words(label="What changed", max_length=300)


class RetireForm(Form):
    """The end of a measure."""

    on = DateField(label="From which day", first=2000)
    reason = Words(label="Why", max_length=300)


class MeasuresFileForm(Form):
    """A file of measures: chosen, or typed into the page."""

    file = forms.FileField(label="A file of measures", required=False)
    text = Words(
        label="Or its text",
        required=False,
        max_length=2_000_000,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 24, "class": "gt-file", "spellcheck": "false"}
        ),
    )

    def whole(self) -> str:
        """The text, whichever way it came."""
        chosen = self.cleaned_data.get("file")
        if chosen is None:
            return str(self.cleaned_data.get("text") or "")
        return str(chosen.read().decode("utf-8-sig", errors="replace"))


class EarlyForm(Form):
    """How early people were found, in one quarter: counts and nothing else."""

    period_start = forms.TypedChoiceField(
        label="Quarter", coerce=date.fromisoformat, empty_value=None
    )

    def __init__(self, *args: Any, quarters: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["period_start"].choices = [
            (each.isoformat(), label(each, later(each, 3))) for each in quarters
        ]
        for dimension, bands in BANDS.items():
            for band, words in bands:
                fields[f"{dimension}-{band}"] = forms.IntegerField(
                    label=f"{_DIMENSIONS[dimension]}: {words}",
                    min_value=0,
                    max_value=100_000,
                    required=False,
                    widget=forms.NumberInput(
                        attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}
                    ),
                )
        fields["note"] = Words(
            label="Anything we should know", max_length=500, required=False
        )

    def counts(self) -> dict[tuple[str, str], int]:
        """What was entered; a part in which nothing was entered is left out."""
        found: dict[tuple[str, str], int] = {}
        for dimension, bands in BANDS.items():
            told = {
                band: self.cleaned_data.get(f"{dimension}-{band}") for band, _ in bands
            }
            if any(value is not None for value in told.values()):
                found |= {(dimension, band): value or 0 for band, value in told.items()}
        return found


_DIMENSIONS = {
    "tier": "How far it had come",
    "age": "Age",
    "source": "Found by",
    "days": "Support after",
}
