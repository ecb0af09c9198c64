"""Two organizations with two keys, for tests of the program in its window."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from helpers.desktop import Desktop
from helpers.drops import drop, files
from helpers.pdfs import pdf

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document
from capout_desktop.domain.organization import Color, Organization
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.store.folders import folders
from capout_desktop.store.settings import Settings, SettingsFile

KEYS = {"one": SANDBOX_KEY, "two": "capout_test_harbor_1111111111111111"}
THIRD_KEY = "capout_test_harbor_2222222222222222"
STORED = {"api_key": "", "xn_address": ""}


def remember(tmp_path: Path, ids: Mapping[str, str]) -> None:
    organizations = [
        Organization(
            id="one",
            label="Acme",
            organization_id=ids["one"],
            xn_address="team@acme",
            kind=KeyKind.SANDBOX,
        ),
        Organization(
            id="two",
            label="Harbor",
            organization_id=ids["two"],
            xn_address="desk@harbor",
            color=Color.GREEN,
            kind=KeyKind.SANDBOX,
        ),
    ]
    place = folders(tmp_path / "data").settings
    settings = Settings(
        organizations=organizations, active_organization="one", ask_before_batch=False
    )
    SettingsFile(place).save(settings)


def remembered(tmp_path: Path) -> Settings:
    return SettingsFile(folders(tmp_path / "data").settings).load()


def write(folder: Path, name: str, marker: str = "", size: int = 0) -> Path:
    path = folder / name
    path.write_bytes(pdf(marker=marker or name, size=size))
    return path


def row(desktop: Desktop, name: str) -> Document:
    return next(d for d in desktop.documents.values() if d.file_name == name)


def working(desktop: Desktop) -> int:
    """Return how many keys were found and tested."""
    desk = desktop.program._services
    return len(desk.organizations.credentials.working) if desk is not None else 0


async def until_works(desktop: Desktop, count: int = 2) -> None:
    await desktop.until(lambda: working(desktop) == count, f"{count} keys work")


async def send(desktop: Desktop, path: Path) -> Document:
    """Drop a file, wait for its row and return its document."""
    assert drop(desktop.window, files([path]))
    await desktop.until(
        lambda: any(d.file_name == path.name for d in desktop.documents.values()), path.name
    )
    return row(desktop, path.name)


def switch_by_menu(desktop: Desktop, label: str) -> None:
    """Choose an organization in the menu next to the address, as a user does."""
    menu = desktop.window.keys.switcher.menu()
    action = next(a for a in menu.actions() if a.text().startswith(label))
    action.trigger()
