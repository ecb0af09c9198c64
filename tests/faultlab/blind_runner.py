"""Faulty variant of the program: it resends unanswered uploads without looking them up.

It proves that the fault lab detects this fault.
"""

from __future__ import annotations

from datetime import datetime

from faultlab.runner import hurry, tell_what_is_shown

from capout_desktop.domain.events import AttemptRefused, Event


def forget_to_look() -> None:
    """Treat every unknown outcome as a refusal."""
    from capout_desktop.capout.errors import CapOutError, Delivery
    from capout_desktop.services.uploads import attempt

    def refused(
        error: CapOutError, delivery: Delivery, at: datetime, retry_at: datetime | None
    ) -> Event:
        return AttemptRefused(at, error.problem, retry_at or at)

    attempt._meaning_of_error = refused


if __name__ == "__main__":
    import sys

    from capout_desktop.cli import main

    hurry()
    tell_what_is_shown()
    forget_to_look()
    sys.exit(main())
