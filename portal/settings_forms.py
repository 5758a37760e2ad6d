"""The organisation's settings, a person's own, and the first steps."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext_lazy as _

from portal.forms import PortalForm, VersionedForm
from portal.models import Organisation, Person
from portal.models.organisation import FiscalPattern, currency_code
from portal.models.person import Theme
from portal.people_forms import InviteForm
from portal.tokens.models import TokenScope

ZONES = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"]
LIFETIMES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("A year"))]


class OrganisationForm(PortalForm):
    name = forms.CharField(
        label=_("Name of the organisation"), max_length=120, error_messages={"required": _("Enter a name.")}
    )
    product_name = forms.CharField(
        label=_("Name of this portal"),
        max_length=40,
        help_text=_("Shown at the top left, and in letters."),
        error_messages={"required": _("Enter a name.")},
    )
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        validators=[currency_code],
        help_text=_("For new opportunities, such as EUR."),
        error_messages={"required": _("Enter a three-letter currency code such as EUR.")},
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    fiscal_start_month = forms.TypedChoiceField(
        label=_("Fiscal year starts in"), choices=list(MONTHS.items()), coerce=int
    )
    fiscal_pattern = forms.ChoiceField(
        label=_("Fiscal periods"), choices=FiscalPattern.choices, widget=forms.RadioSelect
    )
    working_days = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        choices=[(str(day + 1), name) for day, name in WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one working day.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    FIELDS = (
        "name", "product_name", "currency", "time_zone", "language",
        "fiscal_start_month", "fiscal_pattern", "working_days",
    )  # fmt: skip

    @classmethod
    def start(cls, organisation: Organisation) -> dict[str, Any]:
        values = {name: getattr(organisation, name) for name in (*cls.FIELDS, "version")}
        return values if organisation.set_up_at else values | {"name": ""}

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FIELDS}


class FoundingForm(OrganisationForm):
    runs_it = forms.BooleanField(
        label=_("I work with the teams myself"),
        required=False,
        initial=True,
        help_text=_(
            "Makes you manager and steward of the whole organisation: you read its opportunities and keep its funnels. "
            "An administrator alone reads none of it."
        ),
    )


class FounderForm(PortalForm):
    """The first administrator: who they are, and a password typed twice."""

    name = InviteForm.base_fields["name"]
    email = InviteForm.base_fields["email"]
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=_("At least 10 characters. A few words are easier to keep than a few signs."),
        error_messages={"required": _("Enter a password.")},
    )
    again = forms.CharField(
        label=_("The same password again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        error_messages={"required": _("Enter the password a second time.")},
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        password = values.get("password")
        if password:
            try:
                validate_password(password, Person(name=values.get("name", ""), email=values.get("email", "")))
            except ValidationError as error:
                self.add_error("password", error)
            if values.get("again") and values["again"] != password:
                self.add_error("again", _("Enter the same password both times."))
        return values

    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "email", "password")}


class OutlineForm(PortalForm):
    outline = forms.CharField(
        label=_("Regions and teams"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_("One a line. Indent a line by two spaces to put it below the line above."),
    )
    functions = forms.CharField(
        label=_("Sales functions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("Such as sales operations or enablement, one a line."),
    )


class ProfileForm(VersionedForm):
    name = InviteForm.base_fields["name"]
    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    theme = forms.ChoiceField(label=_("Colours"), choices=Theme.choices, required=False, widget=forms.RadioSelect)
    single_keys = forms.BooleanField(
        label=_("Shortcuts of a single key"),
        required=False,
        help_text=_("Such as n for a new opportunity. Press ? anywhere to see them all."),
    )

    FIELDS = ("name", "language", "time_zone", "theme", "single_keys")

    def __init__(self, *args: Any, person: Person, **kwargs: Any):
        super().__init__(*args, **kwargs)
        language, zone = self.fields["language"], self.fields["time_zone"]
        assert isinstance(language, forms.ChoiceField)
        assert isinstance(zone, forms.ChoiceField)
        names = dict(settings.LANGUAGES)
        organisation = person.organisation
        ours = names.get(organisation.language, organisation.language)
        language.choices = [("", _("As the organisation (%(value)s)") % {"value": ours}), *settings.LANGUAGES]
        zone.choices = [("", _("As the organisation (%(value)s)") % {"value": organisation.time_zone}), *ZONES]

    @classmethod
    def start(cls, person: Person) -> dict[str, Any]:
        return {name: getattr(person, name) for name in (*cls.FIELDS, "version")}

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FIELDS}


class TokenForm(PortalForm):
    name = forms.CharField(
        label=_("What it is for"),
        max_length=60,
        help_text=_("Such as the name of the script or report that uses it."),
        error_messages={"required": _("Say what it is for.")},
    )
    scope = forms.ChoiceField(
        label=_("May"), choices=TokenScope.choices, initial=TokenScope.READ, widget=forms.RadioSelect
    )
    days = forms.TypedChoiceField(label=_("Works for"), choices=LIFETIMES, initial="90", coerce=int)
