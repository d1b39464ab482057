"""The one look-up of a methodology's decision, in the edition of the table that was in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from truetonne.rules.ccp.lookup import (
    ICVCM_CCP,
    CcpState,
    CcpTable,
    find_state,
    is_program_eligible,
    list_matching,
    name_methodology,
    read_rows,
)
from truetonne.rules.rule_set import list_versions, rule_set
from truetonne.science.errors import NotInTable
from truetonne.supply.models import CcpDecision, CcpEdition


@dataclass(frozen=True, slots=True, kw_only=True)
class CcpStanding:
    """What the table in force says of a methodology's version; ``state`` is None where no table was imported.

    An approved methodology is not the label: a unit carries that only with its registry's tag.
    """

    state: CcpState | None
    program_eligible: bool
    edition: CcpEdition | None
    decisions: tuple[CcpDecision, ...]
    rule_set: str


def find_edition(*, as_of: date) -> CcpEdition | None:
    """Return the youngest edition that is dated on a day or before, None where there is none."""
    return CcpEdition.objects.filter(dated__lte=as_of).order_by("-dated", "-recorded_at").first()


def find_ccp(*, program: str, methodology: str, version: str | None = None, as_of: date) -> CcpStanding:
    """Return a methodology's standing under a program on a day.

    ``program`` is any of its names. A version may stand at the end of ``methodology`` (``VM0047 v1.1``) or be given by
    itself; without one the state is ambiguous, whatever the rows say. Raises WrongType for a version that is none.
    """
    try:
        policy = rule_set(family=ICVCM_CCP, as_of=as_of)
    except NotInTable:
        policy = list_versions(family=ICVCM_CCP)[0]
    names, stated = name_methodology(text=methodology)
    groups = [(row.name, *row.aliases) for row in policy.body.program]
    edition = find_edition(as_of=as_of)
    eligible = is_program_eligible(program=program, policy=policy.body)
    if edition is None:
        return CcpStanding(state=None, program_eligible=eligible, edition=None, decisions=(), rule_set=policy.key)
    rows = list(CcpDecision.objects.filter(edition=edition).order_by("row_number"))
    read = read_rows(rows=[_plain(row) for row in rows])
    table = CcpTable(dated=edition.dated, rows=read)
    matching = set(list_matching(table=table, program=program, methodology=names, program_names=groups))
    state = find_state(table=table, program=program, methodology=names, version=version or stated, program_names=groups)
    return CcpStanding(
        state=state,
        program_eligible=eligible,
        edition=edition,
        decisions=tuple(row for row, one in zip(rows, read, strict=True) if one in matching),
        rule_set=policy.key,
    )


def _plain(row: CcpDecision) -> dict[str, object]:
    return {"program": row.program, "methodology": row.methodology, "versions": row.versions, "decision": row.state}
