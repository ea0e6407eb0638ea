"""The partnership's own nouns: its area, its agencies and its people."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from goldthread.audit.services import Actor


class Agency(models.Model):
    """An organisation in the partnership: the council, the police, a charity."""

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.short_name or self.name


class Area(models.Model):
    """A place the partnership answers for, under its official code."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """The people who may sign in, found by e-mail whatever its capitals."""

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email=(email or "").lower())


class Person(AbstractBaseUser):
    """Someone who may sign in; the e-mail address is the name they sign in with."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[Any] = People()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_email_is_kept_in_small_letters",
                condition=models.Q(email=Lower("email")),
            ),
            models.CheckConstraint(
                name="a_person_has_a_name_and_an_email",
                condition=~models.Q(name="") & ~models.Q(email=""),
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
            agency=str(self.agency) if self.agency else "",
        )


class Installation(models.Model):
    """This installation: whose it is, and whether its figures are invented."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    is_demonstration = models.BooleanField(default=False)
    founded_at = models.DateTimeField()
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
