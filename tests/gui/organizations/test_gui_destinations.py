"""Who pays and who receives stays as it was when a row was added, whatever is switched since."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import keyring
import pytest
from helpers.desktop import Desktop
from helpers.mails import archive
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
from helpers.pdfs import pdf
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from capout_desktop.domain import hold
from capout_desktop.domain.credits import KeyKind, key_kind
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.organization import FIRST_ID
from capout_desktop.domain.program_problem import SETTINGS_LOST
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import Refuse
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.organizations.credential_service import Phase
from capout_desktop.services.organizations.key_store import SERVICE
from capout_desktop.store.folders import folders
from capout_desktop.store.settings import Settings, SettingsFile, WatchFolder
from capout_desktop.ui.shell.event_loop import EventLoop
from capout_desktop.ui.widgets.banner import Banner

S = DocumentState
Live = Callable[..., Desktop]


def change_settings(tmp_path: Path, change: Callable[[Settings], None]) -> None:
    """Change what the program finds at its next start."""
    settings = remembered(tmp_path)
    change(settings)
    SettingsFile(folders(tmp_path / "data").settings).save(settings)


def forget_address(name: str) -> Callable[[Settings], None]:
    def change(settings: Settings) -> None:
        settings.organizations = [
            replace(organization, xn_address="") if organization.id == name else organization
            for organization in settings.organizations
        ]

    return change


def shown_address(desktop: Desktop) -> str:
    return desktop.window._send_bar.address_field().currentText()


async def waits_for_address(desktop: Desktop, name: str) -> None:
    await desktop.until(
        lambda: row(desktop, name).held_for(HoldReason.NO_ADDRESS), f"{name} waits for an address"
    )


@pytest.mark.usefixtures("organizations")
def test_switching_to_an_organization_without_an_address_leaves_the_address_empty(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    change_settings(tmp_path, forget_address("two"))

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        assert shown_address(desktop) == "team@acme"
        switch_by_menu(desktop, "Harbor")
        assert shown_address(desktop) == ""
        await send(desktop, write(tmp_path, "harbor.pdf"))
        await waits_for_address(desktop, "harbor.pdf")
        switch_by_menu(desktop, "Acme")
        assert shown_address(desktop) == "team@acme"
        assert row(desktop, "harbor.pdf").held_for(HoldReason.NO_ADDRESS)

    live(scenario, **STORED)
    assert not sandbox.state.ledger
    assert [p.xn_address for p in remembered(tmp_path).organizations] == ["team@acme", ""]


@pytest.mark.usefixtures("organizations")
def test_a_typed_address_applies_only_to_rows_of_its_organization(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    change_settings(tmp_path, forget_address("one"))
    change_settings(tmp_path, forget_address("two"))

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        await send(desktop, write(tmp_path, "acme.pdf"))
        await waits_for_address(desktop, "acme.pdf")
        switch_by_menu(desktop, "Harbor")
        await send(desktop, write(tmp_path, "harbor.pdf"))
        await waits_for_address(desktop, "harbor.pdf")
        switch_by_menu(desktop, "Acme")
        desktop.window.address_changed.emit("new@acme")
        await desktop.until(lambda: row(desktop, "acme.pdf").state is S.COMPLETE, "it goes")
        assert row(desktop, "harbor.pdf").held_for(HoldReason.NO_ADDRESS)
        switch_by_menu(desktop, "Harbor")
        assert shown_address(desktop) == ""
        desktop.window.address_changed.emit("new@harbor")
        await desktop.until(
            lambda: row(desktop, "harbor.pdf").state is S.COMPLETE, "and so does it"
        )

    live(scenario, **STORED)
    assert {entry.file_name: entry.xn_address for entry in sandbox.state.ledger} == {
        "acme.pdf": "new@acme",
        "harbor.pdf": "new@harbor",
    }


@pytest.mark.usefixtures("organizations")
def test_an_address_for_another_organizations_row_does_not_become_the_current_one(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    change_settings(tmp_path, forget_address("one"))
    change_settings(tmp_path, forget_address("two"))

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        switch_by_menu(desktop, "Harbor")
        await send(desktop, write(tmp_path, "harbor.pdf"))
        await waits_for_address(desktop, "harbor.pdf")
        switch_by_menu(desktop, "Acme")
        waiting = row(desktop, "harbor.pdf").id
        desktop.window.address_dialogs().readdress.emit([waiting], "desk@harbor")
        await desktop.until(lambda: row(desktop, "harbor.pdf").state is S.COMPLETE, "it goes")
        assert shown_address(desktop) == ""

    live(scenario, **STORED)
    assert [entry.xn_address for entry in sandbox.state.ledger] == ["desk@harbor"]
    assert [p.xn_address for p in remembered(tmp_path).organizations] == ["", ""]


@pytest.mark.usefixtures("organizations")
def test_removing_the_organization_in_use_does_not_leave_its_address(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    change_settings(tmp_path, forget_address("two"))

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        desktop.window.keys.open_dialog().remove_wanted.emit("one")
        await desktop.until(lambda: "Harbor" in desktop.window.keys.switcher.text(), "Harbor's")
        assert shown_address(desktop) == ""
        await send(desktop, write(tmp_path, "harbor.pdf"))
        await waits_for_address(desktop, "harbor.pdf")

    live(scenario, **STORED)
    assert not sandbox.state.ledger

    async def later(desktop: Desktop) -> None:
        await until_works(desktop, 1)
        assert shown_address(desktop) == ""
        assert row(desktop, "harbor.pdf").held_for(HoldReason.NO_ADDRESS)

    live(later, **STORED)


@pytest.mark.usefixtures("organizations")
def test_the_default_address_is_for_the_organization_that_it_was_chosen_for(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    async def choose_default(desktop: Desktop) -> None:
        await until_works(desktop)
        book = replace_default(desktop, "team@acme")
        desktop.window.settings.open("addresses")
        desktop.window.settings.page("addresses").book_changed.emit(book)
        switch_by_menu(desktop, "Harbor")

    live(choose_default, **STORED)

    async def start_on_harbor(desktop: Desktop) -> None:
        await until_works(desktop)
        assert "Harbor" in desktop.window.keys.switcher.text()
        assert shown_address(desktop) == "desk@harbor"
        switch_by_menu(desktop, "Acme")
        desktop.window.address_changed.emit("other@acme")

    live(start_on_harbor, **STORED)

    async def start_on_acme(desktop: Desktop) -> None:
        await until_works(desktop)
        assert shown_address(desktop) == "team@acme"

    live(start_on_acme, **STORED)
    assert [p.xn_address for p in remembered(tmp_path).organizations] == [
        "team@acme",
        "desk@harbor",
    ]


def replace_default(desktop: Desktop, address: str) -> object:
    desk = desktop.program._services
    assert desk is not None
    book = desktop.program._settings.address_book
    return type(book)(book.addresses, book.labels, address)


@pytest.mark.usefixtures("organizations")
def test_a_default_address_of_an_earlier_version_is_not_taken_for_any_of_several(
    live: Live, tmp_path: Path
) -> None:
    def change(settings: Settings) -> None:
        settings.default_address = "team@acme"
        settings.xn_address = "team@acme"
        settings.active_organization = "two"

    change_settings(tmp_path, change)
    change_settings(tmp_path, forget_address("two"))

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        assert shown_address(desktop) == ""

    live(scenario, **STORED)


@pytest.mark.usefixtures("organizations")
def test_an_address_of_the_command_line_is_for_the_organization_it_starts_on(
    live: Live, tmp_path: Path
) -> None:
    change_settings(tmp_path, forget_address("two"))

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        assert shown_address(desktop) == "given@acme"
        switch_by_menu(desktop, "Harbor")
        assert shown_address(desktop) == ""

    live(scenario, api_key="", xn_address="given@acme")
    assert remembered(tmp_path).organizations[1].xn_address == ""


def test_a_key_of_the_environment_uses_no_other_organizations_address_and_remembers_its_own(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str], tmp_path: Path
) -> None:
    sandbox.state.add_organization("Third", key=THIRD_KEY)

    def change(settings: Settings) -> None:
        settings.default_address = settings.xn_address = "team@acme"
        settings.session_addresses = {"session:org_fourth": "desk@fourth"}

    change_settings(tmp_path, change)

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop, 3)
        assert shown_address(desktop) == ""
        await send(desktop, write(tmp_path, "third.pdf"))
        await waits_for_address(desktop, "third.pdf")
        desktop.window.address_changed.emit("desk@third")
        await desktop.until_all(S.COMPLETE)

    live(scenario, api_key=THIRD_KEY, xn_address="")
    assert [entry.xn_address for entry in sandbox.state.ledger] == ["desk@third"]
    assert [p.xn_address for p in remembered(tmp_path).organizations] == [
        "team@acme",
        "desk@harbor",
    ]
    third = sandbox.state.organization_of(THIRD_KEY)
    assert third is not None
    addresses = remembered(tmp_path).session_addresses
    assert addresses == {"session:org_fourth": "desk@fourth", f"session:{third.id}": "desk@third"}

    async def the_same_later(desktop: Desktop) -> None:
        await until_works(desktop, 3)
        assert shown_address(desktop) == "desk@third"

    live(the_same_later, api_key=THIRD_KEY, xn_address="")

    async def without_it(desktop: Desktop) -> None:
        await until_works(desktop)
        assert shown_address(desktop) == "team@acme"

    live(without_it, **STORED)
    assert KEYS["one"] not in str(remembered(tmp_path))


def test_rows_of_an_untested_session_key_never_go_with_a_stored_one(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str], tmp_path: Path
) -> None:
    path = write(tmp_path, "third.pdf")
    sandbox.state.faults.by_chance(Call.CREDITS, Refuse(503))

    async def nobody_tells_whose_it_is(desktop: Desktop) -> None:
        await send(desktop, path)
        await desktop.until(lambda: row(desktop, "third.pdf").state is S.QUEUED, "it waits")

    live(nobody_tells_whose_it_is, api_key=THIRD_KEY, xn_address="team@third")
    sandbox.state.faults.clear()

    async def later(desktop: Desktop) -> None:
        await until_works(desktop)
        await desktop.until(
            lambda: row(desktop, "third.pdf").held_for(HoldReason.SESSION_OVER),
            "it waits for its key",
        )
        await send(desktop, write(tmp_path, "acme.pdf"))
        await desktop.until(lambda: row(desktop, "acme.pdf").state is S.COMPLETE, "acme's goes")
        assert row(desktop, "third.pdf").state is S.HELD

    live(later, **STORED)
    paid = [(entry.file_name, entry.organization_id) for entry in sandbox.state.ledger]
    assert paid == [("acme.pdf", organizations["one"])]

    sandbox.state.add_organization("Third", key=THIRD_KEY)

    async def with_that_key_again(desktop: Desktop) -> None:
        await desktop.until_all(S.COMPLETE, count=2)

    live(with_that_key_again, api_key=THIRD_KEY, xn_address="")
    assert {entry.file_name for entry in sandbox.state.ledger} == {"acme.pdf", "third.pdf"}


@pytest.mark.usefixtures("organizations")
def test_rows_of_a_session_key_are_sent_with_it_once_its_organization_is_known(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.add_organization("Third", key=THIRD_KEY)
    third = sandbox.state.organization_of(THIRD_KEY)
    assert third is not None
    sandbox.state.faults.by_chance(Call.CREDITS, Refuse(503))

    async def scenario(desktop: Desktop) -> None:
        await send(desktop, write(tmp_path, "third.pdf"))
        await desktop.until(lambda: row(desktop, "third.pdf").state is S.QUEUED, "it waits")
        sandbox.state.faults.clear()
        await desktop.until_all(S.COMPLETE)
        assert row(desktop, "third.pdf").credential_id == f"session:{third.id}"

    live(scenario, api_key=THIRD_KEY, xn_address="team@third")
    assert [entry.organization_id for entry in sandbox.state.ledger] == [third.id]


def practice_kind(key: str, *, sandbox: bool) -> KeyKind:
    """Tell keys of the sandbox apart as keys of CapOut are: by how they begin."""
    del sandbox
    return key_kind(key, sandbox=False)


def test_rows_added_under_a_test_key_never_go_with_the_same_organizations_live_key(
    live: Live,
    sandbox: SandboxServer,
    organizations: Mapping[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("credential_service", "organizations"):
        place = f"capout_desktop.services.organizations.{module}.key_kind"
        monkeypatch.setattr(place, practice_kind)
    live_key = "capout_live_harbor_3333333333333333"
    sandbox.state.add_key(live_key, like=KEYS["two"])

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        switch_by_menu(desktop, "Harbor")
        desktop.window.queue.pause_toggled.emit(True)
        await send(desktop, write(tmp_path, "test.pdf"))
        await desktop.until_all(S.QUEUED)
        assert row(desktop, "test.pdf").key_kind is KeyKind.TEST
        desktop.window.keys.open_dialog().replace_wanted.emit("two", live_key)
        await desktop.until(
            lambda: row(desktop, "test.pdf").held_for(HoldReason.OTHER_KEY_KIND), "it is held"
        )
        desktop.window.queue.pause_toggled.emit(False)
        await send(desktop, write(tmp_path, "live.pdf"))
        await desktop.until(lambda: row(desktop, "live.pdf").state is S.COMPLETE, "this one goes")
        assert row(desktop, "test.pdf").held_for(HoldReason.OTHER_KEY_KIND)
        assert [entry.file_name for entry in sandbox.state.ledger] == ["live.pdf"]
        desktop.window.keys.open_dialog().replace_wanted.emit("two", KEYS["two"])
        await desktop.until(lambda: row(desktop, "test.pdf").state is S.COMPLETE, "with its key")

    live(scenario, **STORED)
    assert {entry.organization_id for entry in sandbox.state.ledger} == {organizations["two"]}


@pytest.mark.usefixtures("organizations")
def test_no_other_server_gets_a_stored_key_or_a_row_of_this_one(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    other = SandboxServer(Behavior(speed=40))
    other.state.add_organization("Elsewhere", key=THIRD_KEY)
    other.start()
    # A first organization's key is looked for even if the settings know of none.
    keyring.set_password(SERVICE, FIRST_ID, KEYS["one"])
    try:

        async def here(desktop: Desktop) -> None:
            await until_works(desktop)
            desktop.window.queue.pause_toggled.emit(True)
            await send(desktop, write(tmp_path, "here.pdf"))
            await desktop.until_all(S.QUEUED)
            desktop.window.queue.pause_toggled.emit(False)
            desktop.window.queue.pause_toggled.emit(True)

        live(here, **STORED)

        async def nothing_is_known_there(desktop: Desktop) -> None:
            desktop.window.queue.pause_toggled.emit(False)
            await desktop.until(
                lambda: row(desktop, "here.pdf").held_for(HoldReason.OTHER_SERVER), "it is held"
            )
            desk = desktop.program._services
            assert desk is not None
            key = desk.organizations.active_service
            await desktop.until(lambda: key.status.phase is Phase.NEEDED, "it asks for a key")

        live(nothing_is_known_there, **STORED, api_url=other.base_url)
        assert other.state.journal.count(Call.CREDITS) == 0, "no key was shown to it"
        assert [p.id for p in remembered(tmp_path).organizations] == ["one", "two"]

        async def with_a_key_of_its_own(desktop: Desktop) -> None:
            await until_works(desktop, 1)
            await send(desktop, write(tmp_path, "there.pdf"))
            await desktop.until(lambda: row(desktop, "there.pdf").state is S.COMPLETE, "it goes")
            assert row(desktop, "here.pdf").held_for(HoldReason.OTHER_SERVER)

        live(
            with_a_key_of_its_own,
            api_key=THIRD_KEY,
            xn_address="team@elsewhere",
            api_url=other.base_url,
        )
        assert [entry.file_name for entry in other.state.ledger] == ["there.pdf"]
    finally:
        other.stop()
        keyring.delete_password(SERVICE, FIRST_ID)

    async def back(desktop: Desktop) -> None:
        await until_works(desktop)
        await desktop.until_all(S.COMPLETE, count=1)

    live(back, **STORED)
    assert [entry.file_name for entry in sandbox.state.ledger] == ["here.pdf"]


def test_files_of_the_watch_folder_belong_to_the_organization_it_was_chosen_for(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str], tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        settings = desktop.program._settings
        desktop.window.settings.changed.emit({"watch": WatchFolder(folder=str(inbox))})
        assert settings.watch.xn_address == "team@acme"
        switch_by_menu(desktop, "Harbor")
        memory = desktop.data_dir / "watched.json"
        await desktop.until(lambda: memory.exists() and "inbox" in memory.read_text(), "watched")
        write(inbox, "found.pdf")
        (inbox / "May.zip").write_bytes(archive({"unpacked.pdf": pdf(marker="unpacked")}))
        await desktop.until(lambda: len(sandbox.state.ledger) == 2, "they are found and sent")
        await send(desktop, write(tmp_path, "harbor.pdf"))
        await desktop.until_all(S.COMPLETE, count=3)

    live(scenario, **STORED)
    assert {(e.file_name, e.organization_id, e.xn_address) for e in sandbox.state.ledger} == {
        ("found.pdf", organizations["one"], "team@acme"),
        ("unpacked.pdf", organizations["one"], "team@acme"),
        ("harbor.pdf", organizations["two"], "desk@harbor"),
    }


def test_a_watch_folder_of_an_earlier_version_belongs_to_the_organization_of_its_address(
    live: Live, sandbox: SandboxServer, organizations: Mapping[str, str], tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()

    def change(settings: Settings) -> None:
        settings.watch = WatchFolder(folder=str(inbox), xn_address="desk@harbor")

    change_settings(tmp_path, change)

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        memory = desktop.data_dir / "watched.json"
        await desktop.until(lambda: memory.exists() and "inbox" in memory.read_text(), "watched")
        write(inbox, "found.pdf")
        await desktop.until_all(S.COMPLETE, count=1)

    live(scenario, **STORED)
    assert [e.organization_id for e in sandbox.state.ledger] == [organizations["two"]]


def test_damaged_settings_pause_the_queue_and_are_reported(
    loop: EventLoop, sandbox: SandboxServer, tmp_path: Path
) -> None:
    place = folders(tmp_path / "data").settings
    place.parent.mkdir(parents=True)
    place.write_text('{"queue_paused": tru')
    path = write(tmp_path, "scope.pdf")

    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop, 1)
        banner = desktop.window.findChild(Banner)
        assert isinstance(banner, Banner)
        assert banner.code == SETTINGS_LOST.code
        await send(desktop, path)
        await desktop.until_all(S.QUEUED)
        # The queue looks for what may go when another file has been checked.
        await send(desktop, write(tmp_path, "later.pdf"))
        await desktop.until_all(S.QUEUED, count=2)
        assert not sandbox.state.ledger
        banner.action_button.click()
        await desktop.until_all(S.COMPLETE)
        assert not banner.isVisible()

    given = {"api_key": SANDBOX_KEY, "api_url": sandbox.base_url, "xn_address": "team@example"}
    desktop = Desktop(loop, tmp_path / "data", **given)
    loop.run_until_complete(desktop.run(scenario))


@pytest.mark.usefixtures("organizations")
def test_a_half_typed_address_asks_and_nothing_is_sent_to_it_or_to_the_previous_one(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    async def scenario(desktop: Desktop) -> None:
        await until_works(desktop)
        field = desktop.window._send_bar.address_field()
        line = field.lineEdit()
        assert line is not None
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, "cr")
        line.clearFocus()  # as when the file manager comes to the front
        await send(desktop, write(tmp_path, "first.pdf"))
        await desktop.until(
            lambda: row(desktop, "first.pdf").problem == hold.unconfirmed_address("cr"),
            "asked",
        )
        assert shown_address(desktop) == "cr"
        line.setFocus()
        QTest.keyClicks(line, "ane@acme")
        QTest.keyClick(line, Qt.Key.Key_Return)
        await desktop.until_all(S.COMPLETE)

    live(scenario, **STORED)
    assert [entry.xn_address for entry in sandbox.state.ledger] == ["crane@acme"]
