import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.serial_block import InvalidSerialBlock, SerialBlock

blocks = st.builds(
    lambda first, count, unit_kg: SerialBlock(first=first, last=first + count - 1, unit_kg=unit_kg),
    st.integers(min_value=0, max_value=10**9),
    st.integers(min_value=1, max_value=10**6),
    st.sampled_from([1, 7, 1_000]),
)


def test_both_ends_count() -> None:
    assert SerialBlock(first=1, last=29_251, unit_kg=1_000).count == 29_251
    assert SerialBlock(first=384_723_093, last=384_800_545, unit_kg=1_000).quantity_kg == 77_453_000
    assert SerialBlock(first=5, last=5, unit_kg=1_000).quantity_kg == 1_000


@pytest.mark.parametrize(("first", "last", "unit_kg"), [(2, 1, 1_000), (-1, 1, 1_000), (0, 2**40, 1_000), (1, 1, 0)])
def test_refuses_a_range_that_cannot_be(first: int, last: int, unit_kg: int) -> None:
    with pytest.raises(InvalidSerialBlock) as refusal:
        SerialBlock(first=first, last=last, unit_kg=unit_kg)

    assert (refusal.value.first, refusal.value.last) == (first, last)


@given(block=blocks, data=st.data())
def test_consecutive_parts_cover_every_serial_to_the_kilogram(block: SerialBlock, data: st.DataObject) -> None:
    offset = data.draw(st.integers(min_value=0, max_value=block.quantity_kg - 1))
    kg = data.draw(st.integers(min_value=1, max_value=block.quantity_kg - offset))

    part = block.part(offset_kg=offset, kg=kg)

    assert block.first <= part.first <= part.last <= block.last
    if part.first == part.last:
        assert part.first_part_kg == part.last_part_kg == kg <= block.unit_kg
    else:
        whole_kg = (part.last - part.first - 1) * block.unit_kg
        assert part.first_part_kg + whole_kg + part.last_part_kg == kg
        assert 1 <= part.first_part_kg <= block.unit_kg
        assert 1 <= part.last_part_kg <= block.unit_kg


@given(block=blocks, data=st.data())
def test_what_is_opened_and_not_taken_stays_below_one_unit(block: SerialBlock, data: st.DataObject) -> None:
    used_kg = data.draw(st.integers(min_value=0, max_value=block.quantity_kg))

    open_kg = block.open_remainder_kg(used_kg=used_kg)

    assert 0 <= open_kg < block.unit_kg
    assert (used_kg + open_kg) % block.unit_kg == 0


def test_refuses_a_part_past_the_end() -> None:
    with pytest.raises(ValueError, match="do not lie"):
        SerialBlock(first=1, last=1, unit_kg=1_000).part(offset_kg=500, kg=501)
