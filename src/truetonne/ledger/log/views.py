"""The log's files for machines, where no static host serves the folder: checkpoint, tiles, bundles, key."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truetonne.edge.permissions import public
from truetonne.ledger.log.published import log_folder, log_public_key
from truetonne.proof.tiles import MissingTile, TileDamaged, bundle_path, read_path, tile_path

FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=1"


@public
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint (C2SP tlog-checkpoint)."""
    note = log_folder().read_checkpoint()
    if note is None:
        raise Http404("the log has no entry yet")
    return HttpResponse(note, content_type="text/plain; charset=utf-8", headers={"Cache-Control": BRIEFLY})


@public
@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """One hash tile or entry bundle (C2SP tlog-tiles). Never changes once published."""
    found = read_path(path=f"tile/{path}")
    if found is None:
        raise Http404("no such tile path")
    level, index, width = found
    full = bundle_path(index=index) if level is None else tile_path(level=level, index=index)
    folder = log_folder()
    try:
        data = folder.read_tile(f"tile/{path}")
    except MissingTile:
        # A full tile takes the place of its partial forms; a client of an older checkpoint cuts it itself.
        try:
            data = folder.read_tile(full) if width else b""
        except (MissingTile, TileDamaged):
            raise Http404("not published") from None
    return HttpResponse(data, content_type="application/octet-stream", headers={"Cache-Control": FOREVER})


@public
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The operator's public key, one line, to be pinned with ``truetonne trust``."""
    try:
        text = log_public_key().to_text()
    except FileNotFoundError:
        raise Http404("the exchange has no key yet") from None
    return HttpResponse(
        text.rstrip("\n") + "\n",
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="operator.key"'},
    )
