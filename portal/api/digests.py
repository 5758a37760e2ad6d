"""A person's own digests, what one would say now, and how they want it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from portal.api.fields import Confided, Day
from portal.api.filtering import ChoicesFilter, Filters
from portal.api.reading import Answer
from portal.api.rendering import answer
from portal.api.resource import Edited, Listed, Resource, Retrieved, Values
from portal.api.shapes import Closed, Shape
from portal.digests.arranging import Arrangement, arrange
from portal.digests.choices import State
from portal.digests.copies import readable
from portal.digests.expecting import expected
from portal.digests.models import Digest
from portal.digests.previewing import letter_to
from portal.doors import PERSONAL

SECTION = ("code", "title", "tone", "count", "more", "note", "address")
LINE = ("kind", "key", "lead", "title", "detail", "address", "due_on", "due", "late", "mark")


class DigestLineShape(serializers.Serializer[Any]):
    """`key` is the id of the object that the line is about, `kind` says which it is; `due` is how its day stood then."""

    kind = serializers.CharField()
    key = serializers.UUIDField()
    lead = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField()
    address = serializers.CharField(help_text="A path of this portal's pages.")
    due_on = serializers.DateField(allow_null=True)
    due = serializers.CharField()
    late = serializers.BooleanField()
    mark = serializers.CharField()


class DigestSectionShape(serializers.Serializer[Any]):
    """`count` is how many there were; `more` of them have no line here."""

    code = serializers.CharField()
    title = serializers.CharField()
    tone = serializers.CharField()
    count = serializers.IntegerField()
    more = serializers.IntegerField()
    note = serializers.CharField()
    address = serializers.CharField()
    items = DigestLineShape(many=True)


class DigestAskShape(serializers.Serializer[Any]):
    text = serializers.CharField()
    address = serializers.CharField()


class DigestShape(Shape):
    """`week` is the Monday of the week where its recipient was; `reason` says why no mail was sent."""

    class Meta:
        model = Digest
        fields = ["id", "week", "due_at", "state", "reason", "subject", "rendered_at", "settled_at"]


class DigestInFull(DigestShape):
    """The copy as it was written, less the lines about what its recipient no longer sees: `withheld` counts them."""

    sections = Confided(DigestSectionShape(many=True))
    ask = Confided(DigestAskShape(allow_null=True))
    withheld = Confided(serializers.IntegerField())

    class Meta(DigestShape.Meta):
        fields = [*DigestShape.Meta.fields, "sections", "ask", "withheld"]


class DigestFilters(Filters):
    state = ChoicesFilter("state", choices=State.choices)


class Digests(Listed, Retrieved):
    """One a week, whether or not a mail was sent. Nobody else reads it."""

    door = PERSONAL
    shape = DigestShape
    in_full = DigestInFull
    filters = DigestFilters
    orderings = {"week": "week"}
    usual = "-week"
    versioned = False

    def rows(self) -> QuerySet[Digest]:
        return Digest.objects.of_person(self.person)

    def shown(self, key: Any) -> Answer:
        copy = readable(self.person, self.rows().defer("mime").get(pk=key))
        told = {"sections": _told(copy.sections), "ask": copy.ask, "withheld": copy.withheld}
        return {**super().shown(key), **told}


def _told(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the shapes name, also of copies that were written before there was all of it."""
    return [
        {**_named(section, SECTION), "items": [_named(item, LINE) for item in section["items"]]} for section in sections
    ]


def _named(record: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: record.get(name, NEUTRAL.get(name, "")) for name in names}


NEUTRAL: Mapping[str, Any] = {"count": 0, "more": 0, "due_on": None, "late": False}


class DigestPreviewShape(serializers.Serializer[Any]):
    """`asks` is false where no mail would go, since nothing asks for anything."""

    subject = serializers.CharField()
    asks = serializers.BooleanField()
    sections = DigestSectionShape(many=True)
    ask = DigestAskShape(allow_null=True)


class DigestPreview(Resource):
    """What one's own digest would say now. Nothing of it is sent or kept."""

    door = PERSONAL
    shape = DigestPreviewShape
    versioned = False

    def retrieve(self, request: Request, **kwargs: Any) -> HttpResponse:
        letter = letter_to(self.person, self.now)
        told = {"sections": _told(letter.content["sections"]), "ask": letter.content.get("ask")}
        return answer({"subject": letter.subject, "asks": letter.asks, **told})


class ArrangementChanges(Closed):
    weekday = serializers.IntegerField(min_value=1, max_value=7, help_text="1 is Monday.")
    hour = serializers.IntegerField(min_value=0, max_value=23, help_text="On the person's own clock.")
    by_mail = serializers.BooleanField(help_text="Choosing it again after it was stopped starts it anew.")
    away_from = Day(allow_null=True)
    away_until = Day(allow_null=True, help_text="The day back.")


class ArrangementShape(ArrangementChanges):
    """`stopped` when so much mail came back that none is sent. `mailed_at` is null while none goes by mail."""

    version = serializers.IntegerField(read_only=True)
    stopped = serializers.BooleanField(read_only=True)
    written_at = serializers.DateTimeField(read_only=True, help_text="When the next one is written.")
    mailed_at = serializers.DateTimeField(read_only=True, allow_null=True, help_text="When the next one goes by mail.")


class OwnArrangement(Retrieved, Edited):
    """When one's own digest comes, and how: by mail or on its page only, not while one is away."""

    door = PERSONAL
    shape = ArrangementShape
    changes = ArrangementChanges

    def opened(self) -> Arrangement:
        return Arrangement.of(self.person, self.now)

    def found(self) -> Answer:
        return self.shown(None)

    def shown(self, key: Any) -> Answer:
        now = self.opened()
        coming = expected(now.person, now.subscription, self.now)
        return {
            "version": now.version,
            **_chosen(now),
            "stopped": now.subscription.is_stopped,
            "written_at": coming.written_at,
            "mailed_at": coming.mailed_at,
        }

    def edit(self, record: Arrangement, values: Values) -> None:
        arrange(
            record.person, **{**_chosen(record), **values}, version=record.version, by=self.person, at=self.now,
            again=values.get("by_mail", False),
        )  # fmt: skip


def _chosen(now: Arrangement) -> dict[str, Any]:
    return {name: getattr(now, name) for name in ("weekday", "hour", "by_mail", "away_from", "away_until")}
