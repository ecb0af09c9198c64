"""Names of the organizations, for every view that shows the organization of a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication

from capout_desktop.domain.visible_text import visible_text

if TYPE_CHECKING:
    from capout_desktop.domain.document import Document


def session_label(*, sandbox: bool) -> str:
    """Return the name of an organization whose key is used for this session only."""
    return _tr("Practice") if sandbox else "CAPOUT_API_KEY"


def nameless_word() -> str:
    """Return the name of an organization without a label; a number is appended."""
    return _tr("Organization")


class OrganizationNames(QObject):
    """Labels by organization; not shown as long as there is only one organization."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._labels: Mapping[str, str] = {}

    @classmethod
    def current(cls) -> OrganizationNames:
        """Return the application's instance, created on first use."""
        app = cast(QApplication, QApplication.instance())
        return app.findChild(cls) or cls(app)

    def use(self, labels: Mapping[str, str]) -> None:
        """Replace the labels."""
        self._labels = {key: visible_text(label) for key, label in labels.items()}

    def of(self, document: Document) -> str:
        """Return the organization's name for a document; empty if unknown or the only one."""
        return self._labels.get(document.credential_id, "") if len(self._labels) > 1 else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("profile_names", text)
