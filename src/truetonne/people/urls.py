"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from truetonne.people.views import account, office_audit, office_people, organizations, programs

app_name = "people"

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", account.account, name="account"),
    path("account/tokens/", account.issue_token, name="issue_token"),
    path("account/tokens/<str:token>/revoke/", account.revoke_token, name="revoke_token"),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/new/", organizations.found, name="found_organization"),
    path("organizations/<str:org>/", organizations.organization, name="organization"),
    path("organizations/<str:org>/facts/", organizations.change_facts, name="change_facts"),
    path("organizations/<str:org>/invitations/", organizations.invite, name="invite"),
    path(
        "organizations/<str:org>/invitations/<str:invitation>/withdraw/",
        organizations.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("organizations/<str:org>/roles/", organizations.give_role, name="give_role"),
    path("organizations/<str:org>/roles/<int:membership>/take/", organizations.take_role, name="take_role"),
    path("organizations/<str:org>/programs/", programs.programs, name="programs"),
    path("organizations/<str:org>/programs/<str:client>/revoke/", programs.revoke, name="revoke_client"),
    path("organizations/<str:org>/leave/", organizations.leave, name="leave"),
    path("invitations/<str:secret>/", organizations.invitation, name="invitation"),
    path("office/audit/", office_audit.audit_lines, name="office_audit"),
    path("office/people/", office_people.people, name="office_people"),
    path("office/people/organizations/", office_people.add_organization, name="office_add_organization"),
    path("office/people/people/", office_people.add_person, name="office_add_person"),
    path("office/people/roles/", office_people.give_role, name="office_give_role"),
    path("office/people/roles/<int:membership>/take/", office_people.take_role, name="office_take_role"),
]
