"""What the pages of rules show: every family with the version in force, and one family with its history and tables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from truetonne.edge.formats import day_text
from truetonne.edge.tables import Column, Table
from truetonne.market.claims.making import describe_confirmation
from truetonne.market.claims.told import confirmed_words
from truetonne.rules.catalogue import get_rule_set_family, list_rule_set_families
from truetonne.rules.rule_set import Family, RuleSet, choose_version, list_alternatives, list_versions
from truetonne.rules.rule_set_json import describe_rule_set
from truetonne.site.rule_tables import Part, list_parts
from truetonne.site.rule_words import STATUS_MEANINGS, STATUS_WORDS, publisher_of, title_of
from truetonne.supply.acceptances import find_confirmation

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

Facts = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    """The list: how many sets, how many of them nobody checked, and a row each."""

    tally: tuple[tuple[int, str], ...]
    table: Table
    words: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetPage:
    """One version of a set: its facts, its note, a conflict if one is recorded, its tables, and all versions."""

    id: str
    title: str
    version: str
    basis: str
    confirmed: str
    note: str
    conflict: str
    facts: Facts
    parts: tuple[Part, ...]
    history: Table
    file_address: str
    file_name: str
    sha256: str


def build_rules_page(*, as_of: date, language: str) -> RulesPage:
    """Return the list of rule sets as in force on a day; a set that is not in force yet says so."""
    families = tuple(list_rule_set_families())
    current = {family.id: _current(family=family, as_of=as_of) for family in families}
    unchecked = sum(1 for one in current.values() if one.basis)
    columns = (_("Rule set"), _("In force"), _("Since"), _("How far it can be trusted"), _("Published by"))
    return RulesPage(
        tally=(
            (len(families), _("rule sets")),
            (len(families) - unchecked, _("own policy or checked")),
            (unchecked, _("from sources nobody here has checked")),
        ),
        table=Table(
            caption=_("Rule sets"),
            caption_hidden=True,
            columns=tuple(Column(label=label) for label in columns),
            rows=tuple(_row(one=current[family.id], as_of=as_of, language=language) for family in families),
        ),
        words=tuple((str(STATUS_WORDS[status]), str(meaning)) for status, meaning in STATUS_MEANINGS.items()),
    )


def build_rule_set_page(*, id: str, version: str | None, at: datetime, language: str) -> RuleSetPage:
    """Return one version of a set, by default the one in force at a time; raises NotInTable for an unknown id or version."""
    family, as_of = get_rule_set_family(id=id), at.date()
    versions = list_versions(family=family)
    one = choose_version(versions=versions, version=version) if version else _current(family=family, as_of=as_of)
    described = describe_rule_set(rule_set=one)
    body = cast("Mapping[str, object]", described["body"])
    return RuleSetPage(
        id=id,
        title=title_of(id=id, fallback=one.header.title),
        version=one.version,
        basis=one.basis,
        confirmed=_confirmed(one=one, at=at, language=language),
        note=one.header.note,
        conflict=_conflict(one=one, family=family, as_of=as_of),
        facts=_facts(one=one, language=language),
        parts=list_parts(body=body, language=language),
        history=_history(versions=versions, shown=one, language=language),
        file_address=reverse("site:rule_file", args=[id, one.version]),
        file_name=one.file,
        sha256=hashlib.sha256(read_rule_file(file=one.file)).hexdigest(),
    )


def read_rule_file(*, file: str) -> bytes:
    """Return a rule file as shipped."""
    return (files("truetonne.rules") / "data" / file).read_bytes()


def find_rule_file(*, id: str, version: str) -> str:
    """Return the name of a version's file; raises NotInTable."""
    return choose_version(versions=list_versions(family=get_rule_set_family(id=id)), version=version).file


def _current(*, family: Family[object], as_of: date) -> RuleSet[object]:
    in_force = list_alternatives(family=family, as_of=as_of)
    return in_force[0] if in_force else list_versions(family=family)[-1]


def _row(*, one: RuleSet[object], as_of: date, language: str) -> tuple[object, ...]:
    header = one.header
    name = format_html(
        '<a href="{}">{}</a><br><span class="small mono">{}</span>',
        reverse("site:rule_set", args=[one.id]),
        title_of(id=one.id, fallback=header.title),
        one.id,
    )
    since = _day(day=header.valid_from, language=language)
    version = (
        one.version if header.is_in_force(as_of=as_of) else _("%(version)s, not in force") % {"version": one.version}
    )
    return (name, version, since, _punch(one), publisher_of(name=header.publisher))


def _day(*, day: date, language: str) -> SafeString:
    return format_html('<span class="n">{}</span>', day_text(day=day, language=language))


def _punch(one: RuleSet[object]) -> SafeString:
    css = "punch wait" if one.basis else "punch kind"
    return format_html('<span class="{}">{}</span>', css, STATUS_WORDS[one.header.status])


def _facts(*, one: RuleSet[object], language: str) -> Facts:
    header = one.header
    until = header.valid_until
    return (
        (_("Version"), one.version),
        (_("Applies from"), _day(day=header.valid_from, language=language)),
        (_("Applies until"), _day(day=until, language=language) if until else _("no end set")),
        (_("Published by"), publisher_of(name=header.publisher)),
        (_("Source"), header.source.document),
        (_("Edition of the source"), header.source.document_version),
        (_("Place in the source"), header.source.locator or _("not established")),
        (_("Source read on"), _day(day=header.source.checked_on, language=language)),
        (_("How far it can be trusted"), _punch(one)),
        (_("Licence"), header.license_note),
    )


def _confirmed(*, one: RuleSet[object], at: datetime, language: str) -> str:
    """Say who confirmed an unchecked version against its document; blank where nobody did."""
    found = find_confirmation(rule_set_key=one.key, at=at) if one.basis else None
    return confirmed_words(describe_confirmation(found), language=language)


def _conflict(*, one: RuleSet[object], family: Family[object], as_of: date) -> str:
    in_force = [other.version for other in list_alternatives(family=family, as_of=as_of)]
    overlapping = [version for version in one.header.alternatives if version in in_force]
    if not overlapping or one.version not in in_force:
        return ""
    others = ", ".join(overlapping)
    if one.header.preferred:
        return _(
            "Version %(others)s overlaps with this one. This one is the default; results under the other are labelled."
        ) % {"others": others}
    return _("Version %(others)s overlaps with this one and is the default. Results under this one are labelled.") % {
        "others": others
    }


def _history(*, versions: tuple[RuleSet[object], ...], shown: RuleSet[object], language: str) -> Table:
    def row(one: RuleSet[object]) -> tuple[object, ...]:
        until = one.header.valid_until
        address = f"{reverse('site:rule_set', args=[one.id])}?version={one.version}"
        current = format_html(' <span class="quiet">{}</span>', _("shown here")) if one is shown else ""
        return (
            format_html('<a href="{}">{}</a>{}', address, one.version, current),
            _day(day=one.header.valid_from, language=language),
            _day(day=until, language=language) if until else _("no end set"),
            _punch(one),
            one.header.source.document_version,
        )

    labels = (
        _("Version"),
        _("Applies from"),
        _("Applies until"),
        _("How far it can be trusted"),
        _("Edition of the source"),
    )
    return Table(
        caption=_("All versions"),
        caption_hidden=True,
        columns=tuple(Column(label=label) for label in labels),
        rows=tuple(row(one) for one in reversed(versions)),
    )
