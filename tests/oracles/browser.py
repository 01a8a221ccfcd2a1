"""Debian's Chromium as tests drive it: opens a page from disk, notes whatever it asks for or complains of, asks axe-core about it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from oracles import install

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
AXE = "off => axe.run({resultTypes: ['violations'], rules: Object.fromEntries(off.map((rule) => [rule, {enabled: false}]))})"


def program() -> str:
    """Return the path of the browser; empty where none is installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), "")


def axe() -> Path:
    """Return the script that judges accessibility."""
    return install.folder() / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the browser for as long as the block lasts."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """One page in one browser context, with what it asked for and what it said."""

    def __init__(self, browser: Any, path: Path, **circumstances: Any) -> None:
        self.asked: list[str] = []
        self.said: list[str] = []
        self.context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **circumstances})
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.goto(path.as_uri())

    def open(self, identity: str) -> None:
        """Follow the address of a place and wait until it is shown."""
        self.page.evaluate("id => { location.hash = encodeURIComponent(id); }", identity)
        self.page.wait_for_function(
            "id => { const place = document.getElementById(id); return place && !place.closest('main > article').hidden; }", arg=identity
        )

    def violations(self, *off: str) -> list[str]:
        """Return what axe-core finds on what is shown now; rules that are `off` say nothing."""
        if not self.page.evaluate("() => typeof axe === 'object'"):
            self.page.evaluate(axe().read_text(encoding="utf-8"))
        found = self.page.evaluate(AXE, list(off))["violations"]
        return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}" for one in found]
