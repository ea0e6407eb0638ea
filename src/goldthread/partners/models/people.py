"""People, and what they are appointed to: rights come from appointments alone."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from goldthread.audit.services import Actor
from goldthread.partners.models.agencies import Agency
from goldthread.partners.models.dated import Dated, DatedQuerySet


class People(BaseUserManager["Person"]):
    """The people who may sign in, found by e-mail whatever its capitals."""

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email=(email or "").lower())


class Person(AbstractBaseUser):
    """Someone known here; the e-mail address is the name they sign in with."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

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
        ]

    def __str__(self) -> str:
        return self.name

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


class Invitation(models.Model):
    """A single-use, expiring way in for somebody appointed; only a hash is kept."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="invitations"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_invitation_is_used_or_withdrawn_not_both",
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
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
