"""Every page that a reader, a member or the operator's people can reach: accessible, light, and all of it from this host.

The pages are found by following the links, one of each kind, so that a new page is tested as soon as something leads
to it. Each language looks at them in another width and theme. axe-core comes from npm: ``tests/accessibility``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Response

from tests.running.browser import open_browser, sign_in
from tests.running.exchange import ROOT, RunningExchange, start_exchange

pytestmark = pytest.mark.browser

AXE = ROOT / "tests" / "accessibility" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WEIGHT_MAX = 100_000
"""Bytes of page, styles and scripts as they travel; fonts are loaded once and kept."""
LIGHT_TYPES = frozenset({"document", "stylesheet", "script", "xhr", "fetch"})
PAGES_MAX = 90
VIEWS = {"en": (1280, "light"), "vi": (390, "light"), "zh-Hans": (1280, "dark")}
READERS = {"reader": ("", "/"), "member": ("buyer", "/orders/"), "auditor": ("audit", "/office/")}
FORMS = {"supply": ("supply", "/office/")}
"""Who looks, signed in as whom, and where they begin."""

_ID = re.compile(r"[a-z]{3}_[0-9a-z]{26}|[0-9a-f]{64}|\d+(?:-\d\d-\d\d)?|[A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{2}")
_NO_PAGE = re.compile(
    r"\.(csv|jsonl|json|pdf|py|otf|svg|xml|txt)$|^/log/(checkpoint|key|tile)|^/v1/|/sign-out|/accounts?/logout"
)


@dataclass
class Seen:
    """What a page asked for while it loaded."""

    hosts: set[str] = field(default_factory=set)
    weight: int = 0


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningExchange]:
    with start_exchange(home=tmp_path_factory.mktemp("pages") / "home", demo=True) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as running:
        yield running


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.exists():
        pytest.skip("needs axe-core: npm ci --prefix tests/accessibility; skipped")
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", list(VIEWS))
@pytest.mark.parametrize("who", list(READERS | FORMS))
def test_every_page_is_accessible_light_and_ours(
    exchange: RunningExchange, browser: Browser, axe: str, who: str, language: str
) -> None:
    width, theme = VIEWS[language]
    account, start = (READERS | FORMS)[who]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    if account:
        sign_in(page=page, exchange=exchange, who=account)
    faults: list[str] = []

    visited = 0
    for path in _pages(page=page, exchange=exchange, start=start, language=language):
        visited += 1
        faults += _faults(page=page, path=path, axe=axe)
    context.close()

    assert visited >= 5
    assert faults == []


def _pages(*, page: Page, exchange: RunningExchange, start: str, language: str) -> Iterator[str]:
    """Open one page of each kind and yield its address, following links until no new kind turns up."""
    waiting, known = [start], {_kind(start)}
    opened = 0
    while waiting and opened < PAGES_MAX:
        path = waiting.pop(0)
        seen = Seen()
        watch = _watch(seen)
        page.on("request", watch[0])
        page.on("requestfinished", watch[1])
        answer = page.goto(exchange.url + path + ("&" if "?" in path else "?") + f"lang={language}", wait_until="load")
        page.remove_listener("request", watch[0])
        page.remove_listener("requestfinished", watch[1])
        if not _is_page(answer):
            continue
        opened += 1
        host = urlsplit(exchange.url).netloc
        assert seen.hosts <= {host}, f"{path} asks {seen.hosts - {host}}"
        assert seen.weight <= WEIGHT_MAX, f"{path} weighs {seen.weight} bytes"
        yield path
        for link in page.eval_on_selector_all("a[href]", "found => found.map(each => each.getAttribute('href'))"):
            target = urlsplit(urljoin(exchange.url + path, str(link)))
            if target.netloc == host and not _NO_PAGE.search(target.path) and _kind(target.path) not in known:
                known.add(_kind(target.path))
                waiting.append(target.path)


def _watch(seen: Seen) -> tuple[object, object]:
    def asked(request: Request) -> None:
        if request.url.startswith("http"):
            seen.hosts.add(urlsplit(request.url).netloc)

    def finished(request: Request) -> None:
        if request.resource_type in LIGHT_TYPES:
            seen.weight += request.sizes()["responseBodySize"]

    return asked, finished


def _is_page(answer: Response | None) -> bool:
    return answer is not None and answer.status == 200 and "text/html" in answer.headers.get("content-type", "")


def _kind(path: str) -> str:
    """Take ids, numbers and days out of an address: one page of each kind is enough."""
    return _ID.sub("*", path)


def _faults(*, page: Page, path: str, axe: str) -> list[str]:
    """Return what axe finds, each with the page and the first element, and whether the page runs over its width."""
    page.evaluate(axe)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"
        ".then(each => each.violations.map(one => one.id + ' ' + one.nodes[0].html.slice(0, 160)))",
        RULES,
    )
    runs_over = int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
    return [f"{path}: {each}" for each in found] + ([f"{path}: runs over by {runs_over} px"] if runs_over > 0 else [])


def test_axe_finds_a_fault_where_there_is_one(browser: Browser, axe: str, tmp_path: Path) -> None:
    """A check that cannot fail checks nothing."""
    page = browser.new_page()
    page.set_content("<html><body><img src='x'><p style='color:#ccc'>pale</p></body></html>")

    found = _faults(page=page, path="broken", axe=axe)
    page.close()

    assert any("image-alt" in each for each in found)
