"""The organisations of the partnership, who followed whom, and what the law calls them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldthread.partners.models.dated import Dated, DatedQuerySet


class Agency(Dated):
    """An organisation: the council, the police, a charity. It may begin, merge and end."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        POLICE = "police", "Police"
        FIRE = "fire", "Fire and rescue"
        PROBATION = "probation", "Probation"
        HEALTH = "health", "NHS"
        YOUTH_JUSTICE = "youth_justice", "Youth justice"
        HOUSING = "housing", "Housing"
        EDUCATION = "education", "Education"
        VOLUNTARY = "voluntary", "Voluntary sector"
        BUSINESS = "business", "Business"
        RESIDENTS = "residents", "Residents"
        OVERSIGHT = "oversight", "Oversight of police and fire"
        OTHER = "other", "Other"

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OTHER)
    note = models.CharField(
        max_length=300, blank=True
    )  # "with the youth offending team"
    successors = models.ManyToManyField(
        "self", through="Succession", symmetrical=False, related_name="predecessors"
    )

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return self.short_name or self.name


class Succession(models.Model):
    """One organisation took over from another on a day."""

    predecessor = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="followed_by"
    )
    successor = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="follows"
    )
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="a_succession_is_told_once"
            ),
            models.CheckConstraint(
                name="no_agency_follows_itself",
                condition=~Q(predecessor=F("successor")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.successor} follows {self.predecessor}"


class Membership(Dated):
    """What an agency is in the partnership, under Crime and Disorder Act 1998 s5 (B1)."""

    class Tier(models.TextChoices):
        RESPONSIBLE = "responsible", "Responsible authority"
        CO_OPERATING = "co_operating", "Co-operating body"
        INVITED = "invited", "Invited to take part"

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="memberships"
    )
    tier = models.CharField(max_length=20, choices=Tier.choices)
    # Who the agency nominated to make information flow (B7); None is a gap to show.
    facilitator = models.ForeignKey(
        "Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="facilitates",
    )
    number = models.PositiveSmallIntegerField(default=0)  # its place in the list

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.agency}, {self.get_tier_display().lower()}"
