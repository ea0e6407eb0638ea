"""What the web itself must remember: which forms were sent."""

from django.db import models


class Submission(models.Model):
    """One form that was sent and done, so that sending it again does nothing twice.

    The row is written in the transaction of the act itself: both stand or neither.
    """

    sender = models.CharField(max_length=60, blank=True)  # nothing: nobody signed in
    address = models.CharField(max_length=500)
    mark = models.UUIDField()
    at = models.DateTimeField()
    led_to = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mark", "address", "sender"], name="a_form_is_done_once"
            ),
            models.CheckConstraint(
                name="a_form_that_was_done_led_somewhere",
                condition=~models.Q(led_to=""),
            ),
        ]
        indexes = [models.Index(fields=["at"], name="submission_by_time")]

    def __str__(self) -> str:
        return f"a form sent to {self.address}"
