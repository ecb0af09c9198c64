"""A program that breaks the promise: what had no answer is sent again without a look.

It exists to show that the lab would notice.
"""

from __future__ import annotations

from datetime import datetime

from faultlab.runner import hurry

from capout_desktop.domain.events import AttemptRefused, Event


def forget_to_look() -> None:
    """Take every unknown outcome for a refusal."""
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
    forget_to_look()
    sys.exit(main())
