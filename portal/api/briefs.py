"""How people and teams look inside other records, and from whom a person may choose."""

from django.db.models import QuerySet

from portal.api.shapes import Brief
from portal.models import Person, Team
from portal.roles import Role


class PersonBrief(Brief):
    class Meta:
        model = Person
        fields = ["id", "name"]


class TeamBrief(Brief):
    class Meta:
        model = Team
        fields = ["id", "name"]


def own_teams(person: Person) -> QuerySet[Team]:
    """The teams that the person reaches today."""
    found: QuerySet[Team] = Team.objects.current().with_ids(person.reach.teams())
    return found


def colleagues(person: Person) -> QuerySet[Person]:
    """Who works today in a team that the person reaches."""
    found: QuerySet[Person] = Person.objects.current().in_teams(person.reach.teams(), today=person.organisation.today())
    return found


def managed_teams(person: Person) -> QuerySet[Team]:
    """The teams that the person manages, itself or from above."""
    found: QuerySet[Team] = Team.objects.current().with_ids(person.reach.teams(Role.MANAGER))
    return found


def managed_people(person: Person) -> QuerySet[Person]:
    """Who works today in a team that the person manages."""
    managed = person.reach.teams(Role.MANAGER)
    found: QuerySet[Person] = Person.objects.current().in_teams(managed, today=person.organisation.today())
    return found


def everybody(person: Person) -> QuerySet[Person]:
    """Who works here, for whoever is in a team."""
    found: QuerySet[Person] = Person.objects.current()
    return found if person.reach.roles else found.none()
