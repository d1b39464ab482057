"""Addresses of this room: the public pages, the buyer's pages, and the market's part of the back office."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from truetonne.market.views import (
    activities,
    badges,
    baskets,
    catalogue,
    certificates,
    disclosure_packs,
    documents,
    downloads,
    gateways,
    inset_statements,
    insets,
    log,
    office,
    office_corrections,
    office_finding,
    office_fulfillment,
    office_names,
    office_orders,
    office_prices,
    orders,
    projects,
    quotes,
    register,
    register_totals,
    verify,
)

app_name = "market"

_FORM = "(?P<form>csv|jsonl)"

_PUBLIC: list[URLPattern | URLResolver] = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/countries/", catalogue.countries, name="catalogue_countries"),
    path("catalogue.csv", catalogue.catalogue_file, name="catalogue_file"),
    path("insets/", insets.insets, name="insets"),
    path("insets/<str:batch>/", insets.inset, name="inset"),
    path("projects/<str:project>/", projects.project, name="project"),
    path("projects/<str:project>/gross-to-net.pdf", projects.gross_to_net_paper, name="gross_to_net_paper"),
    path("projects/<str:project>/gross-to-net/<int:number>.svg", projects.gross_to_net, name="gross_to_net"),
    path("register/", register.register, name="register"),
    path("register/insets/", insets.register_insets, name="register_insets"),
    path("register/stock/", register.stock, name="register_stock"),
    path("register/reviews/", register.reviews, name="register_reviews"),
    path("register/refused/", register_totals.refused, name="register_refused"),
    path("register/quarters/", register_totals.quarters, name="register_quarters"),
    re_path(
        r"^register/(?P<table>quarters|costs|refused)\.csv$", register_totals.totals_file, name="register_totals_file"
    ),
    path("register/recalls/", register.recalls, name="register_recalls"),
    path("register/corrections/", register.corrections, name="register_corrections"),
    re_path(rf"^register/retirements\.{_FORM}$", downloads.retirements, name="retirements_file"),
    re_path(
        rf"^register/retirements-(?P<day>\d{{4}}-\d\d-\d\d)\.{_FORM}$",
        downloads.retirements_of_day,
        name="retirements_day_file",
    ),
    re_path(rf"^register/stock\.{_FORM}$", downloads.lots, name="stock_file"),
    path("certificates/<str:certificate>.json", certificates.certificate_json, name="certificate_json"),
    path("certificates/<str:certificate>.pdf", certificates.certificate_pdf, name="certificate_pdf"),
    path("certificates/<str:certificate>/buyer.json", certificates.buyer_json, name="buyer_json"),
    path("certificates/<str:certificate>/badge/", badges.badge, name="badge"),
    path("certificates/<str:certificate>/badge.svg", badges.badge_file, name="badge_file"),
    path("certificates/<str:certificate>/", certificates.certificate, name="certificate"),
    path("verify/", verify.verify_page, name="verify"),
    path("verify/truetonne-verify.py", verify.verifier_file, name="verifier_file"),
    path("payments/<slug:gateway>/callback/", gateways.gateway_callback, name="gateway_callback"),
    path("log/", log.log, name="log"),
    path("log/entries/<int:index>/", log.log_entry, name="log_entry"),
    path("disclosures/<str:disclosure>/packs/<slug:pack>/", disclosure_packs.pack, name="disclosure_pack"),
    path(
        "disclosures/<str:disclosure>/packs/<slug:pack>.<str:form>",
        disclosure_packs.pack_file,
        name="disclosure_pack_file",
    ),
]
_BUYER: list[URLPattern | URLResolver] = [
    path("basket/", baskets.basket, name="basket"),
    path("basket/add/", baskets.add_to_basket, name="basket_add"),
    path("quotes/new/", quotes.new_quote, name="new_quote"),
    path("quotes/<str:quote>/", quotes.show_quote, name="quote"),
    path("quotes/<str:quote>/order/", quotes.take_quote, name="take_quote"),
    path("activities/", activities.activities, name="activities"),
    path("insets/<str:batch>/claim/<slug:side>/", insets.claim, name="claim_inset"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<str:order>/", orders.show_order, name="order"),
    path("orders/<str:order>/pay/<slug:gateway>/", gateways.pay_by_gateway, name="pay_by_gateway"),
    path("payments/test/<str:order>/", gateways.test_gateway_page, name="test_gateway"),
    path("orders/<str:order>/documents/<str:number>.pdf", documents.document_pdf, name="document"),
    path("orders/<str:order>/inset/", inset_statements.statement, name="inset_statement"),
    path("orders/<str:order>/inset.pdf", inset_statements.statement_pdf, name="inset_statement_pdf"),
    path("orders/<str:order>/inset/tiers/", inset_statements.add_tier, name="inset_tier"),
    path("orders/<str:order>/cancel/", orders.cancel_order, name="cancel_order"),
]
_OFFICE: list[URLPattern | URLResolver] = [
    path("office/", office.queues, name="office"),
    path("office/search/", office_finding.search, name="office_search"),
    path("office/exports/", office_finding.exports, name="office_exports"),
    path("office/exports/<str:table>.csv", office_finding.export_file, name="office_export"),
    path("office/orders/", office_orders.office_orders, name="office_orders"),
    path("office/orders/<str:order>/", office_orders.office_order, name="office_order"),
    path("office/orders/<str:order>/pay/", office_orders.pay_order, name="office_pay"),
    path("office/orders/<str:order>/deliver/", office_orders.deliver, name="office_deliver"),
    path("office/orders/<str:order>/delay/", office_fulfillment.delay, name="office_delay"),
    path("office/orders/<str:order>/substitute/", office_fulfillment.substitute, name="office_substitute"),
    path("office/prices/", office_prices.prices, name="office_prices"),
    path("office/prices/<str:lot>/", office_prices.announce, name="office_announce_price"),
    path("office/orders/<str:order>/refund/", office_orders.refund, name="office_refund"),
    path("office/orders/<str:order>/notice/", office_orders.announce, name="office_notice"),
    path("office/orders/<str:order>/cancel/", office_orders.cancel, name="office_cancel"),
    path("office/certificates/<str:certificate>/correct/", office_corrections.correct, name="office_correct"),
    path("office/names/", office_names.names, name="office_names"),
    path("office/names/<str:name>/", office_names.show_name, name="office_name"),
    path("office/names/<str:name>/decide/", office_names.decide_name, name="office_decide_name"),
]

urlpatterns: list[URLPattern | URLResolver] = [*_PUBLIC, *_BUYER, *_OFFICE]
