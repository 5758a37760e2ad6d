"""The fields that the API's shapes add to REST framework's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import append_meta, build_basic_type
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers

from portal.models import Person

OFFSET = re.compile(r"\d[Tt ]\d.*([Zz]|[+-]\d\d:?\d\d)$")
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)

Within = Callable[[Person], QuerySet[Any]]


class Related(serializers.Field[Any, Any, Any, Any]):
    """Another record: its id coming in, a short record going out.

    The id is looked up in `within(person)`: what the person may not see is answered like what does not exist.
    """

    default_error_messages = {
        "not_an_id": _("Give the id of a record, a UUID."),
        "unknown_id": _("There is no such record."),
    }

    def __init__(self, shape: type[serializers.BaseSerializer[Any]], within: Within | None = None, **kwargs: Any):
        self.shape = shape
        self.within = within
        super().__init__(read_only=within is None, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("not_an_id")
        try:
            key = UUID(data)
        except ValueError:
            self.fail("not_an_id")
        assert self.within is not None
        found = self.within(self.context["person"]).filter(pk=key).first()
        return found if found is not None else self.fail("unknown_id")


class Derived(serializers.Field[Any, Any, Any, Any]):
    """A value that `function` works out from the columns it needs. `of` says how it looks from outside."""

    def __init__(
        self, function: Callable[..., Any], *needs: str, of: serializers.Field[Any, Any, Any, Any], **kwargs: Any
    ):
        self.function = function
        self.needs = needs
        self.of = of
        super().__init__(read_only=True, **kwargs)


class Confided(serializers.Field[Any, Any, Any, Any]):
    """A value that not every reader of the record is told: for the others the field is absent, not empty.

    It is no column, so no reading holds it by mistake; the resource adds it for those who may know it.
    """

    def __init__(self, of: serializers.Field[Any, Any, Any, Any], **kwargs: Any):
        self.of = of
        super().__init__(read_only=True, **kwargs)


class Moment(serializers.DateTimeField):
    """A point in time that a person may mean, always with its offset."""

    default_error_messages = {"no_offset": _("Give a time with its offset, such as 2026-11-18T09:30:00+01:00.")}

    def to_internal_value(self, value: Any) -> Any:
        if not (isinstance(value, str) and OFFSET.search(value)):
            self.fail("no_offset")
        moment = super().to_internal_value(value)
        if not EARLIEST.year <= moment.year <= LATEST.year:
            self.fail("overflow")
        return moment


class Day(serializers.DateField):
    """A calendar day that a person may mean; arithmetic with it stays within the calendar."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.validators += [
            MinValueValidator(EARLIEST, _("Give a day from 1900 on.")),
            MaxValueValidator(LATEST, _("Give a day before 2200.")),
        ]

    def to_internal_value(self, value: Any) -> Any:
        return super().to_internal_value(value) if isinstance(value, str) else self.fail("invalid", format="YYYY-MM-DD")


class RelatedInSchema(OpenApiSerializerFieldExtension):
    target_class = "portal.api.fields.Related"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        if direction == "request":
            return build_basic_type(OpenApiTypes.UUID)
        return auto_schema.resolve_serializer(self.target.shape, direction).ref


class DerivedInSchema(OpenApiSerializerFieldExtension):
    target_class = "portal.api.fields.Derived"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        inner = auto_schema._map_serializer_field(self.target.of, direction)
        return append_meta(inner, {"readOnly": True})


class ConfidedInSchema(OpenApiSerializerFieldExtension):
    target_class = "portal.api.fields.Confided"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        inner = auto_schema._map_serializer_field(self.target.of, direction)
        return append_meta(inner, {"readOnly": True})
