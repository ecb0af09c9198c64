"""The first start: a key is asked for, tested, kept in the real keyring, and found nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from desktop import Desktop
from drops import drop, files
from keyring.backends.fail import Keyring as NoKeyring
from pdfs import pdf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from capout_desktop.domain.document import DocumentState
from capout_desktop.sandbox.organisation import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.keys import ENTRY, SERVICE
from capout_desktop.ui.first_start import FirstStart

S = DocumentState
Live = Callable[..., Desktop]
NEW = {"api_key": "", "xn_address": ""}
TOKEN = re.compile(rb"rt_[\w-]{20,}")


@pytest.fixture
def empty_keyring(secret_service: None) -> Iterator[None]:
    def forget() -> None:
        if keyring.get_password(SERVICE, ENTRY) is not None:
            keyring.delete_password(SERVICE, ENTRY)

    forget()
    yield
    forget()


def panel(desktop: Desktop) -> FirstStart:
    found = desktop.window.findChild(FirstStart)
    assert isinstance(found, FirstStart)
    return found


async def until_asked(desktop: Desktop) -> FirstStart:
    await desktop.until(
        lambda: desktop.window.findChild(FirstStart) is not None and panel(desktop).isVisible(),
        "the panel asks for a key",
    )
    return panel(desktop)


def enter(setup: FirstStart, key: str, address: str) -> None:
    setup.key_field.clear()
    setup.address_field.clear()
    QTest.keyClicks(setup.key_field, key)
    QTest.keyClicks(setup.address_field, address)
    QTest.mouseClick(setup.test_button, Qt.MouseButton.LeftButton)


def secrets_in(folder: Path, key: str) -> list[str]:
    """Return the files under `folder` that hold the key or any realtime token."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if key.encode() in content or TOKEN.search(content):
                found.append(path.name)
    return found


@pytest.mark.usefixtures("empty_keyring")
def test_a_key_is_stored_in_the_keyring_and_in_no_file(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    path = tmp_path / "scope.pdf"
    path.write_bytes(pdf())

    async def first_start(desktop: Desktop) -> None:
        setup = await until_asked(desktop)
        # Pasted as people paste it.
        enter(setup, f' "{SANDBOX_KEY}" ', "team@example")
        await desktop.until(lambda: not setup.isVisible(), "the key is accepted")
        assert keyring.get_password(SERVICE, ENTRY) == SANDBOX_KEY
        drop(desktop.window, files([path]))
        (row,) = await desktop.until_all(S.COMPLETE)
        assert row.xn_address == "team@example"

    desktop = live(first_start, **NEW, verbose=True)
    logs = b"".join(p.read_bytes() for p in desktop.data_dir.rglob("*.log*"))
    assert b"[hidden]" in logs, "the log has lines that would hold a secret"
    assert b"/ws/status" in logs
    assert secrets_in(desktop.data_dir, SANDBOX_KEY) == []

    async def second_start(desktop: Desktop) -> None:
        await desktop.until(lambda: "credits" in desktop.window.credits_text, "the key is found")
        assert desktop.window.findChild(FirstStart) is None
        path.write_bytes(pdf(2))
        drop(desktop.window, files([path]))
        await desktop.until_all(S.COMPLETE, count=2)

    live(second_start, **NEW)


def test_a_planted_secret_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "a.log").write_text(f"x {SANDBOX_KEY} y")
    (tmp_path / "b.sqlite3").write_bytes(b"\0rt_0123456789abcdefghijk\0")
    assert sorted(secrets_in(tmp_path, SANDBOX_KEY)) == ["a.log", "b.sqlite3"]


@pytest.mark.usefixtures("empty_keyring")
def test_a_wrong_key_is_refused_with_a_way_on_and_nothing_is_stored(
    live: Live, sandbox: SandboxServer
) -> None:
    async def scenario(desktop: Desktop) -> None:
        setup = await until_asked(desktop)
        enter(setup, "capout_test_wrong", "team@example")
        await desktop.until(setup.trouble.isVisible, "the panel says what is wrong")
        assert setup.isVisible()
        assert keyring.get_password(SERVICE, ENTRY) is None
        enter(setup, "two words", "team@example")
        await desktop.until(
            lambda: "does not look like" in setup.trouble.accessibleName(), "a key of an odd shape"
        )

    live(scenario, **NEW)


@pytest.mark.usefixtures("empty_keyring")
def test_files_dropped_before_there_is_a_key_wait_for_it_and_then_go(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    path = tmp_path / "scope.pdf"
    path.write_bytes(pdf())

    async def scenario(desktop: Desktop) -> None:
        setup = await until_asked(desktop)
        assert drop(desktop.window, files([path]))
        (row,) = await desktop.until_all(S.HELD)
        assert row.problem is not None
        assert row.problem.code == "no-key"
        enter(setup, SANDBOX_KEY, "team@example")
        (row,) = await desktop.until_all(S.COMPLETE)
        assert row.xn_address == "team@example"

    live(scenario, **NEW)


def test_without_a_keyring_the_panel_says_so_and_the_key_lasts_for_the_session(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    # A stand-in, because the rig cannot do without its Secret Service: the very backend that
    # keyring itself chooses where it finds none.
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]

    async def scenario(desktop: Desktop) -> None:
        setup = await until_asked(desktop)
        assert setup.storage.isVisible()
        assert "session" in setup.storage.accessibleDescription()
        enter(setup, SANDBOX_KEY, "team@example")
        await desktop.until(lambda: "250" in desktop.window.credits_text, "the key works")

    try:
        desktop = live(scenario, **NEW)
    finally:
        keyring.set_keyring(before)
    assert secrets_in(desktop.data_dir, SANDBOX_KEY) == []
