"""What a person has to be asked about a file: words of the CRM that the portal does not know yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funnels.choices import Kind, Status
from funnels.importing.catalogue import Catalogue
from funnels.importing.fields import Shape, fields_of
from funnels.importing.guessing import KINDS, OUTCOMES, ROLES, Likeness, guess_meaning, likeness
from funnels.importing.owners import NEW, SAME, UNKNOWN, Owners
from funnels.importing.styles import WHOLE_FILE, unclear
from funnels.models import ImportBatch, ImportChunk
from portal.models import Organisation, Person
from portal.refusals import Invalid
from portal.roles import Role

ASKED_AT_MOST: Final = 200
LISTED_AT_MOST: Final = 300

Options = Sequence[tuple[str, str | Promise]]

OUTCOME_NAMES: Final[Options] = [
    (Status.OPEN, gettext_lazy("Open")),
    (Status.WON, gettext_lazy("Closed: won")),
    (Status.LOST, gettext_lazy("Closed: lost")),
    (Status.NO_DECISION, gettext_lazy("Closed: no decision")),
    (Status.WALKED_AWAY, gettext_lazy("Closed: we walked away")),
]


@dataclass(frozen=True)
class Question:
    """One word and what it may mean. An empty `proposal` has to be answered; `settled` was answered for an earlier file.

    `accepts` turns an answer into the form that is kept, or into nothing when nobody can follow it.
    """

    topic: str
    word: str
    label: str | Promise
    options: Options
    accepts: Callable[[str], str]
    proposal: str = ""
    count: int = 0
    hint: str = ""
    settled: bool = False

    @property
    def key(self) -> str:
        return f"{self.topic}:{self.word}"

    @property
    def request(self) -> str:
        if self.word == WHOLE_FILE:
            return _("Choose one.")
        words = _("Choose who “%(word)s” is.") if self.topic == "owner" else _("Choose what “%(word)s” means.")
        return words % {"word": self.word}

    def remembering(self, answers: Mapping[str, Mapping[str, str]]) -> Question:
        known = self.accepts(answers.get(self.topic, {}).get(self.word, ""))
        return replace(self, proposal=known, settled=True) if known else self


def questions(batch: ImportBatch) -> list[Question]:
    """In a fixed order, for the columns chosen."""
    asked = list(_about_styles(batch))
    for field in fields_of(batch.kind):
        if field.shape == Shape.WORD and batch.columns.get(field.name):
            asked += TOPICS[field.name](batch, words_in(batch, field.name))
    remembered = batch.source.values.get(batch.kind, {})
    return [question.remembering(remembered) for question in asked]


def words_in(batch: ImportBatch, name: str) -> Mapping[str, int]:
    """Every text in the field's column, with how often it stands there."""
    column = batch.columns[name]
    position = next(index for index, one in enumerate(batch.header) if one["name"] == column)
    counted: dict[str, int] | None = batch.header[position]["values"]
    if counted is not None:
        return counted
    if name in FIXED:
        raise Invalid({name: _("This column holds too many different texts. Choose another.")})
    chunks = ImportChunk.objects.of(batch.team).filter(batch=batch).values_list("rows", flat=True)
    cells = Counter(row[1][position] for rows in chunks.iterator(chunk_size=10) for row in rows if len(row) == 2)
    del cells[""]
    return cells


def _about_styles(batch: ImportBatch) -> Iterator[Question]:
    for style in unclear(batch):
        yield Question(style.topic, WHOLE_FILE, style.label, list(style.answers.items()), _one_of(style.answers))


def _about_stages(batch: ImportBatch, words: Mapping[str, int]) -> list[Question]:
    return _about_fixed("stage", _("Stage"), words, OUTCOMES, Status.OPEN, OUTCOME_NAMES)


def _about_kinds(batch: ImportBatch, words: Mapping[str, int]) -> list[Question]:
    return _about_fixed("kind", _("Kind"), words, KINDS, Kind.NEW, Kind.choices)


def _about_roles(batch: ImportBatch, words: Mapping[str, int]) -> list[Question]:
    return _about_fixed("role", _("Role"), words, ROLES, Role.MEMBER, Role.choices)


def _about_fixed(
    topic: str, label: str, words: Mapping[str, int], meanings: Mapping[Any, set[str]], otherwise: str, options: Options
) -> list[Question]:
    accepts = _one_of(dict(options))
    return [
        Question(topic, word, label, options, accepts, guess_meaning(word, meanings, otherwise), count)
        for word, count in words.items()
    ]


def _about_owners(batch: ImportBatch, words: Mapping[str, int]) -> list[Question]:
    owners = Owners(batch.team, {}, Organisation.current().today())
    strange = [word for word in words if len(owners.named(word)) != 1]
    _refuse_too_many("owner", strange)
    return [_about_owner(word, words[word], owners, strange[:place]) for place, word in enumerate(strange)]


def _about_owner(word: str, count: int, owners: Owners, earlier: Sequence[str]) -> Question:
    """Where several have the name, one of them is meant, and nobody is added."""
    several, near = owners.named(word), owners.alike(word)
    twin = likeness(word, earlier)
    fixed: list[tuple[str, str | Promise]] = [(UNKNOWN, _("Leave the owner unknown"))]
    if not several:
        fixed = [(NEW, _("Add as a person who does not sign in")), *fixed, *_same_as(twin)]
    people = several or [person for person in owners.by_id.values() if person.is_active]
    options = [*fixed, *((str(person.pk), _called(person)) for person in people[:LISTED_AT_MOST])]

    def accepts(text: str) -> str:
        person = owners.meant(text) if text and text not in dict(fixed) else None
        return str(person.pk) if person else text if text in dict(fixed) else ""

    proposal = "" if several else _proposal(near, twin, accepts)
    return Question("owner", word, _("Owner"), options, accepts, proposal, count, _hint(near or twin))


def _called(person: Person) -> str:
    return f"{person.name} · {person.email}" if person.email else person.name


def _about_products(batch: ImportBatch, words: Mapping[str, int]) -> list[Question]:
    catalogue = Catalogue(batch.source, {})
    strange = [word for word in words if not catalogue.named(word)]
    _refuse_too_many("product", strange)
    return [_about_product(word, words[word], catalogue, strange[:place]) for place, word in enumerate(strange)]


def _about_product(word: str, count: int, catalogue: Catalogue, earlier: Sequence[str]) -> Question:
    near, twin = catalogue.alike(word), likeness(word, earlier)
    fixed: list[tuple[str, str | Promise]] = [
        (NEW, _("Add as a new product line")),
        (UNKNOWN, _("Leave the product line unknown")),
        *_same_as(twin),
    ]
    options = [*fixed, *((str(one.pk), one.name) for one in list(catalogue.by_id.values())[:LISTED_AT_MOST])]

    def accepts(text: str) -> str:
        product = catalogue.meant(text) if text and text not in dict(fixed) else None
        return str(product.pk) if product else text if text in dict(fixed) else ""

    return Question(
        "product", word, _("Product line"), options, accepts, _proposal(near, twin, accepts), count, _hint(near or twin)
    )  # fmt: skip


def _same_as(twin: Likeness | None) -> list[tuple[str, str | Promise]]:
    """Another word of the same file, which the portal does not know either."""
    return [(SAME + twin.name, _("The same as “%(name)s”") % {"name": twin.name})] if twin else []


def _proposal(near: Likeness | None, twin: Likeness | None, accepts: Callable[[str], str]) -> str:
    """Another spelling of the same is proposed; what may be a misspelling is left to a person."""
    if near is not None:
        return accepts(near.name) if near.same else ""
    if twin is not None:
        return SAME + twin.name if twin.same else ""
    return NEW


def _hint(near: Likeness | None) -> str:
    if near is None:
        return ""
    return _("Looks like “%(name)s”, spelled differently.") % {"name": near.name}


def _one_of(answers: Mapping[Any, object]) -> Callable[[str], str]:
    return lambda text: text if text in answers else ""


def _refuse_too_many(topic: str, words: Sequence[str]) -> None:
    if len(words) > ASKED_AT_MOST:
        text = _("%(count)d texts in this column are unknown here. Import people and product lines first.")
        raise Invalid({topic: text % {"count": len(words)}})


TOPICS: Final[Mapping[str, Callable[[ImportBatch, Mapping[str, int]], list[Question]]]] = {
    "stage": _about_stages,
    "owner": _about_owners,
    "product": _about_products,
    "kind": _about_kinds,
    "role": _about_roles,
}
FIXED: Final = ("stage", "kind", "role")
