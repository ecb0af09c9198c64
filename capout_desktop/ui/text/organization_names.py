"""What the organizations are called, for whatever shows whose a document is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from capout_desktop.domain.document import Document


def session_label(*, sandbox: bool) -> str:
    """What the organization is called whose key was given for this session only."""
    return _tr("Practice") if sandbox else "CAPOUT_API_KEY"


def nameless_word() -> str:
    """What organizations are called that nobody named; a number follows."""
    return _tr("Organization")


class OrganizationNames(QObject):
    """The labels by organization; as long as there is one only, nobody needs to be told."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._labels: Mapping[str, str] = {}

    @classmethod
    def current(cls) -> OrganizationNames:
        """The running application's one, made on first use."""
        app = cast(QApplication, QApplication.instance())
        return app.findChild(cls) or cls(app)

    def use(self, labels: Mapping[str, str]) -> None:
        """Call the organizations so from now on."""
        self._labels = labels

    def of(self, document: Document) -> str:
        """Whose the document is; empty where that goes without saying, or is not known."""
        return self._labels.get(document.credential_id, "") if len(self._labels) > 1 else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("profile_names", text)
