"""The one organisation that this installation serves, and its calendar."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models.record import Versioned


def known_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(_("Choose a time zone such as Europe/Berlin."))


def weekdays(value: object) -> None:
    """A list of ISO weekdays, 1 (Monday) to 7 (Sunday), none twice."""
    if not isinstance(value, list) or not value or not set(value) <= set(range(1, 8)) or len(set(value)) != len(value):
        raise ValidationError(_("Choose at least one working day."))


class FiscalPattern(models.TextChoices):
    MONTHS = "months", _("Calendar months")
    WEEKS_445 = "445", _("4-4-5 weeks")


currency_code = RegexValidator(r"^[A-Z]{3}$", _("Enter a three-letter currency code such as EUR."))


REMEMBER_SECONDS = 5
REMEMBERED: dict[str, tuple[float, Organisation]] = {}


class Organisation(Versioned):
    name = models.CharField(_("name"), max_length=120)
    product_name = models.CharField(_("name of the portal"), max_length=40, default="Waypoint")
    currency = models.CharField(_("currency"), max_length=3, default="EUR", validators=[currency_code])
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[known_time_zone])
    language = models.CharField(_("language"), max_length=10, default="en-gb")
    fiscal_start_month = models.PositiveSmallIntegerField(
        _("fiscal year starts in month"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    fiscal_pattern = models.CharField(
        _("fiscal periods"), max_length=10, choices=FiscalPattern.choices, default=FiscalPattern.MONTHS
    )
    working_days = models.JSONField(_("working days"), default=list, validators=[weekdays])
    steps_left_out = models.JSONField(default=list, editable=False)
    set_up_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fiscal_start_month__range=(1, 12)), name="organisation_start_month_is_a_month"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        REMEMBERED.clear()

    @classmethod
    def current(cls) -> Organisation:
        """The organisation, or an unsaved one with defaults before the first run.

        Every request asks for it, so each process remembers it for some seconds; callers get a copy of their own.
        """
        known = REMEMBERED.get("current")
        if known is None or known[0] < monotonic():
            found = cls._default_manager.order_by("created_at").first()
            if found is None:
                return cls(name=str(_("Your organisation")), working_days=[1, 2, 3, 4, 5])
            known = REMEMBERED["current"] = (monotonic() + REMEMBER_SECONDS, found)
        return copy(known[1])

    def today(self, moment: datetime | None = None) -> date:
        """The calendar day in the organisation's own time zone."""
        return (moment or timezone.now()).astimezone(ZoneInfo(self.time_zone)).date()
