"""In three languages: a company applies, is refused with reasons, mends them, is admitted by two, buys, and is verified.

And a member whose evidence fell is stopped at the checkout with the reason.
"""

from __future__ import annotations

import email
import email.policy
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from tests.running.browser import sign_in
from tests.running.exchange import RunningExchange
from tests.running.looking import look

pytestmark = pytest.mark.browser

PASSWORD = "a long enough phrase"
PDF = b"%PDF-1.7\n% An invented report of a test.\n"
MOVED_BODY = b'"kg":3251'


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A company of one language, the member that lapses beside it, and what pages must say in that language."""

    tag: str
    locale: str
    name: str
    legal_name: str
    country: str
    domain: str
    number: str
    person: str
    lapsing: str
    refused: str
    reason: str
    admitted: str
    stopped: str
    valid: str
    mass: str = "3.250"

    @property
    def address(self) -> str:
        return f"applicant@{self.domain}"


LANGUAGES = (
    Words(
        tag="en", locale="en-GB", name="Lind Papper", legal_name="Lind Papper AB", country="SE",
        domain="lindpapper.example", number="556000-0001", person="Nora Lind", lapsing="coffee",
        refused="You may not buy yet", reason="No target and no other route is on file", admitted="You may buy",
        stopped="A relationship is stated", valid="Valid",
    ),
    Words(
        tag="vi", locale="vi-VN", name="Gốm Bình Minh", legal_name="Công ty TNHH Gốm Bình Minh", country="VN",
        domain="gombinhminh.example", number="0300000001", person="Lê Thu Hà", lapsing="freight",
        refused="Bạn chưa được mua", reason="Chưa có mục tiêu hay lối nào khác", admitted="Bạn được mua",
        stopped="Đã nêu một mối quan hệ", valid="Có hiệu lực", mass="3,250",
    ),
    Words(
        tag="zh-Hans", locale="zh-CN", name="南桥纸业", legal_name="南桥纸业有限公司", country="CN",
        domain="nanqiao.example", number="91310000000000001X", person="陈晓", lapsing="tea",
        refused="您尚不能购买", reason="没有目标或其他途径的记录", admitted="您可以购买",
        stopped="已声明关系", valid="有效",
    ),
)  # fmt: skip


@pytest.fixture(params=LANGUAGES, ids=lambda words: words.tag)
def words(request: pytest.FixtureRequest) -> Words:
    found: Words = request.param
    return found


@pytest.fixture
def page(browser: Browser, words: Words) -> Iterator[Page]:
    """A browser that asks for this language and nothing more: the pages follow it."""
    context = new_context(browser, words)
    yield context.new_page()
    context.close()


def new_context(browser: Browser, words: Words) -> BrowserContext:
    return browser.new_context(
        viewport={"width": 1280, "height": 900}, accept_downloads=True, locale=words.locale, reduced_motion="reduce"
    )


def test_a_company_is_refused_mends_it_is_admitted_by_two_buys_and_is_verified(
    page: Page, browser: Browser, exchange: RunningExchange, words: Words, tmp_path: Path
) -> None:
    join(page, exchange=exchange, words=words)
    application = apply(page, exchange=exchange, words=words)
    hand_in(page, application=application)
    with office(browser, words) as desk:
        refuse(desk, exchange=exchange, application=application)

    page.goto(application)
    expect(page.locator("h1")).to_have_text(words.refused)
    expect(page.locator("main")).to_contain_text(words.reason)
    look(page, f"{words.tag}-refused")
    mend(page, application=application)
    hand_in(page, application=application)
    with office(browser, words) as desk:
        admit(desk, exchange=exchange, application=application, words=words)

    page.goto(application)
    expect(page.locator("h1")).to_have_text(words.admitted)
    look(page, f"{words.tag}-admitted")
    order, price = buy(page, exchange=exchange, words=words)
    with office(browser, words) as desk:
        pay_and_retire(desk, exchange=exchange, order=order, price=price, words=words)
    page.goto(order)
    path = str(page.locator("a.mono[href^='/certificates/']").first.get_attribute("href"))
    certificate = exchange.url + path.rstrip("/")
    pdf = download(page, f"{certificate}.pdf")
    file = tmp_path / "certificate.json"
    file.write_bytes(download(page, f"{certificate}.json"))
    (tmp_path / "certificate.pdf").write_bytes(pdf)
    assert words.mass in "".join(each.extract_text() for each in PdfReader(tmp_path / "certificate.pdf").pages)

    with office(browser, words) as stranger:
        verify(stranger, exchange=exchange, file=file, words=words, folder=tmp_path)
        sign_in(page=stranger, exchange=exchange, who="buyer")
        assert stranger.request.get(order).status == 404
        assert stranger.request.get(application).status == 404


def test_a_member_whose_evidence_fell_is_stopped_at_the_checkout_and_reads_why(
    page: Page, browser: Browser, exchange: RunningExchange, words: Words
) -> None:
    sign_in(page=page, exchange=exchange, who=words.lapsing)
    page.goto(f"{exchange.url}/quotes/new/")
    page.fill("input[name=tonnes]", "0.500")
    page.locator("main form.stack button.btn").first.click()
    page.wait_for_url(lambda url: "/quotes/qte_" in url)
    quote = page.url
    page.goto(f"{exchange.url}/apply/")
    application = page.url
    assert "/apply/app_" in application

    with office(browser, words) as desk:
        sign_in(page=desk, exchange=exchange, who="second")
        desk.goto(application.replace("/apply/", "/office/members/"))
        form = desk.locator("form[action*='/evidence/']", has=desk.locator("textarea")).last
        form.locator("xpath=ancestor::details").first.evaluate("each => each.open = true")
        form.locator("input[name=is_accepted][value=no]").check()
        form.locator("textarea[name=reason]").fill("The number is no longer in the books of the operator.")
        form.locator("button").click()
        expect(desk.locator(".errors")).to_have_count(0)

    page.goto(quote)
    fill_claim(page, name="Lapsed", legal_name="Lapsed", domain="lapsed.example", country="VN")
    page.locator("main form button.btn:not(.plain)").first.click()

    expect(page.locator("main")).to_contain_text(words.stopped)
    assert "/quotes/qte_" in page.url
    look(page, f"{words.tag}-stopped")
    page.goto(application)
    look(page, f"{words.tag}-suspended")
    assert page.locator("main .findings").count() == 1


# The steps


class office:  # noqa: N801 - read as a word: with office(browser, words) as desk
    """Another browser, of somebody who is not the applicant."""

    def __init__(self, browser: Browser, words: Words) -> None:
        self.context = new_context(browser, words)

    def __enter__(self) -> Page:
        return self.context.new_page()

    def __exit__(self, *_: object) -> None:
        self.context.close()


def join(page: Page, *, exchange: RunningExchange, words: Words) -> None:
    """Sign up, confirm the address by mail, record the company, and take the role of its buyer too."""
    page.goto(f"{exchange.url}/sign-up/")
    expect(page.locator("html")).to_have_attribute("lang", words.tag)
    page.locator("main input[name=name]").fill(words.person)
    page.locator("main input[type=email]").fill(words.address)
    page.locator("main input[type=password]").first.fill(PASSWORD)
    page.locator("form[action='/sign-up/'] button.btn").click()
    page.wait_for_url(lambda url: "/sign-up/" not in url)
    page.goto(mailed_link(exchange, to=words.address, part="/sign-in/confirm/"))
    page.locator("main form button.btn").first.click()
    page.goto(f"{exchange.url}/sign-in/")
    page.locator("main input[type=email], main input[name=username]").first.fill(words.address)
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main form[action='/sign-in/'] button.btn").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto(f"{exchange.url}/organizations/")
    for name in ("legal_name", "name", "domain"):
        page.locator(f"main input[name={name}]").fill(getattr(words, name))
    page.locator("main input[name=registration_number]").fill(words.number)
    page.locator("main select[name=country]").select_option(words.country)
    page.locator("main form button.btn").first.click()
    page.wait_for_url(lambda url: "/organizations/org_" in url)
    form = page.locator("form[action$='/roles/'], form:has(select[name=role])").first
    form.locator("select[name=role]").select_option("BUYER")
    form.locator("button").first.click()
    expect(page.locator(".errors")).to_have_count(0)


def mailed_link(exchange: RunningExchange, *, to: str, part: str) -> str:
    found: list[str] = []
    for path in sorted((exchange.home / "mail").glob("*.log"), key=lambda each: each.stat().st_mtime_ns):
        for text in path.read_text(encoding="utf-8").split("-" * 79):
            message = email.message_from_string(text.strip(), policy=email.policy.default)
            if message["To"] == to:
                found += re.findall(rf"http://[^\s]*{part}[^\s]*", str(message.get_content()))
    assert found, f"no mail to {to} with {part}"
    return found[-1]


def apply(page: Page, *, exchange: RunningExchange, words: Words) -> str:
    """Begin, write one page, leave, come back to it, write the others, and add what is at hand."""
    page.goto(f"{exchange.url}/apply/")
    look(page, f"{words.tag}-begin")
    page.locator("main form button.btn").first.click()
    page.wait_for_url(lambda url: "/apply/app_" in url)
    application = page.url
    page.goto(f"{application}write/relationship/")
    page.locator("input[name=relationship][value=supplier]").check()
    page.fill("textarea[name=relationship_note]", words.legal_name)
    look(page, f"{words.tag}-relationship")
    page.locator("main form button.btn:not(.plain)").click()
    page.goto(f"{exchange.url}/")
    page.goto(f"{exchange.url}/apply/")
    assert page.url == application
    page.goto(f"{application}write/relationship/")
    expect(page.locator("textarea[name=relationship_note]")).to_have_value(words.legal_name)
    page.goto(f"{application}write/company/")
    expect(page.locator("main")).to_contain_text(words.legal_name)
    look(page, f"{words.tag}-company")
    page.goto(f"{application}write/plan/")
    for name in ("target_note", "report_links", "plan_note"):
        page.fill(f"textarea[name={name}]", words.name)
    look(page, f"{words.tag}-plan")
    page.locator("main form button.btn:not(.plain)").click()
    page.goto(f"{application}write/use/")
    page.locator("input[name=use][value=residual]").check()
    page.locator("main form button.btn:not(.plain)").click()
    page.goto(f"{application}write/signer/")
    page.fill("input[name=signer_role]", "Director")
    page.locator("main form button.btn:not(.plain)").click()
    site = f"https://{words.domain}"
    add(page, application, "supplier_id", {"reference": "S-0042"}, address=f"{site}/s")
    add(page, application, "net_zero_statement", {"year": "2045"}, address=f"{site}/net-zero", all_scopes=True)
    add_inventory(page, application, year=last_year(), site=site)
    page.goto(application)
    look(page, f"{words.tag}-draft")
    return application


def last_year() -> int:
    today = datetime.now(UTC).date()
    return today.year - 1 if today.month >= 4 else today.year - 2


def add_inventory(page: Page, application: str, *, year: int, site: str) -> None:
    dates = {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31", "published_on": f"{year + 1}-03-15"}
    add(page, application, "inventory_report", dates, address=f"{site}/{year}", all_scopes=True)


def add(
    page: Page, application: str, kind: str, answers: dict[str, str], *, address: str, all_scopes: bool = False
) -> None:
    page.goto(f"{application}evidence/{kind}/")
    page.fill("input[name=public_url]", address)
    page.fill("input[name=published_on]", (datetime.now(UTC).date() - timedelta(days=40)).isoformat())
    for name, value in answers.items():
        page.fill(f"input[name={name}]", value)
    if all_scopes:
        for each in page.locator("input[name=scopes]").all():
            each.check()
        page.select_option("select[name=scope3_coverage]", "yes")
    page.set_input_files(
        "input[name=file]", {"name": "report.pdf", "mimeType": "application/pdf", "buffer": PDF + address.encode()}
    )
    page.locator("main form button.btn:not(.plain)").click()
    page.wait_for_url(application)


def hand_in(page: Page, *, application: str) -> None:
    page.goto(f"{application}check/")
    page.locator("input[name=is_authorized]").check()
    page.locator("main form button.btn").last.click()
    page.wait_for_url(application)


def desk_of(application: str) -> str:
    return application.replace("/apply/", "/office/members/")


def accept_all(desk: Page, *, application: str) -> None:
    """Accept every piece of evidence that nobody judged yet."""
    desk.goto(desk_of(application))
    while (waiting := desk.locator("details[open] form[action*='/evidence/']")).count():
        form = waiting.first
        form.locator("input[name=is_accepted][value=yes]").check()
        before = waiting.count()
        form.locator("button").click()
        expect(waiting).to_have_count(before - 1)


def refuse(desk: Page, *, exchange: RunningExchange, application: str) -> None:
    """Screen, find what is not shown, and give the application back with the findings."""
    sign_in(page=desk, exchange=exchange, who="eligibility")
    accept_all(desk, application=application)
    desk.locator("form[action$='/screen/'] button").click()
    desk.locator("form[action$='/ask/'] textarea[name=reason]").fill("A second inventory and a target are missing.")
    desk.locator("form[action$='/ask/'] button").click()
    expect(desk.locator("form[action$='/ask/']")).to_have_count(0)


def mend(page: Page, *, application: str) -> None:
    """Add what the findings ask for: the year before, and a validated target."""
    site = "https://mended.example"
    add_inventory(page, application, year=last_year() - 1, site=site)
    page.goto(f"{application}evidence/target_validation/")
    page.select_option("select[name=strategy]", "sbti_near_term_validated")
    until = date(datetime.now(UTC).year + 4, 12, 31).isoformat()
    page.fill("input[name=valid_until]", until)
    page.fill("input[name=public_url]", f"{site}/target")
    page.fill("input[name=published_on]", (datetime.now(UTC).date() - timedelta(days=200)).isoformat())
    page.set_input_files(
        "input[name=file]", {"name": "target.pdf", "mimeType": "application/pdf", "buffer": PDF + b"target"}
    )
    page.locator("main form button.btn:not(.plain)").click()
    page.wait_for_url(application)


def admit(desk: Page, *, exchange: RunningExchange, application: str, words: Words) -> None:
    """One person accepts, judges and proposes and may not decide; another decides."""
    sign_in(page=desk, exchange=exchange, who="eligibility")
    accept_all(desk, application=application)
    desk.locator("form[action$='/screen/'] button").click()
    desk.locator("form[action$='/propose/'] button").click()
    # The page before has no form to decide either: only a page without a proposal's form is the answer to this one.
    expect(desk.locator("form[action$='/propose/']")).to_have_count(0)
    expect(desk.locator("form[action$='/decide/']")).to_have_count(0)
    look(desk, f"{words.tag}-proposed")
    sign_in(page=desk, exchange=exchange, who="second")
    desk.goto(f"{exchange.url}/office/members/")
    look(desk, f"{words.tag}-queues")
    desk.goto(f"{exchange.url}/office/members/pledges/")
    look(desk, f"{words.tag}-pledges")
    desk.goto(f"{exchange.url}/office/members/lists/")
    look(desk, f"{words.tag}-lists")
    desk.locator("#suggestions a.btn").first.click()
    expect(desk.locator("input[name=is_same]")).to_have_count(2)
    look(desk, f"{words.tag}-entry")
    desk.goto(desk_of(application))
    desk.locator("form[action$='/decide/'] input[value=yes]").check()
    desk.locator("form[action$='/decide/'] button").click()
    expect(desk.locator("form[action$='/decide/']")).to_have_count(0)


def buy(page: Page, *, exchange: RunningExchange, words: Words) -> tuple[str, str]:
    """Put 3.250 t of two lots together, order them, and read what is to be paid."""
    for place in (0, 1):
        page.goto(f"{exchange.url}/quotes/new/")
        page.locator("form[action='/basket/add/'] button").nth(place).click()
    page.locator("table input[type=text]").nth(0).fill("2,250" if words.tag == "vi" else "2.250")
    page.locator("table input[type=text]").nth(1).fill("1")
    page.locator("button[name=quote]").click()
    page.wait_for_url(lambda url: "/quotes/qte_" in url)
    fill_claim(page, name=words.name, legal_name=words.legal_name, domain=words.domain, country=words.country)
    look(page, f"{words.tag}-quote")
    page.locator("main form button.btn:not(.plain)").first.click()
    page.wait_for_url(lambda url: "/orders/ord_" in url)
    order = page.url.split("?")[0]
    look(page, f"{words.tag}-order")
    page.goto(f"{order}?lang=en")
    price = re.sub(r"[^0-9.]", "", page.locator("dl.kv dd.r b").first.inner_text())
    page.goto(f"{order}?lang={words.tag}")
    return order, price


def fill_claim(page: Page, *, name: str, legal_name: str, domain: str, country: str) -> None:
    for field, value in (("display_name", name), ("legal_name", legal_name), ("domain", domain), ("country", country)):
        page.fill(f"input[name={field}]", value)
    page.locator("input[name=purpose][value=ONGOING_EMISSIONS]").check()
    page.fill("input[name=claim_year]", str(last_year()))
    page.locator("input[name=authorized]").check()


def pay_and_retire(desk: Page, *, exchange: RunningExchange, order: str, price: str, words: Words) -> None:
    """Finance matches the bank's line, confirms the new name, and retires for good."""
    sign_in(page=desk, exchange=exchange, who="finance")
    place = order.replace("/orders/", "/office/orders/")
    desk.goto(place)
    form = desk.locator("form[action$='/pay/']")
    form.locator("input[name=amount]").fill(price)
    form.locator("input[name=reference]").fill(f"BANK-{words.tag}")
    form.locator("input[name=value_date]").fill(datetime.now(UTC).date().isoformat())
    form.locator("button").first.click()
    expect(desk.locator(".errors")).to_have_count(0)
    desk.goto(f"{exchange.url}/office/names/")
    desk.locator("main tr", has_text=words.name).locator("a.btn").click()
    desk.locator("input[name=decision][value=confirm]").check()
    desk.locator("main form button.btn").first.click()
    desk.goto(place)
    look(desk, f"{words.tag}-to-retire")
    desk.locator("input[name=understood]").check()
    desk.locator("form[action$='/deliver/'] button").click()
    expect(desk.locator("main a[href*='/certificates/crt_']").first).to_be_visible()


def download(page: Page, address: str) -> bytes:
    """Fetch a file as soon as its proof is there; 202 until then."""
    for _ in range(100):
        answer = page.request.get(address)
        if answer.status == 200:
            return answer.body()
        time.sleep(0.1)
    raise AssertionError(f"{address}: the proof did not come within ten seconds")


def verify(page: Page, *, exchange: RunningExchange, file: Path, words: Words, folder: Path) -> None:
    """A stranger checks the file on the verify page and by command line, and a changed one fails in both."""
    key = folder / "operator.key"
    key.write_bytes(exchange.get("/log/key"))
    changed = folder / "changed.json"
    changed.write_bytes(file.read_bytes().replace(b'"kg":3250', MOVED_BODY, 1))
    assert json.loads(file.read_bytes())["body"]["quantity"]["kg"] == 3_250
    page.goto(f"{exchange.url}/pledge/")
    look(page, f"{words.tag}-pledge")
    page.locator("#signatories tbody a").last.click()
    look(page, f"{words.tag}-signatory")
    page.goto(f"{exchange.url}/verify/")
    page.fill("#verify-key", key.read_text().strip())
    page.set_input_files("#verify-file", str(file))
    expect(page.locator("#verify-result")).to_contain_text(words.valid)
    look(page, f"{words.tag}-verified")
    assert exchange.run("verify", str(file), "--key", str(key)).returncode == 0
    assert exchange.run("verify", str(changed), "--key", str(key)).returncode == 1
