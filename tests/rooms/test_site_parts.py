"""Partials: forms whose errors are linked to their fields, tables for narrow screens, accounts, pagers."""

from __future__ import annotations

import re

from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

from truetonne.edge.accounts import Entry, close_account
from truetonne.edge.bars import stack
from truetonne.edge.paging import Page
from truetonne.edge.tables import Column, Table


class Ask(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name", help_text="Public and permanent.")
    year = forms.ChoiceField(label="Year", choices=[("2025", "2025"), ("2024", "2024")])
    purpose = forms.ChoiceField(label="Purpose", choices=[("a", "One"), ("b", "Two")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    may = forms.BooleanField(label="I may act")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def part(name: str, **context: object) -> str:
    request = RequestFactory().get("/list/", {"year": "2025", "after": "old"})
    return render_to_string(f"site/partials/{name}.html", context, request=request)


def test_every_error_is_listed_linked_and_said_above_its_field() -> None:
    markup = str(Ask({"note": "x"}))

    ids = set(re.findall(r'\bid="([^"]+)"', markup))
    targets = re.findall(r'<a href="#([^"]+)"', markup)
    assert "4 answers need another look" in markup
    assert len(targets) == 4
    assert set(targets) <= ids
    assert markup.count('class="err"') == 4
    assert markup.count('role="alert"') == 1


def test_a_field_is_described_by_its_hint_and_its_error() -> None:
    markup = str(Ask({})["name"].as_field_group())

    described = re.search(r'aria-describedby="([^"]+)"', markup)
    assert described is not None
    assert set(described[1].split()) == {"id_name_helptext", "id_name_error"}
    assert all(f'id="{name}"' in markup for name in described[1].split())
    assert 'aria-invalid="true"' in markup
    assert '<label for="id_name">Name</label>' in markup


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    markup = str(Ask()["purpose"].as_field_group())

    assert markup.startswith("<fieldset")
    assert "<legend>Purpose</legend>" in markup
    assert markup.count('class="tick"') == 2


def test_a_box_to_tick_stands_before_its_words() -> None:
    markup = str(Ask()["may"].as_field_group())

    assert re.search(r'<label class="tick" for="id_may"><input type="checkbox"[^>]*> <span>I may act', markup)


def test_an_optional_field_says_so_and_a_hidden_one_says_nothing() -> None:
    assert "(optional)" in str(Ask()["note"].as_field_group())
    assert "(optional)" not in str(Ask()["name"].as_field_group())
    assert "<label" not in str(Ask()["token"].as_field_group())


def test_what_was_typed_is_never_markup() -> None:
    markup = str(Ask({"name": "<script>", "year": "<b>"}))

    assert "<script>" not in markup
    assert "<b>" not in markup


def test_a_table_names_its_parts_for_narrow_screens() -> None:
    columns = (Column(label="Name"), Column(label="Serial", mono=True), Column(label="Tonnes", numeric=True))
    table = Table(
        caption="Rows", columns=columns, rows=(("A", "1 to 2", "2.000"),), foot=("Total", "", "2.000"), flow=True
    )

    markup = part("table", table=table)

    assert '<table role="table" class="data fold flow">' in markup
    assert '<td role="cell" class="mono" data-k="Serial"><span>1 to 2</span></td>' in markup
    assert '<td role="cell" class="blank"></td>' not in markup
    assert "<tfoot" in markup
    assert markup.count('scope="col"') == 3


def test_an_account_shows_two_sides_of_one_sum() -> None:
    account = close_account(
        left_title="What came in",
        left=[Entry(label="Removal", kg=3000)],
        right_title="Where it is now",
        right=[Entry(label="Retired", kg=1000, fill="f-seal"), Entry(label="Available", kg=2000, fill="f-ink")],
    )

    markup = part("account", account=account)

    assert markup.count('value="3000"') == 3
    assert markup.count('class="spare"') == 1
    assert 'class="f-seal"' in markup


def test_a_bar_says_in_words_what_it_shows() -> None:
    markup = part("bar", bar=stack(sizes=[(1, "f-seal"), (3, "f-ink")]), label="A quarter")

    assert 'role="img" aria-label="A quarter"' in markup
    assert markup.count("<rect") == 3


def test_a_pager_keeps_the_filters_and_changes_the_place() -> None:
    markup = part("pager", page=Page(items=(), next_cursor="next", previous_cursor="prev"), said="Rows 1 to 20")

    assert 'href="?year=2025&amp;after=next"' in markup
    assert 'href="?year=2025&amp;before=prev"' in markup
    assert "Rows 1 to 20" in markup
    assert part("pager", page=Page(items=(), next_cursor=None, previous_cursor=None)).strip() == ""


def test_a_verdict_has_its_shape_and_its_word() -> None:
    for result, css in (("met", "met"), ("not_met", "not-met"), ("not_shown", "not-shown"), ("pending", "part-met")):
        markup = part("verdict", result=result)

        assert f'class="verdict {css}"' in markup
        assert re.search(r">\w[\w ]+</span>", markup)


def test_findings_steps_and_timelines_print_in_order() -> None:
    findings = part(
        "findings", findings=[{"result": "not_met", "title": "Disclosure", "text": "Too old", "fix": "Publish"}]
    )
    steps = part("steps", steps=["Quoted", "Paid", "Retired"], current=2)
    timeline = part("timeline", timeline=[{"state": "now", "when": "21 Nov 2026", "words": "On sale"}])

    assert 'class="fix"' in findings
    assert '<li aria-current="step">Paid</li>' in steps
    assert 'class="now"' in timeline
