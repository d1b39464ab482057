"""Scripts only exchange parts of whole pages: what they ask for is there, nothing is evaluated, and redirects lead the browser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory
from django_htmx.middleware import HtmxDetails

import truetonne
from truetonne.edge.parts import lead_on

PACKAGE = Path(truetonne.__file__).parent
EXCHANGING = [
    path for path in sorted(PACKAGE.rglob("*.html")) if re.search(r"\shx-(get|boost)=", path.read_text("utf-8"))
]


@pytest.mark.parametrize("path", EXCHANGING, ids=lambda path: path.stem)
def test_a_page_holds_every_part_that_it_exchanges(path: Path) -> None:
    markup = path.read_text("utf-8")

    asked = set(re.findall(r'hx-(?:select|target|select-oob)="#([a-z]+)', markup)) - {"main"}
    assert all(f'id="{name}"' in markup for name in asked)
    assert 'include "site/partials/htmx.html"' in markup
    assert not re.search(r'hx-(on|vals|vars|headers|ext)\b|hx-trigger="[^"]*\[', markup), (
        "needs evaluation, which is off"
    )


def test_what_renews_itself_by_script_does_so_without_one() -> None:
    renewing = [path.read_text("utf-8") for path in EXCHANGING if 'hx-trigger="every' in path.read_text("utf-8")]

    assert len(renewing) >= 5
    assert all('<noscript><meta http-equiv="refresh"' in markup for markup in renewing)


def test_the_script_is_ours_and_may_evaluate_keep_and_style_nothing() -> None:
    markup = (PACKAGE / "site/templates/site/partials/htmx.html").read_text("utf-8")
    settings = json.loads(re.search(r"content='(.*)'", markup)[1])  # type: ignore[index]

    assert finders.find("django_htmx/htmx-2.min.js")
    assert not any(
        settings[name] for name in ("allowEval", "allowScriptTags", "includeIndicatorStyles", "historyCacheSize")
    )
    assert settings["selfRequestsOnly"] is True


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/catalogue/", "/register/"])
def test_a_script_is_answered_with_the_whole_page(address: str) -> None:
    client = Client(headers={"host": "127.0.0.1"})

    page, part = client.get(address), client.get(address, headers={"HX-Request": "true"})

    assert page.content == part.content
    assert b'id="found"' in page.content
    assert b'role="status"' in page.content


@pytest.mark.parametrize(("asked", "header"), [({}, "Location"), ({"HX-Request": "true"}, "HX-Redirect")])
def test_leads_the_whole_browser_on(asked: dict[str, str], header: str) -> None:
    request = RequestFactory().get("/", headers=asked)
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]

    answer = lead_on(request, "market:catalogue")

    assert answer[header] == "/catalogue/"
