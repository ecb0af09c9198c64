"""Control of the organizations and their keys."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from capout_desktop.control.addresses import AddressControl
from capout_desktop.domain import key_problem
from capout_desktop.domain.organization import Organization
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.web_app import KEYS
from capout_desktop.services.credits.balances import Credits
from capout_desktop.services.documents.remote_documents import RemoteDocuments
from capout_desktop.services.intake.intake import Intake
from capout_desktop.services.organizations.credential_service import (
    Credential,
    CredentialStatus,
    Phase,
)
from capout_desktop.services.organizations.organizations import Organizations
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.store.settings import Settings
from capout_desktop.ui.organizations.organization_row import KeyState, OrganizationRow
from capout_desktop.ui.widgets.banner_action import Action

if TYPE_CHECKING:
    from capout_desktop.ui.organizations.first_start import FirstStartPage
    from capout_desktop.ui.organizations.organizations_dialog import OrganizationsDialog
    from capout_desktop.ui.shell.main_window import MainWindow

OLD_ON_SWITCH = timedelta(minutes=1)

_STATES = {
    Phase.LOOKING: KeyState.LOOKING,
    Phase.TESTING: KeyState.TESTING,
    Phase.OFFLINE: KeyState.OFFLINE,
    Phase.NEEDED: KeyState.NEEDED,
    Phase.READY: KeyState.STORED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveServices:
    """Services that work for the active organization only."""

    addresses: AddressControl
    intake: Intake
    credits: Credits
    organization: RemoteDocuments


class OrganizationControl:
    """Connects the organizations to the window, and the active one to its `ActiveServices`."""

    def __init__(
        self,
        organizations: Organizations,
        services: ActiveServices,
        window: MainWindow,
        settings: Settings,
        tasks: TaskOwner,
        save_settings: Callable[[], None],
        show_standing: Callable[[str, Problem | None, Action | None], None],
        *,
        remembers: bool,
    ) -> None:
        """Connect everything; call `start` to find the keys.

        `show_standing` shows a banner about a lasting problem, or removes it. `remembers` says
        whether the organizations are stored for the next start.
        """
        self._organizations = organizations
        self._services = services
        self._window = window
        self._settings = settings
        self._tasks = tasks
        self._save_settings = save_settings
        self._show_standing = show_standing
        self._remembers = remembers
        self._credential: Credential | None = None
        self._known: dict[str, Credential] = {}
        self._shown: CredentialStatus | None = None
        self._shown_for = self._waiting = ""
        organizations.listen(self.changed)
        keys = window.keys
        keys.switcher.chosen.connect(organizations.switch)
        keys.change_key_wanted.connect(self._ask_for_key)
        window.signs.add_key_wanted.connect(self._ask_for_key)
        keys.dialog_made.connect(self._connect_dialog)
        window.pages.setup_made.connect(self._connect_setup)

    def _connect_setup(self, setup: FirstStartPage) -> None:
        setup.submitted.connect(self._submit)
        setup.keys_page_wanted.connect(lambda: self._window.web_page_wanted.emit(KEYS))
        setup.practice_wanted.connect(self._window.practice_wanted)
        setup.plaintext_accepted.connect(self._organizations.insist_on_plaintext)
        setup.ask_keyring_wanted.connect(self._organizations.ask_keyring_again)

    def _connect_dialog(self, dialog: OrganizationsDialog) -> None:
        organizations = self._organizations
        dialog.chosen.connect(organizations.switch)
        dialog.add_wanted.connect(
            lambda label, key: self._try(organizations.add(label, key), "add an organization")
        )
        dialog.replace_wanted.connect(
            lambda id_, key: self._try(organizations.replace_key(id_, key), "replace a key")
        )
        dialog.test_wanted.connect(lambda id_: self._try(organizations.check(id_), "test a key"))
        dialog.remove_wanted.connect(
            lambda id_: self._try(organizations.remove(id_), "remove an organization")
        )
        dialog.rename_wanted.connect(organizations.rename)
        dialog.color_wanted.connect(organizations.recolor)

    def start(self, given_address: str) -> None:
        """Find the keys; a `given_address` replaces the address of the active organization."""
        settings, active = self._settings, self._organizations.active
        # Any other address in the settings belongs to another organization.
        settings.xn_address, before = active.xn_address, settings.xn_address
        address = given_address or self._default_address(active) or active.xn_address
        if not address and not active.is_for_session and not self._has_known_any():
            address = before  # entered before there was a first organization
        if address:
            settings.use_address(address)
        self._organizations.use_address(address)
        self._services.addresses.settings_changed()
        self._organizations.start()

    def changed(self) -> None:
        """Show the present organizations, and pass the active credential to the services."""
        self._show_own_address()
        self._remember()
        organizations, keys = self._organizations, self._window.keys
        active = organizations.active
        keys.show([self._row(p.id) for p in organizations.listed], active.id)
        is_known = bool(active.organization_id) or active.is_for_session
        self._services.intake.use(
            active.id if is_known else "",
            active.organization_id,
            active.kind if is_known else None,
        )
        self._learn_credits()
        self._follow(active, organizations.status(active.id).credential)
        self._show_active(active.id)
        self._show_others(active.id)

    def _has_known_any(self) -> bool:
        """Return whether an organization was set up before; an address may then belong to it."""
        return bool(self._settings.organizations or self._settings.session_addresses)

    def _default_address(self, organization: Organization) -> str:
        """Return the default address if it was chosen for this organization, else empty."""
        settings = self._settings
        if settings.default_address_of:
            is_its = settings.default_address_of == organization.id_at_server
        else:
            is_its = not organization.is_for_session and len(settings.organizations) <= 1
        return settings.default_address if is_its else ""

    def _show_own_address(self) -> None:
        """Make the address of the active organization the current address."""
        settings, active = self._settings, self._organizations.active
        if active.is_for_session and active.organization_id:
            if not active.xn_address and (address := self._known_address(active)):
                self._services.addresses.use(address)
                return
            kept = settings.session_addresses.get(active.id_at_server, "")
            if active.xn_address != kept and self._remembers:
                settings.session_addresses[active.id_at_server] = active.xn_address
                self._save_settings()
        if settings.xn_address != active.xn_address:
            settings.xn_address = active.xn_address
            self._services.addresses.settings_changed()
            self._save_settings()

    def _known_address(self, session: Organization) -> str:
        """Return the stored address of the organization of a session's key, if known."""
        of_same = (
            p for p in self._organizations.stored if p.organization_id == session.organization_id
        )
        return (
            self._default_address(session)
            or self._settings.session_addresses.get(session.id_at_server, "")
            or next((p.xn_address for p in of_same if p.xn_address), "")
        )

    def _submit(self, key: str, xn_address: str) -> None:
        self._tasks.start(self._test(key, xn_address), "key test")

    async def _test(self, key: str, xn_address: str) -> None:
        self._window.show_setup_problem(None, busy=True)
        problem = await self._organizations.submit(key)
        self._window.show_setup_problem(problem, busy=False)
        if problem is None:
            self._window.hide_setup()
            self._services.addresses.use(xn_address)

    def _try(self, work: Coroutine[Any, Any, Problem | None], name: str) -> None:
        async def run() -> None:
            self._window.keys.show_outcome(await work)

        self._tasks.start(run(), name)

    def _ask_for_key(self) -> None:
        self._window.show_setup(self._settings.xn_address)

    def _remember(self) -> None:
        stored, active = list(self._organizations.stored), self._organizations.chosen
        settings = self._settings
        server = self._organizations.server
        others = [
            organization for organization in settings.organizations if organization.server != server
        ]
        if server and others:
            active = settings.active_organization  # for the next start without that server
        stored += others
        is_new = (stored, active) != (settings.organizations, settings.active_organization)
        if is_new and self._remembers:
            settings.organizations, settings.active_organization = stored, active
            self._save_settings()

    def _row(self, credential_id: str) -> OrganizationRow:
        organization = next(p for p in self._organizations.listed if p.id == credential_id)
        status = self._organizations.status(credential_id)
        state = _STATES[status.phase]
        if state is KeyState.STORED and (status.storage or organization.is_for_session):
            state = KeyState.FOR_SESSION
        return OrganizationRow(organization, state, status.problem or status.storage)

    def _follow(self, active: Organization, credential: Credential | None) -> None:
        if credential is self._credential:
            return
        if credential is None:
            if self._credential is not None and self._credential.credential_id != active.id:
                # Otherwise the figures of another organization would be shown for this one.
                self._credential = None
                self._services.credits.show_none()
                self._services.organization.use(None)
            return
        self._credential = credential
        # The balance from the test of the key may be old by now.
        self._services.credits.use(credential, None)
        self._services.credits.refresh_if_older(OLD_ON_SWITCH)
        self._services.organization.use(credential)

    def _learn_credits(self) -> None:
        """Record the balance from each key test once, and forget removed organizations."""
        credits_left, working = self._services.credits, self._organizations.credentials.working
        for credential in working:
            if credential is not self._known.get(credential.credential_id):
                self._known[credential.credential_id] = credential
                credits_left.know(credential, credential.balance)
        listed = {organization.id for organization in self._organizations.listed}
        for credential_id in self._known.keys() - listed:
            gone = self._known.pop(credential_id)
            same = [a for a in working if a.organization_id == gone.organization_id]
            if same:
                credits_left.know(same[0], None)
            else:
                credits_left.forget(gone.organization_id)

    def _show_active(self, credential_id: str) -> None:
        status = self._organizations.status(credential_id)
        if (credential_id, status) == (self._shown_for, self._shown):
            return
        switched = credential_id != self._shown_for
        self._shown_for, self._shown = credential_id, status
        window, standing, active = self._window, status.problem, self._organizations.active
        window.show_key_kind(active.kind if active.organization_id else None)
        window.show_key_needed(status.phase is Phase.NEEDED)
        match status.phase:
            case Phase.READY if status.credential is not None:
                standing = status.storage
                window.hide_setup()
            case Phase.NEEDED:
                standing = None
                window.show_setup(self._settings.xn_address, storage=status.storage)
                window.show_setup_problem(status.problem, busy=False)
            case Phase.LOOKING if status.storage is not None:
                # The keyring waits for the person. A key can be entered here without it.
                window.show_setup(self._settings.xn_address, storage=status.storage)
            case Phase.TESTING:
                window.show_setup_problem(None, busy=True)
            case _ if switched:
                window.hide_setup()
        self._show_standing("key", standing, None)

    def _show_others(self, active_id: str) -> None:
        waiting = [
            (organization, status)
            for organization in self._organizations.listed
            if organization.id != active_id
            and (status := self._organizations.status(organization.id)).phase is Phase.NEEDED
        ]
        problem = None
        self._waiting = waiting[0][0].id if waiting else ""
        if waiting:
            organization, status = waiting[0]
            reason = status.problem or status.storage or key_problem.lost(organization.label)
            problem = key_problem.needs_key(organization.label, reason)
        self._show_standing("other keys", problem, Action("Enter its key", self._enter_key))

    def _enter_key(self) -> None:
        if self._waiting:
            self._window.keys.open_dialog().select(self._waiting)
