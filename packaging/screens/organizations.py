"""Screens of several organizations: the switcher and the dialog that manages them."""

from __future__ import annotations

from helpers.ui_fixtures import BAD_KEY
from msgspec.structs import replace
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from capout_desktop.domain import key_problem
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.organization import Color, Organization
from capout_desktop.ui.organizations.organization_row import KeyState, OrganizationRow
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.widgets.banner_action import Action
from screens.scene_helpers import open_menu, storm_day

PROFILES = (
    OrganizationRow(
        Organization(
            id="1",
            label="Acme Restoration & Roofing",
            organization_id="org_4f2c81d09b",
            xn_address="restoration-team@example.xn",
            color=Color.BLUE,
        ),
        KeyState.STORED,
    ),
    OrganizationRow(
        Organization(
            id="2",
            label="Harbor Restoration",
            organization_id="org_90aa17c3e2",
            xn_address="desk@harbor",
            color=Color.ORANGE,
        ),
        KeyState.NEEDED,
        key_problem.lost("Harbor Restoration"),
    ),
    OrganizationRow(
        Organization(
            id="3",
            label="Brightwater Claims Estimating of the North West",
            organization_id="org_5512bb7f10",
            xn_address="brightwater-claims-estimating@northwest",
            color=Color.GREEN,
            kind=KeyKind.TEST,
        ),
        KeyState.FOR_SESSION,
        key_problem.NO_KEYRING,
    ),
    OrganizationRow(
        Organization(
            id="4",
            label="Practice",
            organization_id="org_77",
            color=Color.PURPLE,
            kind=KeyKind.SANDBOX,
        ),
        KeyState.TESTING,
    ),
)


def several(window: MainWindow) -> None:
    """Set up four organizations, with every problem that a key can have."""
    storm_day(window)
    window.keys.show(PROFILES, "1")


def payers(window: MainWindow) -> None:
    """Show who pays in each row, because there are several organizations and kinds of keys."""
    several(window)
    window.model.flush()
    credentials = ("1", "2", "3", "gone")
    window.apply(
        replace(
            row,
            credential_id=credentials[number % 4],
            key_kind=KeyKind.TEST if number % 4 == 2 else KeyKind.LIVE,
        )
        for number, row in enumerate(window.model.listed_documents())
    )


def switcher(window: MainWindow) -> QWidget | None:
    """Open the menu next to the address, with the other organizations."""
    several(window)
    button = window.keys.switcher
    menu = button.menu()
    place = QPoint(button.width() - menu.sizeHint().width(), button.height())
    menu.popup(button.mapToGlobal(place))
    return menu


def switcher_long(window: MainWindow) -> None:
    """Show an organization with a long name and a test key; another one lacks its key."""
    storm_day(window)
    window.show_key_kind(KeyKind.TEST)
    window.keys.show(PROFILES, "3")
    harbor = key_problem.lost("Harbor Restoration")
    window.show_banner(
        key_problem.needs_key("Harbor Restoration", harbor), Action("Enter its key", lambda: None)
    )


def account_menu(window: MainWindow) -> QWidget | None:
    """Open the menu of the credential."""
    several(window)
    return open_menu(window, 3)


def organizations_dialog(window: MainWindow) -> QWidget | None:
    """Show the organizations dialog after the keyring lost one of the keys."""
    several(window)
    dialog = window.keys.open_dialog()
    dialog.select("2")
    return dialog


def organizations_dialog_session(window: MainWindow) -> QWidget | None:
    """Show a key that is kept for this session only."""
    several(window)
    dialog = window.keys.open_dialog()
    dialog.select("3")
    return dialog


def organizations_add(window: MainWindow) -> QWidget | None:
    """Show a refused key while an organization is added."""
    several(window)
    dialog = window.keys.open_dialog()
    dialog.add_button.click()
    dialog.form.label_field.setText("Castillo & Sons")
    dialog.form.key_field.setText("capout_live_0123456789abcdef")
    dialog.form.show_outcome(BAD_KEY)
    return dialog


def organizations_remove(window: MainWindow) -> QWidget | None:
    """Show the question before an organization is removed."""
    several(window)
    dialog = window.keys.open_dialog()
    dialog.remove_button.click()
    return dialog


def first_start_lost(window: MainWindow) -> None:
    """Show that the keyring lost the key of an organization."""
    several(window)
    window.show_setup("restoration-team@example.xn")
    window.show_setup_problem(key_problem.lost("Harbor Restoration"))


SCREENS = (
    payers,
    switcher,
    switcher_long,
    account_menu,
    organizations_dialog,
    organizations_dialog_session,
    organizations_add,
    organizations_remove,
    first_start_lost,
)
