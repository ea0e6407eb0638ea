"""What a board asked others, what members asked the board, and what was answered."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.delivery.models import Action
from goldthread.governance.models.agenda import AgendaItem
from goldthread.governance.models.decisions import ThroughItem, called
from goldthread.governance.models.meetings import Meeting
from goldthread.partners.models import Agency, Body
from goldthread.strategy.models import Workstream


class Asks(ThroughItem):
    """Asks in the words of the trade."""

    def of(self, body: Body) -> Self:
        return self.filter(body=body)

    def open(self) -> Self:
        """No reply yet."""
        return self.filter(state=Ask.State.OPEN)

    def overdue(self, on: date) -> Self:
        return self.open().filter(due_on__lt=on)

    def to(self, agency: Agency) -> Self:
        return self.filter(agency=agency)

    def without_result(self) -> Self:
        """Answered, and nobody has said what came of it."""
        return self.filter(state=Ask.State.REPLIED)


class Ask(models.Model):
    """What a board asked of a partner or of an outside body (S32, S78)."""

    class State(models.TextChoices):
        OPEN = "open", "Not answered"
        REPLIED = "replied", "Answered"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Answer(models.TextChoices):
        NONE = "", "None yet"
        YES = "yes", "Agreed"
        PARTLY = "partly", "Agreed in part"
        NO = "no", "Declined"

    reference = models.CharField(max_length=12, unique=True)  # "Q-014"
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="asks")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="asks"
    )
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="asks"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="asks"
    )
    outside = models.CharField(max_length=200, blank=True)  # who is no partner
    words = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    workstream = models.ForeignKey(
        Workstream, null=True, blank=True, on_delete=models.PROTECT, related_name="asks"
    )
    asked_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    reply = models.TextField(blank=True)
    # Who answered, where somebody else wrote the answer down for them.
    answered_by = models.CharField(max_length=120, blank=True)
    replied_on = models.DateField(null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # What came of it, and where money followed: how much, and whether it fits (S78).
    result = models.TextField(blank=True)
    pounds = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    fits_need = models.CharField(max_length=300, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField()

    objects: ClassVar[Any] = Asks.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on"], name="asks_by_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_ask_says_what_is_asked", condition=~Q(words="")
            ),
            models.CheckConstraint(
                name="an_ask_goes_to_an_agency_or_to_somebody_outside",
                condition=Q(agency__isnull=False, outside="")
                | Q(~Q(outside=""), agency__isnull=True),
            ),
            models.CheckConstraint(
                name="an_ask_is_due_after_it_was_asked",
                condition=Q(due_on__gte=models.F("asked_on")),
            ),
            models.CheckConstraint(
                name="an_ask_is_answered_whole_or_not_at_all",
                condition=Q(answer="", reply="", replied_on__isnull=True)
                | Q(~Q(answer=""), ~Q(reply=""), replied_on__isnull=False),
            ),
            models.CheckConstraint(
                name="an_answered_ask_has_its_answer",
                condition=~Q(state="replied") | Q(replied_on__isnull=False),
            ),
            models.CheckConstraint(
                name="a_closed_ask_says_what_came_of_it",
                condition=~Q(state__in=["closed", "withdrawn"])
                | Q(~Q(result=""), closed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return called(self.reference, self.words, self.item)

    @property
    def asked_of(self) -> str:
        """Who was asked."""
        return self.outside or str(self.agency)


class Challenges(ThroughItem):
    """The challenge log in the words of the trade."""

    def of(self, body: Body) -> Self:
        return self.filter(body=body)

    def unanswered(self) -> Self:
        return self.filter(answered_on__isnull=True)

    def unsettled(self) -> Self:
        """Not answered, or the answer did not satisfy."""
        return self.exclude(satisfied=True)


class Challenge(models.Model):
    """A question that somebody on a board put, and whether the answer satisfied (C47)."""

    reference = models.CharField(max_length=12, unique=True)  # "H-014"
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="challenges")
    meeting = models.ForeignKey(
        Meeting,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="challenges",
    )
    item = models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="challenges",
    )
    question = models.CharField(max_length=500)
    workstream = models.ForeignKey(
        Workstream,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="challenges",
    )
    action = models.ForeignKey(
        Action,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="challenges",
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_on = models.DateField()
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="challenges",
    )
    due_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    satisfied = models.BooleanField(null=True, blank=True)
    judged_on = models.DateField(null=True, blank=True)
    remark = models.CharField(max_length=300, blank=True)  # why it did not satisfy
    recorded_at = models.DateTimeField()

    objects: ClassVar[Any] = Challenges.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_challenge_asks_something", condition=~Q(question="")
            ),
            models.CheckConstraint(
                name="a_challenge_is_answered_whole_or_not_at_all",
                condition=Q(
                    answer="", answered_on__isnull=True, answered_by__isnull=True
                )
                | Q(~Q(answer=""), answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="only_an_answer_satisfies_or_does_not",
                condition=Q(satisfied__isnull=True, judged_on__isnull=True)
                | Q(
                    satisfied__isnull=False,
                    judged_on__isnull=False,
                    answered_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="an_answer_that_did_not_satisfy_lacks_something",
                condition=Q(satisfied__isnull=True) | Q(satisfied=True) | ~Q(remark=""),
            ),
        ]

    def __str__(self) -> str:
        return called(self.reference, self.question, self.item)
