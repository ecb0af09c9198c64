"""What others wrote is shown as they wrote it: no screen takes it for markup."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import Qt, QTextDocument

from capout_desktop.ui.text.tool_tip import tool_tip

WALK = Path(__file__).resolve().parents[2] / "helpers" / "markup_walk.py"
SECONDS = 120.0


def test_no_screen_takes_a_text_of_others_for_markup_or_lets_it_turn_round() -> None:
    done = subprocess.run(
        [sys.executable, str(WALK)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.qpa.*=false"},
        stdout=subprocess.PIPE,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    *faults, seen = [json.loads(line) for line in done.stdout.splitlines()]
    assert faults == []
    assert seen["label"] >= 20
    assert seen["tooltip"] >= 1000
    assert seen["item"] >= 1000
    assert seen["button"] >= 5


def test_a_tooltip_shows_what_is_in_the_text() -> None:
    for text in ('<img src="/dev/zero">.pdf', "a &lt;b&gt;.pdf", "<b>x</b>\nin two lines"):
        shown = QTextDocument()
        shown.setHtml(tool_tip(text))
        assert shown.toPlainText() == text
    assert tool_tip("Smith & Sons, 3 < 4") != "Smith & Sons, 3 < 4"
    assert tool_tip("Smith & Sons") == "Smith & Sons"
    assert not Qt.mightBeRichText(tool_tip("Smith & Sons"))
