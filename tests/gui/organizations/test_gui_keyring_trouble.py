"""Every trouble that a keyring makes has its own words and a way on; the window stays alive."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import keyring
import pytest
from helpers.controlled_keyring import keyring_here
from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdfs import pdf
from keyring.backend import KeyringBackend
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from capout_desktop.domain import key_problem
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.organization import Organization
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.organizations import key_store as keys
from capout_desktop.services.organizations.key_store import SERVICE, KeyringTrouble, KeyStore
from capout_desktop.store.folders import folders
from capout_desktop.store.settings import Settings, SettingsFile
from capout_desktop.ui.organizations.first_start import FirstStartPage
from capout_desktop.ui.text import problem_text as problem_words

if TYPE_CHECKING:
    from helpers.keyrings import SecretService

S = DocumentState
Live = Callable[..., Desktop]
STORED = {"api_key": "", "xn_address": "team@example"}
ON_LINUX = pytest.mark.skipif(
    sys.platform != "linux", reason="only there a keyring can be had for one test alone"
)
# keyring itself leaves its connection to the bus open where the service says no.
LEAKS = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
ENTRY = "acme"


@pytest.fixture(autouse=True)
def chosen_while_there_was_one(secret_service: None) -> None:
    """keyring chooses its backend once, here as at the start of a program on a whole desktop."""
    keyring.get_keyring()


@pytest.fixture
def service() -> Iterator[SecretService]:
    """A real Secret Service for this test alone, with the key of one organization."""
    from helpers.keyrings import secret_service_of_its_own

    with secret_service_of_its_own() as own:
        keyring.set_password(SERVICE, ENTRY, SANDBOX_KEY)
        yield own


@pytest.fixture
def acme(sandbox: SandboxServer, tmp_path: Path) -> None:
    """The settings remember one organization."""
    found = sandbox.state.organization_of(SANDBOX_KEY)
    assert found is not None
    organization = Organization(
        id=ENTRY, label="Acme", organization_id=found.id, xn_address="team@example"
    )
    place = folders(tmp_path / "data").settings
    SettingsFile(place).save(Settings(organizations=[organization], active_organization=ENTRY))


async def until_panel_says(desktop: Desktop, title: str) -> FirstStartPage:
    def found() -> FirstStartPage | None:
        panel = desktop.window.findChild(FirstStartPage)
        return panel if isinstance(panel, FirstStartPage) and panel.isVisible() else None

    def says() -> bool:
        panel = found()
        parts = (panel.trouble, panel.storage) if panel else ()
        return any(p.isVisible() and p.accessibleName() == title for p in parts)

    await desktop.until(says, f"the panel says: {title}")
    panel = found()
    assert panel is not None
    return panel


def enter(panel: FirstStartPage, key: str) -> None:
    panel.key_field.clear()
    QTest.keyClicks(panel.key_field, key)
    QTest.mouseClick(panel.test_button, Qt.MouseButton.LeftButton)


async def until_it_works(desktop: Desktop, tmp_path: Path) -> None:
    """Wait until a key is in use, and prove it by a document that arrives."""
    await desktop.until(
        lambda: "credits" in desktop.window.credits_text and not panel_is_open(desktop),
        "a key is in use",
    )
    path = tmp_path / "scope.pdf"
    path.write_bytes(pdf())
    assert drop(desktop.window, files([path]))
    await desktop.until_all(S.COMPLETE)


def panel_is_open(desktop: Desktop) -> bool:
    panel = desktop.window.findChild(FirstStartPage)
    return isinstance(panel, FirstStartPage) and panel.isVisible()


@ON_LINUX
@LEAKS
@pytest.mark.usefixtures("acme")
def test_without_a_secret_service_the_key_is_asked_for_and_lasts_for_the_session(
    live: Live, tmp_path: Path
) -> None:
    from helpers.keyrings import bus_of_its_own

    async def scenario(desktop: Desktop) -> None:
        panel = await until_panel_says(desktop, problem_words.title(key_problem.NO_KEYRING))
        enter(panel, SANDBOX_KEY)
        await until_it_works(desktop, tmp_path)

    with bus_of_its_own():
        live(scenario, **STORED)


@ON_LINUX
@pytest.mark.usefixtures("acme", "service")
def test_a_stored_key_is_found_and_used(live: Live, tmp_path: Path) -> None:
    async def scenario(desktop: Desktop) -> None:
        await until_it_works(desktop, tmp_path)
        assert desktop.window.findChild(FirstStartPage) is None

    live(scenario, **STORED)


@ON_LINUX
@LEAKS
@pytest.mark.usefixtures("acme")
def test_while_the_keyring_asks_for_its_password_a_key_can_be_used_for_this_session(
    live: Live, service: SecretService, tmp_path: Path
) -> None:
    from helpers.keyrings import Prompter

    service.lock()
    prompter = Prompter()

    async def scenario(desktop: Desktop) -> None:
        panel = await until_panel_says(desktop, problem_words.title(key_problem.WAITING))
        assert prompter.asked.is_set()
        enter(panel, SANDBOX_KEY)
        await until_it_works(desktop, tmp_path)
        service.unlock()
        prompter.cancel()

    desktop = live(scenario, **STORED)
    assert desktop.seconds_to_close < 5


@ON_LINUX
@LEAKS
@pytest.mark.usefixtures("acme")
def test_the_panel_closes_by_itself_once_the_keyring_is_unlocked(
    live: Live, service: SecretService, tmp_path: Path
) -> None:
    from helpers.keyrings import Prompter

    service.lock()
    prompter = Prompter()

    async def scenario(desktop: Desktop) -> None:
        await until_panel_says(desktop, problem_words.title(key_problem.WAITING))
        service.unlock()
        prompter.cancel()
        await until_it_works(desktop, tmp_path)

    live(scenario, **STORED)


@ON_LINUX
@LEAKS
@pytest.mark.usefixtures("acme")
def test_a_canceled_password_request_can_be_repeated(
    live: Live, service: SecretService, tmp_path: Path
) -> None:
    from helpers.keyrings import Prompter

    service.lock()
    prompter = Prompter()

    async def scenario(desktop: Desktop) -> None:
        await desktop.until(prompter.asked.is_set, "the keyring asks")
        prompter.cancel()
        panel = await until_panel_says(desktop, problem_words.title(key_problem.LOCKED))
        assert panel.keyring_button.isVisible()
        service.unlock()
        QTest.mouseClick(panel.keyring_button, Qt.MouseButton.LeftButton)
        await until_it_works(desktop, tmp_path)

    live(scenario, **STORED)


@ON_LINUX
@pytest.mark.usefixtures("acme", "service")
def test_a_lost_key_is_asked_for_by_the_name_of_its_organization(
    live: Live, tmp_path: Path
) -> None:
    keyring.delete_password(SERVICE, ENTRY)

    async def scenario(desktop: Desktop) -> None:
        panel = await until_panel_says(desktop, problem_words.title(key_problem.lost("Acme")))
        enter(panel, SANDBOX_KEY)
        await until_it_works(desktop, tmp_path)
        assert keyring.get_password(SERVICE, ENTRY) == SANDBOX_KEY

    live(scenario, **STORED)


@ON_LINUX
@pytest.mark.usefixtures("acme", "service")
def test_a_keyring_entry_replaced_by_another_organizations_key_is_not_used(
    live: Live, sandbox: SandboxServer
) -> None:
    sandbox.state.add_organization("Harbor", key="capout_test_harbor_1111111111")
    keyring.set_password(SERVICE, ENTRY, "capout_test_harbor_1111111111")

    async def scenario(desktop: Desktop) -> None:
        await until_panel_says(desktop, problem_words.title(key_problem.other_organization("Acme")))

    live(scenario, **STORED)


class _Memory(KeyringBackend):
    """Stands for keyrings that cannot be had here; it takes everything."""

    priority = -1  # else keyring itself may choose it

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[username]


@pytest.mark.usefixtures("acme")
def test_a_plain_text_keyring_is_used_only_if_the_user_confirms(live: Live, tmp_path: Path) -> None:
    # A stand-in: the real one is named by its package, and that must not be installed.
    plain = type("PlaintextKeyring", (_Memory,), {"__module__": "keyrings.alt.file"})()
    plain.kept[ENTRY] = SANDBOX_KEY

    async def refused(desktop: Desktop) -> None:
        panel = await until_panel_says(desktop, problem_words.title(key_problem.PLAINTEXT))
        assert panel.keyring_button.isVisible()
        QTest.mouseClick(panel.keyring_button, Qt.MouseButton.LeftButton)
        await until_it_works(desktop, tmp_path)

    async def again(desktop: Desktop) -> None:
        await until_panel_says(desktop, problem_words.title(key_problem.PLAINTEXT))

    with keyring_here(plain):
        live(refused, **STORED)
        live(again, **STORED)


async def test_a_key_too_long_for_windows_is_reported_before_windows_fails() -> None:
    windows = type("WinVaultKeyring", (_Memory,), {"__module__": "keyring.backends.Windows"})()
    with keyring_here(windows):
        store = KeyStore()
        await store.save(ENTRY, "k" * keys.LONGEST_ON_WINDOWS)
        with pytest.raises(KeyringTrouble) as trouble:
            await store.save(ENTRY, "k" * (keys.LONGEST_ON_WINDOWS + 1))
    assert trouble.value.problem == key_problem.TOO_LONG
    store.close()


async def test_a_refusal_of_the_keyring_is_shown_with_its_message() -> None:
    class Denying(_Memory):
        def set_password(self, service: str, username: str, password: str) -> None:
            raise keyring.errors.PasswordSetError("not on a Tuesday")

    with keyring_here(Denying()):
        store = KeyStore()
        with pytest.raises(KeyringTrouble) as trouble:
            await store.save(ENTRY, SANDBOX_KEY)
    assert trouble.value.problem.code == key_problem.NOT_STORED.code
    assert trouble.value.problem.detail == "not on a Tuesday"
    store.close()
