"""Forward contracts and jurisdictions as everybody reads them: lists, pages, drawings and files. Drafts stay inside."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truetonne.edge.charts import BROAD_WIDTH, draw_for_paper
from truetonne.edge.identifiers import show_id
from truetonne.edge.languages import read_tag
from truetonne.edge.parties import country_name
from truetonne.edge.pdf import MissingGlyph
from truetonne.edge.pdf.sheets import Part, print_sheet
from truetonne.edge.permissions import public
from truetonne.edge.tables import Column, Table, csv_lines
from truetonne.edge.templatetags.edge_formats import current_language, tonnes
from truetonne.science.quantity import KG_PER_TONNE, format_tonnes
from truetonne.science.trees.crediting_level import mean_reference_level
from truetonne.supply.forwards import sheets
from truetonne.supply.forwards.facts import CONTRACT_COLUMNS, PREFIX, contract_facts, public_contracts
from truetonne.supply.forwards.figures import draw_fan, draw_pool, mass, pool_figure
from truetonne.supply.forwards.outlook import list_substitutes, read_outlook, read_pool
from truetonne.supply.forwards.papers import parts_of
from truetonne.supply.forwards.reading import list_contracts
from truetonne.supply.forwards.sheets import Moment, Section
from truetonne.supply.forwards.values import Contract
from truetonne.supply.forwards.words import ADJUSTMENT_WORDS, KIND_WORDS, PATH_WORDS, STATE_WORDS
from truetonne.supply.models import AdjustmentStatement, Jurisdiction
from truetonne.supply.views.acting import id_or_404

JURISDICTION_PREFIX = "jur"
SVG_TYPE, CSV_TYPE = "image/svg+xml", "text/csv; charset=utf-8"
SCHEDULE_COLUMNS = ("schedule", "said_at", "reason", "late_permille", "year", "tonnes", "probability_permille")


@public
@require_safe
def forwards(request: HttpRequest) -> HttpResponse:
    """Every signed contract with what of it has come, and every jurisdiction."""
    found = public_contracts(today=_today())
    sections = [_contracts_section(contracts=found), _jurisdictions_section()]
    return _show(
        request, heading=_("Bought ahead"), sections=sections, crumbs=(("/register/", _("Register")),),
        lede=_(
            "Tonnes that are promised for later years. Nothing here is a unit: none of it can be bought, retired or"
            " claimed before it is delivered."
        ),
    )  # fmt: skip


@public
@require_safe
def forward(request: HttpRequest, forward: str) -> HttpResponse:
    """One contract: where it stands, what may come, every slip, delivery and share."""
    found = _public_contract(text=forward)
    return _show(
        request, heading=found.row.name, over=str(KIND_WORDS[found.row.kind]), verdict=STATE_WORDS[found.state],
        stopped=found.hold is not None, sections=contract_sections(contract=found, today=_today(), is_staff=False),
        crumbs=(("/register/", _("Register")), (reverse("supply:forwards"), _("Bought ahead"))),
        buttons=((reverse("supply:forward_paper", kwargs={"forward": forward}), _("PDF")),), plain_buttons=True,
    )  # fmt: skip


@public
@require_safe
def forward_fan(request: HttpRequest, forward: str) -> HttpResponse:
    """The delivery fan as a drawing that stands alone."""
    found = _public_contract(text=forward)
    reserve_kg = sum(offer.lot.available_kg for offer in list_substitutes(contract=found))
    outlook = read_outlook(contract=found, reserve_kg=reserve_kg, today=_today())
    if outlook is None:
        raise Http404("no schedule yet")
    return _file(content=draw_for_paper(chart=draw_fan(outlook=outlook, width=BROAD_WIDTH)), name=f"{forward}.svg")


@public
@require_safe
def forward_file(request: HttpRequest, forward: str) -> HttpResponse:
    """Every schedule of one contract, year by year."""
    found = _public_contract(text=forward)
    rows = [
        (
            schedule.number, schedule.said_at.isoformat(), schedule.reason, schedule.late_permille, due.year,
            format_tonnes(kg=due.kg), due.probability_permille,
        )
        for schedule in found.schedules
        for due in schedule.years
    ]  # fmt: skip
    return _file(content=b"".join(csv_lines(header=SCHEDULE_COLUMNS, rows=rows)), name=f"{forward}.csv")


@public
@require_safe
def forwards_file(request: HttpRequest) -> HttpResponse:
    """Every signed contract as CSV."""
    facts = [contract_facts(contract=each) for each in public_contracts(today=_today())]
    rows = ([each[name] for name in CONTRACT_COLUMNS] for each in facts)
    return _file(content=b"".join(csv_lines(header=CONTRACT_COLUMNS, rows=rows)), name="bought-ahead.csv")


@public
@require_safe
def jurisdiction(request: HttpRequest, jurisdiction: str) -> HttpResponse:
    """One jurisdiction: its reference years, where its adjustment stands, its contracts, its buffer."""
    row = find_jurisdiction(text=jurisdiction)
    sections = jurisdiction_sections(row=row)
    contracts = [each for each in public_contracts(today=_today()) if each.row.jurisdiction_id == row.pk]
    sections.insert(2, _contracts_section(contracts=contracts))
    return _show(
        request, heading=row.name, over=f"{row.standard} · {row.registration}", sections=sections,
        lede=", ".join(filter(None, (row.region, country_name(code=row.country)))),
        crumbs=(("/register/", _("Register")), (reverse("supply:forwards"), _("Bought ahead"))),
        buttons=((reverse("supply:jurisdiction_paper", kwargs={"jurisdiction": jurisdiction}), _("PDF")),),
        plain_buttons=True,
    )  # fmt: skip


@public
@require_safe
def jurisdiction_pool(request: HttpRequest, jurisdiction: str) -> HttpResponse:
    """The buffer's balance as a drawing that stands alone."""
    outlook = read_pool(jurisdiction_id=find_jurisdiction(text=jurisdiction).pk)
    if outlook is None:
        raise Http404("no buffer on record")
    return _file(
        content=draw_for_paper(chart=draw_pool(outlook=outlook, width=BROAD_WIDTH)), name=f"{jurisdiction}.svg"
    )


@public
@require_safe
def forward_paper(request: HttpRequest, forward: str) -> HttpResponse:
    """One contract as PDF, with the delivery fan."""
    found = _public_contract(text=forward)
    reserve_kg = sum(offer.lot.available_kg for offer in list_substitutes(contract=found))
    parts = parts_of(
        sections=contract_sections(contract=found, today=_today(), is_staff=False),
        outlook=read_outlook(contract=found, reserve_kg=reserve_kg, today=_today()),
    )
    over = f"{KIND_WORDS[found.row.kind]} · {_state_words(contract=found)}"
    lede = _("A promise is no unit: nothing of it can be retired or claimed before it has come.")
    return _paper(title=found.row.name, over=over, lede=lede, parts=parts, name=forward)


@public
@require_safe
def jurisdiction_paper(request: HttpRequest, jurisdiction: str) -> HttpResponse:
    """One jurisdiction as PDF, with its buffer's balance."""
    row = find_jurisdiction(text=jurisdiction)
    parts = parts_of(sections=jurisdiction_sections(row=row), pool=read_pool(jurisdiction_id=row.pk))
    lede = ", ".join(filter(None, (row.region, country_name(code=row.country))))
    over = f"{row.standard} · {row.registration}"
    return _paper(title=row.name, over=over, lede=lede, parts=parts, name=jurisdiction)


def contract_sections(*, contract: Contract, today: date, is_staff: bool) -> list[Section]:
    """Return every section of a contract's page; only the operator's people read members' names."""
    offers = list_substitutes(contract=contract)
    reserve_kg = sum(offer.lot.available_kg for offer in offers)
    outlook = read_outlook(contract=contract, reserve_kg=reserve_kg, today=today)
    names = sheets.staff_names if is_staff else sheets.public_names
    found = (
        sheets.standing_section(contract=contract, outlook=outlook),
        sheets.schedule_section(contract=contract),
        sheets.outlook_section(contract=contract, outlook=outlook),
        sheets.deliveries_section(contract=contract),
        sheets.shares_section(contract=contract, names=names(contract=contract)),
        sheets.substitutes_section(contract=contract, offers=offers),
        sheets.stops_section(contract=contract),
        sheets.terms_section(contract=contract),
    )
    return [section for section in found if section is not None]


def jurisdiction_sections(*, row: Jurisdiction) -> list[Section]:
    """Return reference, adjustment, paths and buffer of a jurisdiction."""
    level = mean_reference_level(emissions_t=[kg / KG_PER_TONNE for kg in row.reference_kg])
    columns = (Column(label=_("Year")), Column(label=_("Emissions"), numeric=True))
    reference = tuple(
        (str(row.reference_from_year + place), sheets.tonnes(kg)) for place, kg in enumerate(row.reference_kg)
    )
    found = [
        Section(
            key="reference", title=_("Reference years"),
            hint=_("Results count only below the mean of these five years."),
            table=Table(
                caption=_("Emissions of the reference years"), columns=columns, rows=reference,
                foot=(_("Mean: the crediting level"), mass(tonnes=level.level_t)), caption_hidden=True,
            ),
        ),
        _adjustment_section(row=row),
        Section(
            key="paths",
            title=_("The four paths"),
            table=Table(
                caption=_("The four paths"),
                columns=(Column(label=_("LEAF path")),),
                rows=tuple((words,) for words in PATH_WORDS.values()),
                caption_hidden=True,
                head_hidden=True,
            ),
            hint=_("Only paths 3 and 4 hand over title. Money paid by paths 1 and 2 is a contribution, never units."),
        ),
    ]  # fmt: skip
    pool = read_pool(jurisdiction_id=row.pk)
    if pool is not None:
        address = reverse(
            "supply:jurisdiction_pool", kwargs={"jurisdiction": show_id(prefix=JURISDICTION_PREFIX, id=row.pk)}
        )
        found.append(
            Section(
                key="buffer", title=_("Will the buffer hold?"), figure=pool_figure(outlook=pool),
                links=((address, _("The drawing as SVG")),),
            )
        )  # fmt: skip
    found.append(Section(key="source", title=_("Source"), facts=((_("Registration document"), row.source),)))
    return found


def _adjustment_section(*, row: Jurisdiction) -> Section:
    statements = list(AdjustmentStatement.objects.filter(jurisdiction=row).order_by("number"))
    title = _("Corresponding adjustment")
    if not statements:
        empty = (
            _("Nothing is stated."),
            _("What the host country does in its own account stands here, with its source."),
        )
        return Section(key="adjustment", title=title, empty=empty)
    return Section(
        key="adjustment", title=title, hint=_("The newest statement counts; all of them stay."),
        timeline=[
            Moment(
                state="now" if each is statements[-1] else "done", when=sheets.day(each.stated_on),
                words=" · ".join(
                    filter(None, (str(ADJUSTMENT_WORDS[each.state][1]), each.authorization_ref, each.source))
                ),
            )
            for each in statements
        ],
    )  # fmt: skip


def _contracts_section(*, contracts: tuple[Contract, ...] | list[Contract]) -> Section:
    if not contracts:
        empty = (_("No contract is signed."), _("A contract stands here once a second person has signed it."))
        return Section(key="contracts", title=_("Contracts"), empty=empty)
    columns = (
        Column(label=_("Contract")), Column(label=_("State")), Column(label=_("Promised, t"), numeric=True),
        Column(label=_("Delivered, t"), numeric=True), Column(label=_("Short, t"), numeric=True),
    )  # fmt: skip
    rows = tuple(
        (
            format_html(
                '<a href="{}">{}</a> <small class="quiet blk">{}</small>',
                reverse("supply:forward", kwargs={"forward": show_id(prefix=PREFIX, id=each.row.pk)}), each.row.name,
                each.row.supplier,
            ),
            _state_words(contract=each), tonnes(each.row.total_kg), tonnes(each.standing.received_kg),
            tonnes(each.standing.shortfall_kg),
        )
        for each in contracts
    )  # fmt: skip
    promised, received, short = (
        sum(figures)
        for figures in zip(
            *((c.row.total_kg, c.standing.received_kg, c.standing.shortfall_kg) for c in contracts), strict=True
        )
    )
    table = Table(
        caption=_("Contracts by name"), columns=columns, rows=rows, caption_hidden=True,
        foot=(_("Total"), "", tonnes(promised), tonnes(received), tonnes(short)),
    )  # fmt: skip
    links = ((reverse("supply:forwards_file"), _("Download as CSV")),)
    return Section(key="contracts", title=_("Contracts"), table=table, links=links)


def _state_words(*, contract: Contract) -> str:
    words = str(STATE_WORDS[contract.state][1])
    return " · ".join((words, _("on legal hold"))) if contract.hold is not None else words


def _jurisdictions_section() -> Section:
    title = _("Jurisdictions")
    rows = list(Jurisdiction.objects.order_by("name"))
    if not rows:
        return Section(key="jurisdictions", title=title, empty=(_("None is on record."), ""))
    links = tuple(
        (
            reverse("supply:jurisdiction", kwargs={"jurisdiction": show_id(prefix=JURISDICTION_PREFIX, id=row.pk)}),
            row.name,
        )
        for row in rows
    )
    return Section(key="jurisdictions", title=title, links=links)


def find_jurisdiction(*, text: str) -> Jurisdiction:
    """Return the jurisdiction of an address."""
    row = Jurisdiction.objects.filter(pk=id_or_404(prefix=JURISDICTION_PREFIX, text=text)).first()
    if row is None:
        raise Http404("no such jurisdiction")
    return row


def _public_contract(*, text: str) -> Contract:
    found = list_contracts(contract_ids=(id_or_404(prefix=PREFIX, text=text),), today=_today())
    if not found or found[0].signed_on is None:
        raise Http404("no such contract")
    return found[0]


def _today() -> date:
    return datetime.now(UTC).date()


def _show(
    request: HttpRequest, *, heading: str, crumbs: tuple[tuple[str, str], ...], **context: object
) -> HttpResponse:
    facts = {"nav_current": "register", "heading": heading, "here": heading, "crumbs": (("/", _("Home")), *crumbs)}
    return render(request, "supply/sheet.html", {**facts, **context})


def _file(*, content: str | bytes, name: str) -> HttpResponse:
    kind = SVG_TYPE if name.endswith(".svg") else CSV_TYPE
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name.lower()}"'
    return response


def _paper(*, title: str, over: str, lede: str, parts: list[Part], name: str) -> HttpResponse:
    own_fonts, language = settings.TRUETONNE.home / "fonts", current_language()
    try:
        content = print_sheet(
            title=title, over=over, lede=lede, parts=parts, operator=settings.TRUETONNE.operator_name,
            language=language, at=datetime.now(UTC), extra_fonts=own_fonts if own_fonts.is_dir() else None,
        )  # fmt: skip
    except MissingGlyph as error:
        text = _("The PDF cannot be set: %(reason)s") % {"reason": str(error)}
        return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name.lower()}-{read_tag(language=language)}.pdf"'
    return response
