"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from truetonne.members.views import apply, evidence, list_editions, lists, office, pledge, policy

app_name = "members"

urlpatterns: list[URLPattern | URLResolver] = [
    path("apply/", apply.apply, name="apply"),
    path("apply/begin/", apply.begin, name="begin"),
    path("apply/<str:application>/", apply.application, name="application"),
    path("apply/<str:application>/check/", apply.check, name="check"),
    path("apply/<str:application>/appeal/", apply.appeal, name="appeal"),
    path("apply/<str:application>/withdraw/", apply.withdraw, name="withdraw"),
    path("apply/<str:application>/evidence/", evidence.kinds, name="evidence_kinds"),
    path("apply/<str:application>/evidence/<str:kind>/", evidence.add, name="add_evidence"),
    path("apply/<str:application>/figures/", evidence.figures, name="figures"),
    path("apply/<str:application>/write/<str:name>/", apply.step, name="step"),
    path("evidence/<str:evidence>/file/", evidence.file, name="evidence_file"),
    path("pledge/", pledge.register, name="pledge"),
    path("pledge/signatories.csv", pledge.csv_file, name="pledge_csv"),
    path("pledge/signatories.json", pledge.json_file, name="pledge_json"),
    path("pledge/sign/", pledge.sign, name="pledge_sign"),
    path("pledge/<str:signature>/", pledge.signatory, name="signatory"),
    path("pledge/<str:signature>/leave/", pledge.leave, name="pledge_leave"),
    path("policy/", policy.policy, name="policy"),
    path("policy/<str:version>/", policy.policy, name="policy_version"),
    path("office/members/", office.queues, name="office_queues"),
    path("office/members/policy/", policy.office_policy, name="office_policy"),
    path("office/members/policy/<str:proposal>/sign/", policy.sign, name="office_sign_policy"),
    path("office/members/evidence/<str:evidence>/judge/", office.judge, name="office_judge"),
    path("office/members/figures/<str:figures>/judge/", office.judge_year, name="office_judge_year"),
    path("office/members/lists/", lists.lists, name="office_lists"),
    path("office/members/lists/new/", list_editions.upload, name="office_list_upload"),
    path("office/members/lists/editions/<str:edition>/", list_editions.edition, name="office_list_edition"),
    path("office/members/lists/editions/<str:edition>/rows.csv", list_editions.edition_rows, name="office_list_rows"),
    path("office/members/lists/<str:application>/<str:entry>/", lists.entry, name="office_list_entry"),
    path("office/members/pledges/", pledge.office_pledges, name="office_pledges"),
    path("office/members/pledges/<str:signature>/", pledge.confirm, name="office_confirm_pledge"),
    path("office/members/<str:application>/", office.application, name="office_application"),
    path("office/members/<str:application>/screen/", office.screen, name="office_screen"),
    path("office/members/<str:application>/ask/", office.ask, name="office_ask"),
    path("office/members/<str:application>/propose/", office.propose, name="office_propose"),
    path("office/members/<str:application>/decide/", office.decide, name="office_decide"),
    path("office/members/<str:application>/rule/", office.rule, name="office_rule"),
]
