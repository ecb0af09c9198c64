"""The first start: a key is asked for, tested, kept in the real keyring, and found nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from helpers.controlled_keyring import keyring_here
from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdfs import pdf
from helpers.secret_scan import secrets_in_files
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.organization import FIRST_ID as ENTRY
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.organizations.key_store import SERVICE
from capout_desktop.ui.organizations.first_start import FirstStartPage

S = DocumentState
Live = Callable[..., Desktop]
NEW = {"api_key": "", "xn_address": ""}


@pytest.fixture
def empty_keyring(secret_service: None) -> Iterator[None]:
    def forget() -> None:
        if keyring.get_password(SERVICE, ENTRY) is not None:
            keyring.delete_password(SERVICE, ENTRY)

    forget()
    yield
    forget()


def panel(desktop: Desktop) -> FirstStartPage:
    found = desktop.window.findChild(FirstStartPage)
    assert isinstance(found, FirstStartPage)
    return found


async def until_asked(desktop: Desktop) -> FirstStartPage:
    await desktop.until(
        lambda: desktop.window.findChild(FirstStartPage) is not None and panel(desktop).isVisible(),
        "the panel asks for a key",
    )
    return panel(desktop)


def enter(setup: FirstStartPage, key: str, address: str) -> None:
    setup.key_field.clear()
    setup.address_field.clear()
    QTest.keyClicks(setup.key_field, key)
    QTest.keyClicks(setup.address_field, address)
    QTest.mouseClick(setup.test_button, Qt.MouseButton.LeftButton)


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
        setup.key_field.setEchoMode(QLineEdit.EchoMode.Normal)
        setup.key_field.undo()
        assert setup.key_field.text() == "", "no undo brings it back once it is shown"
        drop(desktop.window, files([path]))
        (row,) = await desktop.until_all(S.COMPLETE)
        assert row.xn_address == "team@example"

    desktop = live(first_start, **NEW, verbose=True)
    logs = b"".join(p.read_bytes() for p in desktop.data_dir.rglob("*.log*"))
    assert b"[hidden]" in logs, "the log has lines that would hold a secret"
    assert b"/ws/status" in logs
    assert secrets_in_files(desktop.data_dir, SANDBOX_KEY) == []

    async def second_start(desktop: Desktop) -> None:
        await desktop.until(lambda: "credits" in desktop.window.credits_text, "the key is found")
        assert desktop.window.findChild(FirstStartPage) is None
        path.write_bytes(pdf(2))
        drop(desktop.window, files([path]))
        await desktop.until_all(S.COMPLETE, count=2)

    live(second_start, **NEW)


@pytest.mark.usefixtures("empty_keyring")
def test_a_wrong_key_is_refused_with_advice_and_not_stored(
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
            lambda: "does not look like" in setup.doubt.accessibleName(), "a key of an odd shape"
        )
        assert sandbox.state.journal.count(Call.CREDITS) == 1, "asked about before it is tried"
        QTest.mouseClick(setup.test_button, Qt.MouseButton.LeftButton)
        await desktop.until(setup.trouble.isVisible, "then it is tried all the same")

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
    async def scenario(desktop: Desktop) -> None:
        setup = await until_asked(desktop)
        assert setup.storage.isVisible()
        assert "session" in setup.storage.accessibleDescription()
        enter(setup, SANDBOX_KEY, "team@example")
        await desktop.until(lambda: "250" in desktop.window.credits_text, "the key works")

    with keyring_here(NoKeyring()):  # type: ignore[no-untyped-call]
        desktop = live(scenario, **NEW)
    assert secrets_in_files(desktop.data_dir, SANDBOX_KEY) == []
