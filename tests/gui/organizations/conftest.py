"""Fixture of two organizations of the sandbox whose keys are stored in a real keyring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import keyring
import pytest
from helpers.organizations import KEYS, remember

from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.organizations.key_store import SERVICE


@pytest.fixture
def organizations(
    secret_service: None, sandbox: SandboxServer, tmp_path: Path
) -> Iterator[Mapping[str, str]]:
    """Create two organizations on the server and here; return CapOut's ids by the local ids."""
    sandbox.state.add_organization("Harbor Restoration", key=KEYS["two"])
    ids = {}
    for name, key in KEYS.items():
        found = sandbox.state.organization_of(key)
        assert found is not None
        ids[name] = found.id
        keyring.set_password(SERVICE, name, key)
    remember(tmp_path, ids)
    yield ids
    for name in KEYS:
        if keyring.get_password(SERVICE, name) is not None:
            keyring.delete_password(SERVICE, name)
