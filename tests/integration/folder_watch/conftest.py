"""Fixtures of the tests of watched folders, for which uploads are a step after what they test."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def no_process_for_each_test(sent_by_a_thread: None, kept_pdf_workers: None) -> None:
    """Send from a thread, and inspect PDFs in the processes of earlier tests."""
