"""A form is written as a draft; in use it is never edited, only revised."""

import pytest

from coaching import rules
from coaching.defining import begin_form, define
from coaching.models import ObservationForm
from coaching.refusals import FormInUse, WrongState
from portal.refusals import Invalid, Stale
from tests.cast import NOON, Cast
from tests.coaching_factories import make_form, make_observation

ITEM = {"name": "Names a day", "level_1": "None", "level_2": "Some day", "level_3": "A week", "level_4": "A day"}
TEXTS = ("code", "name", "level_1", "level_2", "level_3", "level_4")


@pytest.fixture
def draft(cast: Cast) -> ObservationForm:
    return begin_form({"name": "First talks", "call_type": "first"}, team=cast.acme, by=cast.stella, at=NOON)


def codes(form: ObservationForm) -> list[str]:
    return list(form.items.values_list("code", flat=True))


def told(form: ObservationForm) -> list[dict[str, str]]:
    return [{name: getattr(item, name) for name in TEXTS} for item in form.items.all()]


def test_it_begins_with_nine_things_to_look_at(draft: ObservationForm) -> None:
    items = list(draft.items.all())
    assert len(items) == 9
    assert all(text for item in items for _level, text in item.anchors)


def test_a_draft_is_edited_as_a_whole(cast: Cast, draft: ObservationForm) -> None:
    first, second, *_rest = told(draft)
    define(draft, {"name": "First talk"}, [second, ITEM, first], by=cast.stella, at=NOON, version=1)
    assert codes(draft) == ["issue", "names-a-day", "preparation"]
    assert (draft.name, draft.version) == ("First talk", 2)
    with pytest.raises(Stale):
        define(draft, {"name": "Talk"}, by=cast.stella, at=NOON, version=1)


def test_a_form_in_use_is_revised_and_never_edited(cast: Cast, draft: ObservationForm) -> None:
    draft.activate(by=cast.stella, at=NOON)
    with pytest.raises(FormInUse):
        define(draft, {"name": "Another"}, by=cast.stella, at=NOON)
    following = draft.revise(by=cast.stella, at=NOON)
    assert (following.revision, following.state, codes(following)) == (2, "draft", codes(draft))
    with pytest.raises(WrongState):
        draft.revise(by=cast.stella, at=NOON)
    following.activate(by=cast.stella, at=NOON)
    assert ObservationForm.objects.everything(reason="a test").get(pk=draft.pk).state == "retired"


def test_what_was_observed_keeps_its_version(cast: Cast, draft: ObservationForm) -> None:
    draft.activate(by=cast.stella, at=NOON)
    made = make_observation(cast.lena, cast.nils, draft)
    following = draft.revise(by=cast.stella, at=NOON)
    define(following, {}, [ITEM], by=cast.stella, at=NOON)
    following.activate(by=cast.stella, at=NOON)
    assert len(made.form.items.all()) == 9


def test_a_new_item_never_takes_over_an_old_code(cast: Cast, draft: ObservationForm) -> None:
    define(draft, {}, [ITEM], by=cast.stella, at=NOON)
    draft.activate(by=cast.stella, at=NOON)
    following = draft.revise(by=cast.stella, at=NOON)
    define(following, {}, [ITEM | {"level_4": "A day and an hour"}], by=cast.stella, at=NOON)
    assert codes(following) == ["names-a-day-2"]


def test_an_item_says_what_is_seen_at_each_level(cast: Cast, draft: ObservationForm) -> None:
    with pytest.raises(Invalid) as refused:
        define(draft, {}, [ITEM | {"level_3": " "}], by=cast.stella, at=NOON)
    assert set(refused.value.errors) == {"items.0.level_3"}
    with pytest.raises(Invalid) as refused:
        define(draft, {}, [ITEM] * 13, by=cast.stella, at=NOON)
    assert set(refused.value.errors) == {"items"}


def test_an_empty_form_is_not_put_into_use(cast: Cast, draft: ObservationForm) -> None:
    define(draft, {}, [], by=cast.stella, at=NOON)
    with pytest.raises(WrongState):
        draft.activate(by=cast.stella, at=NOON)


def test_it_is_retired_and_brought_back(cast: Cast) -> None:
    form = make_form(cast.acme, by=cast.stella)
    form.retire(by=cast.stella, at=NOON)
    with pytest.raises(WrongState):
        form.retire(by=cast.stella, at=NOON)
    form.bring_back(by=cast.stella, at=NOON)
    assert form.state == "active"
    with pytest.raises(WrongState):
        form.bring_back(by=cast.stella, at=NOON)


def test_drafts_are_read_by_their_stewards_and_forms_by_whom_they_serve(cast: Cast, draft: ObservationForm) -> None:
    assert ObservationForm.objects.visible_to(cast.stella).exists()
    assert not ObservationForm.objects.visible_to(cast.nils).exists()
    draft.activate(by=cast.stella, at=NOON)
    for person in (cast.nils, cast.rita, cast.vera):
        assert ObservationForm.objects.visible_to(person).exists()
    assert not ObservationForm.objects.visible_to(cast.adam).exists()


def test_stewards_keep_forms(cast: Cast, draft: ObservationForm) -> None:
    assert rules.may_edit_form(cast.stella, draft)
    assert not rules.may_edit_form(cast.vera, draft)
