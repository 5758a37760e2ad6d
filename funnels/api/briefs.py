"""How the funnel's records look inside one another, and from which a person may choose."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from funnels.models import Account, CommitmentDefinition, Contact, CustomerCommitment, ImportSource, Product, Stage
from funnels.models.funnel import outline_of
from portal.api.shapes import Brief
from portal.models import Person
from portal.roles import Role


class AccountBrief(Brief):
    class Meta:
        model = Account
        fields = ["id", "name"]


class ContactBrief(Brief):
    class Meta:
        model = Contact
        fields = ["id", "name"]


class ProductBrief(Brief):
    class Meta:
        model = Product
        fields = ["id", "name"]


class StageBrief(Brief):
    class Meta:
        model = Stage
        fields = ["id", "code", "name", "position"]


def stage_shown(funnel_id: UUID | str, stage_id: UUID | str | None) -> dict[str, Any] | None:
    """A stage of a funnel in use, whose definitions never change: it is looked up once per process."""
    return None if stage_id is None else _stage_shown(str(funnel_id), str(stage_id))


@lru_cache(maxsize=4096)
def _stage_shown(funnel_id: str, stage_id: str) -> dict[str, Any]:
    stage = outline_of(UUID(funnel_id)).stage(UUID(stage_id))
    return {"id": stage.id, "code": stage.code, "name": stage.name, "position": stage.position}


class DefinitionBrief(Brief):
    class Meta:
        model = CommitmentDefinition
        fields = ["id", "code", "required"]


class NextCommitment(Brief):
    class Meta:
        model = CustomerCommitment
        fields = ["id", "statement", "state", "promised_for"]


class SourceBrief(Brief):
    class Meta:
        model = ImportSource
        fields = ["id", "name"]


def accounts(person: Person) -> QuerySet[Account]:
    """Accounts are known to everybody who is in a team."""
    found: QuerySet[Account] = Account.objects.all()
    return found if person.reach.roles else found.none()


def contacts(person: Person) -> QuerySet[Contact]:
    found: QuerySet[Contact] = Contact.objects.all()
    return found if person.reach.roles else found.none()


def products(person: Person) -> QuerySet[Product]:
    found = Product.objects.filter(archived_at=None)
    return found if person.reach.roles else found.none()


def definitions(person: Person) -> QuerySet[CommitmentDefinition]:
    found: QuerySet[CommitmentDefinition] = CommitmentDefinition.objects.visible_to(person)
    return found


def sources(person: Person) -> QuerySet[ImportSource]:
    """Sources of the teams whose imports the person keeps."""
    found: QuerySet[ImportSource] = ImportSource.objects.visible_to(person).filter(
        team__in=person.reach.teams(Role.STEWARD)
    )
    return found
