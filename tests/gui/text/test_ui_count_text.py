"""Counts that no 32-bit number holds, as a server may send them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from capout_desktop.ui.text.formatting import count_text


@pytest.mark.parametrize("number", [0, 1, 2, 2**31 - 1, 2**31, 2**53, -(2**53)])
def test_a_count_of_any_size_is_shown(qapp: QApplication, number: int) -> None:
    assert qapp is not None
    shown = count_text(number, "{number} credit", "{number} credits")
    digits = "".join(character for character in shown if character.isdigit())
    assert int(digits) == abs(number)
    assert shown.endswith("credit" if number == 1 else "credits")
