"""Probe of `dev.py bench table`: a table of 100,000 rows in the real window.

`table.py` prints its figures as one line of JSON, in milliseconds.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.ui.documents.columns import COLUMNS
from capout_desktop.ui.documents.grouping import GroupBy
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.shell.gui_thread_gc import INTERVAL_MS, GuiThreadCollector
from capout_desktop.ui.shell.main_window import MainWindow

ROWS = 100_000
GROUPS = 2_000
FOLDS = 100
"""Number of groups folded and unfolded."""
STEPS = 400
PASSES = 3
TYPED = "estimate 42"
START = datetime(2026, 4, 14, 14, 30, tzinfo=UTC)


def documents() -> list[Document]:
    """Return a year of documents with realistic names and addresses, in every usual state."""
    chance = random.Random(1)
    states = (
        DocumentState.COMPLETE,
        DocumentState.PROCESSING,
        DocumentState.QUEUED,
        DocumentState.FAILED,
    )
    return [
        Document(
            id=str(number),
            file_name=f"{chance.choice(NAMES)} {chance.randrange(10**6)} estimate.pdf",
            source=f"/estimates/{number}.pdf",
            source_kind=SourceKind.FILE,
            xn_address=f"team-{number % 40}@example",
            state=chance.choice(states),
            added_at=START + timedelta(milliseconds=number),
            changed_at=START + timedelta(seconds=chance.randrange(10**7)),
            size=chance.randrange(10**7),
        )
        for number in range(ROWS)
    ]


NAMES = ("Harrison", "Nguyen", "Alvarez", "Brightwater HOA", "Castillo", "O'Brien", "Kim", "Osei")


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def scroll(table: DocumentTable) -> float:
    """Return the longest time that the window was blocked between two steps."""
    application = QApplication.instance()
    bar = table.verticalScrollBar()
    chance = random.Random(2)
    worst, last, step = 0.0, time.perf_counter(), 0

    def go_on() -> None:
        nonlocal worst, last, step
        now = time.perf_counter()
        if step > 10:  # the first steps start with empty caches
            worst = max(worst, (now - last) * 1000)
        last = now
        step += 1
        # Mostly by notches of the wheel and by pages, sometimes with the scroll bar.
        if step % 20 == 0:
            bar.setValue(chance.randrange(bar.maximum()))
        else:
            bar.setValue(bar.value() + (table.viewport().height() if step % 3 else 120))
        if step >= STEPS:
            timer.stop()
            application.exit()  # type: ignore[union-attr]

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(go_on)
    timer.start(0)
    application.exec()  # type: ignore[union-attr]
    return worst


def settled(work: Callable[[], object]) -> float:
    """Return how long `work` takes until the window shows its result."""

    def work_and_show() -> None:
        work()
        QApplication.processEvents()

    return milliseconds(work_and_show)


def typing(search: QLineEdit) -> float:
    """Return the time of the slowest key press of a search typed letter by letter."""
    search.setFocus()
    return max(settled(partial(QTest.keyClicks, search, letter)) for letter in TYPED)


def sorting(table: DocumentTable) -> float:
    """Return the time of the slowest sort, over all columns and both orders."""
    sort = table.horizontalHeader().setSortIndicator
    orders = (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)
    return max(
        settled(partial(sort, column, order)) for column in range(len(COLUMNS)) for order in orders
    )


def views(window: MainWindow, table: DocumentTable, search: QLineEdit) -> dict[str, float]:
    """Measure filter chips and groups, and the other figures again in the grouped list."""
    table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    view = window.look.documents.view
    measured = {"chip": max(settled(action.trigger) for action in view.show_menu.actions())}
    groups = (GroupBy.ADDRESS, GroupBy.DAY)
    measured["group"] = max(settled(partial(view.group, by)) for by in groups)
    measured["grouped_filter"] = typing(search)
    search.clear()
    measured["grouped_sort"] = sorting(table)
    measured["grouped_scroll"] = min(scroll(table) for _ in range(PASSES))
    table.selectAll()
    measured["ungroup_selected"] = settled(partial(view.group, GroupBy.NONE))
    return measured


def folding(window: MainWindow, table: DocumentTable, rows: list[Document]) -> dict[str, float]:
    """Measure folding: single groups in sight until the window shows it, then all of them."""
    window.apply(replace(d, xn_address=f"team-{int(d.id) % GROUPS}@example") for d in rows)
    window.model.flush()
    window.look.documents.view.group(GroupBy.ADDRESS)
    QTest.qWait(INTERVAL_MS + 500)
    model, chance = window.model, random.Random(3)
    slowest = 0.0
    for _ in range(FOLDS):
        heading = model.headings[chance.randrange(GROUPS)]
        table.scrollTo(model.index(heading, 0), DocumentTable.ScrollHint.PositionAtCenter)
        QApplication.processEvents()
        passes: dict[bool, list[float]] = {True: [], False: []}
        for _ in range(PASSES):
            for folded, times in passes.items():
                times.append(settled(partial(model.fold, heading, folded)))
        slowest = max(slowest, *map(min, passes.values()))
    view = window.look.documents.view
    everything = max(settled(action.trigger) for action in (view.fold_all, view.unfold_all))
    view.group(GroupBy.NONE)
    return {"fold": slowest, "fold_all": everything}


def main() -> None:
    """Measure each figure and its peer: plain Python over the same rows."""
    application = QApplication(["capout-desktop"])
    application.setQuitOnLastWindowClosed(False)
    collector = GuiThreadCollector()
    window = MainWindow()
    window.show()
    QTest.qWaitForWindowExposed(window)
    QTest.qWait(200)
    rows = documents()
    window.apply(rows)
    window.model.flush()
    QTest.qWait(INTERVAL_MS + 500)  # the garbage of making the rows is collected
    table = window.findChild(DocumentTable)
    search = window.findChild(QLineEdit, "search")
    assert isinstance(table, DocumentTable)
    assert isinstance(search, QLineEdit)
    # Other load on the machine affects single passes; our own work affects every pass.
    measured = {"scroll": min(scroll(table) for _ in range(PASSES))}

    measured["filter"] = typing(search)
    measured["found"] = float(window.model.listed)
    measured["unfilter"] = settled(search.clear)
    measured["sort"] = sorting(table)
    measured["sorted_scroll"] = min(scroll(table) for _ in range(PASSES))
    measured |= views(window, table, search)
    measured |= folding(window, table, rows)
    words = TYPED.split()
    measured["peer_filter"] = statistics.median(
        milliseconds(
            lambda: [
                d
                for d in rows
                if all(w in d.file_name.lower() or w in d.xn_address.lower() for w in words)
            ]
        )
        for _ in range(5)
    )
    measured["peer_sort"] = statistics.median(
        milliseconds(lambda: sorted(rows, key=lambda d: d.file_name.lower())) for _ in range(5)
    )
    sys.stdout.write(json.dumps(measured) + "\n")
    sys.stdout.flush()
    window.hide()
    collector.close()


if __name__ == "__main__":
    main()
