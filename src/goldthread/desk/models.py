"""What the desk keeps: links that open without sign-in, mail, views, marks, the clockwork."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.delivery.models import Action
from goldthread.partners.models import Agency


class UpdateLink(models.Model):
    """A signed way to report on some actions without signing in; only a hash is kept."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="update_links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    actions = models.ManyToManyField(Action, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_link_ends_after_it_begins",
                condition=Q(expires_at__gt=F("issued_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"the link of {self.person}"


class ReturnLink(models.Model):
    """A signed way to key what one agency owes without signing in; only a hash is kept."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="return_links"
    )
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_return_link_ends_after_it_begins",
                condition=Q(expires_at__gt=F("issued_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"the return link of {self.person} for {self.agency}"


class OutgoingMail(models.Model):
    """One mail on its way: written in the act's own transaction, sent once.

    `key` names the occasion ("digest:12:2026-W47"), so that a worker that was killed
    and starts again neither loses a mail nor sends it twice.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        BOUNCED = "bounced", "Came back"

    key = models.CharField(max_length=120, unique=True)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="mails",
    )
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"], name="mail_to_send")]
        constraints = [
            models.CheckConstraint(
                name="a_sent_mail_has_its_time",
                condition=~Q(state__in=["sent", "bounced"]) | Q(sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"


class ReturnedMail(models.Model):
    """How far the mailbox is read that our mail comes back to, and how that went.

    `validity` and `last_uid` are the server's own numbers: while the first is the same,
    everything up to the second is read.
    """

    name = models.CharField(max_length=300, unique=True)
    validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)  # the last look that worked
    problem = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A list as somebody likes it: the address with its filter, under a name."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=80)
    page = models.CharField(max_length=60)  # the name of an address: "plan"
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(default=False)
    is_start = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="a_view_has_a_name_of_its_own"
            ),
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(is_start=True),
                name="a_person_starts_with_one_view_at_most",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class VisitMark(models.Model):
    """When somebody last looked, so that the desk can say what changed since."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visit_mark"
    )
    seen_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True)  # the visit before this one

    def __str__(self) -> str:
        return f"{self.person} at {self.seen_at:%d %B %H:%M}"


class ScheduledRun(models.Model):
    """One run of one regular job; the unique slot makes it run once."""

    job = models.CharField(max_length=60)
    slot = models.CharField(max_length=40)  # "2026-11-25", "2026-W48"
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "slot"], name="a_job_runs_once_in_its_slot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job}, {self.slot}"
