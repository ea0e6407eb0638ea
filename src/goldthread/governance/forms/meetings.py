"""Forms of meetings, agendas, attendance and minutes."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldthread.delivery.forms import people_on
from goldthread.governance.models import AgendaItem, Attendance, ForwardItem, Meeting
from goldthread.governance.services import Came, ItemTold
from goldthread.partners.models import Body, Holding, Interest, Person, Seat
from goldthread.strategy.models import Workstream
from goldthread.web.fields import DateField, TimeField, Words
from goldthread.web.forms import Form


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class MeetingForm(Form):
    """When and where a board meets."""

    held_on = DateField(label="On which day", first=2000)
    starts_at = TimeField(
        label="At what time", required=False, help_text="For example 2pm or 14:00."
    )
    place = Words(
        label="Where, or how to join",
        max_length=200,
        required=False,
        help_text="A room, a link, or both.",
    )
    kind = forms.ChoiceField(
        label="What kind of meeting",
        choices=Meeting.Kind.choices,
        initial=Meeting.Kind.ORDINARY,
        widget=forms.RadioSelect,
    )


class PlanMeetingForm(MeetingForm):
    """Which board meets, when and where."""

    body = forms.ModelChoiceField(
        Body.objects.none(), label="Board", empty_label="Choose one"
    )
    field_order = ("body",)

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class BecauseForm(Form):
    """A reason, in a sentence."""

    because = Words(label="Why", max_length=300)


class ItemForm(Form):
    """Something to put on an agenda, and who may read it."""

    title = Words(label="What it is about", max_length=200)
    purpose = forms.ChoiceField(
        label="What the meeting does with it",
        choices=AgendaItem.Purpose.choices,
        widget=forms.RadioSelect,
    )
    summary = Words(
        label="What the meeting is asked",
        max_length=3_000,
        required=False,
        widget=area(3),
        help_text="One sentence for a decision: “The board is asked to …”.",
    )
    presenter = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who presents it",
        required=False,
        empty_label="Nobody yet",
    )
    minutes_wanted = forms.IntegerField(
        label="Minutes it takes",
        required=False,
        min_value=1,
        max_value=480,
        error_messages={"invalid": "Enter a number of minutes, such as 15."},
    )
    in_depth = forms.ModelChoiceField(
        Workstream.objects.none(),
        label="Workstream that the meeting looks into",
        required=False,
        empty_label="None",
        help_text="One topic a quarter is usual. The board pack then says everything of it: its measures with their pictures, every action, what worked.",
    )
    audience = forms.ChoiceField(
        label="Who may read it",
        choices=AgendaItem.Audience.choices,
        initial=AgendaItem.Audience.ALL,
        widget=forms.RadioSelect,
    )
    restricted_because = Words(
        label="If not everybody: why",
        max_length=300,
        required=False,
        help_text="For example: it names a live investigation.",
    )
    readers = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label="If only the people named: these",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, people: Any, seated: Any, streams: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_depth"].queryset = streams  # type: ignore[attr-defined]
        self.fields["presenter"].queryset = people  # type: ignore[attr-defined]
        self.fields["readers"].queryset = seated  # type: ignore[attr-defined]

    @property
    def told(self) -> ItemTold:
        """What was filled in."""
        given = dict(self.cleaned_data)
        return ItemTold(**given | {"readers": tuple(given["readers"])})


class PaperForm(Form):
    """A paper to an item."""

    title = Words(label="What the paper is called", max_length=200)
    file = forms.FileField(
        label="The file", help_text="PDF, Word, Excel, PowerPoint, a picture or text."
    )


class HoldForm(Form):
    """Who chaired a meeting, and who came without a seat."""

    chair = forms.ModelChoiceField(
        Person.objects.none(), label="Who chaired", empty_label="Choose one"
    )
    in_attendance = Words(
        label="Who else was there, without a seat",
        max_length=2_000,
        required=False,
        widget=area(3),
    )

    def __init__(self, *args: Any, came: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = came  # type: ignore[attr-defined]


class AttendanceForm(Form):
    """How each seat was filled: one choice a seat, a name only for a stranger."""

    def __init__(
        self, *args: Any, meeting: Meeting, everybody: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.everybody = everybody  # who holds a seat came, until somebody says not
        on = meeting.held_on
        self.seats = list(
            Seat.objects.on(on).filter(body=meeting.body).order_by("number", "pk")
        )
        held: dict[int, list[Holding]] = {}
        rows = Holding.objects.on(on).filter(seat__in=self.seats)
        for one in rows.select_related("person").order_by("is_deputy", "pk"):
            held.setdefault(one.seat_id, []).append(one)
        stood = {one.seat_id: one for one in meeting.attendance.all()}
        for seat in self.seats:
            self._add(seat, held.get(seat.pk, []), stood.get(seat.pk))

    def _add(self, seat: Seat, held: list[Holding], stood: Attendance | None) -> None:
        choices = [
            (
                f"{'deputy' if one.is_deputy else 'present'}:{one.person_id}",
                f"{one.person.name} came{' as deputy' if one.is_deputy else ''}",
            )
            for one in held
        ]
        choices += [
            ("deputy:", "Somebody else came as deputy"),
            ("apologies:", "Sent apologies"),
            ("absent:", "Nobody came"),
        ]
        now = f"{stood.state}:{stood.person_id or ''}" if stood else ""
        if not held:  # nobody could have come: it needs no answer
            now = now or "absent:"
        elif self.everybody:
            now = choices[0][0]
        self.fields[f"seat_{seat.pk}"] = forms.ChoiceField(
            label=seat.title if held else f"{seat.title} (vacant)",
            choices=choices,
            initial=now,
            widget=forms.RadioSelect,
            error_messages={"required": f"Say how the seat “{seat.title}” was filled."},
        )
        self.fields[f"name_{seat.pk}"] = Words(
            label=f"Who came as deputy for: {seat.title}",
            max_length=120,
            required=False,
            initial=stood.words if stood else "",
            help_text="Only where you chose “Somebody else”.",
        )

    @property
    def came(self) -> list[Came]:
        """How each seat was filled."""
        people = {p.pk: p for p in Person.objects.filter(pk__in=self._keys())}
        told = []
        for seat in self.seats:
            state, _, key = self.cleaned_data[f"seat_{seat.pk}"].partition(":")
            person = people.get(int(key)) if key else None
            words = "" if person else self.cleaned_data[f"name_{seat.pk}"]
            told.append(Came(seat, state, person, words))
        return told

    def _keys(self) -> list[int]:
        chosen = (self.cleaned_data[f"seat_{seat.pk}"] for seat in self.seats)
        return [int(one.partition(":")[2]) for one in chosen if one.partition(":")[2]]


class DeclareForm(Form):
    """An interest that somebody declared."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label="Who declared it", empty_label="Choose one"
    )
    interest = forms.ModelChoiceField(
        Interest.objects.none(),
        label="One that is on record already",
        required=False,
        empty_label="None of these",
    )
    words = Words(
        label="Or in words",
        max_length=300,
        required=False,
        help_text="What could sway them.",
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label="On which item",
        required=False,
        empty_label="The whole meeting",
    )
    withdrew = forms.BooleanField(
        label="They left the room for the item", required=False
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Holding.objects.on(meeting.held_on).filter(seat__body=meeting.body)
        people = Person.objects.filter(pk__in=held.values("person"))
        known = Interest.objects.on(meeting.held_on).filter(person__in=people)
        choices = {
            "person": people.order_by("name", "pk"),
            "interest": known.select_related("person").order_by("person__name", "pk"),
            "item": meeting.items.order_by("number"),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        interest, person = given.get("interest"), given.get("person")
        if interest and person and interest.person_id != person.pk:
            raise ValidationError(f"That interest was declared by {interest.person}.")
        if not interest and not given.get("words"):
            raise ValidationError(
                "Say what could sway them, or choose what is on record."
            )
        return given


class OpeningForm(Form):
    """What was said before the first item."""

    opening = Words(
        label="Matters arising, and what was said first",
        max_length=10_000,
        required=False,
        widget=area(6),
    )
    in_attendance = Words(
        label="Who else was there, without a seat",
        max_length=2_000,
        required=False,
        widget=area(3),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class MinuteForm(Form):
    """What was said on an item."""

    discussion = Words(
        label="What was said",
        max_length=20_000,
        required=False,
        widget=area(12),
        help_text="Who asked what, what was answered. Decisions, actions, asks and challenges stand on their own and need no words here.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class AgreeMinutesForm(Form):
    """When the board agreed the minutes."""

    agreed_on = DateField(label="When were they agreed", first=2000)


class ForwardForm(Form):
    """Something that a board has to speak about by a day."""

    body = forms.ModelChoiceField(
        Body.objects.none(), label="Board", empty_label="Choose one"
    )
    title = Words(label="What it is about", max_length=200)
    purpose = forms.ChoiceField(
        label="What the meeting does with it",
        choices=AgendaItem.Purpose.choices,
        widget=forms.RadioSelect,
    )
    due_on = DateField(label="By which day", first=2000)
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who brings it",
        required=False,
        empty_label="Nobody yet",
    )

    def __init__(self, *args: Any, bodies: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people_on(on)  # type: ignore[attr-defined]


class PlaceForm(Form):
    """Which agenda something goes on."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label="Meeting", empty_label="Choose one"
    )

    def __init__(
        self, *args: Any, planned: ForwardItem, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        coming = Meeting.objects.ahead(on).of(planned.body).select_related("body")
        self.fields["meeting"].queryset = coming  # type: ignore[attr-defined]


class StandingForm(Form):
    """What stands on every agenda of a board: one line an item."""

    items = Words(
        label="One item a line",
        max_length=4_000,
        required=False,
        widget=area(8),
        help_text="A line that ends in “?” is for decision, the others are for discussion.",
    )

    @property
    def told(self) -> list[tuple[str, str]]:
        """The titles with their purposes, in order."""
        lines = (line.strip() for line in self.cleaned_data["items"].splitlines())
        return [
            (
                line.removesuffix("?").strip(),
                "decision" if line.endswith("?") else "discussion",
            )
            for line in lines
            if line
        ]
