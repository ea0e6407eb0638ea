"""The form of a measure's definition, in the order in which a reader asks (C32, G10)."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from goldthread.evidence.catalogue import questions
from goldthread.partners.models import Agency, Person
from goldthread.performance.definition_parts import FOLDS, HEADINGS
from goldthread.performance.models import Indicator
from goldthread.performance.services import IndicatorTold
from goldthread.strategy.models import Outcome, Strategy, Workstream
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _number(letters: int) -> forms.TextInput:
    return forms.TextInput(
        attrs={"inputmode": "numeric", "class": f"govuk-input--width-{letters}"}
    )


def _chosen(label: str, choices: Any, **how: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, **how
    )


class IndicatorForm(Form):
    """A whole definition."""

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
        empty_label="None",
        help_text="A survey, repeats, outcomes, or how many use a service.",
    )
    beside = forms.ModelChoiceField(
        Indicator.objects.none(),
        label="What people say, beside it",
        required=False,
        empty_label="None",
    )

    victims = forms.ModelChoiceField(
        Indicator.objects.none(),
        label="The measure that counts their different victims",
        required=False,
        empty_label="None",
    )
    victims_within = forms.IntegerField(
        label="Over how many months both are counted",
        min_value=1,
        max_value=60,
        required=False,
        help_text="12 is usual: whoever is a victim twice in twelve months is hit again.",
        widget=_number(3),
    )
    residents = forms.IntegerField(
        label="Residents of the area",
        min_value=1,
        max_value=99_999_999,
        required=False,
        help_text="For how many of each 1,000 were victims. Say in the definition of which year.",
        widget=_number(10),
    )

    baseline_from = DateField(
        label="First day of the baseline", required=False, first=2000
    )
    baseline_until = DateField(
        label="The day after its last",
        required=False,
        first=2000,
        help_text="For the year 2024/25: from 1 4 2024, and 1 4 2025 here.",
    )
    peers = Words(
        label="Codes of similar areas",
        max_length=400,
        required=False,
        help_text="With ; between them. What happened there in the same months is the fairest comparison.",
    )

    asked = Words(
        label="Whom it asks",
        max_length=300,
        widget=_area(3),
        required=False,
        help_text="How many, and how they are chosen. 2,400 adults a quarter, drawn at random from the address file.",
    )
    interval = _chosen(
        "How sure its figure is",
        [("", "Not a survey, or not known"), *Indicator.Interval.choices],
        required=False,
    )
    design_effect = forms.FloatField(
        label="Design effect",
        min_value=1,
        max_value=20,
        required=False,
        help_text="1 where answers are not weighted. Ask whoever made the survey.",
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}
        ),
    )

    source = Words(label="Source, in words", max_length=300)
    comes_from = _chosen("How its figures come in", Indicator.ComesFrom.choices)
    question = forms.ChoiceField(label="Question to the lake", required=False)
    column = Words(label="Column that is added up", max_length=40, required=False)
    only = Words(
        label="Rows that count",
        max_length=300,
        required=False,
        help_text="column=value, with ; between them.",
    )
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
    opened_on = DateField(label="Kept since", first=2000)
    quality = _chosen("How good the figures are", Indicator.Quality.choices)
    quality_note = Words(label="Why", max_length=300, required=False)
    caveat = Words(
        label="Read with care", widget=_area(2), max_length=1_000, required=False
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
        Workstream.objects.none(),
        label="Workstream",
        required=False,
        empty_label="None",
    )
    outcomes = forms.ModelMultipleChoiceField(
        Outcome.objects.none(),
        label="The outcomes that it measures",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    headings: ClassVar = HEADINGS
    folds: ClassVar = FOLDS

    def __init__(
        self,
        *args: Any,
        on: date,
        strategy: Strategy | None,
        area_code: str,
        has_figures: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.area_code = area_code
        fields: Any = self.fields
        if has_figures:
            fields["reason"] = Words(
                label="Why it is changed",
                max_length=300,
                help_text="It has figures already; the reason is kept in its history.",
                error_messages={
                    "required": "Say why it is changed: whoever saw its figures will ask."
                },
            )
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
        for name in ("companion", "beside", "victims"):
            fields[name].queryset = others

    def clean_only(self) -> dict[str, list[str]]:
        return pairs_in(self.cleaned_data["only"])

    def told(self, standing: Indicator | None) -> IndicatorTold:
        """The definition as the services take it; what a form does not ask stays."""
        given = dict(self.cleaned_data)
        given.pop("reason", None)
        given["per"] = given["per"] or 1
        given["lag_months"] = given["lag_months"] or 0
        given["design_effect"] = given["design_effect"] or 1.0
        if given["victims"] is None:
            given["victims_within"] = given["residents"] = None
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
