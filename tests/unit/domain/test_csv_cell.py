"""What a spreadsheet opens is text, and stays on its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.csv_cell import safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1",  # noqa: RUF001 - the wide one
        '=HYPERLINK("https://x.example","y")',
        "\0=1",
    ],
)
def test_what_a_spreadsheet_would_run_is_kept_from_it(text: str) -> None:
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["", "Kim.pdf", "a=b", "1-2", "O'Brien siding.pdf", "12", "a\tb"])
def test_plain_texts_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("formula", ["=1+cmd|'/C calc'!A0", " =1", '"=1"', "+1", "-1", "@SUM(A1)"])
def test_no_part_is_a_formula_with_another_separator(separator: str, formula: str) -> None:
    cells = safe_cell(f"a{separator}{formula}").split(separator)
    assert not any(cell.strip('" ').startswith(("=", "+", "-", "@")) for cell in cells)


@pytest.mark.parametrize("text", ["a; b", "Kim, -5 degrees", "a;b=c", "a - b", "one; two; 3-4"])
def test_a_separator_alone_changes_nothing(text: str) -> None:
    assert safe_cell(text) == text


def test_a_name_that_is_no_text_becomes_one() -> None:
    assert safe_cell("a\udcff.pdf") == "a?.pdf"


@given(st.text(st.characters(codec="utf-8")))
def test_no_cell_begins_with_what_runs_or_ends_its_line(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))
    assert len(cell.splitlines()) <= 1
    assert "\0" not in cell
