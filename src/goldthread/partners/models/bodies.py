"""Boards, groups and networks; their seats, apart from the people who hold them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldthread.partners.models.agencies import Agency
from goldthread.partners.models.areas import Area
from goldthread.partners.models.dated import Dated, DatedQuerySet
from goldthread.partners.models.people import Person


class Body(Dated):
    """A board, a group or a network, ours or one we are linked to."""

    class Kind(models.TextChoices):
        GOVERNANCE = "governance", "Governs"
        DELIVERY = "delivery", "Delivers"
        OPERATIONAL = "operational", "Works on cases or places"
        NETWORK = "network", "Exchanges"

    class Level(models.TextChoices):
        NATIONAL = "national", "National"
        REGIONAL = "regional", "Regional"
        COUNTY = "county", "County"
        LOCAL = "local", "Local"
        NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    level = models.CharField(max_length=20, choices=Level.choices)
    is_ours = models.BooleanField(default=True)  # False: linked, governed elsewhere
    host = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="hosts"
    )
    # The terms of reference (C46); empty means not written down here.
    purpose = models.TextField(blank=True)
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    meets = models.CharField(max_length=120, blank=True)  # "every quarter"
    chair_term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    conflict_rule = models.TextField(blank=True)
    terms_review_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return self.short_name or self.name


class LegalRole(Dated):
    """One thing that a body is in law; it may be several at once (S26)."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="legal_roles")
    name = models.CharField(max_length=200)  # "Local Police and Crime Board"
    basis = models.CharField(max_length=300, blank=True)  # the law or agreement

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.body} as {self.name}"


class Reporting(Dated):
    """A line from one body to another: it reports there, or they are linked."""

    class Kind(models.TextChoices):
        REPORTS = "reports", "reports to"
        LINKED = "linked", "is linked with"

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="reports")
    to = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="hears")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.REPORTS)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="no_body_reports_to_itself", condition=~Q(body=F("to"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.get_kind_display()} {self.to}"


class Seat(Dated):
    """A place at a table, whoever sits on it; it may stand vacant."""

    class Kind(models.TextChoices):
        CHAIR = "chair", "Chair"
        DEPUTY_CHAIR = "deputy_chair", "Deputy chair"
        STATUTORY = "statutory", "Responsible authority"
        VOLUNTARY = "voluntary", "Third sector"
        RESIDENT = "resident", "Resident representative"
        BUSINESS = "business", "Business"
        ELECTED = "elected", "Councillor"
        CO_OPTED = "co_opted", "Co-opted"
        ADVISER = "adviser", "Adviser"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    chosen_by = models.CharField(max_length=200, blank=True)  # who elects or nominates
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    votes = models.BooleanField(default=True)
    number = models.PositiveSmallIntegerField(default=0)  # its place at the table

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.title}, {self.body}"


class Holding(Dated):
    """Somebody on a seat, as its holder or as deputy."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="holdings"
    )
    is_deputy = models.BooleanField(default=False)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(is_deputy=False, until_on__isnull=True),
                name="a_seat_has_one_holder_with_an_open_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.seat}"


class Interest(Dated):
    """What somebody declared that could sway them (S36)."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="interests"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField(max_length=300)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="an_interest_is_declared_on_a_day",
                condition=~Q(words="") & Q(from_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.words}"
