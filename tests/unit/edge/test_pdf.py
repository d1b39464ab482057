"""PDFs come from bundled fonts only; a character that none of them has is named before anything is drawn."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from truetonne.edge.pdf import DocumentFailed, MissingGlyph, compile_pdf, require_glyphs
from truetonne.edge.pdf.glyphs import FONT_FOLDER, NotAFont, coverage, font_files, read_points

AT = datetime(2026, 11, 21, 9, 14, 2, tzinfo=UTC)
VIETNAMESE = "ăâđêôơưẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
RARE_HAN = "㼆𠮷𡈽𬭎䶮𫖮𬇙〇"
SCRIPTS = ("삼성", "さくら", "Łódź", "Ωμέγα", "Київ")
FURTHER_SCRIPTS = ("ไทยคม", "شركة", "कंपनी", "חברה", "কোম্পানি", "நிறுவனம்")


def template(folder: Path, body: str) -> Path:
    path = folder / "page.typ"
    path.write_text(
        '#let it = json(bytes(sys.inputs.data))\n#set document(title: "Test")\n'
        '#set text(font: ("Archivo", "Noto Sans", "Noto Sans CJK SC"), lang: "en")\n' + body,
        encoding="utf-8",
    )
    return path


def text_of(document: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


def test_the_fonts_read_as_fonttools_reads_them() -> None:
    for path in font_files(folders=(FONT_FOLDER,)):
        assert read_points(data=path.read_bytes(), name=path.name) == set(TTFont(path).getBestCmap())


@pytest.mark.parametrize("stem", ["Newsreader", "NewsreaderDisplay", "Archivo", "IBMPlexMono"])
def test_each_family_has_vietnamese_in_one_file(stem: str) -> None:
    files = sorted(FONT_FOLDER.glob(f"{stem}-*.ttf"))

    assert files
    for path in files:
        points = read_points(data=path.read_bytes(), name=path.name)
        assert [letter for letter in VIETNAMESE + VIETNAMESE.lower() if ord(letter) not in points] == []


def test_each_font_has_its_licence_beside_it() -> None:
    licences = {path.name for path in FONT_FOLDER.glob("*-OFL.txt")}

    families = ("archivo", "ibm-plex-mono", "newsreader", "noto-sans", "noto-sans-cjk")
    assert licences == {f"{family}-OFL.txt" for family in families}
    assert all("SIL OPEN FONT LICENSE" in (FONT_FOLDER / name).read_text().upper() for name in licences)


def test_the_whole_han_of_the_basic_plane_and_extension_a_is_there() -> None:
    known = coverage(folders=(FONT_FOLDER,))

    # U+9FF0 to U+9FFC came with Unicode 13 to 14, for chemistry; U+4DB6 to U+4DBF with Unicode 13.
    assert [hex(point) for point in range(0x4E00, 0x9FF0) if point not in known] == []
    assert [hex(point) for point in range(0x3400, 0x4DB6) if point not in known] == []


def test_a_missing_glyph_is_named_before_anything_is_drawn(tmp_path: Path) -> None:
    path = template(tmp_path, "= Names\n#it.name")

    with pytest.raises(MissingGlyph) as refused:
        compile_pdf(template=path, data={"name": "Kiến 𒀀 Gốm \U0001f333 𒀀"}, at=AT)

    assert refused.value.characters == ("𒀀", "\U0001f333")
    assert "U+12000" in str(refused.value)


def test_signs_that_print_nothing_need_no_glyph() -> None:
    require_glyphs(texts=["a\n\tb\u200b\u00ad葛\U000e0100"])


def test_rare_han_and_vietnamese_print_and_come_back_as_text(tmp_path: Path) -> None:
    path = template(tmp_path, "= Names\n#for name in it.names [#name \\ ]")

    document = compile_pdf(template=path, data={"names": [RARE_HAN, "Gốm Sông Trầu", *SCRIPTS]}, at=AT)

    shown = text_of(document)
    assert all(name in shown for name in (RARE_HAN, "Gốm Sông Trầu", *SCRIPTS))


def test_further_scripts_have_their_glyphs() -> None:
    require_glyphs(texts=FURTHER_SCRIPTS)


def test_a_name_typed_with_combining_marks_prints_like_the_same_name_typed_without(tmp_path: Path) -> None:
    path = template(tmp_path, "= Name\n#it.name")

    apart = compile_pdf(template=path, data={"name": "Go\u0302\u0301m"}, at=AT)

    assert apart == compile_pdf(template=path, data={"name": "Gốm"}, at=AT)


def test_the_same_input_gives_the_same_bytes_and_the_given_date(tmp_path: Path) -> None:
    path = template(tmp_path, "#set document(date: auto)\n= Name\n#it.name")

    first, again = (compile_pdf(template=path, data={"name": "Gốm"}, at=AT) for _ in range(2))
    finer = compile_pdf(template=path, data={"name": "Gốm"}, at=AT.replace(microsecond=123_456))

    assert first == again == finer
    assert PdfReader(io.BytesIO(first)).metadata["/CreationDate"].startswith("D:20261121091402")


def test_a_document_carries_only_bundled_fonts_and_its_tags(tmp_path: Path) -> None:
    path = template(tmp_path, "= Name\n#it.name")

    reader = PdfReader(io.BytesIO(compile_pdf(template=path, data={"name": "𠮷 Gốm"}, at=AT)))

    used = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    fonts = {font["/BaseFont"].partition("+")[2] for font in used}
    assert {name.partition("-")[0] for name in fonts} <= {"Archivo", "NotoSansCJKsc"}
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()


def test_a_template_that_does_not_compile_says_where(tmp_path: Path) -> None:
    path = template(tmp_path, "= Name\n#it.absent")

    with pytest.raises(DocumentFailed, match="absent"):
        compile_pdf(template=path, data={"name": "x"}, at=AT)


def test_a_warning_of_the_typesetter_stops_the_document(tmp_path: Path) -> None:
    path = template(tmp_path, '= Name\n#text(font: "Comic Sans", it.name)')

    with pytest.raises(DocumentFailed, match="unknown font"):
        compile_pdf(template=path, data={"name": "x"}, at=AT)


def test_the_operators_own_fonts_fill_gaps(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    font = TTFont(FONT_FOLDER / "Archivo-Regular.ttf")
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format == 12:
            table.cmap[0x12000] = "A"
        elif table.isUnicode():
            table.cmap[0xE9FF] = "A"
    for record in font["name"].names:
        if record.nameID in {1, 4, 16}:
            record.string = "Operator Own"
    font.save(fonts / "own.ttf")
    path = template(tmp_path, "= Name\n#it.name")

    document = compile_pdf(template=path, data={"name": "\ue9ff"}, at=AT, extra_fonts=fonts)

    assert document.startswith(b"%PDF")


def test_a_broken_font_in_the_operators_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"\x00\x01\x00\x00nothing")

    with pytest.raises(NotAFont) as refused:
        require_glyphs(texts=["a"], folders=(FONT_FOLDER, tmp_path))

    assert refused.value.name == "broken.ttf"


def test_data_that_is_no_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        compile_pdf(template=template(tmp_path, "x"), data={"at": AT}, at=AT)
