"""What the demonstration's members signed, and an invented list about them: one entry ties, one only suggests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from truetonne.cli.demo.people import Cast
    from truetonne.members.actions.pledge import NewSignature

NewId = Callable[[], UUID]

MAPPING = """
id = "invented-targets"
title = "Targets of the Quay Road Association (invented)"
kind = "TARGET_VALIDATION"
terms = "Invented for the demonstration."
header = ["Company"]
fields = [
    { column = ["Company"], to = "name", required = true },
    { column = ["Website"], to = "domain", read = "domain" },
    { column = ["Country"], to = "country", read = "country" },
    { column = ["Status"], to = "science.type", words = { "Target set" = "sbti_near_term_validated", "Committed" = "sbti_committed" } },
    { column = ["Target year"], to = "science.valid_to", read = "year_end" },
    { column = ["Date"], to = "dated_on", read = "date" },
]
"""
ROWS = """Company,Website,Country,Status,Target year,Date
Tallow Lane Logistics GmbH,https://www.tallowlane.example/climate,Germany,Target set,2031,2026-02-10
Harbour Street,,Finland,Target set,2030,2026-01-22
Harbor Street Foods,,United States,Committed,,2026-03-05
Harbour Street Bakeries,https://bakeries.example,Canada,Target set,2032,2025-11-30
Lower Quay Mills,https://lowerquay.example,Sweden,Target set,2030,2025-12-12
"""
SIGNATURES = (
    ("freight", "Freight and logistics", "Half of the fleet runs on lower-carbon fuel since 2025.", 214, 48_600_000),
    ("coffee", "Food", "", None, None),
)
"""Key of a member, industry, its own words, employees, revenue in US$; what is None is not stated."""


def sign_pledges(*, cast: Cast, at: datetime, new_id: NewId) -> None:
    """Let two members sign the pledge and an officer confirm them; the tea house's signature waits."""
    from truetonne.members.actions.pledge import confirm_signature, sign_pledge
    from truetonne.members.acts import By

    for key, industry, words, employees, revenue_usd in (*SIGNATURES, ("tea", "Food", "", 31, None)):
        signed_at = at + timedelta(days=100) if key == "tea" else at
        signed = sign_pledge(
            signature_id=new_id(), organization=cast.members[key],
            signature=_promise(
                industry=industry, words=words, employees=employees, revenue_usd=revenue_usd,
                site=f"https://{cast.members[key].domain}", signer=cast.persons[key].name,
            ),
            by=By(person_id=cast.persons[key].pk, request_id=f"demo pledge {key}", at=signed_at),
        )  # fmt: skip
        if key != "tea":
            confirm_signature(
                signature_id=signed.pk, is_confirmed=True, reason="", public_url="https://exchange.example/pledge/",
                by=By(person_id=cast.persons["eligibility"].pk, request_id=f"demo pledge {key} seen", at=signed_at),
                new_id=new_id,
            )  # fmt: skip


def load_list(*, folder: Path, at: datetime, new_id: NewId) -> None:
    """Load an edition of the invented list, as the command does."""
    from truetonne.members.actions.import_list import ListLoad, import_list
    from truetonne.members.lists.mapping import read_list_mapping
    from truetonne.members.lists.reading import read_list

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "invented-targets.csv"
    path.write_text(ROWS, encoding="utf-8")
    mapping = read_list_mapping(text=MAPPING, file="invented-targets.toml")
    import_list(
        load=ListLoad(
            edition_id=new_id(), mapping=mapping, mapping_text=MAPPING, files=(read_list(path=path, mapping=mapping),),
            edition=(at - timedelta(days=20)).date(), person_id=None, request_id="demo list", at=at, new_id=new_id,
        )
    )  # fmt: skip


def _promise(
    *, industry: str, words: str, employees: int | None, revenue_usd: int | None, site: str, signer: str
) -> NewSignature:
    from truetonne.members.actions.pledge import NewSignature

    return NewSignature(
        industry=industry, description=words, site=site, target_year=2040, signer_name=signer, signer_role="Director",
        commitments=("regular_reporting", "carbon_elimination", "credible_offsets"), employees=employees,
        revenue_usd=revenue_usd,
    )  # fmt: skip
