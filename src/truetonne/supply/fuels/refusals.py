"""The named refusals of book and claim. Each guard against counting a litre twice has a class of its own."""

from __future__ import annotations

from typing import Final

from truetonne.science.fuels.book_and_claim import Ruling


class BookAndClaimRefused(Exception):
    """What every refusal of a batch or claim carries: the sentence of its rule, and what it collides with."""

    code = "state_conflict"

    def __init__(self, *, fact: str, other: str = "") -> None:
        super().__init__(fact)
        self.fact = fact
        self.other = other


class DoubleIssuance(BookAndClaimRefused):
    """The proof or the production batch was issued before; carries that batch."""

    code = "double_issuance"


class DoubleUse(BookAndClaimRefused):
    """The batch stands in another registry too, or its kilograms were used before."""

    code = "double_use"


class DoublePurposeRegulatory(BookAndClaimRefused):
    """The same fuel serves a regulatory obligation; carries the program."""

    code = "double_purpose_regulatory"

    def __init__(self, *, fact: str, program: str = "", other: str = "") -> None:
        super().__init__(fact=fact, other=other)
        self.program = program


class DoublePurposeOffset(BookAndClaimRefused):
    """The same tonnes were issued as a credit, or an inset is asked to serve as one."""

    code = "double_purpose_offset"


class UnrelatedChains(BookAndClaimRefused):
    """The claimant is on another chain than the fuel user that claimed the scope 1 side."""

    code = "unrelated_chains"


class SecondScope3Claimant(BookAndClaimRefused):
    """Another customer claimed these kilograms before."""

    code = "second_scope3_claimant"


class SecondScope1Claimant(BookAndClaimRefused):
    """The scope 1 side belongs to whoever burns the fuel, and nobody else."""

    code = "second_scope1_claimant"


class AttributeSold(BookAndClaimRefused):
    """Who sold the attribute reports the fossil profile for that fuel."""

    code = "attribute_sold"


class FeedstockRefused(BookAndClaimRefused):
    """The feedstock is refused, or on no list of waste and residues."""

    code = "feedstock_refused"


class ModeSwitchedOff(BookAndClaimRefused):
    """This mode of transport is switched off by the operator."""

    code = "mode_switched_off"


class ModeMismatch(BookAndClaimRefused):
    """The activity is of another mode of transport than the fuel was delivered to."""

    code = "mode_mismatch"


class MarketMismatch(BookAndClaimRefused):
    """The activity is in another market than the fuel was delivered in."""

    code = "market_mismatch"


class FuelMismatch(BookAndClaimRefused):
    """The activity burns another kind of fuel than the batch replaces."""

    code = "fuel_mismatch"


class ClaimYearClosed(BookAndClaimRefused):
    """The claim year lies outside the window of the delivery."""

    code = "claim_year_closed"


class ProofMissing(BookAndClaimRefused):
    """A proof is missing or not in force; carries what is missing."""

    code = "certificate_missing"

    def __init__(self, *, missing: tuple[str, ...]) -> None:
        super().__init__(fact=f"missing or not in force: {', '.join(missing)}")
        self.missing = missing


class NoSaving(BookAndClaimRefused):
    """The fuel is no better than its fossil comparator: there is nothing to issue."""

    code = "undefined_result"


CLASS_OF: Final[dict[str, type[BookAndClaimRefused]]] = {
    each.code: each
    for each in (
        DoubleIssuance, DoubleUse, DoublePurposeRegulatory, DoublePurposeOffset, UnrelatedChains, SecondScope3Claimant,
        SecondScope1Claimant, AttributeSold, FeedstockRefused, ModeSwitchedOff, ModeMismatch, MarketMismatch,
        ClaimYearClosed,
    )
}  # fmt: skip
"""The refusal of each ruling's code."""


def refusal_of(*, ruling: Ruling) -> BookAndClaimRefused:
    """Return the named refusal of a ruling; raises KeyError for a code that is none of this room's."""
    return CLASS_OF[ruling.code](fact=ruling.text.removeprefix("reject: "))
