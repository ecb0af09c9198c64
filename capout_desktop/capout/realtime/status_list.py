"""Statuses of many documents from one request for the list."""

from __future__ import annotations

from capout_desktop.capout.client import CapOutClient
from capout_desktop.domain.status_report import StatusReport

WORTHWHILE = 10
"""Number of documents from which on `GET /documents` is requested first."""


class StatusList:
    """Reader of `GET /documents` that uses entries equivalent to an answer of `GET /status`.

    It is not documented how many documents the list has and whether it has their stages. So single
    requests are still made for all other documents.

    Attributes:
        only_here: Ids whose status `GET /status` does not give. A list may have other ids than
            receipts, and a document that was found in it has the id of the list. For these, each
            entry is used.
    """

    def __init__(self, client: CapOutClient) -> None:
        self.only_here: set[str] = set()
        self._client = client
        self._stages_given: bool | None = None

    @property
    def experienced(self) -> bool:
        """Whether a status was seen; until then a list without stages is not used."""
        return self._stages_given is not None

    def learn(self, answer: StatusReport) -> None:
        """Record whether `GET /status` gives stages."""
        if answer.is_running:
            self._stages_given = answer.progress is not None

    async def ask(self) -> dict[str, StatusReport]:
        """Return the reports that can be used, by document id.

        Raises:
            CapOutError: The list is not available.
        """
        listed = await self._client.documents()
        reports = [entry.report for entry in listed]
        return {report.document_id: report for report in reports if self._is_usable(report)}

    def _is_usable(self, report: StatusReport) -> bool:
        if not report.is_running or report.document_id in self.only_here:
            return True
        return bool(report.status) and (report.progress is not None or self._stages_given is False)
