"""Probes of `dev.py bench table`: 100,000 rows in the real window, by themselves or in batches.

`table.py table` and `table.py batches` print their figures as one line of JSON, in milliseconds.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.destination import Destination
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
CHANGES = 40
"""Number of documents that fail and go on again."""
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


def in_batches(rows: list[Document]) -> tuple[list[Batch], list[Document]]:
    """Return a batch for each group of documents, added minutes apart, and the documents."""
    payer = Destination(
        organization_id="", credential_id="", key_kind=None, server="", xn_address="team@example"
    )
    times = [START + timedelta(minutes=number) for number in range(GROUPS)]
    batches = [
        Batch(str(number), f"Storm {number}", at, BatchOrigin.DROP, payer, sent_at=at)
        for number, at in enumerate(times)
    ]
    size = ROWS // GROUPS
    return batches, [
        replace(
            document,
            batch_id=str(number // size),
            added_at=times[number // size] + timedelta(milliseconds=number % size),
        )
        for number, document in enumerate(rows)
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
    measured = {"fold": slowest_fold(window, table)}
    view = window.look.documents.view
    actions = (view.fold_all, view.unfold_all)
    measured["fold_all"] = max(settled(action.trigger) for action in actions)
    view.group(GroupBy.NONE)
    return measured


def slowest_fold(window: MainWindow, table: DocumentTable) -> float:
    """Return the time of the slowest fold or unfold in sight, until the window shows it."""
    model, chance = window.model, random.Random(3)
    slowest = 0.0
    for _ in range(FOLDS):
        heading = model.headings[chance.randrange(len(model.headings))]
        table.scrollTo(model.index(heading, 0), DocumentTable.ScrollHint.PositionAtCenter)
        QApplication.processEvents()
        group = model.group(heading)
        before = group is not None and model.is_folded(group)
        passes: dict[bool, list[float]] = {not before: [], before: []}
        for _ in range(PASSES):
            for folded, times in passes.items():
                times.append(settled(partial(model.fold, heading, folded)))
        slowest = max(slowest, *map(min, passes.values()))
    return slowest


def slowest_change(window: MainWindow, table: DocumentTable) -> float:
    """Return the time of the slowest document that fails or goes on, on the window's thread."""
    model, chance = window.model, random.Random(4)
    slowest = 0.0
    for _ in range(CHANGES):
        chosen = chance.choice(model.listed_documents())
        row = model.row_of(chosen.id)
        if row is not None:
            table.scrollTo(model.index(row, 0), DocumentTable.ScrollHint.PositionAtCenter)
        QApplication.processEvents()
        times = []
        for state in (DocumentState.FAILED, DocumentState.PROCESSING) * PASSES:
            changed = replace(chosen, state=state)

            def show(document: Document = changed) -> None:
                window.apply([document])
                model.flush()

            times.append(settled(show))
        slowest = max(slowest, min(times[::2]), min(times[1::2]))
    return slowest


def batches() -> dict[str, float]:
    """Measure folding, a change of a document, and a search in a list of many batches."""
    with shown_window() as (window, table, search):
        made, rows = in_batches(documents())
        window.apply_batches(made)
        window.apply(rows)
        window.model.flush()
        QTest.qWait(INTERVAL_MS + 500)
        measured = {"fold": slowest_fold(window, table), "change": slowest_change(window, table)}
        first, later = TYPED[0], TYPED[1:]
        search.setFocus()
        measured["first_key"] = settled(partial(QTest.keyClicks, search, first))
        while window.model.is_searching:
            QApplication.processEvents()
        keys = [settled(partial(QTest.keyClicks, search, letter)) for letter in later]
        measured["key"] = max(keys)
        return measured | peers(rows)


@contextmanager
def shown_window() -> Iterator[tuple[MainWindow, DocumentTable, QLineEdit]]:
    """Show a window; return it, its list and its search field."""
    application = QApplication(["capout-desktop"])
    application.setQuitOnLastWindowClosed(False)
    collector = GuiThreadCollector()
    window = MainWindow()
    window.show()
    QTest.qWaitForWindowExposed(window)
    QTest.qWait(200)
    table = window.findChild(DocumentTable)
    search = window.findChild(QLineEdit, "search")
    assert isinstance(table, DocumentTable)
    assert isinstance(search, QLineEdit)
    yield window, table, search
    window.hide()
    collector.close()


def table() -> dict[str, float]:
    """Measure the list without batches."""
    with shown_window() as (window, table, search):
        rows = documents()
        window.apply(rows)
        window.model.flush()
        QTest.qWait(INTERVAL_MS + 500)  # the garbage of making the rows is collected
        return everything(window, table, search, rows) | peers(rows)


def everything(
    window: MainWindow, table: DocumentTable, search: QLineEdit, rows: list[Document]
) -> dict[str, float]:
    """Measure scrolling, searching, sorting, grouping and folding."""
    # Other load on the machine affects single passes; our own work affects every pass.
    measured = {"scroll": min(scroll(table) for _ in range(PASSES))}

    measured["filter"] = typing(search)
    measured["found"] = float(window.model.listed)
    measured["unfilter"] = settled(search.clear)
    measured["sort"] = sorting(table)
    measured["sorted_scroll"] = min(scroll(table) for _ in range(PASSES))
    measured |= views(window, table, search)
    return measured | folding(window, table, rows)


def peers(rows: list[Document]) -> dict[str, float]:
    """Measure what plain Python takes over the same rows."""
    words = TYPED.split()
    measured = {}
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
    return measured


if __name__ == "__main__":
    figures = {"table": table, "batches": batches}[sys.argv[1]]()
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()
