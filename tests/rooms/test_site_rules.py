"""The pages of rules and the page that reads a text: complete, in three languages, and honest about their sources."""

from __future__ import annotations

import hashlib
from importlib.resources import files

import pytest
from django.test import Client

from tests.rooms.test_site_pages import check_frame
from truetonne.rules.catalogue import list_rule_set_families
from truetonne.rules.rule_set import list_versions
from truetonne.site.rule_words import STATUS_MEANINGS, STATUS_WORDS, TITLES

pytestmark = pytest.mark.django_db

FAMILIES = {family.id: family for family in list_rule_set_families()}
LANGUAGES = ("en", "vi", "zh-Hans")
WRONG = "Our bottle is carbon neutral. This does not make the bottle climate neutral."


@pytest.fixture
def reader() -> Client:
    return Client(headers={"host": "127.0.0.1"})


def page(reader: Client, path: str, *, language: str = "en") -> str:
    answer = reader.get(path, {"lang": language})
    assert answer.status_code == 200, path
    text = answer.content.decode()
    check_frame(text)
    return text


def test_every_rule_set_and_every_status_has_words() -> None:
    assert set(TITLES) == set(FAMILIES)
    assert set(STATUS_WORDS) == set(STATUS_MEANINGS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_names_every_rule_set(reader: Client, language: str) -> None:
    text = page(reader, "/rules/", language=language)

    assert [id for id in FAMILIES if f'href="/rules/{id}/"' not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", FAMILIES)
def test_a_rule_set_shows_its_versions_and_its_source(reader: Client, id: str, language: str) -> None:
    text = page(reader, f"/rules/{id}/", language=language)

    for one in list_versions(family=FAMILIES[id]):
        assert f"?version={one.version}" in text


def test_an_unverified_set_says_so_and_a_policy_does_not(reader: Client) -> None:
    assert "Unverified rule set." in page(reader, "/rules/vcmi-tiers/")
    assert "Unverified rule set." not in page(reader, "/rules/residual-cap/")


def test_a_recorded_conflict_is_shown_on_both_sides(reader: Client) -> None:
    assert "Version 2023-06 overlaps" in page(reader, "/rules/vcmi-tiers/")
    other = reader.get("/rules/vcmi-tiers/", {"version": "2023-06"}).content.decode()
    assert "Version 2023-11 overlaps with this one and is the default" in other


def test_the_file_is_handed_out_byte_for_byte(reader: Client) -> None:
    answer = reader.get("/rules/vcmi-tiers/2023-06.toml")
    shipped = (files("truetonne.rules") / "data" / "vcmi-tiers@2023-06.toml").read_bytes()

    assert answer.content == shipped
    other = reader.get("/rules/vcmi-tiers/", {"version": "2023-06"}).content.decode()
    assert hashlib.sha256(shipped).hexdigest() in other


@pytest.mark.parametrize(
    "path", ["/rules/nothing/", "/rules/vcmi-tiers/?version=1999", "/rules/vcmi-tiers/1999.toml", "/rules/x/1.toml"]
)
def test_what_is_not_there_is_not_found(reader: Client, path: str) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_linter_asks_and_answers_in_every_language(reader: Client, language: str) -> None:
    assert "<textarea" in page(reader, "/claims/", language=language)

    answer = reader.post(f"/claims/?lang={language}", {"text": WRONG, "sources": ["credit"]}, follow=True)

    text = answer.content.decode()
    check_frame(text)
    assert '<mark class="stop"' in text
    assert '<mark class="wait"' in text
    assert "EU-825-1" in text


def test_a_text_is_printed_as_text(reader: Client) -> None:
    answer = reader.post("/claims/", {"text": "<script>alert(1)</script> carbon neutral"})

    assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;" in answer.content.decode()


def test_a_text_without_objections_says_what_that_means(reader: Client) -> None:
    answer = reader.post("/claims/", {"text": "We measured 4 t."})

    assert "No rule objects to a word of it. That is not advice on the law." in answer.content.decode()


def test_an_empty_text_is_asked_for(reader: Client) -> None:
    answer = reader.post("/claims/", {"text": " "})

    assert answer.status_code == 422
    assert "Put in the text that is to be read." in answer.content.decode()


def test_the_example_is_invented_and_is_found_wrong(reader: Client) -> None:
    form = reader.get("/claims/?example").content.decode()

    assert "Our bottle is climate neutral" in form
