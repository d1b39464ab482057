"""What public lists say of a company, with their editions' dates; and the suggestions that wait for a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q

from truetonne.edge.identifiers import show_id
from truetonne.members.list_ties import filter_by_identifier, identity_of_company, identity_of_entry, last_answers
from truetonne.members.lists.likeness import Likeness, compare, core_name
from truetonne.members.models import Application, Evidence, ListEdition, ListEntry, ListLink, ListVanishing
from truetonne.members.queries.list_states import newest_editions
from truetonne.members.states import ENDED

COMPANIES_MAX: Final = 200
"""So many companies, the newest applications first, are looked at for the queue of suggestions."""
BEGINNINGS_MAX: Final = 5
"""So many entries whose names only begin alike are shown for a company."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEntry:
    """An entry beside a company: what ties or suggests it, who said what of it, and whether it still stands.

    ``seen_on`` is the newest edition that holds the entry, ``gone_on`` the one that dropped it.
    """

    entry: ListEntry
    text: str
    company_text: str
    company: str
    likeness: Likeness | None
    link: ListLink | None
    seen_on: date
    gone_on: date | None
    has_evidence: bool

    @property
    def is_tied(self) -> bool:
        """Whether the entry counts as this company's: a person said so, or an identifier agrees and nobody objected."""
        if self.link is not None:
            return self.link.is_same
        return self.likeness is not None and self.likeness.is_match

    @property
    def is_suggestion(self) -> bool:
        """Whether a person still has to say what the entry means."""
        return self.link is None and not self.is_tied


def list_entries_of_company(*, application: Application) -> list[ListedEntry]:
    """Return the entries tied to a company or suggested for it, newest edition first, one for each list and key."""
    return _gather(applications=[application])


def list_suggestions() -> list[ListedEntry]:
    """Return the entries that wait for a person's word, over all companies that apply or are members."""
    rows = Application.objects.exclude(state__in=ENDED).select_related("organization").order_by("-recorded_at")
    return [each for each in _gather(applications=list(rows[:COMPANIES_MAX])) if each.is_suggestion]


def find_listed_entry(*, application: Application, entry_id: UUID) -> ListedEntry | None:
    """Return one entry beside a company, whatever they have in common."""
    entry = ListEntry.objects.select_related("edition").filter(pk=entry_id).first()
    if entry is None:
        return None
    return _listed(application=application, entries=[entry], newest=newest_editions())[0]


def _gather(*, applications: list[Application]) -> list[ListedEntry]:
    wanted = Q(pk__in=[])
    for each in applications:
        wanted |= _likely(each)
    rows = ListEntry.objects.filter(wanted).select_related("edition").defer("raw", "edition__mapping_text")
    by_key: dict[tuple[str, str], ListEntry] = {}
    for row in rows.order_by("edition__edition", "edition__recorded_at", "recorded_at"):
        by_key[row.list_name, row.key] = row
    newest = newest_editions()
    found = [
        each
        for application in applications
        for each in _listed(application=application, entries=by_key.values(), newest=newest)
    ]
    return sorted(found, key=lambda each: (each.company, -each.seen_on.toordinal(), each.entry.name))


def _likely(application: Application) -> Q:
    company = identity_of_company(application=application)
    names = {core_name(name=name) for name in company.names if name} - {""}
    # A name that is the beginning of ours, word by word, or begins with ours.
    beginnings = {" ".join(name.split()[: count + 1]) for name in names for count in range(len(name.split()))}
    found = filter_by_identifier(application=application) | Q(name_key__in=beginnings)
    for name in names:
        found |= Q(name_key__startswith=f"{name} ")
    return found


def _listed(
    *, application: Application, entries: Iterable[ListEntry], newest: dict[str, ListEdition]
) -> list[ListedEntry]:
    entries = list(entries)
    organization = application.organization
    company = identity_of_company(application=application)
    spoken = last_answers(organization_id=organization.pk, list_names={each.list_name for each in entries})
    gone = {
        row.entry_id: row.edition.edition
        for row in ListVanishing.objects.filter(entry__in=entries).select_related("edition")
    }
    handed = set(
        Evidence.objects.filter(organization=organization, list_entry__isnull=False).values_list(
            "list_entry__list_name", "list_entry__key"
        )
    )
    found, beginnings = [], 0
    for entry in entries:
        likeness = compare(company=company, entry=identity_of_entry(entry=entry))
        link = spoken.get((entry.list_name, entry.key))
        if likeness is None and link is None and len(entries) > 1:
            continue
        gone_on = gone.get(entry.pk)
        listed = ListedEntry(
            entry=entry, text=show_id(prefix="lse", id=entry.pk), company=organization.name,
            company_text=show_id(prefix="app", id=application.pk), likeness=likeness, link=link,
            seen_on=entry.edition.edition if gone_on else newest[entry.list_name].edition, gone_on=gone_on,
            has_evidence=(entry.list_name, entry.key) in handed,
        )  # fmt: skip
        if listed.is_suggestion and likeness is not None and likeness.is_by_beginning:
            beginnings += 1
            if beginnings > BEGINNINGS_MAX:
                continue
        found.append(listed)
    return found
