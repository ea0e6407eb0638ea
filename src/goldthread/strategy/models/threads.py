"""What cuts across everything: the golden threads, which the board names itself (Z10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.strategy.models.strategies import Strategy
from goldthread.strategy.models.workstreams import Workstream


class Thread(models.Model):
    """A theme that every workstream must answer; nameless until the board names it."""

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="threads"
    )
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120, blank=True)
    meaning = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "number"], name="a_thread_has_its_place"
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"Thread {self.number}, not named yet"


class ThreadStatement(models.Model):
    """How one workstream answers one thread: no blank at publication (S56)."""

    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="statements"
    )
    workstream = models.ForeignKey(
        Workstream, on_delete=models.CASCADE, related_name="statements"
    )
    text = models.TextField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "workstream"],
                name="a_workstream_answers_a_thread_once",
            ),
            models.CheckConstraint(
                name="a_thread_statement_says_something", condition=~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workstream} on {self.thread}"
