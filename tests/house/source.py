"""The project's own files, for tests that read them."""

import ast
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
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        hidden = {part for part in inside.parts[:-1] if part.startswith(".") and part != ".ci"}
        if path.is_file() and path.suffix in TEXT and not LEFT_OUT.intersection(inside.parts) and not hidden:
            yield inside, path.read_text(encoding="utf-8")


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and number of lines of each function in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1
