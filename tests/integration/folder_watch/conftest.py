"""Fixtures of the tests of watched folders, for which uploads are a step after what they test."""

from __future__ import annotations

import pytest

from capout_desktop.services.uploads import transfers
from capout_desktop.services.uploads.transfer_channel import ThreadChannel


@pytest.fixture(autouse=True)
def inspected_by_kept_workers(kept_pdf_workers: None) -> None:
    """Inspect PDFs in the processes of earlier tests."""


@pytest.fixture(autouse=True)
def sent_by_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send uploads from a thread, as the tests of the upload queue do."""
    monkeypatch.setattr(transfers, "ProcessChannel", ThreadChannel)
