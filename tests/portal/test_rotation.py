"""Keys are rotated while the portal runs: everything is sealed anew, nothing is lost, no key is ever shown."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from coaching.models import CommitmentWords, PrivateNote, SessionWords
from portal import rotation
from portal.keyring import names, seal
from portal.models import Event, IdempotencyKey
from portal.sealed import SealedTextField, UndatedSealedTextField
from tests.cast import NOON, Cast, make_cast
from tests.coaching_factories import make_promise, make_session

pytestmark = pytest.mark.django_db

OLD, NEW = "the-old-key-of-this-test-0123456789", "the-new-key-of-this-test-0123456789"


@pytest.fixture
def cast(settings: Any) -> Cast:
    """What lena and nils said was sealed under the old key; now a new one stands before it."""
    settings.ENCRYPTION_KEYS = [OLD]
    made = make_cast()
    for _three in range(3):
        make_session(made.lena, made.nils, note="Watch his pace.", promises=[make_promise()])
    IdempotencyKey.objects.create(
        person=made.lena, route="/", key_digest="k", body_digest="b", answer=seal(b"kept"), created_at=NOON
    )
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    return made


def run() -> str:
    said = StringIO()
    call_command("rotate_keys", stdout=said, stderr=said)
    return said.getvalue()


def test_everything_is_sealed_anew_and_reads_as_before(cast: Cast, settings: Any) -> None:
    new, old = names()
    said = run()
    assert f"{old}: 16 sealed anew under {new}" in said  # 3 × (focus, observed, note, what, seen by) + the answer
    assert f"{new}: holds 16" in said
    assert f"{old}: nothing is under it any more" in said

    settings.ENCRYPTION_KEYS = [NEW]
    assert {one.observed for one in SessionWords.objects.visible_to(cast.nils)} == {"He talks before he asks."}
    assert {one.text for one in PrivateNote.objects.visible_to(cast.lena)} == {"Watch his pace."}
    assert {one.what for one in CommitmentWords.objects.visible_to(cast.nils)} == {"Call the dispatcher"}


def test_no_key_is_ever_shown(cast: Cast) -> None:
    said = run()
    assert OLD not in said
    assert NEW not in said


def test_a_second_run_changes_nothing(cast: Cast) -> None:
    run()
    before = stored()
    assert "sealed anew" not in run()
    assert stored() == before


def test_a_killed_run_goes_on_where_it_was(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    whole, calls = rotation._sealed_anew, 0

    def killed(*args: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt
        return whole(*args)

    monkeypatch.setattr(rotation, "_sealed_anew", killed)
    with pytest.raises(KeyboardInterrupt):
        run()
    held = rotation.held()
    assert (held[names()[0]], held[names()[1]]) == (3, 13)

    monkeypatch.setattr(rotation, "_sealed_anew", whole)
    assert f"{names()[1]}: 13 sealed anew" in run()


def test_a_text_that_was_written_meanwhile_is_left_alone(cast: Cast, monkeypatch: Any) -> None:
    whole = rotation._sealed_anew

    def after_a_change(column: Any, batch: Any) -> Any:
        for one in SessionWords.objects.visible_to(cast.lena):
            one.tell(observed="He asks first.")
        return whole(column, batch)

    monkeypatch.setattr(rotation, "_sealed_anew", after_a_change)
    run()
    assert {one.observed for one in SessionWords.objects.visible_to(cast.lena)} == {"He asks first."}


def test_a_key_that_is_still_needed_is_named_when_it_is_missing(cast: Cast, settings: Any) -> None:
    old = names()[1]
    settings.ENCRYPTION_KEYS = [NEW]
    with pytest.raises(CommandError, match=f"lacks the key {old}"):
        run()


def test_what_was_sealed_before_keys_had_names_is_sealed_anew_as_well(cast: Cast) -> None:
    words = SessionWords.objects.visible_to(cast.nils).first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT focus FROM coaching_sessionwords")
        bare = bytes(cursor.fetchone()[0]).partition(b":")[2]
        cursor.execute("UPDATE coaching_sessionwords SET focus = %s", [connection.Database.Binary(bare)])
    assert "without a name: 3 sealed anew" in run()
    words.refresh_from_db()
    assert words.focus == "Ask first"


def test_it_leaves_neither_event_nor_version(cast: Cast) -> None:
    before = Event.objects.count()
    run()
    assert Event.objects.count() == before


def test_what_tells_no_time_still_tells_none() -> None:
    undated = [one for one in rotation.columns() if not one.dated]
    assert {(one.table, one.name) for one in undated} == {
        (model._meta.db_table, field.column)
        for model in _models()
        for field in model._meta.concrete_fields
        if isinstance(field, UndatedSealedTextField)
    }
    assert undated
    assert len(list(rotation.columns())) == 1 + sum(
        isinstance(field, SealedTextField) for model in _models() for field in model._meta.concrete_fields
    )


def _models() -> list[Any]:
    return list(apps.get_models())


def stored() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT focus, observed FROM coaching_sessionwords ORDER BY id")
        return [tuple(map(bytes, row)) for row in cursor.fetchall()]
