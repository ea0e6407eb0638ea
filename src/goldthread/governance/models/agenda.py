"""What a meeting speaks about, with its papers; what has to come before a board when."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.governance.models.meetings import Meeting
from goldthread.partners.models import Body, Person
from goldthread.strategy.models import Workstream


class AgendaItems(models.QuerySet["AgendaItem"]):
    """Items, as far as somebody may see them."""

    def visible_to(self, person: Person, *, cleared: bool, runs: bool) -> Self:
        """Open ones; those for members where somebody is cleared; those that name them."""
        if runs:
            return self
        seen = Q(audience="all") | Q(
            pk__in=AgendaItem.readers.through.objects.filter(
                person_id=person.pk
            ).values("agendaitem_id")
        )
        return self.filter(seen | Q(audience="members") if cleared else seen)

    def undecided(self) -> Self:
        """For decision, and none was taken."""
        return self.filter(purpose="decision", decisions__isnull=True)

    def in_order(self) -> Self:
        return self.order_by("meeting__held_on", "meeting_id", "number", "pk")


class AgendaItem(models.Model):
    """One thing that a meeting speaks about; its number never changes once it is sent."""

    class Purpose(models.TextChoices):
        DECISION = "decision", "For decision"
        DISCUSSION = "discussion", "For discussion"
        INFORMATION = "information", "For information"

    class Audience(models.TextChoices):
        ALL = "all", "Everybody who reads the board's papers"
        MEMBERS = "members", "Cleared members only"
        NAMED = "named", "Only the people named"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    summary = models.TextField(blank=True)  # what the meeting is asked
    presenter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    minutes_wanted = models.PositiveSmallIntegerField(null=True, blank=True)
    # The topic that the meeting looks into: the pack then says everything of it (C35).
    in_depth = models.ForeignKey(
        Workstream, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    audience = models.CharField(
        max_length=8, choices=Audience.choices, default=Audience.ALL
    )
    restricted_because = models.CharField(max_length=300, blank=True)
    readers = models.ManyToManyField(Person, blank=True, related_name="+")
    is_late = models.BooleanField(default=False)  # put on after the agenda was sent
    discussion = models.TextField(blank=True)  # the minute of it
    carried_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_to",
    )

    objects: ClassVar[Any] = AgendaItems.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="an_item_has_its_number"
            ),
            models.CheckConstraint(
                name="an_item_says_what_it_is_about", condition=~Q(title="")
            ),
            models.CheckConstraint(
                name="a_restricted_item_says_why",
                condition=Q(audience="all") | ~Q(restricted_because=""),
            ),
        ]

    def __str__(self) -> str:
        # The record keeps this, and outlives what is restricted.
        return f"{self.number}. {'a restricted item' if self.is_restricted else self.title}"

    @property
    def is_restricted(self) -> bool:
        """Whether some who read the board's papers do not see it."""
        return self.audience != self.Audience.ALL


class Paper(models.Model):
    """A paper to an item; its file is an attachment, kept by the room of notes."""

    item = models.ForeignKey(
        AgendaItem, on_delete=models.CASCADE, related_name="papers"
    )
    letter = models.CharField(max_length=2)  # "a": paper 4a, for good
    title = models.CharField(max_length=200)
    is_late = models.BooleanField(default=False)  # a supplement, inside the same pack
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "letter"], name="a_paper_has_its_letter"
            ),
            models.CheckConstraint(name="a_paper_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        title = "restricted" if self.item.is_restricted else self.title
        return f"Paper {self.item.number}{self.letter}: {title}"


class ForwardItems(models.QuerySet["ForwardItem"]):
    """The forward plan in the words of the trade."""

    def waiting(self) -> Self:
        """On no agenda yet."""
        return self.filter(item__isnull=True, dropped_because="")

    def overdue(self, on: date) -> Self:
        return self.waiting().filter(due_on__lt=on)

    def soon(self, on: date) -> Self:
        """What waits and is due; what was deferred earlier: an agenda is sent before."""
        back = Q(decision__isnull=False, due_on__lt=on + timedelta(days=42))
        return self.waiting().filter(Q(due_on__lt=on + timedelta(days=14)) | back)


class ForwardItem(models.Model):
    """Something that a board has to speak about by a day (C45)."""

    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="forward_items"
    )
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=12, choices=AgendaItem.Purpose.choices)
    due_on = models.DateField()
    step = models.CharField(max_length=4, blank=True)  # of the yearly calendar: "C9"
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    item = models.OneToOneField(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="planned_as",
    )
    dropped_because = models.CharField(max_length=300, blank=True)
    decision = models.OneToOneField(  # the one that deferred it
        "governance.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="came_back",
    )

    objects: ClassVar[Any] = ForwardItems.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_planned_item_says_what_it_is_about", condition=~Q(title="")
            ),
            models.CheckConstraint(
                name="an_item_is_on_an_agenda_or_dropped_not_both",
                condition=Q(item__isnull=True) | Q(dropped_because=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StandingItem(models.Model):
    """What stands on every agenda of a body, in this order."""

    body = models.ForeignKey(
        Body, on_delete=models.CASCADE, related_name="standing_items"
    )
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=12, choices=AgendaItem.Purpose.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number"], name="a_standing_item_has_its_place"
            ),
            models.CheckConstraint(
                name="a_standing_item_says_what_it_is_about", condition=~Q(title="")
            ),
        ]

    def __str__(self) -> str:
        return self.title
