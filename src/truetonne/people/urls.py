"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from truetonne.people import views

app_name = "people"

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("account/", views.account, name="account"),
    path("account/tokens/", views.issue_token, name="issue_token"),
    path("account/tokens/<str:token>/revoke/", views.revoke_token, name="revoke_token"),
]
