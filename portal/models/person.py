"""People: those who sign in, and those an import knows only by name."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import Reach, reach_of
from portal.models.organisation import Organisation, known_time_zone
from portal.models.record import Versioned


class PersonQuerySet(models.QuerySet["Person"]):
    def current(self) -> PersonQuerySet:
        """People who have not left."""
        return self.filter(is_active=True)

    def by_email(self, email: str) -> PersonQuerySet:
        return self.filter(email__iexact=email.strip())

    def in_teams(self, team_ids: Any, *, today: date) -> PersonQuerySet:
        """People with a membership today in one of the teams."""
        return self.filter(
            models.Q(memberships__ends_on=None) | models.Q(memberships__ends_on__gt=today),
            memberships__team_id__in=team_ids,
            memberships__starts_on__lte=today,
        ).distinct()


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> Person:
        person: Person = self.model(email=email and email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_administrator=True, **fields)

    def get_by_natural_key(self, email: str | None) -> Person:
        return self.get(email__iexact=email)


class Theme(models.TextChoices):
    SYSTEM = "", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Person(AbstractBaseUser, Versioned):
    email = models.EmailField(_("e-mail address"), null=True, blank=True, unique=True)
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, default="", validators=[known_time_zone])
    language = models.CharField(_("language"), max_length=10, blank=True, default="")
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices, blank=True, default=Theme.SYSTEM)
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    digest_weekday = models.PositiveSmallIntegerField(
        _("digest on"), default=1, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    digest_hour = models.PositiveSmallIntegerField(_("digest at"), default=7, validators=[MaxValueValidator(23)])
    is_active = models.BooleanField(_("works here"), default=True)
    is_administrator = models.BooleanField(_("administrator"), default=False)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    left_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_once",
                violation_error_message=_("Somebody with this e-mail address is here already."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email or str(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower() if self.email else None
        super().save(*args, **kwargs)

    @cached_property
    def reach(self) -> Reach:
        """The teams this person reaches today; read once per request."""
        return reach_of(self.pk, self.organisation.today())

    def forget_reach(self) -> None:
        """Read it anew: a membership or the team tree has just changed."""
        self.__dict__.pop("reach", None)

    @cached_property
    def organisation(self) -> Organisation:
        return Organisation.current()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone or self.organisation.time_zone)

    def today(self) -> date:
        """The calendar day where this person is."""
        return self.today_at(timezone.now())

    def today_at(self, moment: datetime) -> date:
        """The calendar day of `moment` where this person is."""
        return moment.astimezone(self.zone).date()

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word]
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def can_sign_in(self) -> bool:
        return self.is_active and bool(self.email) and self.has_usable_password()

    # Django's admin asks these; it holds configuration only.

    @property
    def is_staff(self) -> bool:
        return self.is_administrator

    @property
    def is_superuser(self) -> bool:
        return self.is_administrator

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and self.is_administrator

    def has_perms(self, perms: Any, obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_administrator

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]
