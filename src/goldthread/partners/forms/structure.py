"""The shape of what people enter about agencies, bodies, seats and words."""

from typing import Any

from django import forms

from goldthread.partners.models import (
    Agency,
    Area,
    Body,
    Membership,
    Person,
    Reporting,
    Seat,
)
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form


def _long(label: str, help_text: str = "") -> Words:
    return Words(
        label=label,
        required=False,
        max_length=4000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _day(label: str, help_text: str = "", *, required: bool = False) -> DateField:
    return DateField(label=label, help_text=help_text, required=required)


class DayForm(Form):
    """Which day a page is about."""

    on = _day("The day", "For example 1 4 2020.", required=True)


class AgencyForm(Form):
    """An organisation."""

    name = Words(label="Its full name", max_length=200)
    short_name = Words(
        label="Its short name, if it has one", max_length=60, required=False
    )
    kind = forms.ChoiceField(label="What it is", choices=Agency.Kind.choices)
    note = Words(
        label="A note beside its name",
        max_length=300,
        required=False,
        help_text="For example: with the youth offending team.",
    )
    from_on = _day("Since when it exists", "Leave empty if you do not know.")
    until_on = _day(
        "The first day it no longer existed", "Leave empty while it exists."
    )


class MembershipForm(Form):
    """What an organisation is in the partnership."""

    tier = forms.ChoiceField(
        label="What it is in the partnership",
        choices=Membership.Tier.choices,
        widget=forms.RadioSelect,
    )
    from_on = _day("Since when", "Leave empty if you do not know.")


class SuccessorForm(Form):
    """Who took over from an organisation, and when."""

    successor = forms.ModelChoiceField(
        label="The organisation that took over", queryset=Agency.objects.none()
    )
    on = _day("From which day", required=True)

    def __init__(self, *args: Any, of: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        field.queryset = Agency.objects.exclude(pk=of.pk).order_by("name")  # type: ignore[attr-defined]


class FacilitatorForm(Form):
    """Who makes information flow for an authority."""

    person = forms.ModelChoiceField(
        label="Who makes information flow for it",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Nobody yet",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.order_by("name", "pk")  # type: ignore[attr-defined]


class BodyForm(Form):
    """A board, group or network with its terms of reference."""

    name = Words(label="Its full name", max_length=200)
    short_name = Words(
        label="Its short name, if it has one", max_length=60, required=False
    )
    kind = forms.ChoiceField(
        label="What it does", choices=Body.Kind.choices, widget=forms.RadioSelect
    )
    level = forms.ChoiceField(
        label="At which level", choices=Body.Level.choices, widget=forms.RadioSelect
    )
    is_ours = forms.BooleanField(
        label="It belongs to this partnership (leave empty for a body you are linked to)",
        required=False,
        initial=True,
    )
    host = forms.ModelChoiceField(
        label="Which agency hosts it",
        queryset=Agency.objects.order_by("name"),
        required=False,
        empty_label="None, or not known",
    )
    purpose = _long("What it is for")
    meets = Words(
        label="How often it meets",
        max_length=120,
        required=False,
        help_text="For example: every quarter.",
    )
    quorum = forms.IntegerField(
        label="How many members must be present",
        min_value=1,
        max_value=200,
        required=False,
    )
    chair_term_months = forms.IntegerField(
        label="How many months its chair serves",
        min_value=1,
        max_value=240,
        required=False,
    )
    conflict_rule = _long(
        "What happens when a member has an interest",
        "For example: they say so and leave the room for that item.",
    )
    terms_review_on = _day("When these terms are looked at again")
    from_on = _day("Since when it exists", "Leave empty if you do not know.")
    until_on = _day(
        "The first day it no longer existed", "Leave empty while it exists."
    )


class LegalRoleForm(Form):
    """One thing that a body is in law."""

    name = Words(
        label="What it is in law",
        max_length=200,
        help_text="For example: Community Safety Partnership.",
    )
    basis = Words(label="The law or agreement", max_length=300, required=False)
    from_on = _day("Since when", "Leave empty if you do not know.")


class ReportingForm(Form):
    """A line from one body to another."""

    kind = forms.ChoiceField(
        label="How they stand to each other",
        choices=[(k, w.capitalize()) for k, w in Reporting.Kind.choices],
        widget=forms.RadioSelect,
    )
    to = forms.ModelChoiceField(label="The other body", queryset=Body.objects.none())
    from_on = _day("Since when", "Leave empty if you do not know.")

    def __init__(self, *args: Any, of: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Body.objects.exclude(pk=of.pk).order_by("name")  # type: ignore[attr-defined]


class SeatForm(Form):
    """A place at a table."""

    title = Words(
        label="What the seat is called",
        max_length=200,
        help_text="For example: Third sector seat 2.",
    )
    kind = forms.ChoiceField(label="What kind of seat it is", choices=Seat.Kind.choices)
    agency = forms.ModelChoiceField(
        label="Which agency it belongs to",
        queryset=Agency.objects.order_by("name"),
        required=False,
        empty_label="None in particular",
    )
    area = forms.ModelChoiceField(
        label="Which area it speaks for",
        queryset=Area.objects.order_by("name"),
        required=False,
        empty_label="None in particular",
    )
    chosen_by = Words(
        label="Who elects or names its holder", max_length=200, required=False
    )
    term_months = forms.IntegerField(
        label="How many months a holder serves",
        min_value=1,
        max_value=240,
        required=False,
    )
    votes = forms.BooleanField(label="It has a vote", required=False, initial=True)
    from_on = _day("Since when it stands", "Leave empty if you do not know.")


class TakeSeatForm(Form):
    """Who sits down."""

    person = forms.ModelChoiceField(label="Who", queryset=Person.objects.none())
    is_deputy = forms.BooleanField(label="As deputy", required=False)
    from_on = _day("From which day", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.order_by("name", "pk")  # type: ignore[attr-defined]


class EndForm(Form):
    """The day on which something ends."""

    on = _day("The first day it is no longer so", required=True)


class InterestForm(Form):
    """What could sway somebody."""

    words = Words(
        label="The interest",
        max_length=300,
        help_text="For example: trustee of a charity that may bid for grants.",
    )
    agency = forms.ModelChoiceField(
        label="The organisation it is about",
        queryset=Agency.objects.order_by("name"),
        required=False,
        empty_label="None of those listed here",
    )
    from_on = _day("Declared on", required=True)


class TermForm(Form):
    """A word of the field."""

    expansions = Words(
        label="What it stands for",
        required=False,
        max_length=1200,
        help_text="One to a line, where it can stand for several things.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    meaning = Words(
        label="What it means, in one plain sentence",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    avoid = Words(
        label="The word people should not use for it",
        required=False,
        max_length=200,
    )

    def clean_expansions(self) -> list[str]:
        """The lines, each one expansion."""
        lines = self.cleaned_data["expansions"].splitlines()
        return [line.strip() for line in lines if line.strip()]


class NewTermForm(TermForm):
    """A word that is not in the glossary yet."""

    term = Words(label="The word or abbreviation", max_length=120)
    field_order = ["term", "expansions", "meaning", "avoid"]


class ContactForm(Form):
    """How residents reach the partnership."""

    team = Words(
        label="Which team answers",
        max_length=120,
        required=False,
        help_text="A team or an office, not a person: Community safety team.",
    )
    email = forms.EmailField(
        label="Its e-mail address",
        required=False,
        help_text="One that is read when somebody is away.",
    )
    phone = Words(label="Its telephone number", max_length=40, required=False)
    post = Words(label="Where to write or call in", max_length=300, required=False)
    hours = Words(
        label="When somebody answers",
        max_length=120,
        required=False,
        help_text="For example: Monday to Friday, 9 to 5.",
    )
