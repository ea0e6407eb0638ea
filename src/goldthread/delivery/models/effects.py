"""What an action is expected to change, stated in advance so that it can be judged."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from goldthread.delivery.effect_counted import QUESTION
from goldthread.delivery.models.actions import Action
from goldthread.partners.models import Area


class ExpectedEffect(models.Model):
    """The measure, the direction, the size and the window, fixed before the result."""

    class Direction(models.TextChoices):
        DOWN = "down", "Fewer or less"
        UP = "up", "More"

    action = models.OneToOneField(
        Action, on_delete=models.CASCADE, related_name="expected_effect"
    )
    measure = models.CharField(max_length=300)  # in words
    question = models.CharField(max_length=80, blank=True)  # a question of the lake
    parameters = models.JSONField(default=dict, blank=True)
    indicator = models.CharField(max_length=20, blank=True)  # code of a measure
    # Places to compare with where figures are given by hand, areas where a measure's are.
    comparison = models.JSONField(default=list, blank=True)
    names = models.JSONField(default=dict, blank=True)  # of those areas, by code
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    direction = models.CharField(max_length=4, choices=Direction.choices)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)  # the size
    window_from = models.DateField()
    window_until = models.DateField()  # half-open: the first day after
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_effect_window_ends_after_it_starts",
                condition=Q(window_until__gt=F("window_from")),
            ),
            models.CheckConstraint(
                name="an_effect_names_its_measure", condition=~Q(measure="")
            ),
            models.CheckConstraint(
                name="an_effect_is_larger_than_nothing",
                condition=Q(percent__isnull=True) | Q(percent__gt=0),
            ),
            models.CheckConstraint(
                name="an_effect_is_measured_in_one_way",
                condition=Q(question="") | Q(indicator=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()}: {self.measure}"

    @property
    def compared_with(self) -> list[str]:
        """The places to compare with, as people call them."""
        return [self.names.get(each, each) for each in self.comparison]

    @property
    def is_by_hand(self) -> bool:
        """Whether neither the lake nor a measure holds its figures.

        Version 0.2 took questions that count no place month by month: such an effect is
        judged from figures given by hand, or it never would be.
        """
        return self.question != QUESTION and not self.indicator


class GivenFigures(models.Model):
    """Figures given by hand to judge an effect from: one giving, kept for good."""

    class Strength(models.TextChoices):
        STRONG = "strong", "Complete and checked"
        FAIR = "fair", "Usable, with known gaps"
        WEAK = "weak", "Weak: estimates, or counted by whoever did the work"

    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, related_name="given_figures"
    )
    number = models.PositiveSmallIntegerField()
    series = models.JSONField()  # as `effect_series.as_json` writes it
    source = models.CharField(max_length=300)  # where anybody may check them
    strength = models.CharField(max_length=6, choices=Strength.choices)
    note = models.CharField(max_length=300, blank=True)  # what is known to be missing
    reason = models.CharField(max_length=300, blank=True)  # why they are given again
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action", "number"], name="figures_are_given_in_order"
            ),
            models.CheckConstraint(
                name="given_figures_say_where_they_come_from", condition=~Q(source="")
            ),
            models.CheckConstraint(
                name="figures_given_again_say_why",
                condition=Q(number=1) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="given_figures_say_how_strong_they_are",
                condition=Q(strength__in=["strong", "fair", "weak"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.reference}: figures {self.number}"


class Effects(models.QuerySet["Effect"]):
    """Judgements in the words of the trade."""

    def newest(self) -> Self:
        """The newest judgement of each action."""
        newer = Effect.objects.filter(
            action=OuterRef("action"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer))


class Effect(models.Model):
    """Whether an action worked: one judgement, with everything it rests on, for good."""

    class Result(models.TextChoices):
        WORKED = "worked", "It worked"
        NO_EFFECT = "no effect", "No effect"
        WORSE = "worse", "It got worse"
        CANNOT_TELL = "cannot tell", "Cannot tell"
        TOO_EARLY = "too early", "Too early"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="effects")
    number = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=12, choices=Result.choices)
    level = models.PositiveSmallIntegerField()  # of the Maryland scale; 0 is none
    strength = models.CharField(max_length=200)  # the level in words
    sentence = models.TextField()
    doubts = models.JSONField(default=list, blank=True)  # sentences
    expected = models.TextField()  # what had been stated in advance, in words
    method = models.CharField(max_length=40)
    series = models.JSONField()  # the months it was judged from, frozen
    # Every number the sentence rests on.
    found = models.JSONField(default=dict, blank=True)
    lake_version = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was judged again
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    judged_at = models.DateTimeField()

    objects: ClassVar[Any] = Effects.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action", "number"], name="an_effect_is_judged_in_order"
            ),
            models.CheckConstraint(
                name="a_judgement_says_something_and_how_sure_it_is",
                condition=~Q(sentence="") & ~Q(strength="") & ~Q(method=""),
            ),
            models.CheckConstraint(
                name="a_judgement_is_one_of_five",
                condition=Q(
                    result__in=[
                        "worked",
                        "no effect",
                        "worse",
                        "cannot tell",
                        "too early",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="a_clear_answer_rests_on_a_comparison",
                condition=Q(level__gte=2, level__lte=3)
                | Q(level=0, result__in=["cannot tell", "too early"]),
            ),
            models.CheckConstraint(
                name="a_second_judgement_says_why",
                condition=Q(number=1) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.reference}: {self.get_result_display()}"
