"""The sizes and names that docs/house.md asks for."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import APPS, ROOT, functions, modules, texts

DRAWERS = {"utils", "common", "core", "helpers", "services", "selectors", "managers"}
LEFTOVER = re.compile("TO" + "DO|FIX" + "ME|XX" + "X")
REGISTRY = re.compile(
    r"(?<!emit-)index" + "-url|pypi" + r"\.org|python" + r"hosted\.org|npm" + r"js\.(org|com)|deb\.debian" + r"\.org"
)


def test_files_stay_under_300_lines() -> None:
    sizes = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules(*APPS)}
    assert sizes
    assert {path: size for path, size in sizes.items() if size > 300} == {}


def test_functions_stay_under_40_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {name} has {size} lines"
        for path in modules(*APPS)
        for name, size in functions(path)
        if size > 40
    ]
    assert long == []


def test_no_module_is_a_drawer() -> None:
    assert [path for path in modules(*APPS, "tests") if path.stem in DRAWERS or path.parent.name in DRAWERS] == []


def test_nothing_is_left_for_later() -> None:
    assert [f"{path}: {found[0]}" for path, text in texts() if (found := LEFTOVER.search(text))] == []


def test_no_file_names_a_package_index() -> None:
    assert [f"{path}: {found[0]}" for path, text in texts() if (found := REGISTRY.search(text))] == []


@pytest.mark.parametrize("app", APPS)
def test_every_package_is_marked_as_one(app: str) -> None:
    folders = {path.parent for path in modules(app)}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_imports_follow_the_floors() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
