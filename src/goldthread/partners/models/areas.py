"""Places with a code, and whose installation this is."""

from typing import Any, ClassVar

from django.db import models

from goldthread.partners.models.dated import Dated, DatedQuerySet


class Area(Dated):
    """A place with a code and a name; boundaries change, so it has its dates."""

    class Kind(models.TextChoices):
        PARTNERSHIP = "partnership", "Partnership"
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        CONSTITUENCY = "constituency", "Constituency"
        WARD = "ward", "Ward"
        NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=20, choices=Kind.choices, default=Kind.PARTNERSHIP
    )

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Installation(models.Model):
    """This installation: whose it is, and whether its figures are invented."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    is_demonstration = models.BooleanField(default=False)
    founded_at = models.DateTimeField()
    # How residents reach the partnership; empty is not said, and the public site says so.
    contact_team = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_post = models.CharField(max_length=300, blank=True)
    contact_hours = models.CharField(max_length=120, blank=True)
    only = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["only"], name="one_installation_at_most"),
            models.CheckConstraint(
                name="the_installation_is_the_only_one", condition=models.Q(only=True)
            ),
        ]

    def __str__(self) -> str:
        return f"the installation for {self.area}"
