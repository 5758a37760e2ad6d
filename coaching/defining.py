"""Writing an observation form: begun from the scorecard, its items edited as one text while it is a draft.

A form in use refuses every edit: what was observed by it must go on meaning what it meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from coaching.models import ObservationForm, ObservationItem
from coaching.models.observation_form import ANCHORS, MOST_ITEMS
from coaching.refusals import FormInUse
from coaching.scorecard import ITEMS
from portal.models import Person, Team
from portal.refusals import Invalid

FIELDS: Final = ("name", "call_type")
TEXTS: Final = ("name", *ANCHORS)
Item = Mapping[str, Any]


@transaction.atomic
def begin_form(
    values: Mapping[str, Any], *, team: Team, by: Person, at: datetime, items: Sequence[Item] | None = None
) -> ObservationForm:
    """A draft with `items`; with the nine of the scorecard when none are said."""
    form = ObservationForm(team=team, created_at=at, **values)
    form.full_clean(exclude=["team"])
    form.save()
    _replace(form, [one.values() for one in ITEMS] if items is None else items)
    form.note("begun", by=by, at=at, after={"call_type": form.call_type})
    return form


@transaction.atomic
def define(
    form: ObservationForm,
    values: Mapping[str, Any],
    items: Sequence[Item] | None = None,
    *,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> None:
    """Change a draft. `items` are all of them, in their order; one without a `code` gets one of its own."""
    form.lock(version=version)
    if form.in_use:
        raise FormInUse
    for name in set(values) - set(FIELDS):
        raise Invalid({name: _("This cannot be changed.")})
    before = form.assign({name: str(value).strip() for name, value in values.items()})
    form.full_clean(exclude=["team"])
    changed = list(before)
    if items is not None and _told(form.items.all()) != [_texts(one) for one in items]:
        _replace(form, items)
        changed.append("items")
    if changed:
        form.keep(*before)
        form.note("edited", by=by, at=at, after={"fields": changed})


def _told(items: Any) -> list[dict[str, str]]:
    return [_texts({name: getattr(item, name) for name in ("code", *TEXTS)}) for item in items]


def _texts(item: Item) -> dict[str, str]:
    return {name: str(item.get(name, "")).strip() for name in ("code", *TEXTS)}


def _replace(form: ObservationForm, items: Sequence[Item]) -> None:
    if len(items) > MOST_ITEMS:
        raise Invalid({"items": _("Look at %(most)d things at most; nobody sees more.") % {"most": MOST_ITEMS}})
    known = set(_codes_of_all_versions(form))
    made: list[ObservationItem] = []
    for position, item in enumerate(map(_texts, items), start=1):
        texts = {name: item[name] for name in TEXTS}
        code = item["code"] or _free_code(texts["name"], known)
        known.add(code)
        made.append(ObservationItem(form=form, code=code, position=position, **texts))
    _check(made)
    form.items.all().delete()
    for one in made:
        one.save(force_insert=True)


def _check(items: Sequence[ObservationItem]) -> None:
    errors: dict[str, list[str]] = {}
    for number, item in enumerate(items):
        try:
            item.clean_fields(exclude=["form"])
        except ValidationError as error:
            errors |= {f"items.{number}.{name}": texts for name, texts in error.message_dict.items()}
        if item.code in {one.code for one in items[:number]}:
            errors[f"items.{number}.code"] = [str(_("Another item has this code."))]
    if errors:
        raise Invalid(errors)


def _codes_of_all_versions(form: ObservationForm) -> Any:
    items = ObservationItem.objects.everything(reason="the codes of all versions")
    return items.filter(form__lineage=form.lineage).values_list("code", flat=True)


def _free_code(name: str, taken: set[str]) -> str:
    """One that no version has had: the levels given for another item must not become this one's."""
    stem = slugify(name)[:30].strip("-_") or "item"
    return next(code for code in (stem, *(f"{stem}-{number}" for number in range(2, 1000))) if code not in taken)
