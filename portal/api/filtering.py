"""Filters from a closed list. What a parameter cannot mean is refused by its name, never passed over."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NoReturn

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException

from portal.api.fields import EARLIEST, LATEST
from portal.models import Person


class BadParameter(APIException):
    """Query parameters that cannot be accepted; `errors` names each."""

    status_code = 400

    def __init__(self, errors: list[dict[str, Any]]):
        super().__init__()
        self.errors = errors


def error_of(name: str, detail: str | Promise, code: str = "invalid") -> dict[str, Any]:
    return {"parameter": name, "code": code, "detail": detail}


def refuse_parameter(name: str, detail: str | Promise) -> NoReturn:
    raise BadParameter([error_of(name, detail)])


def check_names(parameters: QueryDict, known: Collection[str]) -> None:
    """Every parameter is known, given once, and not empty."""
    errors = []
    for name, values in parameters.lists():
        if name not in known:
            listed = ", ".join(sorted(known)) or "–"
            text = _("There is no parameter “%(name)s” here. Known: %(known)s.") % {"name": name, "known": listed}
            errors.append(error_of(name, text, "unknown"))
        elif len(values) > 1:
            errors.append(error_of(name, _("Give this parameter once; separate several values by commas."), "repeated"))
        elif not values[0].strip():
            errors.append(error_of(name, _("Give a value, or leave the parameter out."), "empty"))
    if errors:
        raise BadParameter(errors)


class Filters(django_filters.FilterSet):
    """The base of every closed filter list. Builds only the filters that the request names."""

    def __init__(self, parameters: QueryDict, rows: QuerySet[Any], person: Person):
        self.person = person
        self.base_filters: dict[str, Any] = {
            name: one for name, one in type(self).base_filters.items() if name in parameters
        }
        super().__init__(parameters, rows)

    @classmethod
    def names(cls) -> frozenset[str]:
        return frozenset(cls.base_filters)

    @property
    def rows(self) -> QuerySet[Any]:
        """The narrowed rows; raises BadParameter for what no filter takes."""
        if not self.base_filters:
            return self.queryset
        if not self.form.is_valid():
            raise BadParameter([error_of(name, text) for name, texts in self.form.errors.items() for text in texts])
        return self.qs


class DayFilter(django_filters.DateFilter):
    schema = {"type": "string", "format": "date"}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, input_formats=["%Y-%m-%d"], validators=[_between], **kwargs)


def _between(day: Any) -> None:
    if not EARLIEST <= day <= LATEST:
        raise forms.ValidationError(_("Give a day from 1900 to 2199, as YYYY-MM-DD."))


class AmountFilter(django_filters.NumberFilter):
    """An amount with up to twelve digits and two decimals."""

    schema = {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$"}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, max_digits=14, decimal_places=2, **kwargs)

    def get_max_validator(self) -> None:
        return None


class ChoicesFilter(django_filters.BaseInFilter, django_filters.ChoiceFilter):
    """One or several of a closed list, separated by commas."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, null_label=None, empty_label=None, **kwargs)

    @property
    def schema(self) -> dict[str, Any]:
        values = "|".join(str(value) for value, _label in self.extra["choices"] if value)
        return {"type": "string", "pattern": f"^({values})(,({values}))*$"}


class IdFilter(django_filters.UUIDFilter):
    """The id of a related record. The rows are in scope already, so a foreign id finds what a random one finds."""

    schema = {"type": "string", "format": "uuid"}


class PersonField(forms.UUIDField):
    def to_python(self, value: Any) -> Any:
        return "me" if value == "me" else super().to_python(value)


class PersonFilter(django_filters.UUIDFilter):
    """A person's id, or `me`."""

    field_class = PersonField
    schema = {"anyOf": [{"type": "string", "format": "uuid"}, {"const": "me"}]}

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return super().filter(qs, self.parent.person.pk if value == "me" else value)


class FlagFilter(django_filters.Filter):
    """`true` or `false`, nothing else."""

    field_class = forms.TypedChoiceField
    schema = {"type": "boolean"}

    def __init__(self, *args: Any, **kwargs: Any):
        choices = [("true", "true"), ("false", "false")]
        super().__init__(*args, choices=choices, coerce=lambda value: value == "true", empty_value=None, **kwargs)
