"""What can be done with the selected rows, state by state."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from helpers.open_dialogs import newest_dialog
from helpers.ui_fixtures import NOW, S, document, every_state
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from capout_desktop.domain.document import Document, SourceKind
from capout_desktop.domain.events import Event, RetryRequested, SendAgain
from capout_desktop.domain.lifecycle import cancellation, reduce
from capout_desktop.ui.documents.actions import DocumentActions
from capout_desktop.ui.documents.columns import COLUMNS
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.shell.main_window import MainWindow


class Listed:
    """A window with documents."""

    def __init__(self, window: MainWindow, documents: list[Document]) -> None:
        self.window = window
        window.apply(documents)
        window.model.flush()
        table = window.findChild(DocumentTable)
        actions = window.findChild(DocumentActions)
        assert isinstance(table, DocumentTable)
        assert isinstance(actions, DocumentActions)
        self.table, self.actions = table, actions

    def select(self, *ids: str) -> None:
        self.table.clearSelection()
        flags = QItemSelectionModel.SelectionFlag
        for document_id in ids:
            row = self.window.model.row_of(document_id)
            assert row is not None
            self.table.selectionModel().select(
                self.window.model.index(row, 0), flags.Select | flags.Rows
            )

    @property
    def enabled(self) -> set[str]:
        actions = self.actions
        named = {
            "retry": actions.retry_action,
            "cancel": actions.cancel_action,
            "send again": actions.send_again_action,
            "copy id": actions.copy_id_action,
            "open": actions.open_action,
            "folder": actions.folder_action,
        }
        return {name for name, action in named.items() if action.isEnabled()}


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


CHANGES: dict[str, Callable[[Document], Event]] = {
    "retry": lambda _: RetryRequested(NOW),
    "cancel": lambda doc: cancellation(doc, NOW),
    "send again": lambda _: SendAgain(NOW),
}


@pytest.mark.parametrize("doc", every_state(), ids=lambda d: f"{d.state}-{d.file_name[:8]}")
def test_exactly_the_actions_of_the_state_machine_are_enabled(
    window: MainWindow, doc: Document
) -> None:
    listed = Listed(window, [doc])
    assert listed.enabled == set()
    listed.select(doc.id)
    meant = {name for name, change in CHANGES.items() if reduce(doc, change(doc)) is not doc}
    assert listed.enabled & set(CHANGES) == meant
    assert ("copy id" in listed.enabled) is bool(doc.document_id)
    is_file = doc.source_kind is SourceKind.FILE
    offered = {"open", "folder"} if doc.file_name.lower().endswith(".pdf") else {"folder"}
    assert listed.enabled & {"open", "folder"} == (offered if is_file else set())


@pytest.mark.parametrize(
    ("doc", "enabled", "disabled"),
    [
        (document(S.QUEUED), {"cancel"}, {"retry", "send again"}),
        (document(S.UPLOADING, bytes_sent=1, bytes_total=9), {"cancel"}, {"send again"}),
        (document(S.UPLOADING, bytes_sent=9, bytes_total=9), {"cancel"}, {"send again"}),
        (document(S.UPLOADING, cancel_requested=True), set(), {"cancel", "send again"}),
        (document(S.CONFIRMING), {"send again", "cancel"}, {"retry"}),
        (document(S.CONFIRMING, cancel_requested=True), {"send again"}, {"cancel", "retry"}),
        (document(S.COMPLETE), set(), {"cancel", "retry", "send again"}),
        (document(S.FAILED, document_id="doc_1"), {"send again"}, {"retry"}),
        (document(S.REJECTED), {"retry"}, {"cancel", "send again"}),
    ],
    ids=lambda v: f"{v.state}-{v.body_is_out}" if isinstance(v, Document) else "",
)
def test_nothing_that_could_cost_twice_is_offered_by_mistake(
    window: MainWindow, doc: Document, enabled: set[str], disabled: set[str]
) -> None:
    listed = Listed(window, [doc])
    listed.select(doc.id)
    assert enabled <= listed.enabled
    assert not disabled & listed.enabled


def test_the_actions_follow_a_selected_row_as_it_changes(window: MainWindow) -> None:
    doc = document(S.QUEUED, id="a")
    listed = Listed(window, [doc])
    listed.select("a")
    assert "cancel" in listed.enabled
    window.apply([document(S.COMPLETE, id="a")])
    window.model.flush()
    assert "cancel" not in listed.enabled


def test_an_action_is_emitted_only_if_it_applies(window: MainWindow) -> None:
    documents = [
        document(S.QUEUED, id="queued"),
        document(S.COMPLETE, id="complete"),
        document(S.REJECTED, id="rejected"),
        document(S.CANCELED, id="canceled"),
    ]
    listed = Listed(window, documents)
    listed.select(*(d.id for d in documents))
    canceled: list[list[str]] = []
    retried: list[list[str]] = []
    window.actions_on_rows.cancel.connect(canceled.append)
    window.actions_on_rows.retry.connect(retried.append)
    listed.actions.cancel_action.trigger()
    listed.actions.retry_action.trigger()
    assert canceled == [["queued"]]
    assert [sorted(ids) for ids in retried] == [["canceled", "rejected"]]


def test_delete_cancels_the_selected_documents(window: MainWindow) -> None:
    listed = Listed(window, [document(S.QUEUED, id="a")])
    listed.select("a")
    canceled: list[list[str]] = []
    window.actions_on_rows.cancel.connect(canceled.append)
    listed.table.setFocus()
    QTest.keyClick(listed.table, Qt.Key.Key_Delete)
    assert canceled == [["a"]]


def test_sending_again_asks_first_since_it_may_cost_twice(window: MainWindow, qtbot: QtBot) -> None:
    listed = Listed(window, [document(S.CONFIRMING, id="a"), document(S.QUEUED, id="b")])
    listed.select("a", "b")
    sent: list[list[str]] = []
    window.actions_on_rows.send_again.connect(sent.append)
    for button, expected in (("Don't send", []), ("Send again", [["a"]])):
        listed.actions.send_again_action.trigger()
        box = open_question()
        assert "second time" in box.informativeText()
        assert sent == []
        press(box, button)
        qtbot.waitUntil(lambda: newest_dialog() is None)
        assert sent == expected


def open_question() -> QMessageBox:
    box = newest_dialog()
    assert isinstance(box, QMessageBox)
    return box


def press(box: QMessageBox, words: str) -> None:
    (button,) = [b for b in box.findChildren(QPushButton) if b.text() == words]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_ids_of_capout_are_copied(window: MainWindow) -> None:
    documents = [
        document(S.COMPLETE, id="a", document_id="doc_1"),
        document(S.QUEUED, id="b"),
        document(S.PROCESSING, id="c", document_id="doc_3"),
    ]
    listed = Listed(window, documents)
    listed.select("a", "b", "c")
    listed.actions.copy_id_action.trigger()
    assert QGuiApplication.clipboard().text().split() == ["doc_1", "doc_3"]


def test_a_row_is_opened_and_shown_by_its_own_id(window: MainWindow) -> None:
    listed = Listed(window, [document(S.COMPLETE, id="a"), document(S.COMPLETE, id="b")])
    opened: list[str] = []
    window.actions_on_rows.open_file.connect(opened.append)
    window.actions_on_rows.show_in_folder.connect(opened.append)
    listed.select("b")
    listed.table.setFocus()
    listed.actions.open_action.trigger()
    listed.actions.folder_action.trigger()
    assert opened == ["b", "b"]


def test_copied_rows_are_cells_of_a_spreadsheet(window: MainWindow, qtbot: QtBot) -> None:
    rows = [
        document(S.QUEUED, id=str(n), file_name=f"{n}.pdf", xn_address="sue@acme")
        for n in range(700)
    ]
    listed = Listed(window, [*rows, document(S.QUEUED, id="odd", file_name="=1+1\t\n2.pdf")])
    listed.table.setFocus()
    listed.select("1", "odd")
    QTest.keyClick(listed.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    first, second = (line.split("\t") for line in QGuiApplication.clipboard().text().split("\n"))
    assert first[:4] == ["1.pdf", "sue@acme", "Not sent yet", "Waiting"]
    assert len(first) == len(second) == sum(not column.optional for column in COLUMNS)
    assert second[0].startswith("'="), "no cell is a formula"
    for key in (Qt.Key.Key_A, Qt.Key.Key_C):
        QTest.keyClick(listed.table, key, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: len(copied.text().split("\n")) == 701)


def test_actions_on_the_whole_list_are_enabled_while_they_apply(window: MainWindow) -> None:
    queue = window.queue

    def offered(*documents: Document) -> tuple[bool, bool]:
        window.apply(documents)
        window.model.flush()
        return queue.retry_failed_action.isEnabled(), queue.clear_action.isEnabled()

    assert offered() == (False, False)
    assert offered(document(S.FAILED, id="a", document_id="doc_1")) == (False, False)
    assert offered(document(S.FAILED, id="b")) == (True, False)
    assert offered(document(S.COMPLETE, id="b")) == (False, True)
    assert offered(document(S.FAILED, id="c")) == (True, True)
    assert offered(document(S.FAILED, id="c", removed=True)) == (False, True)
    assert offered(document(S.COMPLETE, id="b", removed=True)) == (False, False)
    assert offered(document(S.FAILED, id="c")) == (True, False)


def test_the_menu_of_the_window_offers_the_same_actions(window: MainWindow, qtbot: QtBot) -> None:
    listed = Listed(window, every_state())
    offered = {action for menu in window.menuBar().findChildren(QMenu) for action in menu.actions()}
    assert {a for group in listed.actions.groups for a in group} <= offered
