"""The weak phrases of a language as the organisation keeps them, and whether its statements are checked at all."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework import serializers

from charters import lists, rules
from charters.models import PhraseList
from charters.models.phrases import KeptWords
from charters.phrasebook import keep_phrases, list_of
from portal.api.reading import Answer
from portal.api.resource import Edited, Retrieved, Values
from portal.api.shapes import Shape
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class KeptWordsShape(Shape):
    """Until it is changed for the first time, a language has the words that come with the portal."""

    weak = serializers.ListField(
        child=serializers.CharField(max_length=lists.LONGEST), required=False, max_length=lists.MOST
    )

    class Meta:
        model: type[KeptWords]
        fields = ["version", "language", "checked", "weak"]
        read_only_fields = ["language"]


class KeptWordsLists(Retrieved, Edited):
    """One list, by its language's code such as `en`; kept by stewards."""

    door = PERSONAL

    def list_of(self, language: str) -> KeptWords | None:
        """None for a language that nothing is known of."""
        raise NotImplementedError

    def opened(self) -> KeptWords:
        found = self.list_of(self.kwargs["language"])
        if found is None:
            raise Http404
        return found

    def found(self) -> Answer:
        return self.shown(None)

    def shown(self, key: Any) -> Answer:
        """One that is not kept yet stands in no table."""
        one = self.opened()
        return {name: getattr(one, name) for name in KeptWordsShape.Meta.fields}

    def may_change(self, record: KeptWords) -> Verdict:
        return rules.may_keep_phrases(self.person)


class PhraseListShape(KeptWordsShape):
    """Until it is changed for the first time, a language has the phrases that come with the portal."""

    class Meta(KeptWordsShape.Meta):
        model = PhraseList


class PhraseLists(KeptWordsLists):
    """Kept by stewards; by the language's code, such as `en`."""

    shape = PhraseListShape

    def list_of(self, language: str) -> PhraseList | None:
        return list_of(language)

    def edit(self, record: PhraseList, values: Values) -> None:
        keep_phrases(record.language, values, by=self.person, at=self.now, version=record.version)
