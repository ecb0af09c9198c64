"""Self-test of an installation (`--self-test`); prints a line for each part that could be missing.

The tool that freezes the program guesses which files belong to it. The test checks what it may
guess wrong: plugins, backends found by their metadata, native libraries, the worker process.
The test keeps no files, changes nothing of the person's, and sends nothing over the network.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import ssl
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from capout_desktop import __version__
from capout_desktop.child_environment import restore_environment
from capout_desktop.resources import guide_path, resource_path

SECONDS = 60.0
"""Longest time for one part; one that takes longer counts as broken."""


class Broken(Exception):  # noqa: N818 - a result, not an error of this module
    """A part is missing or does not work; the message says what was found."""


def run() -> int:
    """Check every part, print the results, and return 0 if all parts work, else 1."""
    checks: dict[str, Callable[[], str]] = {
        "window": window,
        "keyring": keyring,
        "TLS store": tls_store,
        "PDFium": pdfium,
        "SQLite": sqlite,
        "sandbox": sandbox,
        "sending": sending,
        "other programs": other_programs,
    }
    _say(f"CapOut Desktop {__version__}")
    broken = 0
    for name, check in checks.items():
        try:
            _say(f"ok      {name}: {check()}")
        except Exception as error:  # noqa: BLE001 - any failure is a result
            broken += 1
            _say(f"BROKEN  {name}: {type(error).__name__}: {error}")
    _say(f"{broken} of {len(checks)} parts are broken" if broken else "all parts are well")
    return 1 if broken else 0


def window() -> str:
    """Paint the window once, on the screen if there is one."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in screens):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QIcon  # noqa: PLC0415 - each check imports what it tests

    from capout_desktop.ui.shell.application import Application  # noqa: PLC0415
    from capout_desktop.ui.shell.main_window import MainWindow  # noqa: PLC0415
    from capout_desktop.ui.text.language import LANGUAGES  # noqa: PLC0415

    application = Application(["capout-desktop"])
    shown = MainWindow()
    try:
        shown.show()
        deadline = time.monotonic() + SECONDS
        while not shown.painted:
            application.processEvents()
            if time.monotonic() > deadline:
                raise Broken("it was not painted")
        if QIcon(str(resource_path("icons", "app.svg"))).pixmap(32).isNull():
            raise Broken("its icons cannot be drawn")
        if not all(guide_path(language).is_file() for language in LANGUAGES):
            raise Broken("its user guide is not there")
        return f"painted by the platform plugin {application.platformName()}"
    finally:
        shown.hide()
        shown.deleteLater()
        application.processEvents()


def keyring() -> str:
    """Find the keyring backends; that none is running is not an error of this installation."""
    import subprocess  # noqa: PLC0415
    from importlib.metadata import entry_points  # noqa: PLC0415

    from keyring import get_keyring  # noqa: PLC0415
    from keyring.backends import fail  # noqa: PLC0415

    from capout_desktop.services.organizations import KEYRING_WORKER_ARGUMENT  # noqa: PLC0415
    from capout_desktop.services.organizations.keyring_process import (  # noqa: PLC0415
        KEYRING_WORKER,
    )
    from capout_desktop.services.runtime.child_command import child_command  # noqa: PLC0415

    for backend in entry_points(group="keyring.backends"):
        backend.load()
    if not entry_points(group="keyring.backends"):
        raise Broken("no backend can be found, since their metadata are missing")
    # Without a call it ends at once.
    command = child_command(KEYRING_WORKER, KEYRING_WORKER_ARGUMENT)
    done = subprocess.run(command, stdin=subprocess.DEVNULL, timeout=60, check=False)  # noqa: S603
    if done.returncode:
        raise Broken(f"the process that uses it ended with code {done.returncode}")
    chosen = get_keyring()
    if isinstance(chosen, fail.Keyring):
        return "none runs here; a key would be kept for the session only"
    return f"{type(chosen).__module__}.{type(chosen).__name__}"


def tls_store() -> str:
    """Start a TLS handshake with the certificates that the operating system trusts."""
    from capout_desktop.capout.tls import tls_context  # noqa: PLC0415

    context = tls_context()
    outgoing = ssl.MemoryBIO()
    line = context.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="api.capout.ai")
    with contextlib.suppress(ssl.SSLWantReadError):
        line.do_handshake()
    if not outgoing.pending:
        raise Broken("no handshake can be begun")
    if sys.platform != "linux":  # the system verifies server certificates there
        return f"the system's, {ssl.OPENSSL_VERSION}"
    trusted = line.context.cert_store_stats()["x509_ca"] or len(_certificates_by_hash())
    if not trusted:
        raise Broken("this computer trusts no certificate at all (package ca-certificates)")
    return f"{trusted} certificates, {ssl.OPENSSL_VERSION}"


def pdfium() -> str:
    """Let the worker process open a sample and draw its first page."""
    from capout_desktop.services.intake.pdf_inspector import PdfInspector  # noqa: PLC0415

    inspector = PdfInspector()
    try:
        facts = inspector.inspect(str(_sample()))
        picture = inspector.page(str(_sample()), 1, 96)
    finally:
        inspector.close()
    if not facts.page_count:
        raise Broken(f"the sample was not opened: {facts.finding.value}")
    if picture is None:
        raise Broken("the sample's first page cannot be drawn")
    without = f"without {'; '.join(inspector.unconfined)}" if inspector.unconfined else "wholly"
    return f"a sample of {facts.page_count} pages opens in its worker process, {without} confined"


def sqlite() -> str:
    """Create a journal and read it back."""
    import sqlite3  # noqa: PLC0415

    from capout_desktop.store.journal import Journal  # noqa: PLC0415

    with (
        tempfile.TemporaryDirectory(prefix="capout-self-test-") as folder,
        contextlib.closing(Journal(Path(folder, "journal.sqlite3"))) as journal,
    ):
        journal.load()
    return f"a journal was made, SQLite {sqlite3.sqlite_version}"


def sandbox() -> str:
    """Upload a sample to the practice server and follow it until it is complete."""
    from capout_desktop.sandbox.contract import Behavior  # noqa: PLC0415
    from capout_desktop.sandbox.organization import SANDBOX_KEY  # noqa: PLC0415
    from capout_desktop.sandbox.server import SandboxServer  # noqa: PLC0415

    with SandboxServer(Behavior(speed=50)) as server:
        via = asyncio.run(asyncio.wait_for(_round_trip(server.base_url, SANDBOX_KEY), SECONDS))
    return f"a sample went up and was followed to its end by {via}"


def sending() -> str:
    """Start the process that sends uploads; without a call it ends at once."""
    import subprocess  # noqa: PLC0415

    from capout_desktop.services.runtime.child_command import child_command  # noqa: PLC0415
    from capout_desktop.services.uploads import TRANSFER_WORKER_ARGUMENT  # noqa: PLC0415
    from capout_desktop.services.uploads.transfer_channel import TRANSFER_WORKER  # noqa: PLC0415
    from capout_desktop.services.uploads.transfer_protocol import Ready, line  # noqa: PLC0415

    done = subprocess.run(  # noqa: S603 - this program
        child_command(TRANSFER_WORKER, TRANSFER_WORKER_ARGUMENT),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    if done.returncode or done.stdout.strip() != line(Ready()).strip():
        raise Broken(f"the process that sends ended with code {done.returncode}: {done.stdout!r}")
    return "the process that sends uploads starts"


def other_programs() -> str:
    """Look whether a PDF viewer or browser would get the environment of before."""
    own = getattr(sys, "_MEIPASS", None)
    if own is None:
        return "get the environment of this one, which is not packaged"
    environment = dict(os.environ)
    restore_environment(environment, Path(own))
    left = [name for name, value in environment.items() if own in value or name.startswith("_PYI")]
    if left:
        raise Broken(f"they would get the packaged program's {', '.join(left)}")
    return f"get the environment of before, without {len(os.environ) - len(environment)} variables"


async def _round_trip(base_url: str, key: str) -> str:
    from capout_desktop.capout.client import CapOutClient  # noqa: PLC0415
    from capout_desktop.capout.realtime.listener import (  # noqa: PLC0415
        Live,
        LiveSse,
        RealtimeListener,
    )
    from capout_desktop.domain.status_report import Outcome, StatusReport  # noqa: PLC0415

    client = CapOutClient(base_url, key)
    via = "asking"
    try:
        sample = _sample()
        receipt = await client.upload_file(sample, file_name=sample.name, xn_address="self@test")
        listener = RealtimeListener(client)
        listener.watch([receipt.document_id])
        async with contextlib.aclosing(listener.events()) as events:
            async for event in events:
                if isinstance(event, Live):
                    via = "WebSocket"
                elif isinstance(event, LiveSse):
                    via = "server-sent events"
                elif isinstance(event, StatusReport) and event.outcome is not Outcome.RUNNING:
                    if event.outcome is Outcome.FAILED:
                        raise Broken("the sample failed")
                    return via
        raise Broken("the news ended before the document did")
    finally:
        await client.aclose()


def _sample() -> Path:
    samples = sorted(resource_path("samples").glob("*.pdf"))
    if not samples:
        raise Broken("the sample estimates are missing")
    return samples[0]


def _certificates_by_hash() -> list[Path]:
    """Return the certificates in OpenSSL's folder.

    OpenSSL reads these only when a server presents a certificate.
    """
    folder = ssl.get_default_verify_paths().capath
    return list(Path(folder).glob("*.0")) if folder else []


def _say(line: str) -> None:
    if sys.stdout is not None:  # a program without a console on Windows has none
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
