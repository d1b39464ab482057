"""Pictures of the pages that a journey passes, for a person to look at: only where JOURNEY_SHOTS names a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Page

WIDTHS = (1280, 390)
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


def look(page: Page, name: str) -> None:
    """Keep a picture of the page at phone and desk width, light and dark; nothing without JOURNEY_SHOTS."""
    folder = os.environ.get("JOURNEY_SHOTS")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    size = page.viewport_size
    for width in WIDTHS:
        for scheme in SCHEMES:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    if size is not None:
        page.set_viewport_size(size)
