"""Which product line the CRM means, in whatever spelling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from funnels.importing.guessing import Likeness, likeness
from funnels.importing.judging import Effect
from funnels.importing.owners import NEW, UNKNOWN, meaning_of, spelled
from funnels.models import ImportBatch, ImportSource, Product
from portal.models import Event, Person


class Catalogue:
    """The product lines, read once, by name and by their id in the source."""

    def __init__(self, source: ImportSource, answers: Mapping[str, str]) -> None:
        self.source = source
        self.answers = answers
        self.by_id: dict[UUID, Product] = {}
        self.by_word: dict[str, Product] = {}
        self.put_away: dict[str, Product] = {}
        for product in Product.objects.filter(Q(archived_at=None) | Q(source=source)):
            if product.archived_at is None:
                self.remember(product)
            else:
                self.put_away[product.external_id] = product

    def remember(self, product: Product) -> None:
        self.by_id[product.pk] = product
        self.by_word[spelled(product.name)] = product
        if product.external_id and product.source_id == self.source.pk:
            self.by_word.setdefault(spelled(product.external_id), product)

    def named(self, word: str) -> Product | None:
        return self.by_word.get(spelled(word))

    def find(self, word: str) -> Product | None:
        word = meaning_of(word, self.answers)
        answer = self.answers.get(word, "")
        if answer == UNKNOWN:
            return None
        found = self.meant(answer) if answer and answer != NEW else None
        return found or self.named(word)

    def meant(self, answer: str) -> Product | None:
        """The product line that an answer names: by id or name."""
        try:
            return self.by_id.get(UUID(answer))
        except ValueError:
            return self.named(answer)

    def alike(self, word: str) -> Likeness | None:
        return likeness(word, (product.name for product in self.by_id.values()))

    def spellings(self) -> list[dict[str, str]]:
        """Words that are taken for a product line of another name."""
        taken = [(word, found) for word in self.answers if (found := self.find(word)) and found is not self.named(word)]
        text = _("“%(word)s” is taken for the product line “%(name)s”.")
        return [{"code": "spelled", "text": text % {"word": word, "name": one.name}} for word, one in taken]

    def add_new(self, *, batch: ImportBatch | None, by: Person | None, at: datetime, pretend: bool) -> list[Effect]:
        """Product lines that the answers ask to add. Those already added are found, those put away come back."""
        wanted = (word for word, answer in self.answers.items() if answer == NEW)
        return [self._add(word, batch=batch, by=by, at=at, pretend=pretend) for word in wanted if not self.named(word)]

    def why_unknown(self, word: str) -> str:
        """What a row is told whose word names no product line."""
        return _("names nothing that is known here")

    def _add(self, word: str, *, batch: ImportBatch | None, by: Person | None, at: datetime, pretend: bool) -> Effect:
        product = self.put_away.get(word) or Product(
            name=word, source=self.source, external_id=word, import_batch=batch, created_at=at
        )
        before = {"archived_at": product.archived_at} if product.archived_at else None
        product.archived_at = None
        if not pretend:
            product.save()
            Event.objects.record(product, "restored" if before else "imported", by=by, at=at)
        self.remember(product)
        return {
            "id": product.pk,
            "model": "product",
            "before": before,
            "after": {"archived_at": None} if before else {},
        }
