"""Changes to an opportunity that leave its stage alone: fields, dates, owner, parking, archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from funnels.refusals import WrongState
from portal.models import Event, Person, Team
from portal.refusals import Invalid

if TYPE_CHECKING:
    from funnels.models.account import Product
    from funnels.models.opportunity import Opportunity

PLAIN_FIELDS = frozenset(
    {"name", "account", "amount", "currency", "expected_close", "kind", "segment", "concept", "concept_words"}
)


class Planning(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def edit(
        self: Opportunity,
        values: Mapping[str, Any],
        *,
        by: Person,
        at: datetime,
        reason: str = "",
        version: int | None = None,
    ) -> None:
        """Change plain fields. A later close date counts as a push. Nothing changed leaves no event."""
        self.lock(version=version)
        self._refuse_foreign_fields(values)
        before = self.assign(dict(values))
        if not before:
            return
        if self._was_pushed(before):
            self.push_count += 1
        after = {name: getattr(self, name) for name in before}
        self.full_clean(exclude=[f.name for f in self._meta.fields if f.name not in before])
        self.keep(*before, "push_count")
        self._note("edited", by=by, at=at, before=before, after=after, reason=reason)

    def _refuse_foreign_fields(self: Opportunity, values: Mapping[str, Any]) -> None:
        for name in set(values) - PLAIN_FIELDS:
            raise Invalid({name: _("This changes by a verb of its own.")})

    def _was_pushed(self: Opportunity, before: Mapping[str, Any]) -> bool:
        earlier, later = before.get("expected_close"), self.expected_close
        return earlier is not None and later is not None and later > earlier

    @transaction.atomic
    def reassign(
        self: Opportunity,
        *,
        to: Person,
        by: Person,
        at: datetime,
        team: Team | None = None,
        reason: str = "",
        version: int | None = None,
    ) -> None:
        """Give the opportunity to another person, and with `team` to that person's team."""
        self.lock(version=version)
        if not to.is_active:
            raise Invalid({"owner": _("Choose somebody who works here.")})
        before = self.assign({"owner": to, "team": team or self.team})
        if not before:
            return
        self.keep("owner", "team")
        after = {name: getattr(self, name) for name in before}
        self._note("reassigned", by=by, at=at, before=before, after=after, reason=reason)

    @transaction.atomic
    def park(
        self: Opportunity, *, until: date, reason: str, by: Person, at: datetime, version: int | None = None
    ) -> None:
        """Silence the ageing flags until a day that the customer named."""
        self.lock(version=version)
        if not self.is_open:
            raise WrongState(_("Only an open opportunity can be parked."))
        if until <= by.today_at(at):
            raise Invalid({"until": _("Enter a day in the future that the customer named.")})
        if not reason.strip():
            raise Invalid({"reason": _("Say who named this day, and what happens then.")})
        before = self.assign({"parked_until": until})
        self.keep("parked_until")
        self._note("parked", by=by, at=at, before=before, after={"parked_until": until}, reason=reason)

    @transaction.atomic
    def unpark(self: Opportunity, *, by: Person, at: datetime, version: int | None = None) -> None:
        self.lock(version=version)
        before = self.assign({"parked_until": None})
        if before:
            self.keep("parked_until")
            self._note("unparked", by=by, at=at, before=before, after={"parked_until": None})

    @transaction.atomic
    def archive(self: Opportunity, *, by: Person, at: datetime, version: int | None = None) -> None:
        """Put it away. Nothing is deleted; `restore` brings it back."""
        self.lock(version=version)
        if self.archived_at is None:
            self.archived_at = at
            self.keep("archived_at")
            self._note("archived", by=by, at=at)

    @transaction.atomic
    def restore(self: Opportunity, *, by: Person, at: datetime, version: int | None = None) -> None:
        self.lock(version=version)
        if self.archived_at is not None:
            self.archived_at = None
            self.keep("archived_at")
            self._note("restored", by=by, at=at)

    @transaction.atomic
    def split(
        self: Opportunity, shares: Mapping[Product, Decimal], *, by: Person, at: datetime, version: int | None = None
    ) -> None:
        """Say which product lines make up the amount, in percent; the shares add up to 100, or there are none."""
        self.lock(version=version)
        if shares and sum(shares.values()) != 100:
            raise Invalid({"lines": _("The shares must add up to 100 %.")})
        before = {str(line.product_id): str(line.share) for line in self.lines.all()}
        after = {str(product.pk): str(share) for product, share in shares.items()}
        if before == after:
            return
        self.lines.all().delete()
        for product, share in shares.items():
            self.lines.create(product=product, share=share)
        self.keep()
        self._note("split", by=by, at=at, before={"lines": before}, after={"lines": after})

    @transaction.atomic
    def invite(
        self: Opportunity, people: Sequence[Person], *, by: Person, at: datetime, version: int | None = None
    ) -> None:
        """Set who from other teams collaborates: reads it and records commitments, nothing more."""
        self.lock(version=version)
        before = {one.person_id for one in self.collaborations.all()}
        after = {person.pk for person in people}
        if before == after:
            return
        self.collaborations.exclude(person_id__in=after).delete()
        for person_id in after - before:
            self.collaborations.create(person_id=person_id)
        self.keep()
        self._note(
            "invited",
            by=by,
            at=at,
            before={"people": sorted(map(str, before))},
            after={"people": sorted(map(str, after))},
        )

    def _note(self: Opportunity, verb: str, **told: Any) -> None:
        Event.objects.record(self, verb, team=self.team, **told)
