"""What the charters' pages share at the door: the charter in the person's scope, and its address."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse

from charters.models import Charter
from portal.models import Person


def charter_or_404(person: Person, pk: UUID) -> Charter:
    """With what its rules and its headings ask."""
    found: Charter = get_object_or_404(Charter.objects.visible_to(person).with_names(), pk=pk)
    return found


def address_of(charter: Charter) -> str:
    return reverse("charters:charter", args=[charter.pk])
