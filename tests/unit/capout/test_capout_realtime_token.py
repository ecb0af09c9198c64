"""How long a realtime token is taken to live."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from capout_desktop.capout.realtime.events import Timing
from capout_desktop.capout.realtime.token import seconds_to_renewal
from capout_desktop.capout.wire import RealtimeToken


@pytest.mark.parametrize(
    ("life", "taken"),
    [
        (timedelta(seconds=1), 30.0),
        (timedelta(minutes=10), 600.0),
        (timedelta(days=46), 86_400.0),
        (timedelta(days=20_000), 86_400.0),
        (timedelta(seconds=-5), None),
        (None, None),
    ],
)
def test_a_tokens_life_is_bounded(life: timedelta | None, taken: float | None) -> None:
    expires_at = None if life is None else datetime.now(UTC) + life
    token = RealtimeToken("a-token", "org_1", expires_at, "/ws", "/sse")
    seconds = seconds_to_renewal(token, None, Timing(renew_at=0.5))
    assert seconds == (None if taken is None else pytest.approx(taken / 2, abs=1))


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(hours=-1)])
def test_a_tokens_life_is_by_the_servers_clock(ahead: timedelta) -> None:
    expires_at = datetime.now(UTC) + ahead + timedelta(minutes=10)
    token = RealtimeToken("a-token", "org_1", expires_at, "/ws", "/sse")
    assert seconds_to_renewal(token, ahead, Timing(renew_at=0.5)) == pytest.approx(300, abs=1)
