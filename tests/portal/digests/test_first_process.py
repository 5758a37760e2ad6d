"""In a container the sender's processes outlive their keeper, and a request to end reaches them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.house.source import ROOT

STAGE = """
import ctypes, os, signal, sys, time
from pathlib import Path
from portal.digests.first_process import run_below

BECOME_SUBREAPER = 36  # orphans below become its children, as the first process of a container has it
ctypes.CDLL(None).prctl(BECOME_SUBREAPER, 1)
folder = Path(sys.argv[1])

def keep():
    asked = []
    signal.signal(signal.SIGTERM, lambda *_about: asked.append(True))
    if os.fork() == 0:
        time.sleep(0.5)
        (folder / "finished").touch()
        os._exit(0)
    (folder / "keeper.part").write_text(str(os.getpid()))
    (folder / "keeper.part").rename(folder / "keeper")
    while not asked:
        time.sleep(0.01)
    os.wait()
    (folder / "asked").touch()

run_below(keep)
(folder / "last").write_text(str((folder / "finished").exists()))
"""


def start(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """The first process, and the keeper below it."""
    first = subprocess.Popen([sys.executable, "-c", STAGE, str(folder)], cwd=ROOT)
    until = time.monotonic() + 30
    while not (folder / "keeper").exists() and time.monotonic() < until:
        time.sleep(0.01)
    return first, int((folder / "keeper").read_text())


def test_it_waits_for_what_a_killed_keeper_left_behind(tmp_path: Path) -> None:
    first, keeper = start(tmp_path)
    os.kill(keeper, signal.SIGKILL)
    assert first.wait(30) == 0
    assert (tmp_path / "last").read_text() == "True"
    assert not (tmp_path / "asked").exists()


def test_it_passes_a_request_to_end_on(tmp_path: Path) -> None:
    first, _keeper = start(tmp_path)
    first.terminate()
    assert first.wait(30) == 0
    assert (tmp_path / "asked").exists()
    assert (tmp_path / "last").read_text() == "True"
