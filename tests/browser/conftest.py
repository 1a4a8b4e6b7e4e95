"""Pages in headless Chromium. Skipped with a message on a machine without it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.ontology import load_ontology
from kg.view.page import render, write_page
from kg.view.records import DocumentInfo, FactRecord

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

WINDOW = "--window-size=1440,900"


@dataclass
class Page:
    """A page that stands open in the browser."""

    driver: Chrome
    address: str

    def run(self, script: str, *values: object) -> Any:
        """What a script returns."""
        return self.driver.execute_script(script, *values)

    def text(self, selector: str) -> str:
        """What is to be read there, without empty lines."""
        shown = str(self.run("return document.querySelector(arguments[0]).innerText", selector))
        return "\n".join(line for line in shown.splitlines() if line.strip())

    def click(self, selector: str) -> None:
        self.driver.find_element("css selector", selector).click()

    def keys(self, selector: str, *keys: str) -> None:
        self.driver.find_element("css selector", selector).send_keys(*keys)

    def click_picture(self, point: Mapping[str, float]) -> None:
        """A real click of the mouse at a point of the picture, in its own units."""
        at = self.run(
            "const at = kgView.network.canvasToDOM(arguments[0]), box = document.getElementById('picture').getBoundingClientRect();"
            "return { x: at.x + box.x, y: at.y + box.y }",
            dict(point),
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.driver.execute_cdp_cmd(
                "Input.dispatchMouseEvent",
                {"type": kind, "x": at["x"], "y": at["y"], "button": "left", "clickCount": 1},
            )
        # vis-network waits for a second click before it tells of the first.
        self.driver.execute_async_script("setTimeout(arguments[0], 450)")

    def position(self, name: str) -> dict[str, float]:
        found: dict[str, float] = self.run(
            "const n = kgView.find(arguments[0])[0].node; return kgView.network.getPositions()[n]", name
        )
        return found

    def lines(self) -> dict[str, dict[str, Any]]:
        """The lines as vis-network has them, by their label."""
        return {line["label"].strip(): line for line in self.run("return kgView.edges.get()")}

    def names(self) -> set[str]:
        """The labels of the nodes as vis-network has them."""
        return {
            label.removeprefix("<b>").removesuffix("</b>")
            for label in self.run("return kgView.nodes.get().map(n => n.label)")
        }

    def complaints(self) -> list[str]:
        """What the console holds."""
        return [entry["message"] for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]

    def requests(self) -> list[str]:
        """Every address that the browser asked for since the page was opened."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]  # type: ignore[no-untyped-call]
        return [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Chrome]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    control = shutil.which("chromedriver")
    if not program or not control:
        pytest.skip("no Chromium with chromedriver on this machine")
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", WINDOW):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(control))
    yield driver
    driver.quit()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Chrome, tmp_path: Path) -> Open:
    """Renders facts, writes the page, and opens it."""

    def open_(facts: Sequence[FactRecord], documents: Mapping[str, DocumentInfo], **options: Any) -> Page:
        path = tmp_path / "graph.html"
        write_page(render(facts, documents, load_ontology(), **options), path)
        page = Page(browser, path.as_uri())
        page.requests()
        page.complaints()  # what an earlier page left
        browser.get(page.address)
        return page

    return open_
