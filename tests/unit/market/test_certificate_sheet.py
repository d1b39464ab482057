"""One sheet for page and PDF: identical quantity strings, three languages, rare Han, and every public field."""

from __future__ import annotations

import io
import json
from datetime import date
from hashlib import sha256
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from pypdf import PdfReader

from truetonne.edge.formats import quantity_in_words
from truetonne.edge.identifiers import show_id
from truetonne.edge.languages import LANGUAGE_TAGS
from truetonne.edge.pdf import MissingGlyph
from truetonne.market.pdf.field_words import LABELS
from truetonne.market.pdf.printing import print_certificate
from truetonne.market.pdf.reading import read_sheet
from truetonne.market.pdf.sheet import CertificateSheet, Later, LogProof, Notice, SheetClaim
from truetonne.proof.certificate import build_body
from truetonne.proof.verifier import OBJECTS
from truetonne.science.quantity import format_tonnes

LEAF_HASH = sha256(b"leaf").digest()
PROOF = LogProof(
    log_index=48_112,
    tree_size=48_113,
    root=sha256(b"root").digest(),
    key="exchange.example/log+5c0d9f12",
    nodes=tuple(sha256(bytes([node])).digest() for node in range(16)),
)
RARE_NAME = "𠮷野㼆𡈽䶮有限公司"
LONG_NAME = "Công ty Cổ phần Tập đoàn Sản xuất và Xuất nhập khẩu Gốm sứ Mỹ nghệ Sông Trầu Đồng Nai"


def shown(prefix: str, number: int) -> str:
    return show_id(prefix=prefix, id=UUID(int=(0x01936C << 104) + number))


def line(number: int, kg: int) -> dict[str, object]:
    """Return an invented line of ``kg``, whose last serial is taken in part where the mass asks for it."""
    serials, rest = divmod(kg, 1000)
    last_part = rest or 1000
    count = serials + (1 if rest else 0)
    return {
        "lot_id": shown("lot", number),
        "registry": "Demo Registry",
        "program": "DEMO",
        "project_id": f"DEMO-{number}",
        "project_name": f"Mbeya Ridge {number}",
        "issuance_id": f"DEMO-TZ-{number:04d}-2024-31",
        "vintage_start": "2024-01-01",
        "vintage_end": "2025-01-01",
        "first": 120_001,
        "last": 120_000 + count,
        "unit_kg": 1000,
        "first_part_kg": last_part if count == 1 else 1000,
        "last_part_kg": last_part,
        "kg": kg,
        "country": "TZ",
        "credit_class": "REMOVAL_NATURE",
        "developer": "Kilele Land Trust",
    }


def body(*, masses_kg: list[int], name: str = "Tallow & Pine Furniture", **public: object) -> dict[str, object]:
    kg = sum(masses_kg)
    groups: dict[str, object] = {
        "beneficiary": {"display_name": name, "legal_name": f"{name} Ltd", "country": "VN", "lei": "9845DEMO00TALLOW0P81"},
        "holder": {"retired_by": "Northquay"},
        "act": {"order_id": shown("ord", 1), "request_id": "request-1"},
        "purpose": {"code": "ONGOING_EMISSIONS", "claim_year": 2025, "scope": "1-3"},
        "wording": {"gross_inventory": {"en": "This retirement does not reduce the gross inventory.", "vi": "Không làm giảm."}},
        "durability": [{"lot_id": shown("lot", 0), "delivery": "EX_POST", "years": 1000, "cover": "buffer 15 %"}],
        "quality": [
            {"lot_id": shown("lot", 0), "review_id": "rev-1", "reviewer": "Ardent Assurance", "reviewed_on": "2026-04-14",
             "next_review_on": "2027-04-14", "score": "78", "score_low": "71", "score_high": "84",
             "other": [{"agency": "Fathom", "rating": "A−", "scale": "D to AAA", "rated_on": "2026-03-03"}]},
        ],
    }  # fmt: skip
    stored = build_body(
        certificate_id=shown("crt", 1),
        retirement_id=shown("ret", 1),
        version=1,
        kind="CREDIT",
        livemode=False,
        operator="Northquay",
        key_id="5c0d9f12",
        verify_url="https://exchange.example/certificates/" + shown("crt", 1) + "/",
        public=groups | public,
        lines=[line(number, mass) for number, mass in enumerate(masses_kg)],
        kg=kg,
        tonnes=format_tonnes(kg=kg),
        words=quantity_in_words(kg=kg, language="en"),
        annex_sha256={"price": "a" * 64},
        effective_at="2026-11-21T09:14:02Z",
        recorded_at="2026-11-21T09:14:02.123456Z",
    )
    return dict(json.loads(stored))


def sheet(
    language: str = "en", *, proof: LogProof | None = PROOF, later: Later | None = None, **facts: object
) -> CertificateSheet:
    facts.setdefault("masses_kg", [899_250, 340_750])
    return read_sheet(body=body(**facts), leaf_hash=LEAF_HASH, language=language, proof=proof, later=later)  # type: ignore[arg-type]


def page(shown_sheet: CertificateSheet) -> str:
    with translation.override(shown_sheet.language.lower()):
        return render_to_string("market/sheet.html", {"sheet": shown_sheet})


def pdf_text(document: bytes) -> str:
    return "\n".join(each.extract_text() for each in PdfReader(io.BytesIO(document)).pages)


def test_page_and_pdf_show_the_same_quotable_text() -> None:
    said = SheetClaim(
        text="Harbour Street Bakeries retired 1.240 t, in these words and no others.", rule_set="claims@1"
    )
    made = read_sheet(body=body(masses_kg=[1_240]), leaf_hash=LEAF_HASH, language="en", proof=PROOF, claim=said)

    text = pdf_text(print_certificate(sheet=made)).replace("\u00a0", " ").replace("\n", " ")

    assert said.text in text
    assert said.text in page(made)


@pytest.mark.parametrize(
    ("language", "kg"),
    [
        ("en", 1),
        ("en", 1_000),
        ("en", 100_000),
        *((language, kg) for language in LANGUAGE_TAGS for kg in (1_500, 999_999_999)),
    ],
)
def test_page_and_pdf_show_the_identical_quantity(language: str, kg: int) -> None:
    made = sheet(language, masses_kg=[kg])

    text = pdf_text(print_certificate(sheet=made)).replace("\u00a0", " ")

    markup = f'<data class="n" value="{kg}">{made.mass.whole}<span class="d">{made.mass.part}</span>'
    assert made.mass_text in text
    assert markup in page(made)
    assert made.words.split(",")[0] in text.replace("\n", " ")
    assert made.words in page(made)


@pytest.mark.parametrize("language", LANGUAGE_TAGS)
def test_the_pdf_is_set_in_every_language_without_a_missing_glyph(language: str) -> None:
    document = print_certificate(sheet=sheet(language, name=RARE_NAME))

    text = pdf_text(document)
    assert RARE_NAME in text
    assert "RET-" in text
    assert PROOF.root.hex() in text
    assert all(node.hex() in text for node in PROOF.nodes)


def test_a_name_that_no_font_has_is_refused_by_name() -> None:
    with pytest.raises(MissingGlyph) as refused:
        print_certificate(sheet=sheet(name="Hittite 𒀀 Stone"))

    assert refused.value.characters == ("𒀀",)


def test_a_few_lines_fit_one_sheet_and_many_run_on() -> None:
    few = PdfReader(io.BytesIO(print_certificate(sheet=sheet("vi", masses_kg=[1500] * 4, name=LONG_NAME))))
    many = PdfReader(io.BytesIO(print_certificate(sheet=sheet("vi", masses_kg=[1500] * 50, name=LONG_NAME))))

    assert PROOF.root.hex() in few.pages[0].extract_text()
    assert "Mbeya Ridge 49" in "".join(each.extract_text() for each in many.pages[:4])
    assert "75,000" in "".join(each.extract_text() for each in many.pages[:4])


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert print_certificate(sheet=sheet()) == print_certificate(sheet=sheet())


def test_every_public_field_stands_on_page_and_pdf() -> None:
    made = sheet()
    text, markup = pdf_text(print_certificate(sheet=made)).replace("\n", ""), page(made)

    values = [fact.value for group in made.more for fact in group.facts]
    for expected in (
        "request-1",
        shown("ord", 1),
        "Kilele Land Trust",
        "Ardent Assurance",
        "Fathom",
        "D to AAA",
        "a" * 64,
    ):
        assert expected in values
        assert expected in text.replace("\u200b", "")
        assert expected in markup


UNLISTED = frozenset(
    ("file", "annex", "proof", "sealed", "hashes", "languages", "coordinates", "reference", "quantity", "wording")
)
"""Objects of the verifier's schema that no list of labelled fields shows: private, or set in words of their own."""
SET_APART = frozenset(
    ("format", "livemode", "annex_sha256", "beneficiary", "holder", "act", "lines", "quantity", "wording", "labels",
     "article6", "durability", "quality", "other", "inset", "coordinates", "make_good_for", "covered_by",
     "registry_confirmed", "vintage_start", "vintage_end", "first", "last", "first_part_kg", "last_part_kg", "kg")
)  # fmt: skip
"""Members that are groups themselves, or that the line and the sheet print in one phrase."""


def test_every_field_that_a_certificate_may_hold_has_a_name() -> None:
    fields = {name for kind, members in OBJECTS.items() if kind not in UNLISTED for name in members}

    assert fields - SET_APART - LABELS.keys() == set()


INSET = {
    "side": "SCOPE3", "volume_ml": 89_999_902, "energy_mj": 3_088_797, "fuel_type": "HVO", "feedstock": "used_cooking_oil",
    "batch": "INS-1", "chain_of_custody": "BOOK_AND_CLAIM", "feedstock_origin": "DE", "mode": "ROAD",
    "difference_g_co2e_per_mj": "74.44823", "is_co_processed": False, "scope3_category": 4, "tiers": ["CARRIER", "SHIPPER"],
    "covered_by": [{"certificate_id": "crt_01jd3m8vq6e9tr2k5w7x9yz0zz", "line": 1}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ["Customer's side, scope 3", "3,088,797", "Used cooking oil", "89,999.902", "book and claim", "74.44823"],
        ),
        ("vi", ["Phía khách hàng, phạm vi 3", "3.088.797", "89.999,902", "ghi sổ và ghi nhận", "74,44823", "Đức"]),
        ("zh-Hans", ["3,088,797", "登记与主张", "德国"]),
    ],
)
def test_an_inset_tells_its_fuel_in_words_and_not_how_long_it_lasts(language: str, words: list[str]) -> None:
    given = body(masses_kg=[5_000], durability=[], quality=[])
    given |= {"kind": "INSET", "lines": [{**line(0, 5_000), "inset": INSET}]}

    read = read_sheet(body=given, leaf_hash=LEAF_HASH, language=language)

    shown = {fact.label: fact.value for group in read.more for fact in group.facts}
    shown |= {fact.label: fact.value for fact in read.facts_right}
    text = " | ".join(f"{label} {value}" for label, value in shown.items())
    assert [each for each in words if each not in text] == []
    assert not any("_" in label for label in shown)
    assert ("Durability" in shown) is False


def test_fields_stand_in_the_order_in_which_they_are_read() -> None:
    label = {"lot_id": shown("lot", 0), "label": "CORSIA_PHASE_1", "issuer": "Invented", "valid_from": "2026-01-02"}

    (group,) = [each for each in sheet(masses_kg=[5_000], labels=[label]).more if each.title.startswith("Line 1")]

    values = [fact.value for fact in group.facts]
    assert values.index("CORSIA PHASE 1") < values.index("Invented") < values.index("2 Jan 2026")


def test_the_price_the_inventory_line_and_the_signer_are_nowhere() -> None:
    text = json.dumps(sheet().as_document()).lower()

    assert "margin" not in text
    assert "signer" not in text
    assert "inventory_line" not in text


def test_a_pending_proof_says_so_and_has_no_path() -> None:
    made = sheet(proof=None)

    assert made.proof.is_pending
    assert made.proof.path == ()
    assert any(fact.kind == "pending" and "pending" in fact.value for fact in made.proof.facts)
    assert "<ol" not in page(made)
    assert "48112" not in made.ring


def test_a_hidden_name_is_not_shown_until_it_is_published() -> None:
    hidden = {"beneficiary": {"hidden_until": "2027-05-01"}}
    record = body(masses_kg=[1000])
    record |= hidden

    before = read_sheet(body=record, leaf_hash=LEAF_HASH, language="en")
    after = read_sheet(body=record, leaf_hash=LEAF_HASH, language="en", later=Later(published_name="Tallow & Pine"))

    assert (before.beneficiary, before.is_name_hidden) == ("hidden until 1 May 2027", True)
    assert (after.beneficiary, after.is_name_hidden) == ("Tallow & Pine", False)


def test_what_was_recorded_later_stands_on_the_sheet() -> None:
    later = Later(
        status="NOTICE_ATTACHED",
        notices=(Notice(on=date(2026, 12, 1), text="Recalled by the registry", href="/log/9/"),),
        registry_confirmed_on=date(2026, 11, 25),
    )

    made = sheet(later=later)

    assert [notice.text for notice in made.notices] == ["Recalled by the registry"]
    assert "confirmed on 25 Nov 2026" in [fact.value for fact in made.facts_left]
    assert ("Notice attached", "stop") in [(fact.value, fact.kind) for fact in made.facts_right]
    assert "Recalled by the registry" in pdf_text(print_certificate(sheet=made))


def test_what_a_name_holds_is_text_and_never_markup() -> None:
    name = '#panic() <script>alert(1)</script> *bold* $x$ "quoted"'
    made = sheet(name=name)

    assert "<script>" not in page(made)
    assert "#panic() <script>" in pdf_text(print_certificate(sheet=made))


def test_the_page_needs_no_style_script_or_data_address() -> None:
    markup = page(sheet())

    assert "style=" not in markup
    assert "<script" not in markup
    assert "data:" not in markup
