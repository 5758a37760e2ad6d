"""The demonstration seeded at one moment and served, and a browser that draws each scene at a desk and on a phone."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import time_machine
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from portal.models import Person
from portal.wsgi import application
from tests.house.selection import chromium
from tests.pictures.scenes import PLACE, SCENES

MOMENT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
SIZES = {"1440": {"width": 1440, "height": 900}, "390": {"width": 390, "height": 844}}
MAIL_SIZES = {"600": {"width": 600, "height": 900}, "390": SIZES["390"]}
EXACT = 128
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


class Quiet(WSGIRequestHandler):
    def log_message(self, *line: object) -> None:
        """Requests are no news here."""


def take_all() -> None:
    browser_path = chromium()
    if browser_path is None:
        sys.exit("No Chromium was found. Install one, or name it: CHROMIUM=/path/to/chromium make pictures")
    with time_machine.travel(MOMENT), sync_playwright() as playwright:
        call_command("migrate", verbosity=0)
        call_command("seed_demo", stdout=io.StringIO())
        with serving() as address:
            browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
            take(browser, address)
            browser.close()


@contextmanager
def serving() -> Iterator[str]:
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(application)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def take(browser: Browser, address: str) -> None:
    PLACE.mkdir(parents=True, exist_ok=True)
    for scene in SCENES:
        for width, size in (MAIL_SIZES if scene.mail else SIZES).items():
            context = browser.new_context(
                base_url=address,
                viewport=size,  # type: ignore[arg-type]
                device_scale_factor=1 if width == "1440" or scene.mail else 2,
                is_mobile=width == "390",
                has_touch=width == "390",
                color_scheme="dark" if scene.dark else "light",
                reduced_motion="reduce",
                locale="en-GB",
            )
            context.add_cookies([{"name": "sessionid", "value": session_of(scene.account), "url": address}])
            page = context.new_page()
            scene.go(page)
            page.evaluate("document.fonts.ready")
            name = f"{scene.name}-{width}{'-dark' if scene.dark else ''}.png"
            keep(page.screenshot(full_page=scene.mail), PLACE / name)
            context.close()


def session_of(account: str) -> str:
    client = Client()
    person = Person.objects.by_email(f"{account}@demo.example").get()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies["sessionid"].value


def keep(picture: bytes, path: Path) -> None:
    """With a palette, since the repository keeps every version: the grounds exactly, the rare reds and greens nearly."""
    drawn = Image.open(io.BytesIO(picture)).convert("RGB")
    common = sorted(drawn.getcolors(drawn.width * drawn.height) or (), reverse=True)[:EXACT]
    rare = drawn.quantize(256 - EXACT, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _count, colour in common for part in colour] + rare)  # type: ignore[union-attr]
    drawn.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)
    sys.stdout.write(f"{path.name}  {path.stat().st_size // 1024} kB\n")
