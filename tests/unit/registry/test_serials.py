"""Serial grammars: inclusive ranges under the key that makes them unique."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.supply.catalog import list_shipped
from truetonne.supply.registry_records.grammar import compile_patterns
from truetonne.supply.registry_records.mapping import Mapping
from truetonne.supply.registry_records.serials import KeyPartMissing, ParsedSerial, parse_serial

EXAMPLES = {
    "12082-384723093-384800545-VCS-VCU-304-VER-CN-1-191-01012008-31122008-0": ("verra", "", 384723093, 77_453),
    "19385-941467007-941467431-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1": ("verra", "", 941467007, 425),
    "8157-461579453-461579783-VCU-008-MER-SG-3-1712-01012018-31122018-0": ("verra", "", 461579453, 331),
    "ACR-US-556-2019-1157-123578 to 123686": ("acr", "556/2019/1157", 123578, 109),
    "CAR-1-US-1335-31-983-KS-2025-9205-1 to 5000": ("car", "1335/2025/9205", 1, 5_000),
    "CAR-ROC-US-2056-129-2283-WV-2025-8969-1 to 260294": ("car", "2056/2025/8969", 1, 260_294),
    "CAR-1-MX-1568-42-1130-QR-2025-9676-3792 to 23791": ("car", "1568/2025/9676", 3792, 20_000),
    "ART-GY-102-2021-11-2759599 to 2760598": ("art", "ART/102/2021/11", 2759599, 1_000),
    "FCPF-CI-130-2023-20-1 to 46404": ("art", "FCPF/130/2023/20", 1, 46_404),
    "GS1-1-KE-GS11603-16-2025-30256-110-5463": ("gold_standard", "11603/2025/30256", 110, 5_354),
    "RW-5-1463953-2-2-0-7014 - RW-5-1467609-2-2-0-7014": ("gold_standard", "CDM/RW/5/2-2-0-7014", 1463953, 3_657),
    "PURO_PR_CORC100+_FI_123456_2024_0f1e2d3c-aaaa-bbbb-cccc-0123456789ab_1-20": (
        "puro",
        "0f1e2d3c-aaaa-bbbb-cccc-0123456789ab",
        1,
        20,
    ),
    "CR0000000001": ("climate_refarm", "", 1, 1),
}


def parse(text: str, mapping: Mapping, **fields: str) -> ParsedSerial | None:
    return parse_serial(text=text, patterns=compile_patterns(mapping=mapping), fields=fields)


def shipped(code: str) -> Mapping:
    return next(program.mapping for program in list_shipped() if program.code == code)


@pytest.mark.parametrize("text", EXAMPLES)
def test_reads_the_printed_examples(text: str) -> None:
    code, key, first, count = EXAMPLES[text]

    parsed = parse(text, shipped(code))

    assert parsed is not None
    assert (parsed.key, parsed.first, parsed.count) == (key, first, count)


@pytest.mark.parametrize("text", EXAMPLES)
def test_reads_no_other_registrys_serials(text: str) -> None:
    readers = [program.code for program in list_shipped() if parse(text, program.mapping) is not None]

    assert readers == [EXAMPLES[text][0]]


@pytest.mark.parametrize(
    "text",
    [
        "ACR-US-556-2019-1157-123578 to 1236 86",
        "ACR-US-556-2019-1157-123578\u00a0to 123686",
        "ACR-US-556-2019-1157-123578 to 123686 ",
        "ACR-US-556-19-1157-1 to 2",
        "acr-US-556-2019-1157-1 to 2",
        "",
    ],
)
def test_knows_no_serial_that_is_almost_one(text: str) -> None:
    assert parse(text, shipped("acr")) is None


def test_knows_no_two_ends_of_different_blocks() -> None:
    assert parse("RW-5-1463953-2-2-0-7014 - RW-5-1467609-2-2-0-7015", shipped("gold_standard")) is None


def test_same_verra_tonnes_have_one_key_whatever_the_label() -> None:
    bare = parse("9-10-19-VCU-1-MER-SG-3-17-01012018-31122018-0", shipped("verra"))
    labelled = parse("9-10-19-VCS-VCU-1-VER-SG-3-17-01012018-31122018-1", shipped("verra"))

    assert bare is not None
    assert labelled is not None
    assert (bare.key, bare.first, bare.last) == (labelled.key, labelled.first, labelled.last)


@given(
    number=st.integers(1, 99_999),
    vintage=st.integers(1990, 2060),
    batch=st.integers(1, 10**6),
    first=st.integers(0, 2**40 - 1),
    count=st.integers(1, 10**6),
)
def test_reads_back_any_range(number: int, vintage: int, batch: int, first: int, count: int) -> None:
    last = first + count - 1

    parsed = parse(f"ACR-US-{number}-{vintage}-{batch}-{first} to {last}", shipped("acr"))

    assert parsed is not None
    assert (parsed.first, parsed.last, parsed.count) == (first, last, count)
    assert parsed.key == f"{number}/{vintage}/{batch}"


def test_takes_key_parts_from_the_row_where_the_serial_prints_none(syn: Mapping) -> None:
    pattern = syn.serial.patterns[0].model_copy(update={"pattern": r"(?P<first>\d+)-(?P<last>\d+)", "agrees": {}})
    serial = syn.serial.model_copy(update={"patterns": (pattern,), "key": ("project", "batch")})
    mapping = syn.model_copy(update={"serial": serial})

    parsed = parse("1-10", mapping, project="SYN1", batch="7")

    assert parsed is not None
    assert parsed.key == "SYN1/7"
    with pytest.raises(KeyPartMissing, match="batch"):
        parse("1-10", mapping, project="SYN1")
