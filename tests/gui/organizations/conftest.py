"""Two organizations of the sandbox whose keys lie in a real keyring."""

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
    """Two organizations, at CapOut and here with their keys; CapOut's ids by ours."""
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
