"""Members' Django app."""

from __future__ import annotations

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "truetonne.members"
    label = "members"
