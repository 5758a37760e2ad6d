"""Every setting is documented, and nothing is documented that is not read."""

import ast
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.house.source import APPS, ROOT, modules

READERS = {"text", "choice", "flag", "number", "words", "url", "database", "mail", "read"}
DOCUMENTED = re.compile(r"^([A-Z][A-Z_]+)=", re.MULTILINE)


def names_read(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="env"), attr=reader), args=[ast.Constant(value=name), *_]
            ):
                if reader in READERS:
                    yield str(name)


def test_the_example_lists_exactly_the_settings_that_are_read() -> None:
    read = {name for path in [*modules(*APPS), ROOT / "gunicorn.conf.py"] for name in names_read(path)}
    read |= set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    documented = set(DOCUMENTED.findall((ROOT / ".env.example").read_text()))
    assert "SECRET_KEY" in read
    assert documented == read


def test_the_operations_guide_names_every_setting() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text()
    documented = DOCUMENTED.findall((ROOT / ".env.example").read_text())
    assert [name for name in documented if f"`{name}`" not in guide] == []


def test_the_guides_name_every_make_target() -> None:
    guides = (ROOT / "README.md").read_text() + (ROOT / "docs" / "operations.md").read_text()
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert "demo" in targets
    assert [target for target in targets if f"make {target}" not in guides] == []


@pytest.mark.django_db
def test_migrations_hold_every_change_of_the_models() -> None:
    said = StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=said)
    assert said.getvalue().strip() == "No changes detected"
