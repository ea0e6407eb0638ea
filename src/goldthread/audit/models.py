"""The append-only record of who did and saw what, and the seals that prove it whole."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models

AT_ONCE = 40  # in one statement; SQLite may be built to take 999 values


class Events(models.QuerySet["Event"]):
    """What may be asked of the record; the newest acts come first."""

    def append(self, *events: "Event") -> None:
        """Write events without asking for their numbers back.

        `create` would: INSERT ... RETURNING id needs the right to read, and in a
        protected PostgreSQL the application may write the record and not read it.
        """
        fields = [each for each in Event._meta.concrete_fields if not each.primary_key]
        for start in range(0, len(events), AT_ONCE):
            self._insert(  # type: ignore[attr-defined]
                events[start : start + AT_ONCE], fields=fields, using=self.db
            )

    def by_actor(self, reference: str) -> "Events":
        """What one person, or the system account, did."""
        return self.filter(actor_reference=reference)

    def for_agency(self, name: str) -> "Events":
        """What was done by people acting for the agency of this name at the time."""
        return self.filter(agency_label=name)

    def by_email(self, email: str) -> "Events":
        """What was done by whoever had this e-mail at the time."""
        return self.filter(actor_email=email.strip().lower())

    def about(self, kind: str, reference: str) -> "Events":
        """What was done to one thing."""
        return self.filter(subject_kind=kind, subject_reference=reference)

    def about_any(self, things: Mapping[str, Sequence[str]]) -> "Events":
        """What was done to any of these things, told by kind and reference."""
        wanted = models.Q(pk__in=())
        for kind, references in things.items():
            wanted |= models.Q(subject_kind=kind, subject_reference__in=references)
        return self.filter(wanted)

    def between(self, start: datetime | None, end: datetime | None) -> "Events":
        """From `start` up to, and without, `end`; either may be open."""
        found = self.filter(at__gte=start) if start else self
        return found.filter(at__lt=end) if end else found

    def newest_first(self) -> "Events":
        return self.order_by("-at", "-id")


class Event(models.Model):
    """One act, told in plain values so that it outlives whatever it was about.

    There are no foreign keys: a person may be renamed and a thing may be disposed of,
    and the record still says what was true when it was written. Database triggers
    refuse every change and deletion (migration `an_event_is_never_changed`).
    """

    class Outcome(models.TextChoices):
        DONE = "done", "done"
        REFUSED = "refused", "refused"
        FAILED = "failed", "failed"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    actor_reference = models.CharField(max_length=60)
    actor_label = models.CharField(max_length=200)
    actor_email = models.CharField(max_length=254, blank=True)
    agency_label = models.CharField(max_length=200, blank=True)
    appointment_label = models.CharField(max_length=200, blank=True)  # acting as what
    verb = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=80)
    subject_reference = models.CharField(max_length=200)
    subject_label = models.CharField(max_length=300)
    outcome = models.CharField(
        max_length=10, choices=Outcome.choices, default=Outcome.DONE
    )
    cause = models.UUIDField()  # acts of one cause share it
    detail = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)
    software = models.CharField(max_length=40)

    objects: ClassVar[Any] = Events.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="event_by_time"),
            models.Index(
                fields=["subject_kind", "subject_reference", "at", "id"],
                name="event_by_subject",
            ),
            models.Index(fields=["actor_reference", "at", "id"], name="event_by_actor"),
            models.Index(fields=["actor_email", "at", "id"], name="event_by_email"),
            models.Index(fields=["verb", "at", "id"], name="event_by_verb"),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_event_names_its_verb_and_actor",
                condition=~models.Q(verb="") & ~models.Q(actor_reference=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.subject_label}"


class Unsealed(models.Model):
    """An event that waits for its seal; a trigger puts it here in the act's transaction.

    PostgreSQL numbers rows before they are committed, so row 7 may appear after row 9 was
    sealed. What waits is therefore listed, never worked out from numbers.
    """

    event_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"event {self.event_id} waits"


class Seal(models.Model):
    """One batch of events, bound to every batch before it and to a key kept elsewhere."""

    number = models.PositiveBigIntegerField(primary_key=True)  # 1, 2, 3, no gaps
    first_seq = models.PositiveBigIntegerField(unique=True)
    rows = models.PositiveIntegerField()
    form = models.PositiveSmallIntegerField()  # how rows were written out; canonical.py
    previous = models.CharField(max_length=64, unique=True)  # so that it cannot fork
    head = models.CharField(max_length=64, unique=True)
    mac = models.CharField(max_length=64)
    key = models.CharField(max_length=16)  # which key sealed it
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_seal_covers_at_least_one_event",
                condition=models.Q(number__gte=1, first_seq__gte=1, rows__gte=1),
            ),
        ]

    @property
    def last_seq(self) -> int:
        return int(self.first_seq + self.rows - 1)

    def __str__(self) -> str:
        return f"seal {self.number}"


class SealedEvent(models.Model):
    """The place of one event in the sealed order, and the fingerprint of its content."""

    seq = models.PositiveBigIntegerField(primary_key=True)  # 1, 2, 3, no gaps
    event_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"event {self.event_id} as row {self.seq}"


class Checkpoint(models.Model):
    """The state of the record at a moment, signed, to be handed to other agencies."""

    number = models.PositiveIntegerField(primary_key=True)
    seal = models.PositiveBigIntegerField()
    rows = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
    at = models.DateTimeField()
    key = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)

    def __str__(self) -> str:
        return f"checkpoint {self.number}"


class Tombstone(models.Model):
    """What stands for a stretch of the record whose time was over; see tombstones.py."""

    number = models.PositiveIntegerField(primary_key=True)  # 1, 2, 3, no gaps
    first_seal = models.PositiveBigIntegerField(unique=True)
    last_seal = models.PositiveBigIntegerField(unique=True)
    first_row = models.PositiveBigIntegerField()
    last_row = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    older_than = models.DateTimeField()
    at = models.DateTimeField()
    key = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_tombstone_covers_at_least_one_seal_and_row",
                condition=models.Q(last_seal__gte=models.F("first_seal"))
                & models.Q(last_row__gte=models.F("first_row")),
            ),
        ]

    def __str__(self) -> str:
        return f"tombstone {self.number}"


class Sealer(models.Model):
    """Who seals at present: one process at a time, for a few seconds at a time."""

    only = models.BooleanField(primary_key=True, default=True)
    holder = models.CharField(max_length=100, blank=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="there_is_one_sealer", condition=models.Q(only=True)
            ),
        ]

    def __str__(self) -> str:
        return self.holder or "nobody seals"


class Holds(models.QuerySet["Hold"]):
    """Holds in the words of the trade."""

    def standing(self, on: date) -> "Holds":
        """Neither lifted nor run out on this day."""
        return self.filter(lifted_at__isnull=True, until__gt=on)

    def in_order(self) -> "Holds":
        return self.order_by("until", "pk")


class Hold(models.Model):
    """Rows that are kept beyond their time because somebody needs them: a claim, a review.

    Stretches go from the oldest on, so a hold keeps every row from its day to the newest.
    """

    name = models.CharField(max_length=80)
    reason = models.CharField(max_length=300)
    rows_from = models.DateField(null=True, blank=True)  # null: every row there is
    until = models.DateField()  # the first day on which it no longer holds
    placed_by = models.CharField(max_length=200)
    placed_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(max_length=300, blank=True)

    objects: ClassVar[Any] = Holds.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_hold_says_its_name_its_reason_and_who_placed_it",
                condition=~models.Q(name="")
                & ~models.Q(reason="")
                & ~models.Q(placed_by=""),
            ),
            models.CheckConstraint(
                name="a_hold_is_lifted_whole_or_not_at_all",
                condition=models.Q(
                    lifted_at__isnull=True, lifted_by="", lifted_because=""
                )
                | models.Q(
                    ~models.Q(lifted_by=""),
                    ~models.Q(lifted_because=""),
                    lifted_at__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(lifted_at__isnull=True),
                name="a_hold_that_is_not_lifted_has_a_name_of_its_own",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> str:
        """What a person is told of it."""
        rows = "every row"
        if self.rows_from:
            rows = f"every row from {_day(self.rows_from)} on"
        return f"“{self.name}” holds {rows} until {_day(self.until)}: {self.reason} ({self.placed_by})"


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
