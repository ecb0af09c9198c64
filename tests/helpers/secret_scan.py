"""Search for keys and tokens in all places where a running program might leave them."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from pathlib import Path

import psutil

TOKEN = re.compile(rb"rt_[\w-]{20,}")
"""Pattern of the sandbox's realtime tokens."""


def holds_secret(content: bytes, keys: Iterable[str]) -> bool:
    """Return whether the content contains a key, plain or encoded, or any realtime token."""
    forms = {
        form
        for key in keys
        for form in (key.encode(), key.encode("utf-16-le"), base64.b64encode(key.encode())[:-4])
    }
    return any(form in content for form in forms) or TOKEN.search(content) is not None


def secrets_in_files(folder: Path, *keys: str) -> list[str]:
    """Return the files under `folder` that contain a secret."""
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and holds_secret(path.read_bytes(), keys)
    ]


def secrets_in_processes(processes: Iterable[psutil.Process], *keys: str) -> list[str]:
    """Return the places of secrets: `arguments` or `environment`, and the program's name."""
    found = []
    for process in processes:
        parts = {
            "arguments": "\0".join(process.cmdline()),
            "environment": "\0".join(f"{n}={v}" for n, v in process.environ().items()),
        }
        name = Path(process.exe()).name
        found += [
            f"{part} of {name}" for part, t in parts.items() if holds_secret(t.encode(), keys)
        ]
    return found
