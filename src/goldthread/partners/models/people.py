"""People, and what they are appointed to: rights come from appointments alone."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from goldthread.audit.services import Actor
from goldthread.partners.models.agencies import Agency
from goldthread.partners.models.dated import Dated, DatedQuerySet


class PersonQuerySet(models.QuerySet["Person"]):
    """The people known here."""

    def acting_for(self, agency: Agency, *, on: date) -> Self:
        """Who acts for an agency on a day, or is invited to."""
        acts = Appointment.objects.on(on).filter(agency=agency)
        asked = Invitation.objects.open().filter(agency=agency)
        return self.filter(
            Q(pk__in=acts.values("person")) | Q(pk__in=asked.values("person"))
        )

    def left(self) -> Self:
        """Who has left; `handed_to` says who takes over what they did."""
        return self.filter(left_on__isnull=False)


class People(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """The people who may sign in, found by e-mail whatever its capitals."""

    def get_by_natural_key(self, email: str | None) -> "Person":
        found: Person = self.get(email=(email or "").lower())
        return found


class Person(AbstractBaseUser):
    """Someone known here; the e-mail address is the name they sign in with."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    # An account nobody uses falls asleep; this says when somebody last woke it.
    woken_at = models.DateTimeField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    handed_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="takes_over_from",
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[Any] = People()

    # The appointment this person acts in during one request or command; not stored.
    acting: "Appointment | None" = None

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_email_is_kept_in_small_letters",
                condition=Q(email=Lower("email")),
            ),
            models.CheckConstraint(
                name="a_person_has_a_name_and_an_email",
                condition=~Q(name="") & ~Q(email=""),
            ),
            models.CheckConstraint(
                name="only_who_left_has_handed_over",
                condition=Q(handed_to__isnull=True) | Q(left_on__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_hands_over_to_themselves",
                condition=~Q(handed_to=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def awake_since(self) -> datetime:
        """When this account was last used, woken or made."""
        moments = (self.joined_at, self.last_login, self.woken_at)
        return max(moment for moment in moments if moment is not None)

    def as_actor(self) -> Actor:
        """Who this is, in the plain values that the record keeps."""
        return Actor(
            reference=f"person:{self.pk}",
            label=self.name,
            email=self.email,
            agency=str(self.acting.agency) if self.acting else "",
            appointment=self.acting.title if self.acting else "",
            role=self.acting.role if self.acting else "",
        )


class Appointment(Dated):
    """Who acts for which agency, as what, from when to when.

    One person may hold several and acts in one at a time. `role` is a key of the
    readable file of roles (config/roles.toml); no rights come from anywhere else.
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="appointments"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="appointments"
    )
    role = models.CharField(max_length=30)
    title = models.CharField(max_length=120, blank=True)  # "Head of community safety"

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="an_appointment_has_a_role_and_a_first_day",
                condition=~Q(role="") & Q(from_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["person", "until_on"], name="appointments_of")]

    def __str__(self) -> str:
        return f"{self.person}, {self.title or self.role} for {self.agency}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Ways in that were offered."""

    def open(self) -> Self:
        """Neither used nor withdrawn; some may have lapsed."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True)

    def good(self, *, at: datetime) -> Self:
        """Those that still let somebody in."""
        return self.open().filter(expires_at__gt=at)


class Invitation(models.Model):
    """An appointment offered by mail: single use, expiring; only a hash of the link is kept.

    The appointment begins on the day it is accepted. Sending again makes a new link, and
    the old one stops working.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="invitations"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="invitations"
    )
    role = models.CharField(max_length=30)
    title = models.CharField(max_length=120, blank=True)
    until_on = models.DateField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()
    mail_failed_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    appointment = models.OneToOneField(
        Appointment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invitation",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_invitation_is_used_or_withdrawn_not_both",
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_used_invitation_became_an_appointment",
                condition=Q(used_at__isnull=True, appointment__isnull=True)
                | Q(used_at__isnull=False, appointment__isnull=False),
            ),
            models.CheckConstraint(
                name="an_invitation_names_a_role_and_ends_after_it_was_sent",
                condition=~Q(role="") & Q(expires_at__gt=F("sent_at")),
            ),
            models.UniqueConstraint(
                fields=["person", "agency", "role"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_for_one_appointment",
            ),
        ]

    def __str__(self) -> str:
        return f"the invitation of {self.person}"


class SignInAttempt(models.Model):
    """One guess at a password, kept for minutes, so that guessing can be slowed down.

    Addresses and e-mails are kept as keyed hashes: this table is no list of people.
    """

    at = models.DateTimeField()
    account = models.CharField(max_length=64)
    address = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="attempt_by_account"),
            models.Index(fields=["address", "at"], name="attempt_by_address"),
        ]

    def __str__(self) -> str:
        return f"an attempt at {self.at:%H:%M:%S}"
