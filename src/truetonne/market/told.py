"""What a buyer is told of lots before ordering: kept on the quote as it stood, and printed from there ever after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from truetonne.edge.languages import read_tag
from truetonne.ledger.values import LotState
from truetonne.market.reviews import holdings_of
from truetonne.supply.dossier.queries import texts_of_disclaimers
from truetonne.supply.dossier.words import DISCLAIMER_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One disclaimer in one language; ``language`` is the text's own, English where it was not told in the reader's."""

    project: str
    about: str
    text: str
    language: str

    @property
    def sentence(self) -> str:
        """The disclaimer as one line of a document."""
        return f"{self.project}, {self.about}: {self.text}"


def collect_disclaimers(*, lots: Sequence[LotState]) -> list[dict[str, str]]:
    """Return the disclaimers in force of the projects behind lots, each once, in every language: what a quote keeps."""
    holdings = holdings_of(lots=lots)
    texts = texts_of_disclaimers(project_ids={each.project_id for each in holdings.values()}) if holdings else {}
    names = {holdings[lot.lot_id].project_id: str(lot.facts["project_name"]) for lot in lots if lot.lot_id in holdings}
    return [{"project": name, **text} for project_id, name in names.items() for text in texts.get(project_id, ())]


def tell(*, disclaimers: Sequence[Mapping[str, Any]], language: str) -> tuple[Told, ...]:
    """Return what a quote kept, in a language such as ``vi`` or ``zh-Hans``; the words of the kinds in the active one."""
    tag = read_tag(language=language)
    return tuple(
        Told(
            project=str(each["project"]),
            about=str(DISCLAIMER_WORDS.get(each["kind"], each["kind"])),
            text=str(each.get(tag) or each["en"]),
            language=tag if each.get(tag) else "en",
        )
        for each in disclaimers
    )
