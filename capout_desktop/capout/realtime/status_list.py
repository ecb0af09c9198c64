"""The statuses of many documents by one question."""

from __future__ import annotations

from capout_desktop.capout.client import CapOutClient
from capout_desktop.domain.status_report import Outcome, StatusReport

WORTHWHILE = 10
"""So many documents are worth one `GET /documents` before each is asked about by itself."""


class StatusList:
    """Asks `GET /documents`, and trusts it as far as it tells what `GET /status` would.

    Nobody states how many documents it lists, or whether it names their stages. So it spares the
    questions that it answers; the others are still asked.
    """

    def __init__(self, client: CapOutClient) -> None:
        self._client = client
        self._stages_given: bool | None = None

    @property
    def experienced(self) -> bool:
        """Whether it knows what a status holds; until then it trusts no list without stages."""
        return self._stages_given is not None

    def learn(self, answer: StatusReport) -> None:
        """Take note of whether `GET /status` gives stages at all."""
        if answer.outcome is Outcome.RUNNING:
            self._stages_given = answer.progress is not None

    async def ask(self) -> dict[str, StatusReport]:
        """Return by document what is as good as the answer to `GET /status`.

        Raises:
            CapOutError: There is no list.
        """
        listed = await self._client.documents()
        return {entry.document_id: entry.report for entry in listed if self._is_full(entry.report)}

    def _is_full(self, report: StatusReport) -> bool:
        if report.outcome is not Outcome.RUNNING:
            return True
        return bool(report.status) and (report.progress is not None or self._stages_given is False)
