"""A strategy: whose it is, for which years, how far it has come, and its versions."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.web.templatetags.kit import day as written

A_DAY = timedelta(days=1)


def is_in_force(begins: date | None, ends: date | None, day: date) -> bool:
    """Whether these days, half-open, hold this one; nothing holds it before a first."""
    return begins is not None and begins <= day and (ends is None or day < ends)


class Strategies(models.QuerySet["Strategy"]):
    """Strategies in the words of the trade."""

    def in_force(self, day: date) -> Self:
        """The one in force on this day, if any."""
        begun = self.filter(in_force_from__lte=day)
        return begun.filter(Q(in_force_until__isnull=True) | Q(in_force_until__gt=day))

    def standing(self, day: date) -> Self:
        """Agreed, or in force on this day or later: what people work by or soon will."""
        return self.filter(
            Q(state__in=("agreed", "in_force"))
            | Q(state="closed", in_force_until__gt=day)
        )

    def not_over(self, day: date) -> Self:
        """Whatever has not lost its force by this day; it may never have had any."""
        return self.exclude(in_force_until__lte=day)

    def published(self) -> Self:
        """Those that anybody may read."""
        return self.filter(published_at__isnull=False)

    def own(self) -> Self:
        """Those that a partnership gave itself: no template, none given up."""
        return self.filter(is_template=False).exclude(state="withdrawn")

    def begun_before(self, strategy: "Strategy") -> Self:
        """Those that came into force and whose years began before this one's."""
        begun = self.own().filter(in_force_from__isnull=False)
        return begun.filter(period_start__lt=strategy.period_start)

    def newest_first(self) -> Self:
        return self.order_by("-period_start", "-pk")


class Strategy(models.Model):
    """A partnership's strategy for a period that is a field, not a law of nature (Z3)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        CONSULTING = "consulting", "Out for consultation"
        PROPOSED = "proposed", "Before the boards"
        AGREED = "agreed", "Agreed"
        IN_FORCE = "in_force", "In force"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    OPEN: ClassVar = ("draft", "consulting", "proposed")

    key = models.SlugField(max_length=60, unique=True)  # its name in addresses, files
    title = models.CharField(max_length=200)
    partnership = models.CharField(max_length=200)
    strapline = models.CharField(max_length=200, blank=True)
    period_start = models.DateField()
    period_end = models.DateField()  # half-open: the first day after
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    marking = models.CharField(max_length=60, default="OFFICIAL")
    handling = models.CharField(max_length=200, blank=True)  # beside the marking
    version_label = models.CharField(max_length=20, default="0.1")  # newest saved
    follows = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
    )
    aim = models.TextField(blank=True)  # the overarching aim (S51)
    consultation_opens_on = models.DateField(null=True, blank=True)
    consultation_closes_on = models.DateField(null=True, blank=True)
    consultation_answers = models.TextField(blank=True)  # how people answer
    consultation_document = models.TextField(blank=True)  # frozen: what they are asked
    consultation_ended_because = models.TextField(blank=True)  # before its last day
    # The one that was held before a new one opened, for when that is cancelled.
    consulted_before = models.JSONField(default=dict, blank=True)
    proposed_on = models.DateField(null=True, blank=True)  # put before the boards
    agreed_at = models.DateTimeField(null=True, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_until = models.DateField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    published_document = models.TextField(blank=True)  # frozen: what was agreed
    published_page = models.TextField(blank=True)  # the page and the thread, frozen too
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField()
    is_template = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)  # rises with every change

    objects: ClassVar[Any] = Strategies.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_strategy_period_ends_after_it_starts",
                condition=Q(period_end__gt=F("period_start")),
            ),
            models.CheckConstraint(
                name="a_consultation_closes_after_it_opens",
                condition=Q(consultation_opens_on__isnull=True)
                | Q(consultation_closes_on__isnull=True)
                | Q(consultation_closes_on__gt=F("consultation_opens_on")),
            ),
            models.CheckConstraint(
                name="a_strategy_out_for_consultation_has_both_days",
                condition=~Q(state="consulting")
                | Q(
                    consultation_opens_on__isnull=False,
                    consultation_closes_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="an_agreed_strategy_says_when_it_was_agreed",
                condition=~Q(state__in=["agreed", "in_force", "closed"])
                | Q(agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_withdrawn_strategy_says_why",
                condition=~Q(state="withdrawn") | ~Q(withdrawn_because=""),
            ),
            models.CheckConstraint(
                name="a_strategy_is_in_force_for_a_day_at_least",
                condition=Q(in_force_until__isnull=True)
                | Q(
                    in_force_from__isnull=False,
                    in_force_until__gt=F("in_force_from"),
                ),
            ),
            models.CheckConstraint(
                name="a_strategy_in_force_has_its_first_day",
                condition=~Q(state__in=["in_force", "closed"])
                | Q(in_force_from__isnull=False),
            ),
            models.CheckConstraint(
                name="a_closed_strategy_has_its_last_day",
                condition=~Q(state="closed") | Q(in_force_until__isnull=False),
            ),
            models.CheckConstraint(
                name="a_strategy_is_published_whole_or_not_at_all",
                condition=Q(
                    published_at__isnull=True,
                    published_by__isnull=True,
                    published_document="",
                    published_page="",
                )
                | Q(
                    ~Q(published_document=""),
                    ~Q(published_page=""),
                    published_at__isnull=False,
                    published_by__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="in_force"),
                name="one_strategy_is_in_force_at_most",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        """Whether anybody may read it."""
        return self.published_at is not None

    @property
    def is_draft(self) -> bool:
        """Whether a copy of it says "draft" across every page (S58)."""
        return self.state in (*self.OPEN, "withdrawn")

    def stands_on(self, day: date) -> str:
        """Its state on this day: what begins or ends later has not done so yet (S1).

        The state that is kept says what was decided; from when it holds, the dates say.
        """
        if self.in_force_from is None:
            return self.state
        if is_in_force(self.in_force_from, self.in_force_until, day):
            return self.State.IN_FORCE.value
        is_early = day < self.in_force_from
        return (self.State.AGREED if is_early else self.State.CLOSED).value

    def words_on(self, day: date) -> str:
        """How it stands on this day, with the day on which that changes."""
        stands = self.stands_on(day)
        if self.in_force_from and stands == self.State.AGREED:
            return f"Comes into force on {written(self.in_force_from)}"
        if self.in_force_until and stands == self.State.IN_FORCE:
            return f"In force until {written(self.in_force_until - A_DAY)}"
        return str(self.State(stands).label)

    def asks_on(self, day: date) -> bool:
        """Whether people may read the draft and answer on this day."""
        opens, closes = self.consultation_opens_on, self.consultation_closes_on
        if self.state != self.State.CONSULTING or opens is None or closes is None:
            return False
        return opens <= day < closes

    def has_consulted_by(self, day: date) -> bool:
        """Whether a consultation on it has closed by this day; its last may be today."""
        closes = self.consultation_closes_on
        if closes is None:
            return False
        was_ended = self.state != self.State.CONSULTING and closes == day + A_DAY
        return closes <= day or was_ended


class StrategyVersion(models.Model):
    """The whole strategy as it stood, in its readable file form, under a number."""

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="versions"
    )
    label = models.CharField(max_length=20)
    revision = models.PositiveIntegerField(default=0)  # how far the strategy was then
    text = models.TextField()  # what `goldthread strategy dump` printed then
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "label"], name="a_version_number_is_used_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.strategy}, version {self.label}"
