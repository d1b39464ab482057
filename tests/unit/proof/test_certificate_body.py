import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.proof.examples import GOLDEN, PARTS, SALTS, body, body_arguments, line
from truetonne.proof.canonical import decode, encode
from truetonne.proof.certificate import (
    PURPOSES,
    BodyInvalid,
    EntryTooLarge,
    build_body,
    check_line,
    check_lot,
    instant_text,
)
from truetonne.proof.certificate_line import TAKEN
from truetonne.proof.verifier import OBJECTS, REQUIRED, TYPES
from truetonne.science.quantity import format_tonnes
from truetonne.science.serial_block import SerialBlock

LOT = "lot_01jd3m8vq6e9tr2k5w7x9yz0ab"
INSET = {
    "side": "SCOPE1",
    "volume_ml": 1_200_000,
    "energy_mj": 41_520,
    "fuel_type": "renewable diesel",
    "feedstock": "used cooking oil",
    "batch": "INVENTED-7",
    "chain_of_custody": "BOOK_AND_CLAIM",
}


def public(**changes: object) -> dict[str, object]:
    return {**body_arguments()["public"], **changes}


def refused(**changes: Any) -> BodyInvalid:
    with pytest.raises(BodyInvalid) as refusal:
        body(**changes)
    return refusal.value


def test_keeps_the_golden_bytes() -> None:
    assert body() == (GOLDEN / "body.json").read_bytes()


def test_the_body_is_canonical_and_holds_what_it_was_given() -> None:
    found: Any = decode(body())

    assert found["format"] == "truetonne/certificate/1"
    assert found["quantity"] == {"kg": 3250, "tonnes": "3.25", "words": body_arguments()["words"]}
    assert found["lines"] == [line()]
    assert found["act"]["effective_at"] == "2026-11-21T09:14:02Z"
    assert found["act"]["registry_confirmed"] is False
    assert set(found["annex_sha256"]) == set(PARTS)


def test_no_private_part_or_salt_is_in_the_body() -> None:
    data = body()

    assert b"4631" not in data
    assert "Nguyễn".encode() not in data
    assert all(salt.hex().encode() not in data for salt in SALTS.values())


def test_every_group_of_the_certificate_may_be_filled() -> None:
    found: Any = decode(
        body(
            version=2,
            replaces="crt_01jd3m8vq6e9tr2k5w7x9yz0zz",
            public=public(
                labels=[{"lot_id": LOT, "label": "CCP", "issuer": "invented", "valid_from": "2025-01-01"}],
                article6=[{"lot_id": LOT, "declaration": "COMMITTED", "status": "PENDING", "leaf_path": 4}],
                durability=[{"lot_id": LOT, "delivery": "EX_POST", "years": 40, "cover": "buffer 15 %"}],
                quality=[
                    {
                        "lot_id": LOT,
                        "review_id": "REV-1",
                        "reviewer": "Invented Reviews",
                        "reviewed_on": "2026-01-02",
                        "next_review_on": "2027-01-02",
                        "score": "78",
                        "other": [{"agency": "Invented", "rating": "A", "scale": "AAA to D", "rated_on": "2026-02-01"}],
                    }
                ],
            ),
        )
    )

    assert found["replaces"] == "crt_01jd3m8vq6e9tr2k5w7x9yz0zz"
    assert found["quality"][0]["other"][0]["scale"] == "AAA to D"


@pytest.mark.parametrize(
    ("path", "member"),
    [(3, "body.wording.host_country"), (2, "body.article6[0].leaf_path"), (1, "body.article6[0].leaf_path")],
)
def test_units_that_the_host_counts_need_its_sentence_and_units_without_title_are_none(path: int, member: str) -> None:
    item = {"lot_id": LOT, "declaration": "NOT_REQUIRED", "status": "UNKNOWN", "leaf_path": path}

    assert refused(public=public(article6=[item])).member == member


def test_units_that_the_host_counts_pass_with_its_sentence() -> None:
    item = {"lot_id": LOT, "declaration": "NOT_REQUIRED", "status": "UNKNOWN", "leaf_path": 3}
    wording = {"gross_inventory": {"en": "-"}, "host_country": {"en": "The host country counts it too."}}

    found: Any = decode(body(public=public(article6=[item], wording=wording)))

    assert found["wording"]["host_country"] == {"en": "The host country counts it too."}


def test_insets_carry_their_energy_and_their_cover() -> None:
    cover = {"certificate_id": "crt_01jd3m8vq6e9tr2k5w7x9yz0zz", "line": 1}
    inset_line = line(inset={**INSET, "side": "SCOPE3", "covered_by": [cover], "scope3_category": 4})

    found: Any = decode(body(kind="INSET", lines=[inset_line]))

    assert found["lines"][0]["inset"]["covered_by"] == [cover]


@pytest.mark.parametrize(("kind", "lines"), [("INSET", [line()]), ("CREDIT", [line(inset=INSET)])])
def test_credits_and_insets_never_meet(kind: str, lines: list[dict[str, object]]) -> None:
    assert refused(kind=kind, lines=lines).reason_code == "kinds_mixed"


@pytest.mark.parametrize("group", ["beneficiary", "holder", "purpose", "wording"])
def test_no_group_is_ever_defaulted(group: str) -> None:
    groups = {name: value for name, value in public().items() if name != group}

    refusal = refused(public=groups)

    assert (refusal.member, refusal.reason_code) == (f"body.{group}", "missing_member")


def test_cannot_be_built_without_the_gross_statement() -> None:
    refusal = refused(public=public(wording={"claim": {"en": "We retired units."}}))

    assert (refusal.member, refusal.reason_code) == ("body.wording.gross_inventory", "missing_member")


@pytest.mark.parametrize("group", ["price", "signer", "allocation", "annex", "proof", "lines", "quantity", "note"])
def test_refuses_private_and_unknown_groups(group: str) -> None:
    refusal = refused(public=public(**{group: {"anything": 1}}))

    assert (refusal.member, refusal.reason_code) == (f"public.{group}", "unknown_member")


@pytest.mark.parametrize(
    ("change", "member"),
    [
        ({"public": public(beneficiary={"display_name": "A", "email": "a@b.example"})}, "body.beneficiary.email"),
        ({"public": public(purpose={"code": "OTHER", "claim_year": 2025, "line_id": "1"})}, "body.purpose.line_id"),
        ({"lines": [line(price_minor=3)]}, "body.lines[0].price_minor"),
        ({"annex_sha256": {"notes": "0" * 64}}, "body.annex_sha256.notes"),
    ],
)
def test_refuses_members_that_no_certificate_has(change: dict[str, Any], member: str) -> None:
    refusal = refused(**change)

    assert (refusal.member, refusal.reason_code) == (member, "unknown_member")


@pytest.mark.parametrize(
    ("change", "member"),
    [
        ({"certificate_id": "ret_01jd3m8vq6e9tr2k5w7x9yz0cd"}, "body.certificate_id"),
        ({"certificate_id": "crt_01JD3M8VQ6E9TR2K5W7X9YZ0CD"}, "body.certificate_id"),
        ({"retirement_id": "crt_01jd3m8vq6e9tr2k5w7x9yz0cd"}, "body.retirement_id"),
        ({"replaces": "ret_01jd3m8vq6e9tr2k5w7x9yz0cd"}, "body.replaces"),
        ({"version": -1}, "body.version"),
        ({"version": True}, "body.version"),
        ({"kind": "OFFSET"}, "body.kind"),
        ({"livemode": "true"}, "body.livemode"),
        ({"livemode": 1}, "body.livemode"),
        ({"operator": ""}, "body.operator"),
        ({"operator": "two\nlines"}, "body.operator"),
        ({"operator": "escape \x1b[2J"}, "body.operator"),
        ({"operator": "turned \u202e round"}, "body.operator"),
        ({"key_id": "7D6F1327"}, "body.key_id"),
        ({"verify_url": "javascript:alert(1)"}, "body.verify_url"),
        ({"annex_sha256": {"price": "A" * 64}}, "body.annex_sha256.price"),
        ({"effective_at": "2026-11-21"}, "body.act.effective_at"),
        ({"effective_at": "2026-11-21T09:14:02+00:00"}, "body.act.effective_at"),
        ({"effective_at": "2026-02-30T09:14:02Z"}, "body.act.effective_at"),
        ({"effective_at": "2026-11-21T09:14:02.1234567Z"}, "body.act.effective_at"),
        ({"words": ""}, "body.quantity.words"),
        ({"public": public(act={"order_id": "crt_01jd3m8vq6e9tr2k5w7x9yz0cd"})}, "body.act.order_id"),
        ({"public": public(purpose={"code": "GREEN", "claim_year": 2025})}, "body.purpose.code"),
        ({"public": public(holder={"retired_by": None})}, "body.holder.retired_by"),
        ({"public": public(holder=["retired_by"])}, "body.holder"),
        ({"public": public(labels={"lot_id": LOT})}, "body.labels"),
        ({"public": public(act={"effective_at": "2026-11-21T09:14:02Z"})}, "public.act"),
        ({"lines": [line(lot_id="crt_01jd3m8vq6e9tr2k5w7x9yz0cd")]}, "body.lines[0].lot_id"),
        ({"lines": [line(vintage_start="2021-02-30")]}, "body.lines[0].vintage_start"),
    ],
)
def test_refuses_members_of_another_form(change: dict[str, Any], member: str) -> None:
    refusal = refused(**change)

    assert (refusal.member, refusal.reason_code) == (member, "wrong_value")


@pytest.mark.parametrize("value", [1.5, float("nan")])
def test_no_float_enters(value: float) -> None:
    assert refused(lines=[line(kg=value)]).reason_code == "float_refused"
    assert refused(public=public(purpose={"code": "OTHER", "claim_year": value})).reason_code == "float_refused"


@pytest.mark.parametrize(
    ("change", "member"),
    [
        ({"kg": 3251, "tonnes": "3.251"}, "body.quantity.kg"),
        ({"tonnes": "3.250"}, "body.quantity.tonnes"),
        ({"tonnes": "3250"}, "body.quantity.tonnes"),
        ({"lines": []}, "body.quantity.kg"),
        ({"lines": [line(), line()]}, "body.quantity.kg"),
        ({"lines": [line(last=2759603)]}, "body.lines[0].kg"),
        ({"lines": [line(first_part_kg=1001)]}, "body.lines[0].kg"),
        ({"lines": [line(last=2759599)]}, "body.lines[0].kg"),
        ({"lines": [line(last=2759598)]}, "body.lines[0].kg"),
        ({"lines": [line(last_part_kg=0)]}, "body.lines[0].kg"),
        ({"lines": [], "kg": 0, "tonnes": "0"}, "body.quantity.kg"),
    ],
)
def test_refuses_figures_that_disagree(change: dict[str, Any], member: str) -> None:
    refusal = refused(**change)

    assert (refusal.member, refusal.reason_code) == (member, "figures_disagree")


@pytest.mark.parametrize(
    ("purpose", "reason_code"),
    [
        ({"code": "OTHER"}, "missing_member"),
        ({"code": "OTHER", "period_start": "2025-01-01"}, "missing_member"),
        ({"code": "OTHER", "period_end": "2025-01-01"}, "missing_member"),
        ({"code": "OTHER", "claim_year": 2025, "period_start": "2025-01-01"}, "missing_member"),
        (
            {"code": "OTHER", "claim_year": 2025, "period_start": "2025-01-01", "period_end": "2026-01-01"},
            "missing_member",
        ),
        ({"code": "OTHER", "period_start": "2025-01-01", "period_end": "2025-01-01"}, "time_order"),
    ],
)
def test_a_claim_has_one_year_or_one_period(purpose: dict[str, object], reason_code: str) -> None:
    assert refused(public=public(purpose=purpose)).reason_code == reason_code


@pytest.mark.parametrize("code", PURPOSES)
def test_takes_every_purpose_over_a_period(code: str) -> None:
    purpose = {"code": code, "period_start": "2025-01-01", "period_end": "2026-01-01", "note": "two\nlines"}

    assert b"period_end" in body(public=public(purpose=purpose))


def test_a_hidden_name_stands_in_the_annex_only() -> None:
    sealed = {"annex_sha256": {"beneficiary": "0" * 64}}
    hidden = {"hidden_until": "2027-05-01"}

    assert b"hidden_until" in body(**sealed, public=public(beneficiary=hidden))
    leaked = refused(**sealed, public=public(beneficiary={**hidden, "country": "VN"}))
    assert (leaked.member, leaked.reason_code) == ("body.beneficiary", "name_not_hidden")
    assert refused(public=public(beneficiary=hidden)).reason_code == "name_not_hidden"
    assert refused(**sealed, public=public(beneficiary={"display_name": "A"})).reason_code == "missing_member"
    assert refused(public=public(beneficiary={"legal_name": "A"})).reason_code == "missing_member"


def test_nothing_is_recorded_before_it_happened() -> None:
    early = {"effective_at": "2026-11-21T09:14:02.2Z", "recorded_at": "2026-11-21T09:14:02.125001Z"}

    assert refused(**early).reason_code == "time_order"
    assert body(effective_at="2026-11-21T09:14:02.125Z", recorded_at="2026-11-21T09:14:02.125000Z")


def test_a_vintage_ends_after_it_starts() -> None:
    assert refused(lines=[line(vintage_end="2021-01-01")]).reason_code == "time_order"


@pytest.mark.parametrize("group", ["labels", "article6", "durability", "quality"])
def test_facts_of_a_lot_belong_to_a_line(group: str) -> None:
    facts = {
        "labels": {"label": "CCP"},
        "article6": {"declaration": "UNKNOWN", "status": "PENDING"},
        "durability": {"delivery": "EX_POST"},
        "quality": {"review_id": "1", "reviewer": "R", "reviewed_on": "2026-01-02", "next_review_on": "2027-01-02"},
    }
    item = {"lot_id": LOT.replace("ab", "zz"), **facts[group]}

    refusal = refused(public=public(**{group: [item]}))

    assert (refusal.member, refusal.reason_code) == (f"body.{group}[0].lot_id", "lot_unknown")


def test_refuses_an_entry_larger_than_a_bundle_carries() -> None:
    lines = [line(serial_printed="x" * 1900) for _ in range(40)]

    with pytest.raises(EntryTooLarge) as refusal:
        body(lines=lines, kg=40 * 3250, tonnes="130")

    assert refusal.value.size > refusal.value.size_max == 65_535


def test_a_lots_facts_checked_once_make_the_same_line() -> None:
    facts = {name: value for name, value in line(project_name="100 % invented %d").items() if name not in TAKEN}
    lot = check_lot(facts=facts)

    taken = lot.take(first=2759599, last=2759602, first_part_kg=1000, last_part_kg=250)

    assert taken == check_line(line=line(project_name="100 % invented %d"))
    assert taken.data == encode(line(project_name="100 % invented %d"))
    assert build_body(**body_arguments(lines=[taken])) == body(lines=[line(project_name="100 % invented %d")])


@given(st.integers(0, 5_000), st.integers(1, 5_000), st.sampled_from([1, 7, 1000]))
def test_takes_any_part_of_a_block_of_serials(offset_kg: int, kg: int, unit_kg: int) -> None:
    block = SerialBlock(first=17, last=17 + 10_000, unit_kg=unit_kg)
    lot = check_lot(facts={n: v for n, v in line(unit_kg=unit_kg).items() if n not in TAKEN})
    part = block.part(offset_kg=offset_kg, kg=kg)

    taken = lot.take(first=part.first, last=part.last, first_part_kg=part.first_part_kg, last_part_kg=part.last_part_kg)

    assert taken.kg == kg
    assert json.loads(taken.data)["kg"] == kg


@pytest.mark.parametrize(
    "part",
    [
        {"first": 5, "last": 4, "first_part_kg": 1000, "last_part_kg": 1000},
        {"first": 5, "last": 5, "first_part_kg": 1000, "last_part_kg": 999},
        {"first": 5, "last": 6, "first_part_kg": 0, "last_part_kg": 999},
        {"first": 5, "last": 6, "first_part_kg": 1000, "last_part_kg": 1001},
        {"first": -1, "last": 6, "first_part_kg": 1000, "last_part_kg": 1000},
        {"first": 1, "last": 2**53, "first_part_kg": 1000, "last_part_kg": 1000},
    ],
)
def test_takes_no_part_that_cannot_be(part: dict[str, int]) -> None:
    lot = check_lot(facts={name: value for name, value in line().items() if name not in TAKEN})

    with pytest.raises(BodyInvalid) as refusal:
        lot.take(**part)

    assert refusal.value.reason_code == "figures_disagree"


@pytest.mark.parametrize("missing", ["program", "unit_kg", "lot_id", "vintage_end"])
def test_a_lot_without_its_facts_is_refused(missing: str) -> None:
    facts = {name: value for name, value in line().items() if name not in (*TAKEN, missing)}

    with pytest.raises(BodyInvalid) as refusal:
        check_lot(facts=facts)

    assert (refusal.value.member, refusal.value.reason_code) == (f"line.{missing}", "missing_member")


def test_a_lot_of_insets_has_no_fixed_facts() -> None:
    with pytest.raises(BodyInvalid):
        check_lot(facts={name: value for name, value in line(inset=INSET).items() if name not in TAKEN})


@pytest.mark.parametrize("kg", [1, 10, 250, 1_000, 1_500, 100_000, 999_999_999, 10**15])
def test_tonnes_are_written_as_everywhere_else(kg: int) -> None:
    whole = line(first=1, last=1, unit_kg=kg, first_part_kg=kg, last_part_kg=kg, kg=kg)

    assert body(lines=[whole], kg=kg, tonnes=format_tonnes(kg=kg))


def test_writes_instants_in_utc() -> None:
    hanoi = timezone(timedelta(hours=7))

    assert instant_text(datetime(2026, 11, 21, 16, 14, 2, tzinfo=hanoi)) == "2026-11-21T09:14:02Z"
    assert instant_text(datetime(2026, 11, 21, 9, 14, 2, 5, tzinfo=UTC)) == "2026-11-21T09:14:02.000005Z"
    with pytest.raises(ValueError, match="zone"):
        instant_text(datetime(2026, 11, 21))  # noqa: DTZ001


def test_the_schema_names_only_kinds_that_exist() -> None:
    known = {*OBJECTS, *TYPES, "any", "bool", "int"}

    used = {kind.removesuffix("[]") for members in OBJECTS.values() for kind in members.values()}
    assert used <= known
    assert {name for name in OBJECTS if name != "file"} <= used
    assert all(REQUIRED[kind] <= OBJECTS[kind].keys() for kind in OBJECTS)
