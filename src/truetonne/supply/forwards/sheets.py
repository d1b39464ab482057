"""A contract as sections of a page: where it stands, what may come, every schedule, delivery, share and stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from truetonne.edge.charts import Figure
from truetonne.edge.formats import count_text, day_text, decimal_text, money_text, share_text, tonnes_text
from truetonne.edge.identifiers import show_id
from truetonne.edge.parties import country_name
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.supply.forwards.figures import chance, fan_figure, mass
from truetonne.supply.forwards.outlook import Offer, Outlook
from truetonne.supply.forwards.values import Contract
from truetonne.supply.forwards.words import PATH_WORDS, PATHWAY_WORDS, STORAGE_WORDS, SUBSTITUTION_WORDS

EXACT_DECIMALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of a timeline: ``state`` is done, now or next."""

    state: str
    when: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a page. What is empty is left out; ``empty`` says what would be here."""

    key: str
    title: str
    hint: str = ""
    facts: Sequence[tuple[str, object]] = ()
    figure: Figure | None = None
    table: Table | None = None
    timeline: Sequence[Moment] = ()
    links: Sequence[tuple[str, str]] = ()
    note: str = ""
    empty: tuple[str, str] | None = None
    acts: Sequence[Mapping[str, object]] = field(default_factory=tuple)


def day(value: object) -> str:
    return day_text(day=value, language=current_language())  # type: ignore[arg-type]


def tonnes(kg: int) -> str:
    return tonnes_text(kg=kg, language=current_language())


def money(*, minor: int, currency: str) -> str:
    return money_text(minor=minor, currency=currency, language=current_language())


def standing_section(*, contract: Contract, outlook: Outlook | None) -> Section:
    """Say where the contract stands: promised, come, owed, expected and exposed."""
    row, standing = contract.row, contract.standing
    facts: list[tuple[str, object]] = [
        (_("Promised"), tonnes(row.total_kg)),
        (_("Delivered"), tonnes(standing.delivered_kg)),
    ]
    if standing.substituted_kg:
        facts.append((_("Substituted"), tonnes(standing.substituted_kg)))
    facts.append((_("Outstanding"), tonnes(contract.outstanding_kg)))
    if standing.shortfall_kg:
        facts.append((_("Short of what was signed for closed years"), tonnes(standing.shortfall_kg)))
    if outlook is not None:
        exposed = outlook.position.exposure_minor or 0
        facts += [
            (_("Expected in all, by probability"), mass(tonnes=outlook.position.expected_t)),
            (_("Exposure: owed and not expected"), mass(tonnes=outlook.position.exposure_t)),
            (_("Exposure in money"), money(minor=exposed, currency=row.currency)),
        ]
    if contract.commitments:
        facts.append((_("Committed to by members"), tonnes(contract.committed_kg)))
    return Section(
        key="standing", title=_("How far it has come"), facts=facts,
        hint=_("A promise is no unit: it cannot be bought, retired or claimed, and it lowers nobody’s emissions."),
    )  # fmt: skip


def terms_section(*, contract: Contract) -> Section:
    """Print what was agreed."""
    row = contract.row
    term = str(row.first_year) if row.first_year == row.last_year else f"{row.first_year}–{row.last_year}"
    facts: list[tuple[str, object]] = [
        (_("Supplier"), row.supplier),
        (_("Term"), term),
        (_("Price of a tonne"), money(minor=row.price_minor_per_t, currency=row.currency)),
        (_("Deposit"), money(minor=row.deposit_minor, currency=row.currency)),
        (_("Signed on"), f"{day(contract.signed_on)}, {contract.signer}" if contract.signed_on else ""),
        (_("Substitutes"), SUBSTITUTION_WORDS[row.substitution]),
    ]
    if row.jurisdiction is not None:
        address = reverse("supply:jurisdiction", kwargs={"jurisdiction": show_id(prefix="jur", id=row.jurisdiction.pk)})
        place = ", ".join(filter(None, (row.jurisdiction.name, country_name(code=row.jurisdiction.country))))
        facts += [
            (_("Jurisdiction"), format_html('<a href="{}">{}</a>', address, place)),
            (_("LEAF path"), PATH_WORDS[row.leaf_path or 0]),
        ]
    else:
        facts += _removal_facts(contract=contract)
    facts.append((_("Source"), row.source))
    return Section(key="terms", title=_("What was agreed"), facts=facts)


def _removal_facts(*, contract: Contract) -> list[tuple[str, object]]:
    row, language = contract.row, current_language()
    capacity = row.capacity_kg_per_year or 0
    flagged = _("beyond what is plausible; signed with a reason and a source") if row.is_capacity_flagged else ""
    facts: list[tuple[str, object]] = [
        (_("Pathway"), PATHWAY_WORDS.get(row.pathway, row.pathway)),
        (_("Stored in"), STORAGE_WORDS.get(row.storage, row.storage)),
        (_("Oil brought up with it"), _("none: such storage earns nothing here")),
        (
            _("Durability"),
            _("%(years)s years") % {"years": count_text(count=row.durability_years or 0, language=language)},
        ),
        (
            _("Capacity a year"),
            " · ".join(filter(None, (tonnes(capacity), row.capacity_source, flagged))),
        ),
    ]
    if contract.schedule is not None and capacity:
        most = max(due.kg for due in contract.schedule.years)
        share = share_text(part=most, whole=capacity, language=language)
        facts.append((_("Most in one year, of the capacity"), f"{tonnes(most)} · {share}"))
    return facts


def outlook_section(*, contract: Contract, outlook: Outlook | None) -> Section:
    """Draw what may come."""
    if outlook is None:
        empty = (_("No schedule yet."), _("The distribution stands here once the years are written down."))
        return Section(key="outlook", title=_("What may come"), empty=empty)
    fan = outlook.fan
    complete = " · ".join(
        f"{name.upper()} {year if year is not None else _('never')}" for name, year in fan.completion_years.items()
    )
    text = show_id(prefix="fwd", id=contract.row.pk)
    return Section(
        key="outlook", title=_("What may come"), figure=fan_figure(outlook=outlook),
        hint=_("Expected tonnes are shown and never claimable."),
        facts=(
            (_("Everything has come by"), complete),
            (_("Chance that deliveries and reserve reach what was promised"), chance(share=fan.reserve_cover)),
            (_("Reserve: lots for sale that could take its place"), tonnes(outlook.reserve_kg)),
        ),
        links=((reverse("supply:forward_fan", kwargs={"forward": text}), _("The drawing as SVG")),),
    )  # fmt: skip


def schedule_section(*, contract: Contract) -> Section:
    """Lay every schedule beside what came, and tell each slip with its day and reason."""
    if not contract.schedules:
        empty = (_("No schedule yet."), _("What is due in each year stands here, and every later change of it."))
        return Section(key="schedule", title=_("Year by year"), empty=empty)
    by_schedule = [{due.year: due for due in schedule.years} for schedule in contract.schedules]
    came: dict[int, int] = {}
    for delivery in contract.deliveries:
        came[delivery.delivered_on.year] = came.get(delivery.delivered_on.year, 0) + delivery.kg
    years = sorted({year for each in by_schedule for year in each} | set(came))
    heads = [_("As signed"), *(_("Slip %(number)s") % {"number": slip.number - 1} for slip in contract.slips)]
    columns = (
        Column(label=_("Year")), *(Column(label=head, numeric=True) for head in heads),
        Column(label=_("Likely to come"), numeric=True), Column(label=_("Delivered"), numeric=True),
    )  # fmt: skip
    newest = by_schedule[-1]
    rows = tuple(
        (
            str(year),
            *(tonnes(each[year].kg) if year in each else _("none") for each in by_schedule),
            chance(share=newest[year].probability_permille / 1_000) if year in newest else _("none"),
            tonnes(came[year]) if year in came else _("none"),
        )
        for year in years
    )
    text = show_id(prefix="fwd", id=contract.row.pk)
    return Section(
        key="schedule", title=_("Year by year"),
        hint=_("A slip changes no earlier schedule. What closed years lack is reckoned from the one that was signed."),
        table=Table(caption=_("Tonnes due and delivered by year"), columns=columns, rows=rows, caption_hidden=True),
        timeline=[
            Moment(
                state="done", when=day(slip.said_at),
                words=_("Slip %(number)s: %(reason)s") % {"number": slip.number - 1, "reason": slip.reason},
            )
            for slip in contract.slips
        ],
        links=((reverse("supply:forward_file", kwargs={"forward": text}), _("Every schedule as CSV")),),
    )  # fmt: skip


def deliveries_section(*, contract: Contract) -> Section:
    """List what came, block by block."""
    if not contract.deliveries:
        empty = (_("Nothing has come yet."), _("Each block that a registry issued for this contract stands here."))
        return Section(key="deliveries", title=_("Delivered"), empty=empty)
    columns = (
        Column(label=_("Project")), Column(label=_("Serials"), mono=True), Column(label=_("Delivered on")),
        Column(label=_("Tonnes"), numeric=True),
    )  # fmt: skip
    rows = tuple(
        (
            format_html(
                '<a href="/projects/{}/">{}</a>{}', show_id(prefix="prj", id=each.holding.project_id),
                each.holding.project.name or each.holding.project.ref,
                format_html(' <small class="quiet blk">{}</small>', _("substitute")) if each.is_substitute else "",
            ),
            each.holding.serial, day(each.delivered_on), tonnes(each.kg),
        )
        for each in contract.deliveries
    )  # fmt: skip
    whole = tonnes(contract.standing.received_kg)
    table = Table(
        caption=_("Blocks that came"), columns=columns, rows=rows, foot=(_("Total"), "", "", whole), caption_hidden=True
    )
    return Section(key="deliveries", title=_("Delivered"), table=table)


def shares_section(*, contract: Contract, names: Mapping[UUID | None, str]) -> Section | None:
    """Show who gets what of each delivery, so that anybody can work it out again; ``names`` by commitment."""
    if not contract.commitments:
        return None
    columns = (
        Column(label=_("Delivery")), Column(label=_("For")), Column(label=_("Waited for"), numeric=True),
        Column(label=_("Exact share, t"), numeric=True), Column(label=_("Gets"), numeric=True),
        Column(label=_("Serials"), mono=True),
    )  # fmt: skip
    rows = []
    for delivery in contract.deliveries:
        parts = contract.parts[delivery.pk]
        waiting = sum(part.waiting_kg for part in parts)
        for part in parts:
            exact = Fraction(delivery.kg * part.waiting_kg, waiting * 1_000) if waiting else Fraction(0)
            got = tonnes(part.kg)
            if part.has_extra:
                got = format_html('{} <small class="quiet blk">{}</small>', got, _("last unit by remainder"))
            serials = f"{part.first}–{part.last}" if part.first is not None else _("none")
            rows.append(
                (day(delivery.delivered_on), names[part.commitment_id], tonnes(part.waiting_kg), _exact(exact), got, serials)
            )  # fmt: skip
    if not rows:
        waits = [(names[each], tonnes(kg)) for each, kg in contract.waiting_kg().items() if kg]
        empty = (_("Nothing to share out yet."), _("What arrives is shared by what each still waits for."))
        return Section(key="shares", title=_("Who gets what"), facts=waits, empty=empty)
    return Section(
        key="shares", title=_("Who gets what"),
        hint=_(
            "What arrives is shared by what each waits for, in whole units; the last units go to the largest remainders."
            " The shares add up to the delivery, and nobody gets more than they committed to."
        ),
        table=Table(caption=_("Shares of each delivery"), columns=columns, rows=tuple(rows), caption_hidden=True),
    )  # fmt: skip


def _exact(share: Fraction) -> str:
    scaled = int(share * 10**EXACT_DECIMALS)
    text = f"{scaled // 10**EXACT_DECIMALS}.{scaled % 10**EXACT_DECIMALS:0{EXACT_DECIMALS}d}"
    return decimal_text(decimal=text, language=current_language())


def public_names(*, contract: Contract) -> dict[UUID | None, str]:
    """Name members by number: who committed to what is between them and the exchange."""
    names: dict[UUID | None, str] = {
        each.pk: _("Member %(number)s") % {"number": number} for number, each in enumerate(contract.commitments, 1)
    }
    names[None] = _("not committed")
    return names


def staff_names(*, contract: Contract) -> dict[UUID | None, str]:
    """Name members by their names, for the operator's people."""
    names: dict[UUID | None, str] = {each.pk: each.organization.name for each in contract.commitments}
    names[None] = _("not committed")
    return names


def substitutes_section(*, contract: Contract, offers: Sequence[Offer]) -> Section | None:
    """Offer what could take the place of late tonnes, once something is late."""
    if not (contract.slips or contract.standing.shortfall_kg) or contract.row.durability_years is None:
        return None
    hint = _("Lots for sale now that last at least as long as what was promised.")
    if not offers:
        empty = (_("Nothing for sale lasts as long."), _("A lot stands here once its project states its durability."))
        return Section(key="substitutes", title=_("What can take its place"), hint=hint, empty=empty)
    columns = (
        Column(label=_("Project")), Column(label=_("Durability, years"), numeric=True),
        Column(label=_("Available"), numeric=True),
    )  # fmt: skip
    rows = tuple(
        (
            format_html(
                '<a href="/projects/{}/">{}</a>', show_id(prefix="prj", id=offer.holding.project_id),
                offer.holding.project.name or offer.holding.project.ref,
            ),
            count_text(count=offer.durability_years, language=current_language()), tonnes(offer.lot.available_kg),
        )
        for offer in offers
    )  # fmt: skip
    table = Table(caption=_("Substitutes for sale"), columns=columns, rows=rows, caption_hidden=True)
    return Section(key="substitutes", title=_("What can take its place"), hint=hint, table=table)


def stops_section(*, contract: Contract) -> Section | None:
    """Tell every legal hold, its end, and the end of the contract."""
    moments = [
        Moment(
            state="done" if each.is_release or each is not contract.hold else "now", when=day(each.effective_at),
            words=(_("Legal hold ended: %(reason)s (%(source)s)") if each.is_release else _("Legal hold: %(reason)s (%(source)s)"))
            % {"reason": each.reason, "source": each.source},
        )
        for each in contract.holds
    ]  # fmt: skip
    if contract.end_reason:
        words = _("Terminated: %(reason)s") % {"reason": contract.end_reason}
        moments.append(Moment(state="done", when=day(contract.ended_at), words=words))
    return Section(key="stops", title=_("Holds and ends"), timeline=moments) if moments else None
