"""Several organizations at once: each document with the key that pays for it, and no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import keyring
from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.organizations import (
    KEYS,
    STORED,
    THIRD_KEY,
    remembered,
    row,
    send,
    switch_by_menu,
    until_works,
    write,
)
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.organization import Color
from capout_desktop.domain.problem import Problem
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import Point, Refuse, Reset
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.organizations.key_store import SERVICE
from capout_desktop.ui.documents.grouping import GroupBy
from capout_desktop.ui.organizations.key_badge import KeyBadge
from capout_desktop.ui.organizations.organizations_dialog import OrganizationsDialog
from capout_desktop.ui.widgets.banner import Banner

S = DocumentState
Live = Callable[..., Desktop]


def is_kept(credential_id: str) -> bool:
    try:
        return keyring.get_password(SERVICE, credential_id) is not None
    except Exception:  # noqa: BLE001 - each keyring has its own word for "gone this very moment"
        return False


def test_two_organizations_send_at_once_each_with_its_own_key_and_socket(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str], tmp_path: Path
) -> None:
    sandbox.state.behavior.speed = 0.001  # until told, nothing ends: both sockets stand
    ours = [write(tmp_path, f"acme {n}.pdf") for n in range(2)]
    theirs = [write(tmp_path, f"harbor {n}.pdf") for n in range(2)]

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        assert drop(desktop.window, files(ours))
        await desktop.until(lambda: len(desktop.documents) == 2, "the first two are taken")
        switch_by_menu(desktop, "Harbor")
        assert drop(desktop.window, files(theirs))
        rows = await desktop.until_all(S.PROCESSING, count=4)
        await desktop.until(
            lambda: (
                {len(i) for i in sandbox.followed_by_organization.values()} == {2}
                and len(sandbox.followed_by_organization) == 2
            ),
            "each organization has a socket of its own with its two documents",
        )
        for document in rows:
            mine = "one" if document.file_name.startswith("acme") else "two"
            assert document.credential_id == mine
            assert document.organization_id == organizations[mine]
            assert document.xn_address == ("team@acme" if mine == "one" else "desk@harbor")
            followed = sandbox.followed_by_organization[organizations[mine]]
            assert document.document_id in followed
            sandbox.state.finish(document.document_id)
        await desktop.until_all(S.COMPLETE, count=4)
        model = desktop.window.model
        desktop.window.look.documents.view.group(GroupBy.NONE)
        tips = [model.index(n, 0).data(Qt.ItemDataRole.ToolTipRole) for n in range(4)]
        assert sorted(tip.splitlines()[-1] for tip in tips) == [
            "Paid by: Acme",
            "Paid by: Acme",
            "Paid by: Harbor",
            "Paid by: Harbor",
        ]

    live(scenario, **STORED)
    owners = {entry.document_id: entry.organization_id for entry in sandbox.state.ledger}
    for entry in sandbox.state.ledger:
        mine = "one" if entry.file_name.startswith("acme") else "two"
        assert entry.organization_id == organizations[mine]
    uploads = [call.organization_id for call in sandbox.state.journal.calls(Call.UPLOAD)]
    assert sorted(uploads) == sorted(owners.values())
    for call in sandbox.state.journal.calls(Call.STATUS):
        assert call.organization_id == owners[call.path.rpartition("/")[2]]
    assert {c.organization_id for c in sandbox.state.journal.calls(Call.WEBSOCKET)} == set(
        organizations.values()
    )
    assert remembered(tmp_path).active_organization == "two"


def test_a_refused_key_holds_its_own_documents_only_until_it_is_replaced(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str], tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        sandbox.state.add_key(THIRD_KEY, like=KEYS["two"])
        sandbox.state.remove_key(KEYS["two"])
        switch_by_menu(desktop, "Harbor")
        await send(desktop, write(tmp_path, "harbor.pdf"))
        await desktop.until(lambda: row(desktop, "harbor.pdf").state is S.HELD, "it is held")
        switch_by_menu(desktop, "Acme")
        await send(desktop, write(tmp_path, "acme.pdf"))
        await desktop.until(lambda: row(desktop, "acme.pdf").state is S.COMPLETE, "it goes on")
        assert row(desktop, "harbor.pdf").state is S.HELD
        # Only once the key was refused a second time.
        await desktop.until(lambda: desktop.window.findChild(Banner) is not None, "it is said")
        banner = desktop.window.findChild(Banner)
        assert isinstance(banner, Banner)
        assert banner.accessibleName() == "Harbor needs a key"
        press(banner.action_button)
        dialog = desktop.window.keys.open_dialog()
        press(dialog.replace_button)
        dialog.form.key_field.setText(KEYS["one"])
        press(dialog.form.go_button)
        await desktop.until(dialog.form.trouble.isVisible, "another organization's key is refused")
        assert row(desktop, "harbor.pdf").state is S.HELD
        dialog.form.key_field.setText(f' "{THIRD_KEY}"\n')
        press(dialog.form.go_button)
        await desktop.until(
            lambda: row(desktop, "harbor.pdf").state is S.COMPLETE, "it goes with the new key"
        )
        assert keyring.get_password(SERVICE, "two") == THIRD_KEY
        dialog.reject()

    live(scenario, **STORED)
    paid = {entry.file_name: entry.organization_id for entry in sandbox.state.ledger}
    assert paid == {"acme.pdf": organizations["one"], "harbor.pdf": organizations["two"]}


def test_an_organization_without_credits_does_not_stop_the_others(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str], tmp_path: Path
) -> None:
    sandbox.state.set_credits(0, KEYS["two"])

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        switch_by_menu(desktop, "Harbor")
        for number in range(2):
            await send(desktop, write(tmp_path, f"harbor {number}.pdf"))
        await desktop.until_all(S.HELD, count=2)
        switch_by_menu(desktop, "Acme")
        await send(desktop, write(tmp_path, "acme.pdf"))
        await desktop.until(lambda: row(desktop, "acme.pdf").state is S.COMPLETE, "it goes")
        assert {d.state for d in desktop.documents.values()} == {S.COMPLETE, S.HELD}

    live(scenario, **STORED)


def test_a_second_copy_is_recognized_whichever_profile_sends_it(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str], tmp_path: Path
) -> None:
    first = write(tmp_path, "scope.pdf", marker="same")
    copy = write(tmp_path, "copy.pdf", marker="same")

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        await send(desktop, first)
        await desktop.until_all(S.COMPLETE)
        sandbox.state.add_key(THIRD_KEY, like=KEYS["one"])
        desktop.window.keys.open_dialog().add_wanted.emit("Acme's second key", THIRD_KEY)
        await until_works(desktop, 3)
        switch_by_menu(desktop, "Acme's second key")
        desktop.window.address_changed.emit("team@acme")
        await send(desktop, copy)
        await desktop.until(lambda: row(desktop, "copy.pdf").state is S.HELD, "it is recognized")
        problem = row(desktop, "copy.pdf").problem
        assert problem is not None
        assert problem.code == HoldReason.ALREADY_SENT
        forget(desktop, "Acme's second key")

    live(scenario, **STORED)
    assert len(sandbox.state.ledger) == 1


def test_interrupted_uploads_are_looked_up_with_their_own_key_even_after_a_removal(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str], tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        switch_by_menu(desktop, "Harbor")
        # Without an earlier document in CapOut's list, the person would be asked.
        await send(desktop, write(tmp_path, "earlier.pdf", "earlier"))
        await desktop.until_all(S.COMPLETE)
        sandbox.state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED))
        sandbox.state.faults.by_chance(Call.DOCUMENTS, Refuse(503))
        await send(desktop, write(tmp_path, "harbor.pdf"))
        await desktop.until(
            lambda: row(desktop, "harbor.pdf").state is S.CONFIRMING, "its answer is lost"
        )
        dialog = desktop.window.keys.open_dialog()
        choose(dialog, "Harbor")
        press(dialog.remove_button)
        press(dialog.form.go_button)
        await desktop.until(
            lambda: row(desktop, "harbor.pdf").problem == Problem(HoldReason.OTHER_ORGANIZATION),
            "without its key nobody can tell",
        )
        await desktop.until(lambda: not is_kept("two"), "the key is out of the keyring")
        sandbox.state.faults.clear()
        press(dialog.add_button)
        dialog.form.label_field.setText("Harbor again")
        dialog.form.key_field.setText(KEYS["two"])
        press(dialog.form.go_button)
        await desktop.until(
            lambda: row(desktop, "harbor.pdf").state is S.COMPLETE, "it is found and followed"
        )
        dialog.reject()
        forget(desktop, "Harbor again")

    live(scenario, **STORED)
    assert len(sandbox.state.ledger) == 2


def test_documents_are_followed_again_once_their_organization_is_back(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str], tmp_path: Path
) -> None:
    sandbox.state.behavior.speed = 0.001

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        switch_by_menu(desktop, "Harbor")
        await send(desktop, write(tmp_path, "harbor.pdf"))
        await desktop.until_all(S.PROCESSING)
        await desktop.until(lambda: sandbox.stream_count == 1, "it is followed")
        desktop.window.keys.open_dialog().remove_wanted.emit("two")
        await desktop.until(lambda: sandbox.stream_count == 0, "its socket is closed")
        assert "Acme" in desktop.window.keys.switcher.text()
        (document,) = desktop.documents.values()
        sandbox.state.finish(document.document_id)
        desktop.window.keys.open_dialog().add_wanted.emit("Harbor again", KEYS["two"])
        await desktop.until_all(S.COMPLETE)
        forget(desktop, "Harbor again")

    live(scenario, **STORED)


def test_an_organization_without_a_key_shows_no_data_of_another_one(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str]
) -> None:
    keyring.delete_password(SERVICE, "two")
    sandbox.state.set_credits(777, KEYS["one"])

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop, 1)
        await desktop.until(lambda: "777" in desktop.window.credits_text, "Acme's credits")
        switch_by_menu(desktop, "Harbor")
        await desktop.until(lambda: "777" not in desktop.window.credits_text, "Acme's are gone")
        switch_by_menu(desktop, "Acme")
        await desktop.until(lambda: "777" in desktop.window.credits_text, "and are back")

    live(scenario, **STORED)


def test_waiting_documents_are_never_sent_with_another_organizations_key(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str], tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        desktop.window.queue.pause_toggled.emit(True)
        switch_by_menu(desktop, "Harbor")
        await send(desktop, write(tmp_path, "harbor.pdf"))
        await desktop.until_all(S.QUEUED)
        desktop.window.keys.open_dialog().remove_wanted.emit("two")
        desktop.window.queue.pause_toggled.emit(False)
        await desktop.until(
            lambda: row(desktop, "harbor.pdf").problem == Problem(HoldReason.NO_ORGANIZATION),
            "it waits for its own",
        )
        await send(desktop, write(tmp_path, "acme.pdf"))
        await desktop.until(lambda: row(desktop, "acme.pdf").state is S.COMPLETE, "acme's goes")
        assert row(desktop, "harbor.pdf").state is S.HELD

    live(scenario, **STORED)
    assert [entry.file_name for entry in sandbox.state.ledger] == ["acme.pdf"]


def test_the_key_of_the_environment_overrides_the_keyring_is_labeled_and_not_stored(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str], tmp_path: Path
) -> None:
    sandbox.state.add_organization("Third", key=THIRD_KEY)
    third = sandbox.state.organization_of(THIRD_KEY)
    assert third is not None

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop, 3)
        switcher = desktop.window.keys.switcher
        assert "CAPOUT_API_KEY" in switcher.text()
        assert "never stored" in switcher.toolTip()
        await send(desktop, write(tmp_path, "third.pdf"))
        await desktop.until_all(S.COMPLETE)

    live(scenario, api_key=THIRD_KEY, xn_address="team@third")
    assert [entry.organization_id for entry in sandbox.state.ledger] == [third.id]
    settings = remembered(tmp_path)
    assert [organization.id for organization in settings.organizations] == ["one", "two"]
    assert settings.active_organization == "one"

    async def later(desktop: Desktop) -> None:
        await until_works(desktop)
        assert "Acme" in desktop.window.keys.switcher.text()

    live(later, **STORED)


def test_each_organization_has_its_own_address_and_badge(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str]
) -> None:
    async def scenario(desktop: Desktop) -> None:
        window = desktop.window
        await until_works(desktop)
        badge = window.findChild(KeyBadge)
        assert isinstance(badge, KeyBadge)
        await desktop.until(lambda: badge.text() == "SANDBOX", "the plate")
        assert "Acme" in window.keys.switcher.text()
        field = window._send_bar.address_field()
        assert field.currentText() == "team@acme"
        switch_by_menu(desktop, "Harbor")
        assert "Harbor" in window.keys.switcher.text()
        assert field.currentText() == "desk@harbor"
        window.address_changed.emit("second@harbor")
        switch_by_menu(desktop, "Acme")
        assert field.currentText() == "team@acme"
        switch_by_menu(desktop, "Harbor")
        assert field.currentText() == "second@harbor"

    live(scenario, **STORED)


def test_organizations_are_renamed_colored_and_tested_in_their_dialog(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str], tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        dialog = desktop.window.keys.open_dialog()
        choose(dialog, "Harbor")
        press(dialog.rename_button)
        dialog.form.label_field.setText("  Harbor   East ")
        press(dialog.form.go_button)
        assert texts(dialog)[1] == "Harbor East"
        purple = next(a for a in dialog.color_button.menu().actions() if a.text() == "Purple")
        purple.trigger()
        calls = sandbox.state.journal.count(Call.CREDITS)
        press(dialog.test_button)
        await desktop.until(
            lambda: dialog.test_button.text() == "The key works", "the key is tested"
        )
        assert sandbox.state.journal.count(Call.CREDITS) > calls
        press(dialog.use_button)
        assert texts(dialog) == ["Acme", "Harbor East (in use)"]
        dialog.reject()

    live(scenario, **STORED)
    second = remembered(tmp_path).organizations[1]
    assert (second.label, second.color) == ("Harbor East", Color.PURPLE)


def test_a_known_or_malformed_key_is_reported_before_anything_changes(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str]
) -> None:
    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        dialog = desktop.window.keys.open_dialog()
        press(dialog.add_button)
        form = dialog.form
        calls = sandbox.state.journal.count(Call.CREDITS)
        form.key_field.setText("team@example")
        press(form.go_button)
        assert form.doubt.isVisible()
        form.key_field.setText(KEYS["two"])
        press(form.go_button)
        await desktop.until(form.trouble.isVisible, "it is here already")
        assert "already" in form.trouble.accessibleName()
        assert sandbox.state.journal.count(Call.CREDITS) == calls
        press(form.back_button)
        assert form.key_field.text() == ""
        assert texts(dialog) == ["Acme (in use)", "Harbor"]
        dialog.reject()

    live(scenario, **STORED)


def choose(dialog: OrganizationsDialog, label: str) -> None:
    for number in range(dialog.tree.topLevelItemCount()):
        item = dialog.tree.topLevelItem(number)
        if item is not None and item.text(0).startswith(label):
            dialog.tree.setCurrentItem(item)
            return
    raise LookupError(label)


def texts(dialog: OrganizationsDialog) -> list[str]:
    items = [dialog.tree.topLevelItem(n) for n in range(dialog.tree.topLevelItemCount())]
    return [item.text(0) for item in items if item is not None]


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def forget(desktop: Desktop, label: str) -> None:
    """Take a key that the test added out of the keyring again."""
    desk = desktop.program._services
    assert desk is not None
    organization = next(p for p in desk.organizations.listed if p.label == label)
    keyring.delete_password(SERVICE, organization.id)
