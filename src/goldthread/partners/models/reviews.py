"""Every quarter the agencies are asked whether their people still need what they hold."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from goldthread.partners.models.people import Appointment, Person


class AccessReviewQuerySet(models.QuerySet["AccessReview"]):
    """The reviews of access, one a quarter."""

    def open(self) -> Self:
        """Not over yet: somebody may still answer."""
        return self.filter(closed_at__isnull=True)


class AccessReview(models.Model):
    """One quarter's question: who still needs what they were given?

    It is opened and closed by the clockwork. What nobody confirms by `lapses_on` ends by
    itself (trust WEB-6), so that nobody keeps access because everybody forgot them.
    """

    quarter_from = models.DateField(unique=True)  # the quarter's first day
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    lapses_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = AccessReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="access_lapses_after_the_answer_was_due",
                condition=Q(lapses_on__gt=F("due_on")),
            ),
            models.CheckConstraint(
                name="a_review_of_access_closes_after_it_opens",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"the review of access of the quarter from {self.quarter_from:%B %Y}"


class ReviewedAppointmentQuerySet(models.QuerySet["ReviewedAppointment"]):
    """What was asked about, appointment by appointment."""

    def waiting(self) -> Self:
        """Nobody has answered yet."""
        return self.filter(answer="", review__closed_at__isnull=True)


class ReviewedAppointment(models.Model):
    """One appointment that somebody is asked about, and what they answered."""

    class Answer(models.TextChoices):
        KEPT = "kept", "Confirmed"
        ENDED = "ended", "Ended"
        LAPSED = "lapsed", "Lapsed: nobody confirmed it"
        OVER = "over", "Was over before anybody answered"

    review = models.ForeignKey(
        AccessReview, on_delete=models.PROTECT, related_name="lines"
    )
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="reviews"
    )
    answer = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    answered_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ReviewedAppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "appointment"],
                name="an_appointment_is_asked_about_once_a_quarter",
            ),
            models.CheckConstraint(
                name="an_answer_about_access_names_who_gave_it_and_when",
                condition=Q(
                    answer__in=["kept", "ended"],
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                )
                | Q(
                    answer__in=["", "lapsed", "over"],
                    answered_by__isnull=True,
                    answered_at__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment} in {self.review}"
