"""The linter: listed words in three languages, however they are written; denials and quotations only warn."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.claims.lint import TEXT_CHARACTERS_MAX, LintVerdict, TextFacts, lint_text
from truetonne.rules.claims.lint_rules import CLAIMS_LINT, Severity
from truetonne.rules.claims.numbers import ClaimRecord
from truetonne.rules.claims.reading import read_plain, split_sentences
from truetonne.rules.rule_set import list_versions
from truetonne.science.errors import ImplausibleValue

RULES = list_versions(family=CLAIMS_LINT)[-1]
TODAY = date(2026, 11, 28)
NEUTRAL = RULES.body.words["neutral"].all


def lint(text: str, **facts: object) -> LintVerdict:
    stated: dict[str, object] = {"as_of": TODAY, **facts}
    return lint_text(text=text, facts=TextFacts(**stated), rules=RULES)  # type: ignore[arg-type]


def blocked(text: str, **facts: object) -> set[str]:
    return {one.rule.id for one in lint(text, **facts).findings if one.severity is Severity.BLOCK}


PRODUCT: dict[str, object] = {"subject": "product", "markets": ("EU",), "sources": ("credit",)}
COMPANY: dict[str, object] = {"subject": "company", "markets": ("US",), "sources": ("credit",)}


@pytest.mark.parametrize("term", NEUTRAL)
def test_every_listed_word_is_refused_on_a_product_in_the_eu(term: str) -> None:
    assert {"EU-825-1", "NEUT-1"} <= blocked(f"“{term}” {term}.", **PRODUCT)


@pytest.mark.parametrize("term", NEUTRAL)
def test_the_same_words_are_refused_on_a_company_anywhere_by_our_policy(term: str) -> None:
    assert blocked(f"A {term}", **COMPANY) == {"NEUT-1"}


@pytest.mark.parametrize(
    "text",
    [
        "CARBON-NEUTRAL",
        "carbon\u00a0neutral",
        "carbon\u200b neutral",
        "Carbon\u2011Neutral",
        "ｃａｒｂｏｎ ｎｅｕｔｒａｌ",
        "CO₂-neutral",
        "trung ho\u0300a carbon",
        "碳 中和",
        "碳\u200b中和",
    ],
)
def test_disguises_do_not_help(text: str) -> None:
    assert "NEUT-1" in blocked(f"x {text} y")


@pytest.mark.parametrize("text", ["uncarbon neutrally", "mono-carbonneutral", "offsetted-ish nothing", "trung hòa"])
def test_words_inside_other_words_are_left_alone(text: str) -> None:
    assert "NEUT-1" not in blocked(text)


@pytest.mark.parametrize(
    "text",
    [
        "This does not make the product carbon neutral.",
        "Retiring credits never makes a cup climate neutral",
        "Điều này không làm sản phẩm trung hòa carbon.",
        "本声明不使产品碳中和。",
        "The rule reads “no text may call a product carbon neutral because of credits”.",
    ],
)
def test_a_denial_or_a_quoted_rule_warns_and_does_not_block(text: str) -> None:
    verdict = lint(text, **PRODUCT)

    assert verdict.passes
    assert {one.softened for one in verdict.findings if one.rule.id == "NEUT-1"} <= {"denied", "quoted"}
    assert verdict.findings


@pytest.mark.parametrize(
    "text",
    [
        "Not only carbon neutral, but lovely.",
        "We do not stop here: we are carbon neutral.",
        "Our “carbon neutral” mug",
        "Không chỉ trung hòa carbon mà còn đẹp.",
        "不断推动碳中和",
        "非常碳中和",
    ],
)
def test_what_only_looks_like_a_denial_still_blocks(text: str) -> None:
    assert "NEUT-1" in blocked(text, **PRODUCT)


def test_the_directive_applies_from_its_day_and_old_texts_are_judged_as_of_theirs() -> None:
    day = date(2026, 9, 26)

    assert "EU-825-1" not in blocked("carbon neutral", **{**PRODUCT, "as_of": day})
    assert "EU-825-1" in blocked("carbon neutral", **{**PRODUCT, "as_of": date(2026, 9, 27)})


def test_what_is_not_stated_is_assumed_and_the_finding_says_so() -> None:
    found = {one.rule.id: one.assumed for one in lint("A carbon neutral cup.").findings}

    assert found["EU-825-1"] == ("market", "subject", "source")
    assert found["NEUT-1"] == ("source",)


def test_reductions_in_ones_own_inventory_may_be_called_reductions() -> None:
    text = "We cut our emissions by 4 %."

    assert blocked(text, sources=("own_reductions",)) == set()
    assert blocked(text, sources=("inset",)) == {"RED-1"}


@pytest.mark.parametrize(
    ("text", "facts", "rule"),
    [
        ("Our emissions net of credits are 4 t.", {}, "NET-1"),
        ("Sau khi trừ tín chỉ, chúng tôi còn 4 t.", {}, "NET-1"),
        ("扣除碳信用后的净排放为4吨。", {}, "NET-1"),
        ("VCMI Gold means net zero.", {}, "VCMI-1"),
        ("VCMI Gold.", {}, "VCMI-2"),
        ("We bought an inset.", {}, "INS-1"),
        ("Our pre-purchase removed 5 t.", {}, "FWD-1"),
        ("We removed 5 t.", {"facts": {"delivered": "no"}}, "FWD-1"),
        ("Credits for residual emissions.", {"facts": {"purpose": "ongoing"}}, "RES-1"),
        ("Our credits came from there.", {"facts": {"leaf_pathway": "2"}}, "LEAF-2"),
        ("We hold title.", {"facts": {"leaf_pathway": "3"}}, "LEAF-3"),
        ("Avoided emissions exceed our footprint.", {}, "S3P-1"),
        ("A badge for all.", {"markets": ("EU",), "facts": {"own_label": "yes"}}, "EU-825-3"),
        ("An eco-friendly cup.", PRODUCT, "EU-825-2"),
        ("环保杯子", PRODUCT, "EU-825-2"),
    ],
)
def test_each_rule_finds_its_sentence(text: str, facts: dict[str, object], rule: str) -> None:
    assert rule in blocked(text, **facts)


@pytest.mark.parametrize("text", ["Sustainable Development Goal 13", "可持续性证书", "chứng chỉ bền vững"])
def test_a_name_that_holds_a_listed_word_is_no_claim(text: str) -> None:
    assert "EU-825-2" not in blocked(text, **PRODUCT)


@pytest.mark.parametrize("text", ["No title is held.", "The host country also counts this result."])
def test_the_host_countrys_sentence_is_asked_for_only_on_its_pathway(text: str) -> None:
    assert "LEAF-3" not in blocked(text, facts={"leaf_pathway": "4"})


def test_the_host_countrys_sentence_satisfies_its_rule() -> None:
    text = "东道国也将这一成果计入其国家自主贡献。"

    assert "LEAF-3" not in blocked(text, facts={"leaf_pathway": "3"})


RECORD = ClaimRecord(quantities_kg=(1_234_500,), years=(2025, 2023), serials=("VCS-VCU-12-100-200",))


@pytest.mark.parametrize(
    "text",
    [
        "1,234.500 t for 2025",
        "1.234,5 tấn năm 2025",
        "1 234 500 kg",
        "1234.5吨",
        "serials VCS-VCU-12-100-200, vintage 2023",
    ],
)
def test_numbers_that_the_record_holds_pass(text: str) -> None:
    assert "NUM-1" not in blocked(text, record=RECORD)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1,234.500 kg", "1,234.500 kg"),
        ("1 t for 2025", "1 t"),
        ("1234.5 t for 2024", "2024"),
        ("serials VCS-VCU-13-100-200", "VCS-VCU-13-100-200"),
    ],
)
def test_numbers_that_differ_are_named_with_what_is_due(text: str, written: str) -> None:
    (found,) = lint(text, record=RECORD).findings

    assert (found.rule.id, found.written) == ("NUM-1", written)
    assert found.due


def test_a_text_is_split_where_its_sentences_end() -> None:
    text = "At 1.5 °C, e.g. here. Second!\nThird\n第四句。第五句！"

    assert [one.text for one in split_sentences(text=text)] == [
        "At 1.5 °C, e.g. here.",
        "Second!",
        "Third",
        "第四句。",
        "第五句！",
    ]


@given(st.text(max_size=200))
def test_every_place_points_into_the_text_as_it_came(text: str) -> None:
    plain = read_plain(text=text)
    verdict = lint(f"{text} carbon-neutral {text}")

    assert len(plain.plain) == len(plain.places)
    assert all(0 <= place < len(text) for place in plain.places)
    whole = f"{text} carbon-neutral {text}"
    for finding in verdict.findings:
        assert whole[finding.start : finding.end].strip() == finding.written
    for sentence in verdict.sentences:
        assert whole[sentence.start : sentence.end] == sentence.text


@given(st.lists(st.sampled_from(["We act.", "A carbon neutral cup.", "碳中和。", "Không phát thải."]), max_size=8))
def test_more_sentences_never_hide_a_finding(sentences: list[str]) -> None:
    alone = sum(len(lint(one).findings) for one in sentences)

    assert len(lint("\n".join(sentences)).findings) == alone


def test_a_very_long_text_is_refused() -> None:
    with pytest.raises(ImplausibleValue):
        lint("x" * (TEXT_CHARACTERS_MAX + 1))
