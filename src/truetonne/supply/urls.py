"""Addresses of this room: the back office of supply under /office/, and published statements."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from truetonne.supply.views import (
    ccp,
    co_benefits,
    commitments,
    contributions,
    forwards,
    office_contract_acts,
    office_destructions,
    office_forwards,
    office_fuel,
    office_held,
    office_imports,
    office_jurisdictions,
    office_lot_acts,
    office_lots,
    office_opinions,
    office_projects,
    office_recalls,
    office_reconcile,
    office_reviews,
    parameters,
    ratings,
    review_cases,
    statements,
)

app_name = "supply"

_FILES: list[URLPattern | URLResolver] = [
    path("office/imports/", office_imports.imports, name="office_imports"),
    path("office/imports/new/", office_imports.new_import, name="office_new_import"),
    path("office/imports/uploads/<str:upload>/", office_imports.upload, name="office_upload"),
    path("office/imports/uploads/<str:upload>/restart/", office_imports.restart, name="office_restart"),
    path("office/imports/uploads/<str:upload>/discard/", office_imports.discard, name="office_discard"),
    path("office/imports/<str:run>.json", office_imports.import_file, name="office_import_file"),
    path("office/imports/<str:run>/rows.csv", office_imports.import_rows, name="office_import_rows"),
    path("office/imports/<str:run>/", office_imports.show_import, name="office_import"),
    path("office/opinions/", office_opinions.opinions, name="office_opinions"),
    path("office/opinions/new/", office_opinions.new_opinions, name="office_new_opinions"),
    path("office/opinions/<str:load>/", office_opinions.opinion, name="office_opinion"),
    path("office/opinions/<str:load>/rows.csv", office_opinions.opinion_rows, name="office_opinion_rows"),
    path("office/held/", office_held.held, name="office_held"),
    path("office/held/<str:row>/", office_held.held_row, name="office_held_row"),
    path("office/held/<str:row>/decide/", office_held.decide, name="office_decide_held"),
    path("office/reconcile/", office_reconcile.reconcile_program, name="office_reconcile"),
]
_LOTS: list[URLPattern | URLResolver] = [
    path("office/lots/", office_lots.lots, name="office_lots"),
    path("office/lots/<str:lot>/", office_lots.lot, name="office_lot"),
    path("office/lots/<str:lot>/price/", office_lot_acts.price, name="office_price_lot"),
    path("office/lots/<str:lot>/list/", office_lot_acts.put_on_sale, name="office_list_lot"),
    path("office/lots/<str:lot>/unlist/", office_lot_acts.take_off_sale, name="office_unlist_lot"),
    path("office/lots/<str:lot>/hold/", office_lot_acts.hold, name="office_hold_lot"),
    path("office/lots/<str:lot>/release/", office_lot_acts.release, name="office_release_lot"),
    path("office/lots/<str:lot>/status/", office_lot_acts.judge_status, name="office_judge_status"),
    path("office/lots/<str:lot>/split/", office_lot_acts.split, name="office_split_lot"),
    path("office/lots/<str:lot>/cancel/", office_lot_acts.cancel, name="office_cancel_units"),
    path("office/reviews/", office_reviews.reviews, name="office_reviews"),
    path("office/reviews/new/", office_reviews.new_review, name="office_new_review"),
    path("office/reviews/<str:review>/", office_reviews.review, name="office_review"),
    path("office/ratings/new/", review_cases.new_case, name="office_new_case"),
    path("office/ratings/<str:case>/", review_cases.case, name="office_case"),
    path("office/ratings/<str:case>/developer/", review_cases.judge_developer, name="office_case_developer"),
    path("office/ratings/<str:case>/<str:step>/", review_cases.take_step, name="office_case_step"),
    path("office/reviews/<str:review>/happened/", review_cases.new_trigger, name="office_new_trigger"),
    path("office/recalls/", office_recalls.recalls, name="office_recalls"),
    path("office/recalls/new/", office_recalls.new_recall, name="office_new_recall"),
    path("office/recalls/<str:recall>/", office_recalls.recall, name="office_recall"),
    path("office/recalls/<str:recall>/make-good/<int:line>/", office_recalls.make_line_good, name="office_make_good"),
]

_PROJECTS: list[URLPattern | URLResolver] = [
    path("office/projects/", office_projects.projects, name="office_projects"),
    path("office/projects/<str:project>/", office_projects.project, name="office_project"),
    path("office/projects/<str:project>/<str:kind>/new/", office_projects.new_entry, name="office_new_entry"),
    path(
        "office/projects/<str:project>/<str:kind>/<str:entry>/withdraw/",
        office_projects.withdraw,
        name="office_withdraw_entry",
    ),
]

_FUEL: list[URLPattern | URLResolver] = [
    path("office/fuel/", office_fuel.batches, name="office_fuel"),
    path("office/fuel/new/", office_fuel.new_batch, name="office_new_fuel_batch"),
    path("office/fuel/<str:batch>/", office_fuel.batch, name="office_fuel_batch"),
    path("office/fuel/<str:batch>/evidence/", office_fuel.evidence, name="office_fuel_evidence"),
    path("office/fuel/<str:batch>/issue/", office_fuel.issue, name="office_issue_fuel_batch"),
    path("office/fuel/<str:batch>/sell/", office_fuel.sell, name="office_sell_fuel_side"),
    path("office/fuel/<str:batch>/end/", office_fuel.end, name="office_end_fuel_batch"),
    path("office/destructions/", office_destructions.destructions, name="office_destructions"),
    path("office/destructions/new/<slug:family>/", office_destructions.new_destruction, name="office_new_destruction"),
    path("office/destructions/<str:destruction>/", office_destructions.office_destruction, name="office_destruction"),
    path("office/destructions/<str:destruction>/issue/", office_destructions.issue, name="office_issue_destruction"),
    path("office/parameters/", parameters.office_parameters, name="office_parameters"),
    path("office/parameters/<str:proposal>/decide/", parameters.decide, name="office_decide_parameter"),
    path("office/parameters/<str:proposal>/withdraw/", parameters.withdraw, name="office_withdraw_parameter"),
    path("destructions/<str:destruction>/", office_destructions.destruction, name="destruction"),
    path("parameters/", parameters.parameters, name="parameters"),
    path("office/ccp/", ccp.office_ccp, name="office_ccp"),
    path("ccp/", ccp.ccp, name="ccp"),
]

_PUBLIC: list[URLPattern | URLResolver] = [
    path("documents/<str:sha256>/", office_projects.document_file, name="document_file"),
    path("ratings/", ratings.ratings, name="ratings"),
    path("ratings/<str:review>/", ratings.rating, name="rating"),
    path("ratings/<str:review>.json", ratings.rating_file, name="rating_file"),
    path("ratings/<str:review>/<str:chart>.csv", ratings.chart_file, name="rating_chart"),
    path("statements/", statements.statements, name="statements"),
    path("statements/<str:statement>/", statements.statement, name="statement"),
    path("statements/<str:statement>.csv", statements.statement_table, name="statement_table"),
    path("statements/<str:statement>.json", statements.statement_file, name="statement_file"),
]

_FORWARDS: list[URLPattern | URLResolver] = [
    path("office/forwards/", office_forwards.forwards, name="office_forwards"),
    path("office/forwards/new/<str:kind>/", office_forwards.new_forward, name="office_new_forward"),
    path("office/forwards/<str:forward>/", office_forwards.forward, name="office_forward"),
    *(
        path(
            f"office/forwards/<str:forward>/{name}/", getattr(office_contract_acts, name), name=f"office_forward_{name}"
        )
        for name in ("sign", "schedule", "commit", "deliver", "hold", "end")
    ),
    path("office/jurisdictions/new/", office_jurisdictions.new_jurisdiction, name="office_new_jurisdiction"),
    path("office/jurisdictions/<str:jurisdiction>/", office_jurisdictions.jurisdiction, name="office_jurisdiction"),
    path("office/contributions/", contributions.office, name="office_contributions"),
    path("office/contributions/new/", contributions.new, name="office_new_contribution"),
    path(
        "office/contributions/<str:contribution>/withdraw/", contributions.withdraw, name="office_withdraw_contribution"
    ),
    path("forwards/", forwards.forwards, name="forwards"),
    path("forwards.csv", forwards.forwards_file, name="forwards_file"),
    path("forwards/<str:forward>.pdf", forwards.forward_paper, name="forward_paper"),
    path("forwards/<str:forward>/", forwards.forward, name="forward"),
    path("forwards/<str:forward>/fan.svg", forwards.forward_fan, name="forward_fan"),
    path("forwards/<str:forward>/schedules.csv", forwards.forward_file, name="forward_file"),
    path("jurisdictions/<str:jurisdiction>.pdf", forwards.jurisdiction_paper, name="jurisdiction_paper"),
    path("jurisdictions/<str:jurisdiction>/", forwards.jurisdiction, name="jurisdiction"),
    path("jurisdictions/<str:jurisdiction>/buffer.svg", forwards.jurisdiction_pool, name="jurisdiction_pool"),
    path("contributions/", contributions.contributions, name="contributions"),
    path("contributions.csv", contributions.contributions_file, name="contributions_file"),
    path("co-benefits/", co_benefits.co_benefits, name="co_benefits"),
    path("co-benefits.csv", co_benefits.co_benefits_file, name="co_benefits_file"),
    path("commitments/", commitments.commitments, name="commitments"),
]

urlpatterns: list[URLPattern | URLResolver] = [*_FILES, *_LOTS, *_PROJECTS, *_FUEL, *_FORWARDS, *_PUBLIC]
