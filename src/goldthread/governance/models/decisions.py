"""What a board decided, on what evidence, why, and what it expects to come of it."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.assessment.models import Finding
from goldthread.delivery.models import Action
from goldthread.governance.models.agenda import AgendaItem
from goldthread.governance.models.meetings import Meeting
from goldthread.partners.models import Body, Person, Seat
from goldthread.strategy.models import Approval, Priority, Workstream


class ThroughItem(models.QuerySet[Any]):
    """Rows that came up under an agenda item: who may not see it sees none of them."""

    def visible_to(self, person: Person, *, cleared: bool, runs: bool) -> Self:
        if runs:
            return self
        seen = AgendaItem.objects.visible_to(person, cleared=cleared, runs=runs)
        return self.filter(Q(item__isnull=True) | Q(item__in=seen.values("pk")))


def called(reference: str, words: str, item: AgendaItem | None) -> str:
    """How a thing is called in records, which outlive what is restricted."""
    is_restricted = item is not None and item.is_restricted
    return reference if is_restricted else f"{reference} {words}"


class Decisions(ThroughItem):
    """Decisions in the words of the trade."""

    def of(self, body: Body) -> Self:
        return self.filter(body=body)

    def between_meetings(self) -> Self:
        return self.filter(meeting__isnull=True)

    def unreported(self) -> Self:
        """Taken between meetings, and no meeting has heard of it yet."""
        return self.between_meetings().filter(reported_to__isnull=True)

    def due(self, on: date) -> Self:
        """What was expected should be seen by now, and nobody has said what came of it."""
        waiting = self.filter(effect_by__lte=on, followed_up_on__isnull=True)
        return waiting.exclude(kind="note")

    def coming_back(self) -> Self:
        """Deferred, and on no agenda since."""
        return self.filter(
            kind="defer",
            came_back__item__isnull=True,
            came_back__dropped_because="",
        )

    def open_to_anybody(self) -> Self:
        return self.filter(is_public=True)

    def newest_first(self) -> Self:
        return self.order_by("-decided_on", "-pk")


class Decision(models.Model):
    """One decision of one board (C43)."""

    class Kind(models.TextChoices):
        APPROVE = "approve", "Approved"
        NOTE = "note", "Noted"
        REFER = "refer", "Referred"
        DEFER = "defer", "Deferred"
        REFUSE = "refuse", "Not approved"

    reference = models.CharField(max_length=12, unique=True)  # "D-014", never reused
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(
        Meeting,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    item = models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=300)  # what was decided, in one sentence
    reasons = models.TextField()
    decided_on = models.DateField()
    # What is expected of it, and by when it should be seen.
    effect = models.TextField(blank=True)
    effect_by = models.DateField(null=True, blank=True)
    expects_nothing = models.BooleanField(default=False)  # an approval, said so
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(null=True, blank=True)
    referred_to = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deferred_to = models.DateField(null=True, blank=True)
    # Between two meetings (G10): why it could not wait, and which meeting heard of it.
    urgency = models.CharField(max_length=300, blank=True)
    reported_to = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="heard"
    )
    is_public = models.BooleanField(default=False)
    approval = models.ForeignKey(
        Approval, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # What it is about, so that the thread leads here.
    workstreams = models.ManyToManyField(
        Workstream, blank=True, related_name="decisions"
    )
    priorities = models.ManyToManyField(Priority, blank=True, related_name="decisions")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField()
    # What came of it.
    outcome = models.TextField(blank=True)
    followed_up_on = models.DateField(null=True, blank=True)
    followed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects: ClassVar[Any] = Decisions.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["body", "decided_on"], name="decisions_of_a_body"),
            models.Index(fields=["effect_by"], name="decisions_by_effect"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_decision_says_what_and_why",
                condition=~Q(title="") & ~Q(reasons=""),
            ),
            models.CheckConstraint(
                name="an_item_is_decided_in_its_meeting",
                condition=Q(item__isnull=True) | Q(meeting__isnull=False),
            ),
            models.CheckConstraint(
                name="a_decision_between_meetings_says_why_it_could_not_wait",
                condition=Q(meeting__isnull=False) | ~Q(urgency=""),
            ),
            models.CheckConstraint(
                name="only_a_decision_between_meetings_is_reported_to_one",
                condition=Q(reported_to__isnull=True) | Q(meeting__isnull=True),
            ),
            models.CheckConstraint(
                name="what_is_referred_goes_to_a_body",
                condition=Q(kind="refer", referred_to__isnull=False)
                | Q(~Q(kind="refer"), referred_to__isnull=True),
            ),
            models.CheckConstraint(
                name="no_body_refers_to_itself",
                condition=Q(referred_to__isnull=True) | ~Q(referred_to=F("body")),
            ),
            models.CheckConstraint(
                name="what_is_deferred_comes_back_on_a_later_day",
                condition=Q(
                    kind="defer",
                    deferred_to__isnull=False,  # unknown would pass
                    deferred_to__gt=F("decided_on"),
                )
                | Q(~Q(kind="defer"), deferred_to__isnull=True),
            ),
            models.CheckConstraint(
                name="what_is_approved_says_what_is_expected_by_when",
                condition=~Q(kind="approve")
                | Q(~Q(effect=""), effect_by__isnull=False)
                | Q(expects_nothing=True),
            ),
            models.CheckConstraint(
                name="what_expects_nothing_names_no_effect",
                condition=Q(expects_nothing=False)
                | Q(effect="", effect_by__isnull=True),
            ),
            models.CheckConstraint(
                name="an_effect_is_expected_after_the_decision",
                condition=Q(effect_by__isnull=True) | Q(effect_by__gte=F("decided_on")),
            ),
            models.CheckConstraint(
                name="votes_are_counted_whole_or_not_at_all",
                condition=Q(
                    votes_for__isnull=True,
                    votes_against__isnull=True,
                    abstained__isnull=True,
                )
                | Q(
                    votes_for__isnull=False,
                    votes_against__isnull=False,
                    abstained__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="what_came_of_a_decision_is_said_whole_or_not_at_all",
                condition=Q(
                    outcome="",
                    followed_up_on__isnull=True,
                    followed_up_by__isnull=True,
                )
                | Q(~Q(outcome=""), followed_up_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return called(self.reference, self.title, self.item)

    @property
    def decided(self) -> str:
        """What was decided in a word; of what is deferred, until when."""
        word = str(self.get_kind_display())
        if self.deferred_to is None:
            return word
        return f"{word} to {self.deferred_to.day} {self.deferred_to:%B %Y}"


class Evidence(models.Model):
    """What a board had before it when it decided: a finding, an action, or words."""

    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="evidence"
    )
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField(max_length=300, blank=True)  # with its source

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_is_a_finding_an_action_or_words",
                condition=Q(finding__isnull=False)
                | Q(action__isnull=False)
                | ~Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return self.words or str(self.finding or self.action)


class Consent(models.Model):
    """How one seat answered when a board was asked between two meetings."""

    class Answer(models.TextChoices):
        AGREES = "agrees", "Agrees"
        AGAINST = "against", "Does not agree"
        SILENT = "silent", "Did not answer"

    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="consents"
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "seat"], name="a_seat_answers_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat.title}: {self.get_answer_display().lower()}"


class Arisings(ThroughItem):
    """The action log of a board."""

    def of(self, body: Body) -> Self:
        return self.filter(meeting__body=body)

    def open(self) -> Self:
        return self.filter(action__deleted_at__isnull=True, action__stage__lt=2)


class Arising(models.Model):
    """An action that a meeting agreed; it stands in the plan, this says where it was born.

    The action log (C44) is a view of these: owner, due day, status and the last word
    live in the plan alone.
    """

    action = models.OneToOneField(
        Action, on_delete=models.PROTECT, related_name="arising"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="arisings"
    )
    item = models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="arisings",
    )
    decision = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="arisings",
    )

    objects: ClassVar[Any] = Arisings.as_manager()

    def __str__(self) -> str:
        return f"{self.action.reference}, {self.meeting}"
