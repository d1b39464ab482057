"""Every text stands in every language, and what is missing or wrong is found."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import truetonne
from truetonne.site.translations import (
    LOCALES,
    Text,
    check_catalogs,
    compile_translations,
    gather_texts,
    read_catalog,
    renew_catalogs,
)

PLACE = ("truetonne/site/views.py", 1)


def text(singular: str, plural: str | None = None, context: str | None = None) -> Text:
    return Text(context=context, singular=singular, plural=plural, place=PLACE)


def translate(folder: Path, locale: str, old: str, new: str) -> None:
    path = folder / locale / "LC_MESSAGES" / "django.po"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A package of one room with one module and one template."""
    package = tmp_path / "shop"
    (package / "site" / "templates" / "site").mkdir(parents=True)
    (package / "site" / "views.py").write_text(
        "from django.utils.translation import gettext as _, gettext_lazy as later, ngettext, pgettext_lazy\n"
        "later('Later')\n"
        "_('Register')\nngettext('%(n)s lot', '%(n)s lots', 3)\npgettext_lazy('noun', 'Order')\n"
    )
    (package / "site" / "templates" / "site" / "page.html").write_text(
        '{% load i18n %}{% translate "Verify" %}{{ x|default:_("Older") }}'
        "{% blocktranslate count n=n %}One row{% plural %}{{ n }} rows{% endblocktranslate %}"
    )
    return package


def test_texts_are_gathered_from_code_and_templates(room: Path) -> None:
    found = {(each.context, each.singular, each.plural) for each in gather_texts(package=room)}

    assert found == {
        (None, "Register", None),
        (None, "Later", None),
        (None, "%(n)s lot", "%(n)s lots"),
        ("noun", "Order", None),
        (None, "Verify", None),
        (None, "Older", None),
        (None, "One row", "%(n)s rows"),
    }


def test_what_is_not_translated_gone_or_fuzzy_is_found(tmp_path: Path) -> None:
    renew_catalogs(texts=[text("Register"), text("Gone")], folder=tmp_path)
    translate(tmp_path, "vi", 'msgid "Register"\nmsgstr ""', '#, fuzzy\nmsgid "Register"\nmsgstr "Sổ đăng ký"')

    faults = {
        (fault.locale, fault.text, fault.reason) for fault in check_catalogs(texts=[text("Register")], folder=tmp_path)
    }

    assert faults == {
        ("vi", "Register", "fuzzy"),
        ("vi", "Gone", "no longer in the code"),
        ("zh_Hans", "Register", "not translated"),
        ("zh_Hans", "Gone", "no longer in the code"),
    }


def test_other_placeholders_are_found(tmp_path: Path) -> None:
    texts = [text("%(kg)s kg of %(lot)s")]
    renew_catalogs(texts=texts, folder=tmp_path)
    empty = 'msgid "%(kg)s kg of %(lot)s"\nmsgstr ""'
    translate(tmp_path, "vi", empty, empty[:-1] + '%(kg)s kg"')
    translate(tmp_path, "zh_Hans", empty, empty[:-1] + '%(lot)s 中的 %(kg)s kg"')

    faults = check_catalogs(texts=texts, folder=tmp_path)

    assert [(fault.locale, "placeholders" in fault.reason) for fault in faults] == [("vi", True)]


def test_gathering_again_keeps_translations_and_changes_nothing(tmp_path: Path) -> None:
    texts = [text("Register"), text("One row", "%(n)s rows")]
    renew_catalogs(texts=texts, folder=tmp_path)
    translate(tmp_path, "vi", 'msgid "Register"\nmsgstr ""', 'msgid "Register"\nmsgstr "Sổ đăng ký"')
    path = tmp_path / "vi" / "LC_MESSAGES" / "django.po"
    renew_catalogs(texts=texts, folder=tmp_path)
    once = path.read_bytes()

    renew_catalogs(texts=texts, folder=tmp_path)

    assert path.read_bytes() == once
    message = read_catalog(locale="vi", folder=tmp_path).get("Register")
    assert message is not None
    assert message.string == "Sổ đăng ký"


def test_only_edited_files_are_compiled(tmp_path: Path) -> None:
    renew_catalogs(texts=[text("Register")], folder=tmp_path)

    first, again = compile_translations(folder=tmp_path), compile_translations(folder=tmp_path)

    assert len(first) == len(LOCALES)
    assert again == ()


def test_every_text_of_the_exchange_stands_in_every_language() -> None:
    assert [str(fault) for fault in check_catalogs(texts=gather_texts())] == []


def test_no_text_hides_in_a_formatted_string_where_it_is_not_gathered() -> None:
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in Path(truetonne.__file__).parent.rglob("*.py")
        if "{_(" in (source := path.read_text(encoding="utf-8"))
        for string in ast.walk(ast.parse(source))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "_"
    ]

    assert hidden == []
