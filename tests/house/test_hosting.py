"""The files that host the portal name what exists, and say the same."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from importlib.metadata import entry_points
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from celery.bin.celery import celery
from django.core.management import get_commands

from tests.house.composed import FILE, command_of, composed, filled
from tests.house.source import ROOT

VALUES = {"SECRET_KEY": "k" * 50, "DOMAIN": "portal.example", "DATABASE_PASSWORD": "word"}
COMPOSED = composed(VALUES)
SERVICES: dict[str, dict[str, Any]] = COMPOSED["services"]
OURS = ("migrate", "web", "worker", "scheduler", "sender")
UNITS = ROOT / "deploy" / "systemd"
BIN = "/srv/portal/.venv/bin/"


def exists(command: list[str]) -> bool:
    """A program that the locked packages bring, and a command that it knows."""
    program, *words = command
    if program == "python":
        return words[0] == "manage.py" and words[1] in get_commands()
    installed = {one.name for one in entry_points(group="console_scripts")}
    known = program != "celery" or (words[:2] == ["-A", "portal"] and words[2] in celery.commands)
    return program in installed and known


def mounts(service: dict[str, Any]) -> dict[str, str]:
    """Named volumes by where they are seen."""
    parts = [one.split(":") for one in service.get("volumes", [])]
    return {where: name for name, where, *_options in parts if not name.startswith(".")}


def unit(name: str) -> ConfigParser:
    """A unit of systemd; with "portal" what all share."""
    found = ConfigParser(interpolation=None, strict=True, delimiters=("=",))
    found.optionxform = str  # type: ignore[assignment,method-assign]
    path = UNITS / ("portal-.service.d/portal.conf" if name == "portal" else f"portal-{name}.service")
    found.read_string(path.read_text("utf-8"))
    return found


def test_everything_that_hosting_needs_is_a_service() -> None:
    assert set(SERVICES) == {*OURS, "db", "redis", "relay", "proxy"}


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_a_command_that_exists(name: str) -> None:
    assert exists(command_of(SERVICES[name]))


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_names_is_declared(name: str) -> None:
    service = SERVICES[name]
    waited: Any = service.get("depends_on", {})
    for other in waited:
        condition = waited[other]["condition"] if isinstance(waited, dict) else "service_started"
        assert condition != "service_healthy" or "healthcheck" in SERVICES[other]
        assert condition != "service_completed_successfully" or SERVICES[other]["restart"] == "no"
    assert set(service.get("networks", [])) <= set(COMPOSED["networks"])
    assert set(mounts(service).values()) <= set(COMPOSED["volumes"])
    files = [one.split(":")[0] for one in service.get("volumes", []) if one.startswith("./")]
    assert [one for one in [*files, *folders_built(service)] if not (ROOT / one).exists()] == []


def folders_built(service: dict[str, Any]) -> list[str]:
    return [f"{service['build']}/Dockerfile"] if "build" in service else []


def test_no_volume_is_declared_in_vain() -> None:
    assert {name for one in SERVICES.values() for name in mounts(one).values()} == set(COMPOSED["volumes"])


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSED["networks"]["inside"] == {"internal": True}
    hidden = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
    assert "path /readyz /metrics\n" in hidden


def test_web_and_sender_share_the_file_that_knows_a_copy() -> None:
    file = PurePosixPath(SERVICES["sender"]["environment"]["MAIL_INSTANCE_FILE"])
    assert mounts(SERVICES["sender"])[str(file.parent)] == mounts(SERVICES["web"])[str(file.parent)] == "sending"
    assert f"install --directory --owner portal --group portal {file.parent}" in (ROOT / "Dockerfile").read_text()


def test_the_sender_is_the_first_process_and_has_time_to_finish() -> None:
    assert SERVICES["sender"]["init"] is False
    assert SERVICES["sender"]["stop_grace_period"] == "2m"


def test_a_missing_secret_is_named() -> None:
    with pytest.raises(LookupError, match="SECRET_KEY must be set"):
        composed({})
    assert filled("${ONE:-of ${TWO}} $$HOME", {"TWO": "three"}) == "of three $HOME"


def test_the_environment_of_compose_starts_the_portal_with_a_key_to_seal_with() -> None:
    """ENCRYPTION_KEYS is passed on empty where nobody set it."""
    given = {name: str(value) for name, value in SERVICES["web"]["environment"].items()}
    assert given["ENCRYPTION_KEYS"] == ""
    done = subprocess.run(
        [sys.executable, "-c", "from portal.settings import base; print(base.ENCRYPTION_KEYS, base.HOSTED)"],
        env={"PATH": os.environ["PATH"], **given}, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == [f"['{'k' * 50}']", "True"]


def test_docker_itself_understands_the_file_where_it_is_installed(tmp_path: Path) -> None:
    docker = shutil.which("docker")
    asked = [docker or "docker", "compose", "--file", str(FILE)]
    if docker and subprocess.run([*asked, "version"], capture_output=True, check=False).returncode == 0:
        told = tmp_path / "env"
        told.write_text("".join(f"{name}={value}\n" for name, value in VALUES.items()))
        done = subprocess.run(
            [*asked, "--env-file", str(told), "config", "--quiet"], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
    assert COMPOSED["name"] == "sales-strategy-portal"


@pytest.mark.parametrize("name", OURS[1:])
def test_a_unit_of_systemd_runs_what_compose_runs(name: str) -> None:
    section = unit(name)["Service"]
    program, *words = shlex.split(section["ExecStart"])
    told = [program.removeprefix(BIN), *(word.replace("/var/lib/portal/", "/tmp/") for word in words)]
    assert program.startswith(BIN)
    assert exists(told)
    assert told == command_of(SERVICES[name])
    assert unit(name)["Install"]["WantedBy"] == "multi-user.target"


def test_units_share_their_settings_and_their_fences() -> None:
    service = unit("portal")["Service"]
    assert service["EnvironmentFile"] == "/etc/portal.env"
    assert service["StateDirectory"] == "portal"
    assert service["Restart"] == "always"
    for fence in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictNamespaces"):
        assert service[fence] == "true"
    assert (service["ProtectSystem"], service["CapabilityBoundingSet"]) == ("strict", "")
    assert unit("sender")["Service"]["KillMode"] == "control-group"  # a keeper's end must not kill its child


def test_the_guide_names_every_unit() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text("utf-8")
    names = {path.stem for path in UNITS.glob("*.service")}
    assert names == {f"portal-{name}" for name in OURS[1:]}
    assert [name for name in names if name not in guide] == []
