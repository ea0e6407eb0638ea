"""Forms of asks, challenges and risks."""

from datetime import date
from typing import Any

from django import forms

from goldthread.delivery.forms import people_on
from goldthread.governance.forms.meetings import area
from goldthread.governance.models import Ask, Risk
from goldthread.governance.services import RiskTold
from goldthread.partners.models import Agency, Body, Person
from goldthread.strategy.models import Strategy, Workstream
from goldthread.web.fields import DateField, PoundsField, Words
from goldthread.web.forms import Form


def _choose(form: Form, **querysets: Any) -> None:
    for name, queryset in querysets.items():
        if name in form.fields:
            form.fields[name].queryset = queryset  # type: ignore[attr-defined]


def _streams(on: date) -> Any:
    strategies = Strategy.objects.in_force(on)
    streams = Workstream.objects.open_on(on).filter(strategy__in=strategies)
    return streams.order_by("number", "pk")


class OfBody(Form):
    """A form that begins with the board; where only one may be chosen it is chosen."""

    body = forms.ModelChoiceField(
        Body.objects.none(), label="Board", empty_label="Choose one"
    )

    def __init__(self, *args: Any, bodies: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(
            self,
            body=bodies,
            workstream=_streams(on),
            agency=Agency.objects.on(on).order_by("name", "pk"),
            owner_agency=Agency.objects.on(on).order_by("name", "pk"),
            owner=people_on(on),
            asked_of=people_on(on),
        )
        only = list(bodies[:2])
        if len(only) == 1:
            self.fields["body"].initial = only[0].pk


class AskForm(OfBody):
    """What a board asks, of whom, by when."""

    words = Words(
        label="What is asked",
        max_length=300,
        help_text="So that the answer can be yes, no or in part.",
    )
    why = Words(label="Why", max_length=3_000, required=False, widget=area(3))
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Of which partner",
        required=False,
        empty_label="None: somebody outside",
    )
    outside = Words(
        label="Or of whom outside the partnership",
        max_length=200,
        required=False,
        help_text="For example the regional violence reduction unit.",
    )
    workstream = forms.ModelChoiceField(
        Workstream.objects.none(),
        label="Which work it is about",
        required=False,
        empty_label="None in particular",
    )
    due_on = DateField(label="Answer wanted by", first=2000)


class ReplyForm(Form):
    """What was answered."""

    answer = forms.ChoiceField(
        label="The answer",
        choices=[c for c in Ask.Answer.choices if c[0]],
        widget=forms.RadioSelect,
    )
    reply = Words(
        label="What will be done, or why not", max_length=3_000, widget=area(4)
    )


class ReplyForOthersForm(ReplyForm):
    """What somebody else answered, written down for them."""

    answered_by = Words(
        label="Who answered",
        max_length=120,
        help_text="Their name or their office, such as: the clerk of the council.",
    )
    on = DateField(label="When the answer came", first=2000)


class CloseAskForm(Form):
    """What came of an ask."""

    result = Words(label="What came of it", max_length=3_000, widget=area(4))
    pounds = PoundsField(label="Money that followed, in pounds", required=False)
    fits_need = Words(
        label="If there was money: does it fit the need here",
        max_length=300,
        required=False,
    )


class ChallengeForm(OfBody):
    """A challenge to the board."""

    question = Words(
        label="Your challenge",
        max_length=500,
        widget=area(3),
        help_text="What you want to be answered. How do we know that this is what made the difference?",
    )
    asked_of = forms.ModelChoiceField(
        Person.objects.none(),
        label="To whom",
        required=False,
        empty_label="Nobody by name",
    )
    workstream = forms.ModelChoiceField(
        Workstream.objects.none(),
        label="Which work it is about",
        required=False,
        empty_label="None in particular",
    )
    due_on = DateField(label="Answer wanted by", required=False, first=2000)


class AnswerForm(Form):
    """The answer to a challenge."""

    answer = Words(
        label="The answer",
        max_length=5_000,
        widget=area(6),
        help_text="With the number or the paper it rests on.",
    )


class JudgeForm(Form):
    """Whether an answer satisfied."""

    satisfied = forms.TypedChoiceField(
        label="Does the answer satisfy",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda given: given == "yes",
        widget=forms.RadioSelect,
    )
    remark = Words(label="If not: what is missing", max_length=300, required=False)


def _degree(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, coerce=int, choices=[(n, str(n)) for n in range(1, 6)]
    )


class RiskForm(OfBody):
    """A risk (C42)."""

    title = Words(label="The risk in a few words", max_length=200)
    cause = Words(label="Because", max_length=2_000, widget=area(2))
    event = Words(label="It may happen that", max_length=2_000, widget=area(2))
    consequence = Words(label="So that", max_length=2_000, widget=area(2))
    category = forms.ChoiceField(label="Category", choices=Risk.Category.choices)
    inherent_likelihood = _degree("How likely, before anything is done (1 to 5)")
    inherent_impact = _degree("How bad, before anything is done (1 to 5)")
    controls = Words(
        label="What is done about it", max_length=3_000, required=False, widget=area(3)
    )
    residual_likelihood = _degree("How likely now (1 to 5)")
    residual_impact = _degree("How bad now (1 to 5)")
    target_likelihood = _degree("How likely it should become (1 to 5)")
    target_impact = _degree("How bad it should become (1 to 5)")
    appetite = forms.IntegerField(
        label="The highest score that the board accepts",
        min_value=1,
        max_value=25,
        initial=9,
        help_text="Likelihood times impact, from 1 to 25.",
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(), label="Owner", required=False, empty_label="Nobody yet"
    )
    owner_agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Owning agency",
        required=False,
        empty_label="None",
    )
    workstream = forms.ModelChoiceField(
        Workstream.objects.none(),
        label="Which work it is about",
        required=False,
        empty_label="None in particular",
    )
    review_on = DateField(label="Looked at again on", first=2000)

    @property
    def told(self) -> RiskTold:
        """What was filled in."""
        given = {k: v for k, v in self.cleaned_data.items() if k != "body"}
        for name in ("inherent", "residual", "target"):
            given[name] = (
                given.pop(f"{name}_likelihood"),
                given.pop(f"{name}_impact"),
            )
        return RiskTold(**given)


class ReviewForm(Form):
    """How a risk stands now."""

    likelihood = _degree("How likely now (1 to 5)")
    impact = _degree("How bad now (1 to 5)")
    words = Words(label="What changed, and why", max_length=3_000, widget=area(3))
    next_on = DateField(label="Looked at again on", first=2000)
