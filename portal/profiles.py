"""What is written about a person: their name and address, and how they want to read the portal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.joining import check_person
from portal.models import Event, Person
from portal.refusals import Invalid
from portal.rules import may_change_email, may_edit_person

RECORD = {"name", "email"}
PREFERENCES = {"time_zone", "language", "theme", "single_keys", "digest_weekday", "digest_hour"}


@transaction.atomic
def edit_person(
    person: Person, values: Mapping[str, Any], *, by: Person, at: datetime, version: int | None = None
) -> Person:
    """Change what is said about a person. Only they themselves change their preferences."""
    may_edit_person(by, person).or_refuse()
    person.lock(version=version)
    allowed = RECORD | (PREFERENCES if by == person else set())
    if unknown := set(values) - allowed:
        raise Invalid({name: _("This cannot be changed here.") for name in sorted(unknown)})
    cleaned = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    if "email" in cleaned:
        cleaned["email"] = (cleaned["email"] or "").lower() or None
        if cleaned["email"] != person.email:
            may_change_email(by, person).or_refuse()
    before = person.assign(cleaned)
    if before:
        check_person(person)
        person.keep(*before)
        _leave_traces(person, before, by=by, at=at)
    return person


def _leave_traces(person: Person, before: dict[str, Any], *, by: Person, at: datetime) -> None:
    """The event names the fields only: a former name or address must remain erasable."""
    if "email" in before:
        EmailAddress.objects.filter(user=person).delete()  # allauth would let the former address sign in
    if changed := sorted(RECORD & set(before)):
        Event.objects.record(person, "edited", by=by, at=at, after={"fields": changed})
