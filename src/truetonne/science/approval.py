"""A second person's word that lets a number pass which is out of the ordinary.

Only what the methods call implausible, or allow with approval alone, can pass this way; a wrong type, unit or basis
never can.
"""

from __future__ import annotations

from dataclasses import dataclass

from truetonne.science.errors import NotEligible
from truetonne.science.inputs import Inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who entered a number, who else approved it, why, and on which source."""

    entered_by: str
    approved_by: str
    reason: str
    source: str = ""

    def __post_init__(self) -> None:
        if self.entered_by.strip().casefold() == self.approved_by.strip().casefold():
            raise NotEligible(
                field="approval.approved_by",
                value=self.approved_by,
                reason="a second person approves, not the one who entered the number",
            )


def read_approval(*, inputs: Inputs, needs_source: bool = False) -> Approval | None:
    """Read the optional input ``approval`` {entered_by, approved_by, reason, source?}.

    Raises InputMissing or WrongType for an incomplete one, NotEligible when one person stands in both places.
    """
    if not inputs.has("approval"):
        return None
    given = inputs.nested("approval")
    approval = Approval(
        entered_by=given.text("entered_by"),
        approved_by=given.text("approved_by"),
        reason=given.text("reason"),
        source=given.text("source") if needs_source or given.has("source") else "",
    )
    given.finish()
    return approval
