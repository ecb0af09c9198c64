"""What may be dropped or pasted, judged by real drag events on the real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from helpers.drops import handed_over
from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from capout_desktop.domain.given_file import GivenFile, Source
from capout_desktop.ui.addresses.field import AddressField
from capout_desktop.ui.batch.drop_overlay import DropOverlay
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.shell.main_window import MainWindow

COPY, MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
BUTTON = Qt.MouseButton.LeftButton
NO_KEY, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
OUTLOOK = 'application/x-qt-windows-mime;value="FileGroupDescriptorW"'


class Dropping:
    """A window, and what it gave away."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.given: list[list[Source]] = []
        window.sources_given.connect(self.given.append)

    def enter(self, data: QMimeData, keys: Qt.KeyboardModifier = NO_KEY) -> QDragEnterEvent:
        middle = self.window.rect().center()
        event = QDragEnterEvent(middle, COPY | MOVE, data, BUTTON, keys)
        QApplication.sendEvent(self.window, event)
        return event

    def leave(self) -> None:
        QApplication.sendEvent(self.window, QDragLeaveEvent())

    def drop(self, data: QMimeData, keys: Qt.KeyboardModifier = NO_KEY) -> QDropEvent:
        middle = self.window.rect().center().toPointF()
        event = QDropEvent(middle, COPY | MOVE, data, BUTTON, keys)
        QApplication.sendEvent(self.window, event)
        return event

    @property
    def overlay(self) -> DropOverlay:
        found = self.window.findChild(DropOverlay)
        assert isinstance(found, DropOverlay)
        return found


@pytest.fixture
def dropping(qtbot: QtBot) -> Iterator[Dropping]:
    window = MainWindow()
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    window.show()
    yield Dropping(window)
    QGuiApplication.clipboard().clear()


def urls(*addresses: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(address) for address in addresses])
    return data


def text(words: str) -> QMimeData:
    data = QMimeData()
    data.setText(words)
    return data


def of_format(name: str) -> QMimeData:
    data = QMimeData()
    data.setData(name, b"scope.pdf")
    return data


def picture() -> QMimeData:
    data = urls("https://carrier.example/logo")
    data.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    return data


def test_dropped_files_are_emitted_as_paths_in_order(dropping: Dropping) -> None:
    data = urls("file:///home/dana/b.pdf", "file:///home/dana/Roof%20%231.PDF", "file:///tmp/in")
    assert dropping.enter(data).isAccepted()
    assert dropping.drop(data).isAccepted()
    assert dropping.given == [["/home/dana/b.pdf", "/home/dana/Roof #1.PDF", "/tmp/in"]]


def test_a_file_dragged_twice_is_emitted_once(dropping: Dropping) -> None:
    data = urls("file:///home/dana/b.pdf", "file:///home/dana/b.pdf")
    dropping.enter(data)
    assert dropping.overlay.text == "Drop to add 1 PDF"
    dropping.drop(data)
    assert dropping.given == [["/home/dana/b.pdf"]]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["a.pdf"], "Drop to add 1 PDF"),
        ([f"{n}.pdf" for n in range(12)], "Drop to add 12 PDFs"),
        (["a.PDF", "b.Pdf"], "Drop to add 2 PDFs"),
        (
            ["a.pdf", "b.pdf", "c.pdf", "Storm"],
            "Drop to add 3 PDFs and 1 folder or other file",
        ),
        (["Storm", "x.docx"], "Drop to add 2 folders or other files"),
    ],
)
def test_the_overlay_says_what_dropping_will_do(
    dropping: Dropping, names: Sequence[str], words: str
) -> None:
    dropping.enter(urls(*(f"file:///home/dana/{name}" for name in names)))
    assert dropping.overlay.isVisible()
    assert dropping.overlay.text == words
    assert dropping.overlay.accessibleName() == words
    dropping.leave()
    assert not dropping.overlay.isVisible()
    assert dropping.given == []


def test_the_overlay_covers_the_whole_window_and_grows_with_it(dropping: Dropping) -> None:
    dropping.enter(urls("file:///a.pdf"))
    dropping.window.resize(900, 600)
    assert dropping.overlay.geometry() == dropping.window.rect()


def test_a_link_dragged_from_a_browser_is_emitted_as_a_link(dropping: Dropping) -> None:
    link = "https://claims.carrier.example/a%20b/scope.pdf?token=x%2Fy"
    data = urls(link)
    assert dropping.enter(data).isAccepted()
    assert dropping.overlay.text == "Drop to add 1 link"
    dropping.drop(data)
    assert dropping.given == [[link]]


@pytest.mark.parametrize(
    "data",
    [
        lambda: of_format(OUTLOOK),
        lambda: of_format("application/x-moz-file-promise"),
        lambda: of_format("com.apple.pasteboard.promised-file-url"),
    ],
    ids=["Outlook", "Thunderbird", "Apple Mail"],
)
def test_a_mail_attachment_that_is_not_a_file_is_refused_with_advice(
    dropping: Dropping, data: Callable[[], QMimeData]
) -> None:
    assert not dropping.enter(data()).isAccepted()
    assert dropping.overlay.isVisible()
    assert dropping.overlay.text == "Save the attachment first, then drag it here"
    dropping.leave()
    assert dropping.overlay.isVisible(), "it stays a moment, to be read"
    assert not dropping.drop(data()).isAccepted()
    assert dropping.given == []


def test_what_a_mail_program_hands_over_is_emitted_with_its_content(dropping: Dropping) -> None:
    data = handed_over({"a\\scope.pdf": b"%PDF-1", "photo.jpg": b"JPEG"})
    assert dropping.enter(data).isAccepted()
    assert dropping.overlay.text == "Drop to add 1 PDF and 1 folder or other file"
    assert dropping.drop(data).dropAction() == COPY
    scope, photo = GivenFile("scope.pdf", b"%PDF-1"), GivenFile("photo.jpg", b"JPEG")
    assert dropping.given == [[scope, photo]]
    QGuiApplication.clipboard().setMimeData(handed_over({"scope.pdf": b"%PDF-1"}))
    dropping.window.file_input().paste()
    assert dropping.given[1:] == [[scope]]


def test_a_mail_that_is_not_handed_over_is_refused_beside_the_files_that_are(
    dropping: Dropping,
) -> None:
    data = handed_over({"Re claim.msg": b"", "scope.pdf": b"%PDF-1"})
    assert dropping.enter(data).isAccepted()
    dropping.drop(data)
    assert dropping.given == [[GivenFile("scope.pdf", b"%PDF-1")]]
    assert dropping.overlay.text == "Save the attachment first, then drag it here"


@pytest.mark.parametrize("descriptor", [b"", b"\1", b"\xff" * 4, b"\1\0\0\0" + bytes(591)])
def test_a_damaged_list_of_names_is_refused(dropping: Dropping, descriptor: bytes) -> None:
    data = QMimeData()
    data.setData(OUTLOOK, QByteArray(descriptor))
    assert not dropping.enter(data).isAccepted()
    assert not dropping.drop(data).isAccepted()
    assert dropping.given == []


@pytest.mark.parametrize(
    "data",
    [
        lambda: text("a sentence"),
        lambda: of_format("application/x-color"),
        lambda: urls("http://carrier.example/scope.pdf"),
        picture,
        QMimeData,
    ],
    ids=["text", "color", "http link", "picture of a web page", "nothing"],
)
def test_unusable_data_is_never_accepted(dropping: Dropping, data: Callable[[], QMimeData]) -> None:
    assert not dropping.enter(data()).isAccepted()
    assert not dropping.drop(data()).isAccepted()
    assert dropping.given == []


def test_a_drop_offered_as_a_move_is_taken_as_a_copy(dropping: Dropping) -> None:
    data = urls("file:///home/dana/b.pdf")
    # With Shift held down, file managers propose to move.
    assert dropping.enter(data, SHIFT).dropAction() is COPY
    assert dropping.drop(data, SHIFT).dropAction() is COPY


def test_a_drop_on_the_address_field_is_handled_by_the_window(
    dropping: Dropping, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: dropping.window.findChild(AddressField) is not None)
    for field in dropping.window.findChildren(QLineEdit):
        # As Qt looks for who takes the drop: upwards from what is under the mouse.
        taker: QWidget | None = field
        while taker is not None and not taker.acceptDrops():
            taker = taker.parentWidget()
        assert taker is dropping.window


PASTED: dict[str, tuple[Callable[[], QMimeData], list[str]]] = {
    "files": (lambda: urls("file:///home/dana/b.pdf"), ["/home/dana/b.pdf"]),
    "Windows' Copy as path": (
        lambda: text('"C:\\Claims\\a b.pdf"\r\n"\\\\server\\share\\c.pdf"'),
        ["C:\\Claims\\a b.pdf", "\\\\server\\share\\c.pdf"],
    ),
    "paths": (lambda: text("/home/dana/b.pdf\n\n/tmp"), ["/home/dana/b.pdf", "/tmp"]),
    "a link": (lambda: text(" https://x.example/a.pdf "), ["https://x.example/a.pdf"]),
    "a file address": (lambda: text("file:///home/dana/a%20b.pdf"), ["/home/dana/a b.pdf"]),
}


@pytest.mark.parametrize("case", PASTED)
def test_pasting_adds_files_paths_and_links(dropping: Dropping, qtbot: QtBot, case: str) -> None:
    data, sources = PASTED[case]
    dropping.window.activateWindow()
    qtbot.waitUntil(lambda: dropping.window.findChild(DocumentTable) is not None)
    QGuiApplication.clipboard().setMimeData(data())
    QTest.keyClick(dropping.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert dropping.given == [sources]


def test_what_cannot_be_opened_is_given_too_so_that_its_row_says_so(dropping: Dropping) -> None:
    data = QMimeData()
    data.setUrls(
        [
            QUrl("file:///home/dana/a.pdf"),
            QUrl.fromEncoded(b"file:///home/dana/caf%E9.pdf"),
            QUrl("smb://server/share/b c.pdf"),
            QUrl("mtp://phone/d.pdf"),
        ]
    )
    dropping.enter(data)
    dropping.drop(data)
    assert dropping.given == [
        [
            "/home/dana/a.pdf",
            "file:///home/dana/caf%E9.pdf",
            "smb://server/share/b%20c.pdf",
            "mtp://phone/d.pdf",
        ]
    ]
    alone = QMimeData()
    alone.setUrls([QUrl.fromEncoded(b"file:///home/dana/caf%E9.pdf")])
    assert dropping.enter(alone).isAccepted()
    dropping.drop(alone)
    assert dropping.given[1:] == [["file:///home/dana/caf%E9.pdf"]]


@pytest.mark.parametrize(
    "words",
    [
        "Dear Ms. Kim,\nrelative/path.pdf",
        "//",
        "/",
        "C:\\",
        "int f() {\n  // says why\n}",
        "/home/dana/a.pdf\n// and a comment",
    ],
)
def test_pasting_other_text_adds_nothing(dropping: Dropping, words: str) -> None:
    QGuiApplication.clipboard().setText(words)
    dropping.window.file_input().paste()
    assert dropping.given == []
