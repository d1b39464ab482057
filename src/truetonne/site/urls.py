"""Addresses of this room: the home page and what stands beside it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from truetonne.site import facts, views, views_claims, views_rules
from truetonne.site.appearance import accent, choose_theme, logo, rare_han

app_name = "site"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("check/", views.check, name="check"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("rules/", views_rules.rules, name="rules"),
    path("rules/<slug:id>/", views_rules.rule_set, name="rule_set"),
    path("rules/<slug:id>/<str:version>.toml", views_rules.rule_file, name="rule_file"),
    path("claims/", views_claims.claims, name="claims"),
    path("facts/", facts.facts, name="facts"),
    path("facts.csv", facts.facts_file, name="facts-file"),
    path("theme/", choose_theme, name="theme"),
    path("accent.css", accent, name="accent"),
    path("logo/<slug:mark>", logo, name="logo"),
    path("fonts/noto-sans-cjk-sc.otf", rare_han, name="rare-han"),
]
