"""What cannot run is named, and with NO_SKIPS=1 a skip fails the run."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

SKIPPED = "import pytest\n\ndef test_one(): pass\n\n@pytest.mark.skip(reason='tired')\ndef test_two(): pass\n"
MARKED = "import pytest\n\ndef test_one(): pass\n\n@pytest.mark.browser\ndef test_two(): assert False\n"


def run(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch, **environment: str) -> tuple[int, str]:
    (folder / "test_sample.py").write_text(text)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    options = [
        "-p",
        "pytest_django",
        "-p",
        "tests.house.selection",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(folder),
        "-c",
        "/dev/null",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(folder / "test_sample.py")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(("strict", "status"), [("0", 0), ("1", 1)])
def test_a_skip_fails_only_a_strict_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strict: str, status: int
) -> None:
    assert run(tmp_path, SKIPPED, monkeypatch, NO_SKIPS=strict)[0] == status


def test_a_strict_run_names_what_was_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Skipped although NO_SKIPS=1: " in run(tmp_path, SKIPPED, monkeypatch, NO_SKIPS="1")[1]


def test_without_a_chromium_browser_tests_are_left_out_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, said = run(tmp_path, MARKED, monkeypatch, CHROMIUM=str(tmp_path / "absent"), NO_SKIPS="1")
    assert status == 0
    assert "1 passed, 1 deselected" in said
    assert "Tests marked browser were left out: no Chromium was found." in said


ASKING = """
import pytest

def test_one(): pass

@pytest.mark.django_db
def test_two(): pass

def test_three(transactional_db): pass

@pytest.mark.redis
def test_four(): pass

@pytest.mark.once
@pytest.mark.django_db
def test_five(): pass
"""


def test_what_another_run_has_had_is_left_out_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"REDIS_URL": "redis://127.0.0.1:1", "RUN_OF_TWO": "second", "PYTEST_ADDOPTS": "--collect-only -q"}
    status, said = run(tmp_path, ASKING, monkeypatch, **told)
    assert status == 0
    assert [name for name in ("one", "two", "three", "four", "five") if f"::test_{name}" in said] == [
        "two",
        "three",
        "four",
    ]
    assert "Tests that the first run has had, without a database or marked once, were left out" in said


MANY = """
import pytest

def test_plain(): pass

@pytest.mark.once
@pytest.mark.django_db
def test_once(): pass

@pytest.mark.django_db
@pytest.mark.parametrize("number", range(300))
def test_both(number): pass
"""


def test_the_first_of_two_runs_tries_some_of_what_the_second_will(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, said = run(tmp_path, MANY, monkeypatch, RUN_OF_TWO="first", PYTEST_ADDOPTS="--collect-only -q")
    assert status == 0
    assert "::test_plain" in said
    assert "::test_once" in said
    assert 50 < said.count("::test_both[") < 100
    assert "Three in four of the tests that the second run will try were left out" in said
