"""What the status bar says of the connection."""

from __future__ import annotations

import pytest
from helpers.documents import at

from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.services.tracking.tracking import Connection, Via
from capout_desktop.ui.shell.connection_text import connection_words
from capout_desktop.ui.style.tone import Tone

WHY = Problem(ProblemCode.CONNECTION_REFUSED)

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("connection", "text", "tone"),
    [
        (Connection(), "", Tone.NEUTRAL),
        (Connection(live=True, via=Via.WEBSOCKET), "Live", Tone.GOOD),
        (Connection(live=True, via=Via.SSE, problem=WHY), "Live (SSE)", Tone.GOOD),
        (
            Connection(interval=3.0, via=Via.POLLING, problem=WHY),
            "Checking every 3 s",
            Tone.WARNING,
        ),
    ],
)
def test_the_connection_type_is_named_with_its_reason(
    connection: Connection, text: str, tone: Tone
) -> None:
    words, detail, tone_shown = connection_words(connection)
    assert (words, tone_shown) == (text, tone)
    assert ("is not accepting connections" in detail) is (connection.problem is not None)


def test_a_lost_connection_shows_since_when() -> None:
    words, _, tone = connection_words(Connection(since=at(0), problem=WHY))
    assert words.startswith("Offline since ")
    assert any(character.isdigit() for character in words)
    assert tone is Tone.BAD
