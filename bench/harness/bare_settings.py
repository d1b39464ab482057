"""The exchange's own settings, middleware and all, with two bare views in place of its addresses."""

from __future__ import annotations

from truetonne.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.harness.bare_urls"
