"""What the law asks of a partnership year by year, and the clocks it runs on."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.delivery.models import Action
from goldthread.governance.models.decisions import Decision
from goldthread.governance.models.meetings import Meeting
from goldthread.partners.models import Agency


class ScrutinyRequests(models.QuerySet["ScrutinyRequest"]):
    """The scrutiny log in the words of the trade."""

    def open(self) -> Self:
        return self.filter(replied_on__isnull=True)

    def overdue(self, on: date) -> Self:
        return self.open().filter(due_on__lt=on)

    def late(self) -> Self:
        """Answered, but after its day."""
        return self.filter(replied_on__gt=F("due_on"))


class ScrutinyRequest(models.Model):
    """What a crime and disorder committee asked for, or recommended (B8, Z15)."""

    class Kind(models.TextChoices):
        INFORMATION = "information", "Asks for information"
        REPORT = "report", "Reports or recommends"
        ATTENDANCE = "attendance", "Asks somebody to attend"

    reference = models.CharField(max_length=12, unique=True)  # "S-014"
    committee = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    asked = models.CharField(max_length=500)
    received_on = models.DateField()
    due_on = models.DateField()
    # Information is without names unless there is a reason (Z15).
    names_people = models.BooleanField(default=False)
    names_because = models.CharField(max_length=300, blank=True)
    left_out_because = models.CharField(max_length=300, blank=True)
    reply = models.TextField(blank=True)
    replied_on = models.DateField(null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    action = models.ForeignKey(  # what a recommendation became
        Action, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField()

    objects: ClassVar[Any] = ScrutinyRequests.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_scrutiny_request_says_who_asks_what",
                condition=~Q(committee="") & ~Q(asked=""),
            ),
            models.CheckConstraint(
                name="a_scrutiny_request_is_due_after_it_came",
                condition=Q(due_on__gte=F("received_on")),
            ),
            models.CheckConstraint(
                name="names_are_given_to_scrutiny_for_a_reason",
                condition=Q(names_people=False) | ~Q(names_because=""),
            ),
            models.CheckConstraint(
                name="scrutiny_is_answered_whole_or_not_at_all",
                condition=Q(reply="", replied_on__isnull=True, replied_by__isnull=True)
                | Q(~Q(reply=""), replied_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.asked}"


class LocalDuty(models.Model):
    """Something that is owed here once a year beside what the law asks everywhere."""

    title = models.CharField(max_length=200, unique=True)
    words = models.CharField(max_length=300)  # who asks it, and where that is written
    month = models.PositiveSmallIntegerField()  # by the end of this month
    ended_on = models.DateField(null=True, blank=True)  # asked no longer
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    set_at = models.DateTimeField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_duty_of_our_own_says_who_asks_it",
                condition=~Q(title="") & ~Q(words=""),
            ),
            models.CheckConstraint(
                name="a_duty_of_our_own_is_owed_by_a_month",
                condition=Q(month__range=(1, 12)),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DutyDone(models.Model):
    """One of the yearly duties, done on a day (B8, B9, B10)."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", "The crime and disorder committee met"
        PLAN_SENT = "plan_sent", "The plan was sent to the policing body"
        PUBLIC_MEETING = "public_meeting", "A public meeting was held"
        SUMMARY = "summary", "A summary of the plan was published"
        LOCAL = "local", "A duty of our own"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    duty = models.ForeignKey(  # which of our own
        LocalDuty, null=True, blank=True, on_delete=models.PROTECT, related_name="done"
    )
    on = models.DateField()
    words = models.CharField(max_length=300)  # to whom, where, how advertised
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_duty_done_says_to_whom_or_where", condition=~Q(words="")
            ),
            models.CheckConstraint(
                name="a_duty_of_our_own_says_which",
                condition=Q(kind="local", duty__isnull=False)
                | Q(~Q(kind="local"), duty__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        words = str(self.duty or self.get_kind_display())
        return f"{words}, {self.on.day} {self.on:%B %Y}"


class PublicPresence(models.Model):
    """Who of a responsible authority came to a public meeting, and how senior (B10)."""

    duty = models.ForeignKey(
        DutyDone, on_delete=models.CASCADE, related_name="presences"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    seniority = models.CharField(max_length=120)  # "Chief superintendent"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "agency"], name="an_authority_came_once"
            ),
            models.CheckConstraint(
                name="who_came_for_an_authority_has_a_rank", condition=~Q(seniority="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.seniority}"


class Section17Checks(models.QuerySet["Section17Check"]):
    """The register of section 17 checks in the words of the trade."""

    def to_follow_up(self, on: date) -> Self:
        return self.filter(follow_up_on__lte=on, followed_up_on__isnull=True)


class Section17Check(models.Model):
    """What a decision does to crime and disorder, under the law's four heads (B12, S31)."""

    class Effect(models.TextChoices):
        BETTER = "better", "Makes it better"
        NONE = "none", "Changes nothing"
        WORSE = "worse", "Makes it worse"
        UNKNOWN = "unknown", "Not known"

    HEADS: ClassVar = ("crime", "substance", "reoffending", "violence")

    reference = models.CharField(max_length=12, unique=True)  # "C-014"
    subject = models.CharField(max_length=300)
    decision = models.OneToOneField(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="section17",
    )
    agency = models.ForeignKey(  # whose decision it is, where no board's
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    crime = models.CharField(max_length=8, choices=Effect.choices)
    substance = models.CharField(max_length=8, choices=Effect.choices)
    reoffending = models.CharField(max_length=8, choices=Effect.choices)
    violence = models.CharField(max_length=8, choices=Effect.choices)
    reasons = models.TextField()
    mitigation = models.TextField(blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    follow_up_on = models.DateField(null=True, blank=True)
    followed_up_on = models.DateField(null=True, blank=True)
    followed_up = models.TextField(blank=True)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects: ClassVar[Any] = Section17Checks.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_section_17_check_says_of_what_and_why",
                condition=~Q(subject="") & ~Q(reasons=""),
            ),
            models.CheckConstraint(
                name="what_makes_it_worse_is_mitigated",
                condition=~Q(mitigation="")
                | ~(
                    Q(crime="worse")
                    | Q(substance="worse")
                    | Q(reoffending="worse")
                    | Q(violence="worse")
                ),
            ),
            models.CheckConstraint(
                name="a_follow_up_is_said_whole_or_not_at_all",
                condition=Q(followed_up="", followed_up_on__isnull=True)
                | Q(~Q(followed_up=""), followed_up_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}"
