"""Facts for `Copy diagnostics`."""

from __future__ import annotations

import getpass
import importlib.metadata
import os
import platform
import socket
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from capout_desktop import __version__
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.literal_path import shown_path
from capout_desktop.services.support.licenses import LIBRARIES
from capout_desktop.store.settings import Settings

LAST_BYTES = 64 * 1024
LAST_LINES = 150
LOG_NAME = "capout-desktop.log"


def last_lines(folder: Path) -> list[str]:
    """Return the end of the log; blocking.

    Raises:
        OSError: The log exists but cannot be read.
    """
    path = folder / LOG_NAME
    if not path.exists():
        return []
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LAST_BYTES))
        lines = file.read().decode("utf-8", "replace").splitlines()
    return lines[-LAST_LINES:]


def versions(qt: str) -> dict[str, str]:
    """Return the versions of system, Python, Qt and packages; blocking."""
    found = {
        "CapOut Desktop": __version__ + (" (installed)" if getattr(sys, "frozen", False) else ""),
        "System": platform.platform(),
        "Desktop": os.environ.get("XDG_CURRENT_DESKTOP", "") or sys.platform,
        "Python": platform.python_version(),
        "Qt": qt,
    }
    for name in LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system, or frozen without its metadata
    return found


def settings_facts(settings: Settings) -> dict[str, object]:
    """Return the settings; for addresses and folders only whether they are set."""
    watch = settings.watch
    return {
        "Addresses": len(settings.addresses),
        "Default address": _is_set(settings.default_address),
        "Parallel uploads": settings.parallel_uploads,
        "Paused": settings.queue_paused,
        "Start at once": settings.start_at_once,
        "Ask before a batch": settings.ask_before_batch,
        "Watch folder": _is_set(watch.folder),
        "After taking": watch.after.value,
        "Notifications": settings.notifications,
        "Close to tray": settings.close_to_tray,
        "Proxy": settings.proxy.value,
        "Proxy address": _is_set(settings.proxy_url),
    }


def counts(documents: Iterable[Document]) -> dict[str, int]:
    """Return the number of documents in each state."""
    found = dict.fromkeys((state.value for state in DocumentState), 0)
    for document in documents:
        found[document.state.value] += 1
    return {state: number for state, number in found.items() if number}


def private_texts(documents: Iterable[Document], settings: Settings) -> Iterator[str]:
    """Yield private texts that the log may contain, to be redacted."""
    yield from (settings.xn_address, settings.default_address, settings.watch.folder)
    yield from settings.addresses
    yield from settings.address_labels.values()
    yield from (settings.watch.xn_address, settings.proxy_url)
    yield from (getpass.getuser(), str(Path.home()), socket.gethostname())
    for document in documents:
        yield document.file_name
        yield document.file_name.rpartition(".")[0]
        yield document.source
        yield shown_path(document.source)
        if (origin := document.copied_from) is not None:
            yield from (origin.path, origin.name, origin.container)
        yield document.xn_address
        yield document.document_id


def _is_set(value: str) -> str:
    return "set" if value else "none"
