"""The append-only record of who did what, when, and with what outcome."""

import uuid

from django.db import models


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

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="event_by_time"),
            models.Index(
                fields=["subject_kind", "subject_reference", "id"],
                name="event_by_subject",
            ),
            models.Index(fields=["actor_reference", "id"], name="event_by_actor"),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_event_names_its_verb_and_actor",
                condition=~models.Q(verb="") & ~models.Q(actor_reference=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.subject_label}"
