"""Texts in Vietnamese and Chinese: gather them from the code, check that none is missing, compile them.

Needs no system tools: Django turns templates into code, Babel reads and writes the files. English is the text
itself. ``python -m truetonne.site.translations`` gathers; ``--check`` says what is missing and changes nothing.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE_FOLDER = PACKAGE / "locale"
LOCALES = ("vi", "zh_Hans")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip

_DATED = re.compile(rb'^"(?:Project-Id|Report|POT|PO-Rev|Last-Tr|Language-Team|Generated)[^\n]*\n', re.MULTILINE)
"""Header lines that would change with every gathering and say nothing."""

_SLOT = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text to translate: its context, its singular and plural, and where it stands."""

    context: str | None
    singular: str
    plural: str | None
    place: tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a translation."""

    locale: str
    text: str
    reason: str

    def __str__(self) -> str:
        return f"{self.locale}: {self.text!r}: {self.reason}"


def compile_translations(*, folder: Path = LOCALE_FOLDER) -> tuple[Path, ...]:
    """Compile each ``.po`` that is newer than its ``.mo`` and return what was written.

    A reader never sees half a file. A folder that cannot be written is left as it is: an installed package
    brings its compiled files.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with suppress(PermissionError):
            _compile(source=source, target=target)
            written.append(target)
    return tuple(written)


def gather_texts(*, package: Path = PACKAGE) -> tuple[Text, ...]:
    """Return every text marked for translation in the rooms' code and templates, in a stable order."""
    found: list[Text] = []
    for path in sorted((*package.rglob("*.py"), *package.rglob("templates/**/*.html"))):
        place = path.relative_to(package.parent).as_posix()
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            source = templatize(source, origin=place)
        found += _texts(source=source, place=place)
    return tuple(found)


def renew_catalogs(*, texts: Sequence[Text], folder: Path = LOCALE_FOLDER) -> None:
    """Bring every language's file up to date: new texts come without translation, gone ones leave."""
    for locale in LOCALES:
        path = _path(locale=locale, folder=folder)
        old = read_catalog(locale=locale, folder=folder) if path.exists() else Catalog(locale=locale)
        new = _template(texts=texts, locale=locale)
        for message in new:
            known = old.get(message.id, context=message.context) if message.id else None
            if known is not None:
                message.string = known.string
                message.flags -= {"fuzzy"}
        path.parent.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        write_po(buffer, new, width=120, sort_output=True, include_lineno=False)
        path.write_bytes(_DATED.sub(b"", buffer.getvalue()))


def check_catalogs(*, texts: Sequence[Text], folder: Path = LOCALE_FOLDER) -> tuple[Fault, ...]:
    """Return everything that is missing or wrong, in every language: untranslated, gone, fuzzy, other placeholders."""
    return tuple(fault for locale in LOCALES for fault in _check(locale=locale, texts=texts, folder=folder))


def read_catalog(*, locale: str, folder: Path = LOCALE_FOLDER) -> Catalog:
    """Read one language's file."""
    with _path(locale=locale, folder=folder).open("rb") as stream:
        return read_po(stream, locale=locale, abort_invalid=True)


def main(arguments: Sequence[str]) -> int:
    """Gather, or check; return 1 if the check found something."""
    parser = argparse.ArgumentParser(prog="python -m truetonne.site.translations", description=__doc__)
    parser.add_argument("--check", action="store_true", help="say what is missing or wrong, change nothing")
    options = parser.parse_args(arguments)
    texts = gather_texts()
    if not options.check:
        renew_catalogs(texts=texts)
    faults = check_catalogs(texts=texts)
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{len({(text.context, text.singular) for text in texts})} texts, {len(faults)} faults\n")
    return 1 if faults else 0


def _compile(*, source: Path, target: Path) -> None:
    with source.open("rb") as stream:
        catalog = read_po(stream, locale=source.parent.parent.name)
    descriptor, draft = tempfile.mkstemp(dir=target.parent, prefix=".django.")
    with os.fdopen(descriptor, "wb") as stream:
        write_mo(stream, catalog)
    Path(draft).chmod(0o644)
    Path(draft).replace(target)


def _texts(*, source: str, place: str) -> Iterator[Text]:
    aliases = _aliases(source=source) if place.endswith(".py") else {}
    keywords = KEYWORDS | {alias: KEYWORDS[name] for alias, name in aliases.items()}
    found: Iterable[tuple[int, object, object, object]] = extract_python(
        io.BytesIO(source.encode()), keywords, (), {"encoding": "utf-8"}
    )
    for line, function, messages, _comments in found:
        name = aliases.get(str(function), str(function or ""))
        said = list(messages) if isinstance(messages, (tuple, list)) else [messages]
        context = said.pop(0) if "pgettext" in name else None
        singular = said[0] if said else None
        if isinstance(singular, str) and singular:
            plural = said[1] if "ngettext" in name or name.startswith("npgettext") else None
            yield Text(
                context=str(context) if context is not None else None,
                singular=singular,
                plural=str(plural) if plural is not None else None,
                place=(place, line),
            )


def _aliases(*, source: str) -> dict[str, str]:
    """Return the names under which a module imports Django's translation functions."""
    return {
        alias.asname: alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname and alias.name in KEYWORDS
    }


def _template(*, texts: Sequence[Text], locale: str) -> Catalog:
    catalog = Catalog(locale=locale, project="truetonne", version="", charset="utf-8", fuzzy=False)
    catalog.header_comment = "# Translations of truetonne. Apache-2.0, as the rest of it."
    for text in texts:
        identity = (text.singular, text.plural) if text.plural else text.singular
        catalog.add(identity, context=text.context, locations=[(text.place[0], None)])  # type: ignore[list-item]
    return catalog


def _check(*, locale: str, texts: Sequence[Text], folder: Path) -> Iterator[Fault]:
    catalog = read_catalog(locale=locale, folder=folder) if _path(locale=locale, folder=folder).exists() else Catalog()
    wanted = {(text.context, text.singular) for text in texts}
    for context, singular in sorted(wanted, key=lambda key: (key[1], key[0] or "")):
        message = catalog.get(singular, context=context)
        if message is None:
            yield Fault(locale=locale, text=singular, reason="not gathered yet")
        else:
            yield from _check_message(locale=locale, text=singular, message=message)
    for message in catalog:
        key = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
        if key and (message.context, key) not in wanted:
            yield Fault(locale=locale, text=str(key), reason="no longer in the code")


def _check_message(*, locale: str, text: str, message: Message) -> Iterator[Fault]:
    strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    sources = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    if message.fuzzy:
        yield Fault(locale=locale, text=text, reason="fuzzy")
    if not all(strings):
        yield Fault(locale=locale, text=text, reason="not translated")
        return
    allowed = [_slots(str(source)) for source in sources]
    for string in strings:
        if _slots(str(string)) not in allowed:
            yield Fault(locale=locale, text=text, reason=f"other placeholders: {string!r}")
        if str(string).startswith("\n") != text.startswith("\n") or str(string).endswith("\n") != text.endswith("\n"):
            yield Fault(locale=locale, text=text, reason="line breaks at the ends differ")


def _slots(text: str) -> tuple[str, ...]:
    return tuple(sorted(found[0] for found in _SLOT.finditer(text)))


def _path(*, locale: str, folder: Path) -> Path:
    return folder / locale / "LC_MESSAGES" / "django.po"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
