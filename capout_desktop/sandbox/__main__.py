"""Command line of the sandbox: `python -m capout_desktop.sandbox --port N`.

Prints one line once it listens (`CapOut sandbox: http://127.0.0.1:8765 key: capout_test_...`),
so that a parent process can wait for it, and ends cleanly on SIGINT and SIGTERM.
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType

from capout_desktop.sandbox.contract import Behavior
from capout_desktop.sandbox.faults import PRESETS
from capout_desktop.sandbox.organization import SANDBOX_CREDITS, new_test_key
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.sandbox.switches import SWITCHES, BadSwitchError, parse_switch


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sandbox until a signal ends it, and return the exit code."""
    options = _parser().parse_args(arguments)
    key = options.key or new_test_key()
    server = SandboxServer(
        Behavior(speed=options.speed, progress=not options.no_progress),
        port=options.port,
        key=key,
        credits=options.credits,
        seed=options.seed,
    )
    for name, probability in options.fault:
        call, fault = PRESETS[name]
        if probability is None:
            server.state.faults.add(call, fault)
        else:
            server.state.faults.by_chance(call, fault, probability)
    for switch, value in options.set:
        setattr(server.state.behavior, switch, value)
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    try:
        server.start()
    except OSError as error:
        sys.stderr.write(f"The sandbox cannot listen on port {options.port}: {error.strerror}\n")
        return 1
    sys.stdout.write(f"CapOut sandbox: {server.base_url} key: {key}\n")
    sys.stdout.flush()
    # In short waits, since on Windows an endless wait blocks Ctrl+C.
    while not ended.wait(0.2):
        pass
    server.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m capout_desktop.sandbox",
        description="A CapOut on loopback to try things on.",
    )
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument("--key", help="the API key that it knows; by default a new one")
    parser.add_argument("--credits", type=int, default=SANDBOX_CREDITS, help="credits at the start")
    parser.add_argument(
        "--speed", type=float, default=1.0, help="pace of the work: 1 takes about 20 s a document"
    )
    parser.add_argument(
        "--no-progress", action="store_true", help="statuses without the five stages"
    )
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        type=_fault,
        metavar="NAME[:PROBABILITY|:once]",
        help="let calls go wrong: always, with this probability, or only the next one: "
        + ", ".join(PRESETS),
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        type=_switch,
        metavar="SWITCH=VALUE",
        help="answer otherwise where the contract is open, as in frame-form=enveloped: "
        + ", ".join(SWITCHES),
    )
    parser.add_argument("--seed", type=int, default=0, help="of all that is drawn by chance")
    return parser


def _switch(text: str) -> tuple[str, object]:
    try:
        return parse_switch(text)
    except BadSwitchError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _fault(text: str) -> tuple[str, float | None]:
    name, _, chance = text.partition(":")
    if name not in PRESETS:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(PRESETS)}")
    if chance == "once":
        return name, None
    try:
        probability = float(chance or 1)
    except ValueError:
        probability = -1.0
    if not 0 <= probability <= 1:
        raise argparse.ArgumentTypeError(f"{chance!r} is no probability between 0 and 1")
    return name, probability


if __name__ == "__main__":
    sys.exit(main())
