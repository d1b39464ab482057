"""The browser's verifier and Python's give the same verdict on the same files.

Under Node where there is one (all files), and under Chromium through the page's own elements.
"""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.proof.examples import OTHER_LOG, PARTS, SALTS, SIGNER, STRANGER, body, certificate, filed
from tests.unit.proof.forgeries import forgeries
from truetonne.proof.annex import build_annex
from truetonne.proof.verifier import (
    _CHECKPOINT,
    _KEY,
    DEPTH_MAX,
    FILE_BYTES_MAX,
    REASONS,
    SCHEMA,
    TYPES,
    UNREADABLE,
    Key,
    Refused,
    verify,
)

SCRIPT = Path(__file__).parents[3] / "src/truetonne/site/static/site/verify.js"
KEY = SIGNER.public_key
RUN = """
require(process.argv[1]);
const cases = JSON.parse(require("fs").readFileSync(0, "utf8"));
(async () => {
  const verdicts = [];
  for (const one of cases) {
    const bytes = new Uint8Array(Buffer.from(one.data, "base64"));
    const options = { key: one.key, pinned: one.pinned, isLive: one.is_live };
    const { exit_code, code, reason } = await truetonneVerify.verify(bytes, options);
    verdicts.push([exit_code, code, reason]);
  }
  process.stdout.write(JSON.stringify(verdicts));
})();
"""
PAGE = """<!doctype html><html lang="en"><title>Verify</title><body>
<form><input type="file" id="verify-file"><textarea id="verify-key"></textarea><input type="file" id="verify-key-file">
<button type="button" id="verify-pin">Pin</button></form><ul id="verify-pinned"></ul>
<dl id="verify-words" hidden><dt>verdict_0</dt><dd>Hợp lệ</dd><dt>annex_wrong</dt><dd>{member} không khớp.</dd></dl>
<div id="verify-result" data-live="true"></div><script src="/verify.js" defer></script></body></html>"""
POLICY = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'"


def case(data: bytes, *, key: Key | None = KEY, pinned: tuple[Key, ...] = (), is_live: bool = False) -> dict[str, Any]:
    return {"data": data, "key": key, "pinned": pinned, "is_live": is_live}


def cases() -> Iterator[dict[str, Any]]:
    good = certificate()
    for _, data, _ in forgeries():
        yield case(data)
    for at, byte in enumerate(good):
        yield case(good[:at] + bytes([byte ^ (1, 32, 128)[at % 3]]) + good[at + 1 :])
    for signer in (SIGNER, STRANGER, OTHER_LOG):
        resigned = filed(body(), signer=signer)
        yield case(resigned)
        yield case(resigned, key=None)
        yield case(resigned, key=None, pinned=(KEY,))
        yield case(resigned, key=None, pinned=(OTHER_LOG.public_key, KEY))
        yield case(resigned, key=OTHER_LOG.public_key, pinned=(KEY,))
    for before, after in ((0, 0), (0, 1), (1, 0), (4, 4), (7, 250), (300, 17)):
        yield case(filed(body(), before=before, after=after))
    for livemode in (True, False):
        for is_live in (True, False):
            yield case(filed(body(livemode=livemode)), is_live=is_live)
    for part in PARTS:
        yield case(filed(body(), annex=build_annex(parts={part: PARTS[part]}, salts=SALTS)))


def expected(one: dict[str, Any]) -> list[object]:
    verdict = verify(data=one["data"], key=one["key"], pinned=one["pinned"], is_live=one["is_live"])
    return [verdict.exit_code, verdict.code, verdict.reason]


def for_script(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": base64.b64encode(one["data"]).decode(),
        "key": one["key"].to_text() if one["key"] else None,
        "pinned": [key.to_text() for key in one["pinned"]],
        "is_live": one["is_live"],
    }


def under_node(script: str, given: object) -> Any:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node on the PATH; the browser test below covers the page")
    command = [node, "--no-warnings", "-e", script, str(SCRIPT)]
    answer = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_carries_the_schema_and_the_reasons_of_the_verifier() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    shared = text.split("const SHARED =")[1].split("/* shared: end */")[0].strip().removesuffix(";")

    assert json.loads(shared) == {
        "depth_max": DEPTH_MAX,
        "file_bytes_max": FILE_BYTES_MAX,
        "key": _KEY,
        "checkpoint": _CHECKPOINT,
        "unreadable": list(UNREADABLE),
        "reasons": REASONS,
        "types": TYPES,
        "schema": SCHEMA.strip().split("\n"),
    }


def test_gives_the_same_verdict_and_reason_on_every_file() -> None:
    corpus = list(cases())

    verdicts = under_node(RUN, [for_script(one) for one in corpus])

    different = [
        (one["data"][:80], ours, theirs)
        for one, theirs in zip(corpus, verdicts, strict=True)
        if (ours := expected(one)) != theirs
    ]
    assert different == []
    assert {verdict[0] for verdict in verdicts} == {0, 1, 2, 3}


def test_reads_the_same_keys() -> None:
    good = KEY.to_text()
    texts = [good, f" {good}\r\n", "", "x", good + good, good[:-1], good.upper()]
    texts += [good[:at] + chr(ord(letter) ^ 1) + good[at + 1 :] for at, letter in enumerate(good)]
    for number in (0, 1, 2, 2**255 - 19, 2**255 - 20, 2**255 - 18, 2**255 + 1, 2**256 - 1):
        texts.append(Key(KEY.name, number.to_bytes(32, "little")).to_text())
    low = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
    for number in (low, 2**255 - 19 - low, low | 1 << 255, low + 1, low + 2, low + 3):
        texts.append(Key(KEY.name, number.to_bytes(32, "little")).to_text())
    script = """
require(process.argv[1]);
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
(async () => {
  const reads = [];
  for (const text of texts) {
    reads.push(await truetonneVerify.readKey(text).then((key) => key.short, (error) => error.code));
  }
  process.stdout.write(JSON.stringify(reads));
})();
"""

    def read(text: str) -> str:
        try:
            key = Key.from_text(text)
        except Refused as refusal:
            return refusal.code
        return f"{key.name}+{key.id}"

    assert under_node(script, texts) == [read(text) for text in texts]


def write_examples(*, folder: Path) -> None:
    """Write certificates that are good, forged, cut off, of a stranger and of a sandbox, and the operator's key."""
    files = {
        "good": certificate(),
        "annex": next(data for name, data, _ in forgeries() if name == "another price"),
        "half": certificate()[:1000],
        "stranger": filed(body(), signer=STRANGER),
        "sandbox": filed(body(livemode=False)),
    }
    for name, data in files.items():
        (folder / f"{name}.json").write_bytes(data)
    (folder / "operator.key").write_text(KEY.to_text() + "\n")


@pytest.mark.browser
def test_the_page_checks_pins_and_explains(tmp_path: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on the PATH")
    from playwright.sync_api import Route, sync_playwright

    def answer(route: Route) -> None:
        if route.request.url.endswith("/verify.js"):
            route.fulfill(body=SCRIPT.read_text(encoding="utf-8"), content_type="text/javascript")
        elif route.request.url.endswith("/verify/"):
            headers = {"content-security-policy": POLICY}
            route.fulfill(body=PAGE, content_type="text/html; charset=utf-8", headers=headers)
        else:
            route.abort()

    write_examples(folder=tmp_path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.route("**/*", answer)
        page.goto("https://exchange.example/verify/")
        result = page.locator("#verify-result")

        def choose(name: str) -> tuple[str | None, str]:
            # Waiting for a selector, not for a function: polling a function would need eval, which the policy forbids.
            page.evaluate(
                "{ const result = document.getElementById('verify-result'); delete result.dataset.verdict;"
                " document.addEventListener('truetonne:verified', (event) => { window.seen = event.detail.code; }); }"
            )
            page.set_input_files("#verify-file", tmp_path / f"{name}.json")
            page.wait_for_selector("#verify-result[data-verdict]")
            assert page.evaluate("window.seen")
            return result.get_attribute("data-verdict"), result.inner_text()

        assert choose("good")[0] == "3"
        page.set_input_files("#verify-key-file", tmp_path / "operator.key")
        page.wait_for_selector("#verify-result[data-verdict='0']")
        page.click("#verify-pin")
        page.wait_for_selector("#verify-pinned li")
        assert page.input_value("#verify-key") == ""
        page.reload()
        assert page.locator("#verify-pinned li").inner_text().startswith(KEY.to_text())

        verdict, text = choose("good")
        assert verdict == "0"
        assert "Hợp lệ" in text
        assert "Tallow & Pine Furniture 木" in text
        assert "3.250 t = 3250 kg" in text
        assert "entry 5" in text
        assert choose("annex") == ("1", "Not valid\n\nannex.price không khớp.")
        assert choose("half")[0] == "2"
        verdict, text = choose("stranger")
        assert (verdict, KEY.id in text) == ("1", True)
        assert choose("sandbox")[0] == "1"

        page.fill("#verify-key", STRANGER.public_key.to_text())
        page.wait_for_selector("#verify-result:has-text('not with')")
        page.click("#verify-pin")
        page.wait_for_selector("#verify-result:has-text('Another key is pinned')")
        page.fill("#verify-key", "")
        page.wait_for_selector("#verify-result[data-verdict='1']")
        page.click("#verify-pinned button")
        page.wait_for_selector("#verify-pinned li", state="detached")
        assert choose("good")[0] == "3"
        assert problems == []
        browser.close()


def test_needs_no_inline_script_style_or_markup() -> None:
    text = SCRIPT.read_text(encoding="utf-8")

    for forbidden in ("innerHTML", "insertAdjacentHTML", "eval(", "new Function", ".style", "fetch(", "XMLHttpRequest"):
        assert forbidden not in text
    assert len(text.splitlines()) < 500


def test_the_corpus_is_not_empty_of_any_reason() -> None:
    seen = {str(expected(one)[1]) for one in cases()}

    assert REASONS.keys() - seen == {"float_refused", "integer_refused", "type_refused", "surrogate_refused"}
