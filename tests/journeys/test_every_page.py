"""Every page that a reader, a member or the operator's people can reach: accessible, light, and all of it from this host.

The pages are found by following the links, one of each kind, so that a new page is tested as soon as something leads
to it. Each is looked at in a language on a desk in light and on a phone in the dark. axe-core comes from npm:
``make accessibility``.

Contrast takes axe three times as long as all its other rules together, and says the same of every text that has the
same colours, size and weight over the same backgrounds: it is asked once for each such look, not for each such text.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response
from playwright.sync_api import Error as BrowserError

from tests.running.browser import sign_in
from tests.running.exchange import ROOT, RunningExchange

pytestmark = pytest.mark.browser

AXE = ROOT / "tests" / "accessibility" / "node_modules" / "axe-core" / "axe.min.js"
AXE_RUN = (ROOT / "tests" / "journeys" / "axe_run.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WEIGHT_MAX = 100_000
"""Bytes of page, styles and scripts as they travel; fonts are loaded once and kept."""
LIGHT_TYPES = frozenset({"document", "stylesheet", "script", "xhr", "fetch"})
PAGES_MAX = 90
LANGUAGES = ("en", "vi", "zh-Hans")
VIEWS = ((1280, "light"), (390, "dark"))
READERS = {
    "reader": ("", "/", "/"),
    "member": ("buyer", "/orders/", "/orders/|/basket/|/quotes/|/account/|/organizations/|/apply/|/catalogue/$"),
    "auditor": ("audit", "/office/", "/office/|/account/"),
    "supply": ("supply", "/office/lots/", "/office/(?!members)"),
    "finance": ("finance", "/office/orders/", "/office/(orders|prices|names)/"),
    "eligibility": ("eligibility", "/office/members/", "/office/members/"),
}
"""Who looks, signed in as whom, where they begin, and which links they follow: what a reader sees is walked once."""
WALKS = [
    *(("reader", language) for language in LANGUAGES),
    *(("member", language) for language in LANGUAGES),
    *((who, "en") for who in READERS if who not in {"reader", "member"}),
]
"""Everybody in English; in the other languages what people outside the operator's house see."""
WRONG_FORMS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("", "/sign-in/", {"login": "nobody@x.example", "password": "wrong"}),
    ("", "/sign-up/", {"email": "no address"}),
    ("", "/claims/", {}),
    ("buyer", "/quotes/new/", {"tonnes": "much"}),
    ("buyer", "/account/", {"name": ""}),
    ("buyer", "/organizations/", {}),
)
"""Forms sent with something wrong in them: as whom, where, and what is written."""

_ID = re.compile(
    r"[a-z]{3}_[0-9a-z]{26}|[0-9a-f]{64}|\d+(?:-\d\d-\d\d)?|[A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{2}|(?<=/rules/)[a-z0-9-]+"
)
_NO_PAGE = re.compile(
    r"\.(csv|jsonl|json|pdf|py|otf|svg|xml|txt|toml)$|^/log/(checkpoint|key|tile)|^/v1/|/sign-out|^/documents/|/file/$"
)


@dataclass
class Axe:
    """axe-core's text, and the looks of texts whose contrast it has found good."""

    text: str
    known: set[str] = field(default_factory=set)

    def violations(self, page: Page) -> list[str]:
        """Return each rule that the page breaks as it looks now, with the first element that breaks it."""
        broken, good = page.evaluate(AXE_RUN, [RULES, sorted(self.known)])
        self.known.update(good)
        return [str(each) for each in broken]


@dataclass
class Seen:
    """What a page asked for while it loaded, and what it complained of."""

    hosts: set[str] = field(default_factory=set)
    weight: int = 0
    errors: list[str] = field(default_factory=list)

    def asked(self, request: Request) -> None:
        if request.url.startswith("http"):
            self.hosts.add(urlsplit(request.url).netloc)

    def finished(self, request: Request) -> None:
        if request.resource_type in LIGHT_TYPES:
            self.weight += request.sizes()["responseBodySize"]

    def said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe(text=read_axe())


def read_axe() -> str:
    """Return the text of axe-core. Skips the test where it is not installed."""
    if not AXE.exists():
        missing = "" if shutil.which("npm") else " (npm itself is not on the PATH)"
        pytest.skip(f"needs axe-core: make accessibility{missing}; skipped")
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize(("who", "language"), WALKS, ids=lambda value: value)
def test_every_page_is_accessible_light_and_ours(
    exchange: RunningExchange, browser: Browser, axe: Axe, who: str, language: str
) -> None:
    visited, faults = walk(exchange=exchange, browser=browser, axe=axe, who=who, language=language)

    assert visited >= 2  # finance begins at a list that leads to one kind of page
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_with_errors_is_as_accessible(
    exchange: RunningExchange, browser: Browser, axe: Axe, language: str
) -> None:
    assert send_wrong_forms(exchange=exchange, browser=browser, axe=axe, language=language) == []


def test_axe_finds_a_fault_where_there_is_one(browser: Browser) -> None:
    """A check that cannot fail checks nothing."""
    page = browser.new_page()
    page.set_content("<html><body><img src='x'><p style='color:#ccc'>pale</p></body></html>")

    found = _faults(page=page, path="broken", axe=Axe(text=read_axe()))
    page.close()

    assert any("image-alt" in each for each in found)
    assert any("color-contrast" in each for each in found)
    assert any("no title" in each for each in found)


@pytest.mark.parametrize(
    ("body", "is_found"),
    [
        ("<div><p class='other' style='color:#777; font-size:40px'>As large</p></div>", False),
        ("<p style='color:#777; font-size:16px'>Small</p>", True),
        ("<p style='color:#aaa; font-size:40px'>Paler</p>", True),
        ("<p style='color:#777; font-size:40px; background:#aaa'>On a ground</p>", True),
        ("<section style='background:#aaa'><p style='color:#777; font-size:40px'>In a ground</p></section>", True),
        ("<section style='opacity:.4'><p style='color:#777; font-size:40px'>Faded</p></section>", True),
    ],
)
def test_contrast_is_asked_again_of_every_text_that_looks_otherwise(
    browser: Browser, body: str, *, is_found: bool
) -> None:
    """Large grey letters on white are good enough; what is not as they are is asked for, as often as it stands there."""
    axe, page = Axe(text=read_axe()), browser.new_page()

    def pale(body: str) -> bool:
        page.set_content(body)
        return any("color-contrast" in each for each in _faults(page=page, path="a page", axe=axe))

    assert not pale("<p style='color:#777; font-size:40px'>Large</p>")
    assert axe.known
    assert [pale(body), pale(body)] == [is_found, is_found]
    page.close()


def walk(*, exchange: RunningExchange, browser: Browser, axe: Axe, who: str, language: str) -> tuple[int, list[str]]:
    """Return how many pages were opened and every fault found."""
    account, start, follows = READERS[who]
    context = browser.new_context(viewport={"width": VIEWS[0][0], "height": 900})
    page = context.new_page()
    if account:
        sign_in(page=page, exchange=exchange, who=account)
    waiting, known = [start], {_kind(start)}
    opened, faults = 0, list[str]()
    while waiting and opened < PAGES_MAX:
        path = waiting.pop(0)
        seen = Seen()
        page.set_viewport_size({"width": VIEWS[0][0], "height": 900})
        if not _is_page(_open(page=page, address=_address(exchange, path, language), seen=seen)):
            continue
        opened += 1
        faults += _faults_of_load(seen=seen, host=urlsplit(exchange.url).netloc, path=path)
        faults += _faults(page=page, path=path, axe=axe)
        for link in page.eval_on_selector_all("a[href]", "found => found.map(each => each.getAttribute('href'))"):
            target = urlsplit(urljoin(exchange.url + path, str(link)))
            is_ours = target.netloc == urlsplit(exchange.url).netloc and re.match(follows, target.path)
            if is_ours and not _NO_PAGE.search(target.path) and _kind(target.path) not in known:
                known.add(_kind(target.path))
                waiting.append(target.path)
    context.close()
    return opened, faults


def send_wrong_forms(*, exchange: RunningExchange, browser: Browser, axe: Axe, language: str) -> list[str]:
    """Return the faults of pages that answer a form with what is wrong in it."""
    faults: list[str] = []
    for account, path, given in WRONG_FORMS:
        page = browser.new_context().new_page()
        if account:
            sign_in(page=page, exchange=exchange, who=account)
        page.goto(_address(exchange, path, language))
        having = "".join(f":has([name={name}])" for name in given)
        form = page.locator(f"main form[method=post]{having}").first
        for name, text in given.items():
            form.locator(f"[name={name}]").first.fill(text)
        with page.expect_navigation():
            form.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
        faults += _faults(page=page, path=f"{path} with errors", axe=axe)
        page.context.close()
    return faults


def _address(exchange: RunningExchange, path: str, language: str) -> str:
    return f"{exchange.url}{path}{'&' if '?' in path else '?'}lang={language}"


def _open(*, page: Page, address: str, seen: Seen) -> Response | None:
    """Open an address and note what it asks for; None for what the browser saves instead of showing."""
    watched = {"request": seen.asked, "requestfinished": seen.finished, "console": seen.said}
    for event, note in watched.items():
        page.on(event, note)  # type: ignore[call-overload]
    try:
        return page.goto(address, wait_until="load")
    except BrowserError as error:
        if "Download is starting" in str(error):
            return None
        raise
    finally:
        for event, note in watched.items():
            page.remove_listener(event, note)


def _is_page(answer: Response | None) -> bool:
    return answer is not None and answer.status == 200 and "text/html" in answer.headers.get("content-type", "")


def _kind(path: str) -> str:
    """Take ids, numbers and days out of an address: one page of each kind is enough."""
    return _ID.sub("*", path)


def _faults_of_load(*, seen: Seen, host: str, path: str) -> list[str]:
    found = [f"{path}: asks {each}" for each in sorted(seen.hosts - {host})]
    found += [f"{path}: console: {each}" for each in seen.errors]
    return found + ([f"{path}: weighs {seen.weight} bytes"] if seen.weight > WEIGHT_MAX else [])


def _faults(*, page: Page, path: str, axe: Axe) -> list[str]:
    """Return what axe finds in each view, with the first element, and whether the page runs over its width."""
    found: list[str] = []
    if not page.title():
        found.append(f"{path}: has no title")
    if not page.evaluate("document.documentElement.lang"):
        found.append(f"{path}: has no language")
    page.evaluate(axe.text)
    for width, theme in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        found += [f"{path}: {width} {theme}: {each}" for each in axe.violations(page)]
        runs_over = int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
        found += [f"{path}: runs over by {runs_over} px at {width}"] if runs_over > 0 else []
    return found
