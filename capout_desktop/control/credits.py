"""Control of the credits: shows the balance and refreshes it when it may have changed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from capout_desktop.domain.credit_guard import Estimate
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.export_problem import spending_not_exported
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.spending import SpendingBy, SpendingLine, spending
from capout_desktop.domain.typical_cost import DocumentCost, RowCost, row_cost
from capout_desktop.services.credits.balances import Credits, CreditsStatus
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.runtime.clock import now
from capout_desktop.services.runtime.csv_file import write_csv
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.settings import Settings

if TYPE_CHECKING:
    from capout_desktop.ui.shell.main_window import MainWindow

_log = logging.getLogger(__name__)

OLD_ON_RETURN = timedelta(minutes=5)
OLD_BEFORE_SENDING = timedelta(minutes=1)
"""Oldest balance allowed before sending: a document's cost is the change of the balance."""
OLD_IN_PANEL = timedelta(minutes=1)
PLOTTED = timedelta(days=30)

_S = DocumentState


class CreditsControl:
    """Connects the credits in the window to the services."""

    def __init__(
        self,
        store: DocumentStore,
        credits_left: Credits,
        settings: Settings,
        window: MainWindow,
        tasks: TaskOwner,
        files: WorkerThreads,
        name_of: Callable[[str], str],
    ) -> None:
        """Connect everything; `name_of` returns the displayed name of an organization."""
        self._store = store
        self._credits = credits_left
        self._book = credits_left.book
        self._settings = settings
        self._window = window
        self._tasks = tasks
        self._files = files
        self._name_of = name_of
        self._charged: dict[str, DocumentState] = {}
        # Organizations of the documents that wait for credits, by document.
        self._short: dict[str, str] = {}
        view = window.credits
        view.refresh_wanted.connect(credits_left.refresh)
        view.returned.connect(lambda: credits_left.refresh_if_older(OLD_ON_RETURN))
        view.panel_opened.connect(self._open_panel)
        view.report_wanted.connect(self._show_report)
        view.export_wanted.connect(self._export)
        store.listen(self._follow)
        credits_left.listen(self._show)
        self._book.listen(self._show_history)
        self._book.listen(self._show_costs)
        self.settings_changed()
        self._show_short(list(store))
        tasks.start(self._book.open(), "credit book")

    def settings_changed(self) -> None:
        """Apply changed settings."""
        self._window.credits.indicator.show_threshold(self._settings.credits_low)
        self._show_history()

    def estimate(self, files: int) -> Estimate:
        """Return the likely cost of a batch and the balance.

        A batch that costs more than the balance needs confirmation.
        """
        waiting = self._store.count(_S.QUEUED) + self._store.count(_S.UPLOADING)
        return self._credits.estimate(files, waiting)

    def cost_of(self, local_id: str) -> DocumentCost | None:
        """Return the known cost of a document, for its details."""
        return self._book.cost_of(local_id)

    def _show_short(self, documents: Sequence[Document]) -> None:
        """Show how many documents wait for credits, after these have changed."""
        short = self._short
        before = len(short)
        for document in documents:
            if document.held_for(HoldReason.NO_CREDITS):
                short[document.id] = document.organization_id
            else:
                short.pop(document.id, None)
        if short or before:
            # The one in use needs no name; of several, the names are in their rows.
            others = set(short.values()) - {self._credits.shown}
            is_other = len(others) == 1 and len(set(short.values())) == 1
            named = self._name_of(others.pop()) if is_other else ""
            self._window.signs.show_credits_needed(len(short), named)

    def _follow(self, documents: Sequence[Document]) -> None:
        self._show_short(documents)
        # Accepted or finished: both may have cost credits.
        moved = [
            document
            for document in documents
            if document.document_id
            and not document.removed
            and self._charged.get(document.id) != document.state
        ]
        for organization_id in {document.organization_id for document in moved}:
            self._credits.refresh(organization_id, settle=True)
        if not moved and any(d.state is _S.CHECKING for d in documents):
            self._credits.refresh_if_older(OLD_BEFORE_SENDING)
        self._charged.update((document.id, document.state) for document in moved)
        for document in documents:
            if document.removed:
                self._charged.pop(document.id, None)

    def _show(self, organization_id: str, status: CreditsStatus) -> None:
        if organization_id == self._credits.shown:
            self._window.show_credits(status.balance, status.refreshing, status.problem)

    # The panel

    def _open_panel(self) -> None:
        self._show_history()
        self._credits.refresh_if_older(OLD_IN_PANEL)

    def _row_cost(self, document: Document) -> RowCost | None:
        typical = self._book.typical(document.organization_id)
        return row_cost(self._book.cost_of(document.id), typical)

    def _show_costs(self) -> None:
        self._window.model.show_costs(self._row_cost)

    def _show_history(self) -> None:
        view, organization_id = self._window.credits, self._credits.shown
        if view.panel is not None:
            end = now()
            view.panel.show_history(
                self._book.points(organization_id, end - PLOTTED),
                end,
                self._settings.credits_low,
                self._book.typical(organization_id),
            )
        if view.report is not None:
            self._show_report()

    # The report

    def _show_report(self) -> None:
        report = self._window.credits.report
        if report is not None:
            report.show_lines(self._lines(report.by, report.days), self._name_of)

    def _export(self, path: str) -> None:
        from capout_desktop.ui.credits.spending_text import spending_rows  # noqa: PLC0415 - seldom needed

        report = self._window.credits.report
        if report is not None:
            lines = self._lines(report.by, report.days)
            rows = list(spending_rows(lines, report.by, self._name_of))
            self._tasks.start(self._write(Path(path), rows), "export of the spending")

    async def _write(self, path: Path, rows: Sequence[Sequence[str]]) -> None:
        problem = None
        try:
            await self._files.run(write_csv, path, rows)
        except OSError as error:
            _log.warning("spending not exported: %s", error.strerror)
            problem = spending_not_exported(error.strerror or str(error))
        report = self._window.credits.report
        if report is not None:
            report.show_exported(path.name, problem)

    def _lines(self, by: SpendingBy, days: int) -> list[SpendingLine]:
        return spending(self._book.movements(now() - timedelta(days=days)), by)
