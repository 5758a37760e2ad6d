"""Readers of the environment refuse a bad value by its name."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings import env
from tests.house.source import ROOT


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda value: monkeypatch.setenv("SETTING", value)


@pytest.mark.parametrize(("value", "meaning"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("", False)])
def test_a_flag_is_read(given: Callable[[str], None], value: str, meaning: bool) -> None:
    given(value)
    assert env.flag("SETTING", default=not meaning) is meaning


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: env.flag("SETTING", default=True), "perhaps"),
        (lambda: env.number("SETTING", 4), "many"),
        (lambda: env.number("SETTING", 4, least=1), "0"),
        (lambda: env.url("SETTING", "", schemes={"redis"}), "http://127.0.0.1"),
        (lambda: env.database("SETTING", ""), "mysql://127.0.0.1/portal"),
        (lambda: env.database("SETTING", ""), "postgres://127.0.0.1:port/portal"),
        (lambda: env.mail("SETTING", ""), "pigeon://loft"),
    ],
)
def test_a_bad_value_is_refused_by_name(given: Callable[[str], None], read: Callable[[], object], value: str) -> None:
    given(value)
    with pytest.raises(ImproperlyConfigured, match="^SETTING must be "):
        read()


def test_a_missing_value_without_a_default_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="^SETTING must be given"):
        env.text("SETTING", expected="given")


def test_words_are_parted_at_commas_and_trimmed(given: Callable[[str], None]) -> None:
    given(" a, b ,,c")
    assert env.words("SETTING", []) == ["a", "b", "c"]


def test_a_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush\n")
    monkeypatch.setenv("SETTING_FILE", str(secret))
    assert env.text("SETTING") == "hush"


def test_the_variable_itself_stands_over_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SETTING_FILE", str(tmp_path / "absent"))
    monkeypatch.setenv("SETTING", "direct")
    assert env.text("SETTING") == "direct"


def test_an_unreadable_file_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SETTING_FILE", str(tmp_path / "absent"))
    with pytest.raises(ImproperlyConfigured, match="^SETTING_FILE must be a readable file"):
        env.text("SETTING")


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Start the portal's command line as an operator does, with nothing else in the environment."""
    return subprocess.run(
        [sys.executable, "manage.py", "diffsettings"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("SECRET_KEY", {}),
        ("SECRET_KEY", {"SECRET_KEY": "short"}),
        ("DATABASE_URL", {"SECRET_KEY": "x" * 50, "DATABASE_URL": "oracle://db"}),
        ("EMAIL_URL", {"SECRET_KEY": "x" * 50, "EMAIL_URL": "pigeon://loft"}),
    ],
)
def test_the_start_stops_with_the_name_and_what_was_expected(name: str, environment: dict[str, str]) -> None:
    stopped = start(**environment)
    assert stopped.returncode != 0
    assert f"{name} must be " in stopped.stderr
