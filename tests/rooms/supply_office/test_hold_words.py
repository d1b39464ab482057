"""Why a lot is held is said in the reader's language where the exchange wrote it, and left alone where a person did."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from truetonne.supply.actions.publish_rating import HELD_BACK
from truetonne.supply.actions.standings import hold_reason
from truetonne.supply.hold_words import say_hold


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (f"{HELD_BACK}: 5000000 kg issued, 4850000 kg estimated", "5.000,000\u00a0tấn"),
        (hold_reason(status="", standing="BLOCKED"), "Chưa danh sách dự án"),
        (hold_reason(status="Under 'review'", standing="BLOCKED"), "Under 'review'"),
        ("reversal reported: a fire in the north", "a fire in the north"),
        ("legal hold 2 of contract 0a1b2c3d: an order of a court", "0a1b2c3d"),
    ],
)
def test_says_what_the_exchange_wrote_anew(reason: str, said: str) -> None:
    with override("vi"):
        words = say_hold(reason=reason)

    assert said in words
    assert words != reason


@pytest.mark.parametrize("reason", ["a fire report", "our estimate is below what was issued", "registry status"])
def test_leaves_the_words_of_a_person_alone(reason: str) -> None:
    with override("vi"):
        assert say_hold(reason=reason) == reason
