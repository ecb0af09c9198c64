"""The list as a file: what is in sight, in its order, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from gui.batch.test_gui_intake import toast_code
from helpers.desktop import Desktop
from helpers.estimates import alvarez, value
from helpers.ui_fixtures import NOW, S, document
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from capout_desktop.domain import file_problem
from capout_desktop.domain.document import Document
from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.services.runtime.csv_file import write_csv
from capout_desktop.ui.documents.columns import FILE
from capout_desktop.ui.documents.export_text import export_rows
from capout_desktop.ui.documents.grouping import GroupBy
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.widgets.banner import Banner

Live = Callable[..., Desktop]

FORMULA = "=calc!A1;=calc!A1\t=calc!A1|=calc!A1"
WRITTEN_BY_OTHERS = (
    *("insured_name", "claim_number", "carrier", "policy_number", "property_address"),
    *("type_of_loss", "price_list", "estimate_name"),
)


def banner(desktop: Desktop) -> str:
    found = desktop.window.findChild(Banner)
    return found.code if isinstance(found, Banner) else ""


def read(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def documents() -> list[object]:
    return [
        document(S.COMPLETE, file_name="Kim.pdf", workflow_id="wf_1", completed_at=NOW),
        document(S.REJECTED, file_name="=cmd|' /C calc'!A0.pdf", problem=file_problem.EMPTY),
        document(S.QUEUED, file_name="two\nlines, and a comma.pdf", xn_address="@team"),
        document(S.FAILED, file_name="Año „Ω“.pdf", document_id="doc_9"),
    ]


def test_listed_rows_are_exported_in_their_order(live: Live, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"

    async def scenario(desktop: Desktop) -> None:
        window = desktop.window
        assert not window.exporting.action.isEnabled()
        window.apply(documents())  # type: ignore[arg-type]
        window.model.flush()
        table = window.look.documents.table
        table.horizontalHeader().setSortIndicator(FILE.index, Qt.SortOrder.DescendingOrder)
        window.look.documents.view.group(GroupBy.DAY)
        order = [d.file_name for d in window.model.listed_documents()]
        window.exporting.action.trigger()
        dialog = window.findChild(QFileDialog)
        assert isinstance(dialog, QFileDialog)
        assert dialog.selectedFiles()[0].endswith(".csv")
        dialog.selectFile(str(path))
        dialog.accept()
        await desktop.until(lambda: toast_code(desktop) == "exported", "it is written")
        rows = read(path)
        names = {"=cmd|' /C calc'!A0.pdf": "'=cmd|' /C calc'!A0.pdf"}
        names["two\nlines, and a comma.pdf"] = "two lines, and a comma.pdf"
        assert [row["File"] for row in rows] == [names.get(name, name) for name in order]
        by_name = {row["File"]: row for row in rows}
        kim = by_name["Kim.pdf"]
        assert kim["Completed"] == NOW.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        assert (kim["Status"], kim["CapOut workflow ID"]) == ("Complete", "wf_1")
        refused = by_name["'=cmd|' /C calc'!A0.pdf"]
        assert refused["Reason"] == problem_words.title(file_problem.EMPTY)
        assert refused["What to do"] == problem_words.next_step(file_problem.EMPTY)
        assert by_name["two lines, and a comma.pdf"]["XactNet address"] == "'@team"
        assert by_name["Año „Ω“.pdf"]["CapOut document ID"] == "doc_9"

    live(scenario)
    assert [found.name for found in tmp_path.glob("list*")] == ["list.csv"]


def hostile_document() -> Document:
    """Return a document in which others have written a formula into every text."""
    made = document(
        S.FAILED,
        file_name=f"{FORMULA}.pdf",
        source=f"/in/{FORMULA}.pdf",
        xn_address=FORMULA,
        document_id=FORMULA,
        workflow_id=FORMULA,
        server_status=FORMULA,
        problem=Problem(ProblemCode.UNPROCESSABLE, FORMULA),
        estimate=alvarez(**{name: value(FORMULA) for name in WRITTEN_BY_OTHERS}),
    )
    return replace(made, extra={FORMULA: FORMULA})


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_of_an_exported_list_is_a_formula_in_any_spreadsheet(
    tmp_path: Path, separator: str
) -> None:
    path = tmp_path / "list.csv"
    write_csv(path, export_rows([hostile_document()], NOW.date()))
    with path.open(encoding="utf-8-sig", newline="") as file:
        _, row = csv.reader(file, delimiter=separator)
    ran = [cell for cell in row if cell.lstrip(' "\t').startswith(("=", "+", "-", "@"))]
    assert ran == []
    assert separator.join(row).count("'=calc!A1") >= 12 * FORMULA.count("="), "in every such cell"


def test_rows_hidden_by_a_filter_are_not_exported(live: Live, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("what stood here before")

    async def scenario(desktop: Desktop) -> None:
        desktop.window.apply(documents())  # type: ignore[arg-type]
        desktop.window.model.flush()
        desktop.window.look.documents.bar.chips.show_chosen(DocumentFilter.COMPLETE)
        listed = desktop.window.model.listed_documents()
        desktop.window.exporting.wanted.emit(str(path), listed)
        await desktop.until(lambda: toast_code(desktop) == "exported", "it is written")
        assert [row["File"] for row in read(path)] == ["Kim.pdf"]

    live(scenario)


def test_an_unwritable_file_is_a_problem_with_advice(live: Live, tmp_path: Path) -> None:
    async def scenario(desktop: Desktop) -> None:
        rows = [replace(document(S.COMPLETE), id="1")]
        desktop.window.exporting.wanted.emit(str(tmp_path / "gone" / "list.csv"), rows)
        await desktop.until(lambda: banner(desktop) == "list-not-exported", "it is said")

    live(scenario)
