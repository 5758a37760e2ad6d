"""What a record looks like from outside, declared once: schema, columns and accepted input."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.validators import UniqueValidator

from portal.api.fields import Day

UNKNOWN = _("There is no field of this name.")
READ_ONLY = _("This field cannot be written.")


class Closed(serializers.Serializer[Any]):
    """Input that refuses unknown names. `Meta.verbs` names the verb for what no one types directly."""

    default_error_messages = {"invalid": _("Give an object with named fields.")}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            self._refuse_unknown(data)
        return super().to_internal_value(data)

    def _refuse_unknown(self, data: dict[str, Any]) -> None:
        writable = {field.field_name for field in self._writable_fields}
        verbs = getattr(getattr(self, "Meta", None), "verbs", {})
        refused = {name: [self._refusal(name, verbs)] for name in data if name not in writable}
        if refused:
            raise ValidationError(refused)

    def _refusal(self, name: str, verbs: dict[str, Any]) -> ErrorDetail:
        if name in verbs:
            return ErrorDetail(str(verbs[name]), code="use-verb")
        if name in self.fields:
            return ErrorDetail(str(READ_ONLY), code="read-only")
        return ErrorDetail(str(UNKNOWN), code="unknown")


class Nothing(Closed):
    """For verbs that need no more than their address."""


class Reason(Closed):
    """For verbs that may be told why."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)


class Shape(Closed, serializers.ModelSerializer[Any]):
    """A record's shape. Uniqueness and the rules of the whole record are asked by the model's own `clean`."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {models.DateField: Day}

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        kind, options = super().build_standard_field(field_name, model_field)
        options["validators"] = [one for one in options.get("validators", []) if not isinstance(one, UniqueValidator)]
        if not options["validators"]:
            del options["validators"]
        return kind, options

    def get_validators(self) -> list[Any]:
        return []


class Brief(Shape):
    """A short record inside another one."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.Meta.read_only_fields = cls.Meta.fields
