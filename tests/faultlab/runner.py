"""The unchanged program with shorter waits: a minute there is a second here."""

from __future__ import annotations

from datetime import timedelta

from capout_desktop.domain import arrival, policy

GRACE = timedelta(seconds=2.5)
"""As in the program, much longer than the server takes to list an accepted document."""


def hurry() -> None:
    """Shorten every wait; call it before the services are imported: some use them as defaults."""
    arrival.FIRST_ABSENCE_SECONDS = GRACE.total_seconds()
    arrival.SECOND_LOOK_SECONDS = 0.6
    arrival.PATIENCE_SECONDS = 6.0
    policy.SHORTEST_LOOK_INTERVAL = timedelta(seconds=0.1)
    policy.LONGEST_LOOK_INTERVAL = timedelta(seconds=0.3)
    policy.FIRST_RETRY = timedelta(seconds=0.1)
    policy.LONGEST_RETRY = timedelta(seconds=0.5)


# The process that opens PDFs also imports this module and must not start a second program.
if __name__ == "__main__":
    import sys

    from capout_desktop.cli import main

    hurry()
    sys.exit(main())
