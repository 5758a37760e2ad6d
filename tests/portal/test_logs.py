"""Logs hold ids and codes, never content."""

import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings import logs
from tests.house.source import ROOT

SAY = """
import django, logging, structlog
django.setup()
structlog.get_logger("portal").warning("opportunity_moved", opportunity="17", request="GET /funnel/?q=secret")
logging.getLogger("celery").warning("lost %s", "a worker")
structlog.get_logger("portal").info("not at this level")
"""


@pytest.mark.parametrize(
    ("request_line", "kept"),
    [
        ("GET /funnel/table/", "GET /funnel/table/"),
        ("GET /search/?q=Acme", "GET /search/?…"),
        ("GET /accounts/password/reset/key/1-abc-def/", "GET /accounts/password/reset/key/…"),
        ("GET /first-run/begin/abc:def/", "GET /first-run/begin/…"),
        ("POST /digests/stop/abc:def/", "POST /digests/stop/…"),
        ("POST /digests/act/abc:def/done/", "POST /digests/act/…"),
    ],
)
def test_queries_and_one_time_links_are_cut(request_line: str, kept: str) -> None:
    event = logs.without_content(None, "info", {"request": request_line, "user_agent": "browser", "code": 200})
    assert event == {"request": kept, "code": 200}


def test_an_unknown_level_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="^LOG_LEVEL must be one of DEBUG"):
        logs.configuration("LOUD", readable=False)


def test_hosted_each_event_is_a_line_of_json() -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "x" * 50,
        "DJANGO_SETTINGS_MODULE": "portal.settings.base",
    }
    said = subprocess.run(
        [sys.executable, "-c", SAY], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    first, second = map(json.loads, said.stderr.splitlines())
    assert (first["event"], first["opportunity"], first["request"]) == ("opportunity_moved", "17", "GET /funnel/?…")
    assert (second["event"], second["level"], second["logger"]) == ("lost a worker", "warning", "celery")
