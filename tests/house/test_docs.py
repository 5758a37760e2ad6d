"""The guides lead somewhere."""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT, texts

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
PAGES = [(path, text) for path, text in texts() if path.suffix == ".md"]


@pytest.mark.parametrize(("path", "text"), PAGES, ids=[str(path) for path, _ in PAGES])
def test_every_link_leads_to_a_file(path: Path, text: str) -> None:
    assert [link for link in LINK.findall(text) if not (ROOT / path.parent / link).exists()] == []
