"""The frame of every page, the error pages, and the two switches that work without a script."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from truetonne.edge.accent import read_accent
from truetonne.edge.permissions import Role, RoleMissing, may_open, member, staff
from truetonne.site import appearance, errors
from truetonne.site.language import LanguageFromAddress
from truetonne.site.places import FOOT, HEAD

PLAIN_PAGES = ("/check/", "/accessibility/")
TAGS = {"en": "en", "vi": "vi", "zh-Hans": "zh-hans"}


class Outline(HTMLParser):
    """Collect what a reader's aid would: headings, landmarks, links, inputs, ids and forbidden attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def reader() -> Client:
    return Client(headers={"host": "127.0.0.1"})


def check_frame(markup: str) -> None:
    """Assert what every page must have, and must not."""
    outline = Outline(markup)
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(outline.all("h1")) == 1
    assert len(outline.all("main")) == 1
    assert outline.all("html")[0]["lang"] in TAGS
    assert outline.all("a")[0]["href"] == "#main"
    assert len(ids) == len(set(ids))
    assert [attributes for _, attributes in outline.tags if "style" in attributes] == []
    assert [name for _, attributes in outline.tags for name in attributes if name.startswith("on")] == []
    assert all("src" in attributes for attributes in outline.all("script"))
    assert outline.all("style") == []
    assert "data:" not in re.sub(r'content="[^"]*"', "", markup)
    assert all("label" in str(attributes) or "labelledby" in str(attributes) for attributes in outline.all("nav"))
    assert all(attributes.get("alt") is not None for attributes in outline.all("img"))


@pytest.mark.django_db
@pytest.mark.parametrize("language", TAGS)
@pytest.mark.parametrize("path", PLAIN_PAGES)
def test_each_page_has_its_frame_in_each_language(reader: Client, path: str, language: str) -> None:
    answer = reader.get(path, {"lang": language})

    markup = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in markup
    check_frame(markup)


@pytest.mark.django_db
def test_the_language_link_leads_to_the_same_page_and_is_kept(reader: Client) -> None:
    first = reader.get("/check/", {"lang": "vi", "page": "2"})

    again = reader.get("/check/")

    assert first.cookies[settings.LANGUAGE_COOKIE_NAME].value == "vi"
    assert '<html lang="vi"' in again.content.decode()
    assert "/check/?page=2&amp;lang=zh-Hans" in first.content.decode()
    assert "Cookie" in again["Vary"]


def test_the_language_is_taken_out_of_the_address_before_a_view_sees_it() -> None:
    seen: list[object] = []

    def view(request):  # type: ignore[no-untyped-def]
        seen.append((dict(request.GET.lists()), request.get_full_path(), request.COOKIES))
        return errors.not_found(request, Exception())

    LanguageFromAddress(view)(RequestFactory(headers={"host": "127.0.0.1"}).get("/x/?q=a&lang=zh-CN&q=b"))

    assert seen == [({"q": ["a", "b"]}, "/x/?q=a&q=b", {settings.LANGUAGE_COOKIE_NAME: "zh-hans"})]


@pytest.mark.django_db
def test_an_unknown_language_changes_nothing(reader: Client) -> None:
    answer = reader.get("/check/", {"lang": "xx"})

    assert answer.status_code == 200
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


@pytest.mark.django_db
def test_the_theme_is_kept_and_the_reader_goes_back(reader: Client) -> None:
    answer = reader.post("/theme/", {"theme": "dark", "next": "/check/?a=1"})

    assert (answer.status_code, answer["Location"]) == (303, "/check/?a=1")
    assert 'data-theme="dark"' in reader.get("/check/").content.decode()
    reader.post("/theme/", {"theme": "auto", "next": "/check/"})
    assert "data-theme" not in reader.get("/check/").content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", ""]
)
def test_the_theme_form_leads_nowhere_else(reader: Client, elsewhere: str) -> None:
    answer = reader.post("/theme/", {"theme": "light", "next": elsewhere})

    assert answer["Location"] == "/"


def test_an_invented_theme_is_not_printed() -> None:
    answer = Client(headers={"host": "127.0.0.1"}).post("/theme/", {"theme": '"><script>', "next": "/"})

    assert answer.cookies["theme"].value == ""


@pytest.mark.django_db
@pytest.mark.parametrize("language", TAGS)
def test_an_address_without_a_page_says_so_in_the_house_style(reader: Client, language: str) -> None:
    answer = reader.get("/no/such/page/", {"lang": language})

    assert answer.status_code == 404
    check_frame(answer.content.decode())


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (lambda request: errors.bad_request(request, Exception()), 400),
        (lambda request: errors.forbidden(request, RoleMissing(permission="staff:FINANCE", roles=(Role.FINANCE,))), 403),
        (errors.stale_form, 403),
        (lambda request: errors.not_found(request, Exception()), 404),
        (errors.failed, 500),
    ],
)  # fmt: skip
def test_error_pages_need_no_database(make, status: int) -> None:  # type: ignore[no-untyped-def]
    answer = make(RequestFactory(headers={"host": "127.0.0.1"}).get("/somewhere/"))

    assert answer.status_code == status
    check_frame(answer.content.decode())


def test_a_forbidden_page_names_the_roles_in_words() -> None:
    refused = RoleMissing(permission="staff:FINANCE|AUDITOR", roles=(Role.FINANCE, Role.AUDITOR))

    with translation.override("vi"):
        answer = errors.forbidden(RequestFactory(headers={"host": "127.0.0.1"}).get("/"), refused)

    page = answer.content.decode()
    assert "Tài chính, Kiểm toán" in page
    assert '<data value="staff:FINANCE|AUDITOR">' in page


@pytest.mark.django_db
def test_the_demonstration_says_so_on_every_page(reader: Client) -> None:
    with override_settings(TRUETONNE=_with(demo=True)):
        assert "Every company, project and figure on this page is invented" in reader.get("/check/").content.decode()
    with override_settings(TRUETONNE=_with(demo=False)):
        assert "Every company, project and figure" not in reader.get("/check/").content.decode()


@pytest.mark.django_db
def test_the_operators_accent_is_a_file_and_only_where_there_is_one(reader: Client) -> None:
    with override_settings(TRUETONNE=_with(accent=read_accent(text="#1f5fa8 #7fb4f0"))):
        assert "/accent.css" in reader.get("/check/").content.decode()
        assert reader.get("/accent.css")["Content-Type"] == "text/css; charset=utf-8"
    assert reader.get("/accent.css").status_code == 404


def test_the_font_for_rare_names_is_served_where_the_sheet_looks_for_it(reader: Client) -> None:
    sheet = (Path(appearance.__file__).parent / "static" / "site" / "look.css").read_text(encoding="utf-8")
    (address,) = re.findall(r'url\("(/[^"]+)"\)', sheet)

    answer = reader.get(address)

    assert answer["Content-Type"] == "font/otf"
    assert "immutable" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content).startswith(b"OTTO")


@pytest.mark.django_db
def test_the_content_policy_lets_nothing_inline_run(reader: Client) -> None:
    policy = reader.get("/check/")["Content-Security-Policy"]

    assert "unsafe-inline" not in policy
    assert "data:" not in policy
    assert "default-src 'self'" in policy


def test_the_places_of_the_frame_have_words_in_every_language() -> None:
    for place in (*HEAD, *FOOT):
        assert place.path.startswith("/")
        assert str(place.label)


class Clerk:
    """A person with given roles, as far as a permission asks."""

    def __init__(self, *roles: Role, is_authenticated: bool = True) -> None:
        self.roles = roles
        self.is_authenticated = is_authenticated

    def has_role(self, role: Role) -> bool:
        return role in self.roles

    def holds_role(self, role: Role) -> bool:
        return role in self.roles


def test_a_permission_lets_in_who_has_a_role_and_nobody_else() -> None:
    @staff(Role.FINANCE)
    def pay(request):  # type: ignore[no-untyped-def]
        return errors.not_found(request, Exception())

    request = RequestFactory(headers={"host": "127.0.0.1"}).get("/office/pay/")
    request.user = Clerk(Role.FINANCE)  # type: ignore[assignment]
    assert pay(request).status_code == 404
    request.user = Clerk(Role.AUDITOR)  # type: ignore[assignment]
    with pytest.raises(RoleMissing) as refused:
        pay(request)
    assert refused.value.permission == "staff:FINANCE"
    request.user = Clerk(is_authenticated=False)  # type: ignore[assignment]
    assert pay(request)["Location"] == "/sign-in/?next=/office/pay/"
    assert pay.permission == "staff:FINANCE"


def test_a_member_without_a_role_named_is_any_signed_in_person() -> None:
    @member()
    def see(request):  # type: ignore[no-untyped-def]
        return errors.not_found(request, Exception())

    assert see.permission == "member"
    assert may_open(actor=Clerk(), roles=(), is_staff=False)
    assert not may_open(actor=Clerk(is_authenticated=False), roles=(), is_staff=False)


@pytest.mark.parametrize(("language", "unit"), [("en", "t"), ("vi", "tấn"), ("zh-hans", "t")])
def test_the_mass_tag_keeps_the_kilograms_beside_the_tonnes(language: str, unit: str) -> None:
    with translation.override(language):
        markup = Template('{% load edge_formats %}{% tonnes 1240500 unit="co2e" %}').render(Context())

    point = "," if language == "vi" else "."
    group = "." if language == "vi" else ","
    assert markup == (
        f'<data class="n" value="1240500">1{group}240<span class="d">{point}500</span>'
        f' <span class="u">{unit} CO<sub>2</sub>e</span></data>'
    )


def test_what_is_missing_is_a_word_and_never_blank() -> None:
    markup = Template(
        "{% load edge_formats %}{% tonnes none %}{% money none 'USD' %}{{ none|day }}{{ none|instant }}{{ ''|stated }}"
    ).render(Context({"none": None}))

    assert markup == '<span class="void">not stated</span>' * 5


def _with(**changes: object) -> object:
    from dataclasses import replace

    return replace(settings.TRUETONNE, **changes)
