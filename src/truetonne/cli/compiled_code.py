"""Where compiled code is kept between runs: the user's cache folder, never the package's own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

VARIABLE = "NUMBA_CACHE_DIR"


def keep_compiled_code() -> None:
    """Name the folder before anything is compiled; where none can be written, every run compiles anew."""
    if os.environ.get(VARIABLE):
        return
    folder = user_cache_path("truetonne", appauthor=False) / "compiled"
    if _is_writable(folder):
        os.environ[VARIABLE] = str(folder)


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
