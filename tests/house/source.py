"""The project's own files, for tests that read them."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("portal", "charters", "funnels", "coaching")
LEFT_OUT = {".venv", ".git", "static", "build", "node_modules", "__pycache__"}
TEXT = {".py", ".md", ".html", ".css", ".js", ".toml", ".yml", ".yaml", ".txt", ".sh", ".conf", ""}


def modules(*folders: str) -> Iterator[Path]:
    """Python files of the folders, without migrations."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the project with its content."""
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if name not in LEFT_OUT and (name == ".ci" or not name.startswith("."))]
        for path in (Path(folder) / name for name in sorted(names)):
            if path.suffix in TEXT:
                yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and number of lines of each function in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1
