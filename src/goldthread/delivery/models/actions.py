"""An action: what is to be done, by whom, why, by when, and how far it is."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.assessment.models import Finding
from goldthread.core.uk_time import local_day
from goldthread.partners.models import Agency, Area, Person
from goldthread.strategy.models import Outcome, Thread, Workstream

KEPT_AFTER_DELETION = timedelta(days=30)


def silent_before(day: date) -> Q:
    """That nothing was heard since before this day; nothing is owed before work opens.

    When the workstream opens is asked for anew, because it moves without its actions.
    """
    not_open = Workstream.objects.filter(opened_on__gte=day)
    return Q(heard_on__lt=day) & ~Q(workstream__in=not_open)


class Actions(models.QuerySet["Action"]):
    """Actions in the words of the trade."""

    def standing(self) -> Self:
        """Not deleted."""
        return self.filter(deleted_at__isnull=True)

    def deleted(self) -> Self:
        return self.filter(deleted_at__isnull=False)

    def open(self) -> Self:
        """Still to be done."""
        return self.standing().filter(stage__lt=Action.OVER)

    def overdue(self, on: date) -> Self:
        """Due before this day and not done."""
        return self.open().filter(due_on__lt=on)

    def due_between(self, start: date, end: date) -> Self:
        return self.open().filter(due_on__gte=start, due_on__lt=end)

    def at_risk(self) -> Self:
        """Said by its owner to be at risk or off track."""
        return self.standing().filter(stage=Action.WORRYING)

    def asking_for_a_day(self) -> Self:
        """Open actions whose owner asks for another due date."""
        return self.open().filter(asks_due_on__isnull=False)

    def silent_since(self, day: date) -> Self:
        """Without a word since before this day: silence is a status (C41)."""
        return self.open().filter(silent_before(day))

    def of_agency(self, agency: Agency) -> Self:
        """Led by this agency."""
        return self.filter(lead_agency=agency)

    def of_person(self, person: Person) -> Self:
        """Owned by this person."""
        return self.filter(owner=person)

    def by_community(self) -> Self:
        """Led by a group of the community (S18)."""
        return self.exclude(community_owner="")

    def to_purge(self, at: datetime) -> Self:
        """Deleted so long ago that they go for good."""
        return self.filter(deleted_at__lte=at - KEPT_AFTER_DELETION)


class Action(models.Model):
    """One row of the action plan (C40)."""

    class Kind(models.TextChoices):
        PREVENTION = "prevention", "Prevention"
        EARLY_HELP = "early_help", "Early help"
        INTERVENTION = "intervention", "Intervention"
        ENFORCEMENT = "enforcement", "Enforcement"
        ENABLING = "enabling", "Enabling"

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        ON_TRACK = "on_track", "On track"
        AT_RISK = "at_risk", "At risk"
        OFF_TRACK = "off_track", "Off track"
        COMPLETE = "complete", "Complete"
        STOPPED = "stopped", "Stopped"

    class Origin(models.TextChoices):
        PLAN = "plan", "Agreed with the plan"
        IN_YEAR = "in_year", "Added in the year"
        IMPORT = "import", "From a spreadsheet"
        BOARD = "board", "From a meeting"

    OPEN: ClassVar = ("not_started", "on_track", "at_risk", "off_track")
    WORRYING, OVER = 0, 2  # stages; 1 is open without a worry
    STAGES: ClassVar = {0: ("at_risk", "off_track"), 1: ("not_started", "on_track")}

    reference = models.CharField(max_length=12, unique=True)  # "A-014", never reused
    workstream = models.ForeignKey(
        Workstream, on_delete=models.PROTECT, related_name="actions"
    )
    title = models.CharField(max_length=300)  # the action in one line
    detail = models.TextField(blank=True)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    # Why: a finding of an assessment, or words with their source.
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.TextField(blank=True)
    outcome = models.ForeignKey(
        Outcome, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    intended = models.TextField(blank=True)  # what will be different
    measure = models.CharField(max_length=300, blank=True)
    # Who: a person of the lead agency, or a group of the community (S18).
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
    )
    lead_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    community_owner = models.CharField(max_length=200, blank=True)
    support_agencies = models.ManyToManyField(
        Agency, blank=True, related_name="supports"
    )
    areas = models.ManyToManyField(Area, blank=True, related_name="actions")
    depends_on = models.ManyToManyField(
        "self", through="Dependency", symmetrical=False, related_name="holds_up"
    )
    # When, with what, how far.
    start_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    # The day that its owner asks for instead, until the date moves or is kept.
    asks_due_on = models.DateField(null=True, blank=True)
    cost_pounds = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True
    )
    funder = models.CharField(max_length=200, blank=True)
    status = models.CharField(
        max_length=12, choices=Status.choices, default=Status.NOT_STARTED
    )
    percent = models.PositiveSmallIntegerField(default=0)
    next_step = models.CharField(max_length=300, blank=True)
    last_update_at = models.DateTimeField(null=True, blank=True)
    # The day from which silence is counted: of the last report, else of coming in; not
    # before the action begins, nor before its workstream opens (silent_from). Kept by the services, because asking it of 10,000 rows
    # in the database's own words costs 20 ms a page.
    heard_on = models.DateField(editable=False)
    # Worrying, open or over: what every list asks for, as one number. Not a generated
    # column, because SQLite reads whole rows wherever one is named.
    stage = models.PositiveSmallIntegerField(default=1, editable=False)
    origin = models.CharField(
        max_length=10, choices=Origin.choices, default=Origin.PLAN
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Rises with every change and every report: what a page saw, so that an old page
    # never overwrites a newer one.
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = Actions.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["status", "due_on"], name="actions_by_due"),
            models.Index(
                fields=["asks_due_on"],
                condition=Q(asks_due_on__isnull=False),
                name="actions_that_ask_for_a_day",
            ),
            models.Index(fields=["lead_agency", "status"], name="actions_by_agency"),
            models.Index(fields=["owner", "status"], name="actions_by_owner"),
            # Holds all that the plan's counts and its order ask for, so that neither
            # reads the rows themselves.
            models.Index(
                fields=["workstream", "stage", "due_on", "heard_on", "deleted_at"],
                name="actions_counted",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_action_is_due_after_it_starts",
                condition=Q(start_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(due_on__gte=F("start_on")),
            ),
            models.CheckConstraint(
                name="an_action_is_between_nothing_and_done",
                condition=Q(percent__lte=100),
            ),
            models.CheckConstraint(
                name="a_complete_action_is_wholly_done",
                condition=~Q(status="complete") | Q(percent=100),
            ),
            models.CheckConstraint(
                name="an_action_has_a_lead_agency_or_a_community_owner",
                condition=Q(lead_agency__isnull=False) | ~Q(community_owner=""),
            ),
            models.CheckConstraint(
                name="an_action_costs_nothing_or_more",
                condition=Q(cost_pounds__isnull=True) | Q(cost_pounds__gte=0),
            ),
            models.CheckConstraint(
                name="an_action_is_deleted_whole_or_not_at_all",
                condition=Q(deleted_at__isnull=True, deleted_by__isnull=True)
                | Q(deleted_at__isnull=False, deleted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="an_action_stands_where_its_status_says",
                condition=Q(stage=0, status__in=["at_risk", "off_track"])
                | Q(stage=1, status__in=["not_started", "on_track"])
                | Q(stage=2, status__in=["complete", "stopped"]),
            ),
            models.CheckConstraint(
                name="an_action_says_what_is_to_be_done", condition=~Q(title="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def silent_from(self) -> date:
        """The day from which its silence is counted."""
        return max(self.heard_on, self.workstream.opened_on)

    def settle(self) -> None:
        """Set what follows from the rest; every service calls it before it saves."""
        heard = local_day(self.last_update_at or self.added_at)
        self.heard_on = max(heard, self.start_on or heard)
        self.stage = next(
            (stage for stage, states in self.STAGES.items() if self.status in states),
            self.OVER,
        )
        if self.stage == self.OVER:
            self.asks_due_on = None


class Milestone(models.Model):
    """A step on the way that can be seen from outside."""

    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, related_name="milestones"
    )
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action", "number"], name="a_milestone_has_its_place"
            ),
            models.CheckConstraint(
                name="a_milestone_says_what_is_seen", condition=~Q(title="")
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Dependency(models.Model):
    """One action cannot go on before another has got so far."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="waits")
    on = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="awaited")
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action", "on"], name="a_dependency_is_told_once"
            ),
            models.CheckConstraint(
                name="no_action_waits_for_itself", condition=~Q(action=F("on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.reference} waits for {self.on.reference}"


class ActionThread(models.Model):
    """How an action answers one of the strategy's golden threads."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="threads")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="actions")
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action", "thread"], name="an_action_answers_a_thread_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.reference} on {self.thread}"
