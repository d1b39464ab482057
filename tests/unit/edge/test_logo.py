"""The operator's logo is judged by its bytes: a picture of a safe type and of measures that fit a head."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

import pytest

from truetonne.config.exchange import SettingInvalid, read_exchange
from truetonne.edge.logo import BYTES_MAX, LogoInvalid, load_logo, read_logo


def png(*, width: int, height: int) -> bytes:
    """Return a white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xff" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg(*, width: int, height: int) -> bytes:
    """Return the headers of a picture: a segment that says nothing, then the frame."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + b"\xff\xe0" + struct.pack(">H", 4) + b"\0\0" + frame + b"\xff\xd9"


@pytest.mark.parametrize(("make", "media_type"), [(png, "image/png"), (jpeg, "image/jpeg")])
def test_reads_type_and_measures_from_the_bytes(make: object, media_type: str) -> None:
    logo = read_logo(path="logo.svg", content=make(width=120, height=40))  # type: ignore[operator]

    assert (logo.media_type, logo.width, logo.height) == (media_type, 120, 40)
    assert base64.b64encode(logo.content).decode() in logo.as_svg()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "neither a PNG nor a JPEG"),
        (b"\xff\xd8\xff\xe0", "neither a PNG nor a JPEG"),
        (png(width=40, height=120), "at least as wide as high"),
        (png(width=90, height=10), "at most 8 times as wide"),
        (jpeg(width=2_001, height=2_000), "at most 2000 each way"),
        (png(width=10, height=10) + b"\0" * BYTES_MAX, "bytes, at most 200,000"),
    ],
)
def test_refuses_what_is_no_safe_picture(content: bytes, reason: str) -> None:
    with pytest.raises(LogoInvalid) as refused:
        read_logo(path="logo.png", content=content)

    assert reason in refused.value.reason


def test_the_setting_names_what_is_wrong_with_the_file(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid) as refused:
        read_exchange(environ={"TRUETONNE_LOGO": str(tmp_path / "missing.png")})
    (tmp_path / "logo.png").write_bytes(png(width=60, height=20))

    found = read_exchange(environ={"TRUETONNE_LOGO": str(tmp_path / "logo.png")}).logo

    assert refused.value.name == "TRUETONNE_LOGO"
    assert "cannot be read" in refused.value.fix
    assert found is not None
    assert load_logo(path="") is None
