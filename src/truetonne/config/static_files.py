"""Collecting the rooms' static files into HOME/static, only when they changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import truetonne

LEFT_OUT = ("hx-*", "htmax-*", "htmx-4*", "admin/js/vendor", "admin/css/vendor")
"""What a library brings along and no page asks for: most of the files, and of the time to compress them."""


def collect_static_files(*, home: Path, report: Callable[[str], None]) -> bool:
    """Collect, compress and fingerprint the static files if they differ from the last time; True if it did."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    facts = hashlib.sha256(truetonne.__version__.encode())
    for finder in get_finders():
        for path, storage in finder.list(LEFT_OUT):
            found = Path(storage.path(path)).stat()
            facts.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    mark = home / "static" / ".collected"
    if mark.exists() and mark.read_text(encoding="utf-8") == facts.hexdigest():
        return False
    report("collecting static files")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=list(LEFT_OUT))
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(facts.hexdigest(), encoding="utf-8")
    return True
