"""The demonstration is seeded into an empty database."""

import pytest
from django.core.management import CommandError, call_command

from portal.models import Person


@pytest.mark.django_db
def test_it_is_not_seeded_beside_people_by_accident() -> None:
    Person.objects.create(name="Somebody")
    with pytest.raises(CommandError):
        call_command("seed_demo", opportunities=1)
