"""Calendars that somebody's own diary reads from a secret address."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class CalendarFeed(models.Model):
    """One secret address; only a hash of it is kept, so that nobody can read it here."""

    class Scope(models.TextChoices):
        MINE = "mine", "What is mine"
        PLAN = "plan", "The whole plan"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feeds"
    )
    scope = models.CharField(max_length=4, choices=Scope.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "scope"],
                condition=Q(revoked_at__isnull=True),
                name="a_person_has_one_open_feed_of_each_kind",
            ),
            models.CheckConstraint(
                name="a_feed_is_revoked_after_it_was_opened",
                condition=Q(revoked_at__isnull=True)
                | Q(revoked_at__gte=F("opened_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"the calendar of {self.person}: {self.get_scope_display().lower()}"
