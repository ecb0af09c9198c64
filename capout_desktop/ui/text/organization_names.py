"""Names of the organizations, for every view that shows the organization of a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QApplication

from capout_desktop.domain.visible_text import visible_text

if TYPE_CHECKING:
    from capout_desktop.domain.credits import KeyKind
    from capout_desktop.domain.document import Document
    from capout_desktop.domain.organization import Organization


def session_label(*, sandbox: bool) -> str:
    """Return the name of an organization whose key is used for this session only."""
    return _tr("Practice") if sandbox else "CAPOUT_API_KEY"


def nameless_word() -> str:
    """Return the name of an organization without a label; a number is appended."""
    return _tr("Organization")


class OrganizationNames(QObject):
    """Labels by organization; not shown as long as there is only one organization.

    Attributes:
        changed: Emitted when other organizations are set up, or have other names.
    """

    changed = Signal()

    _current: OrganizationNames | None = None

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._labels: Mapping[str, str] = {}
        self._by_organization: Mapping[str, str] = {}
        self._kinds: frozenset[KeyKind] = frozenset()

    @classmethod
    def current(cls) -> OrganizationNames:
        """Return the application's instance, created on first use."""
        app = cast(QApplication, QApplication.instance())
        names = cls._current
        if names is None or names._app is not app:
            names = cls._current = cls(app)
        return names

    def use(self, organizations: Iterable[Organization]) -> None:
        """Replace the organizations that are set up."""
        known = list(organizations)
        self._labels = {one.id: visible_text(one.label) for one in known}
        # An organization that was removed and added again has another id here.
        self._by_organization = {
            one.organization_id: visible_text(one.label) for one in known if one.organization_id
        }
        self._kinds = frozenset(one.kind for one in known)
        self.changed.emit()

    def of(self, document: Document) -> str:
        """Return the name of the organization that pays for a document.

        It is empty if it is unknown or the only one.
        """
        name = self._labels.get(document.credential_id) or self._by_organization.get(
            document.organization_id, ""
        )
        if not name:
            is_strange = bool(self._labels and document.credential_id)
            return _tr("Not set up here") if is_strange else ""
        return name if len(self._labels) > 1 else ""

    def kind_of(self, document: Document) -> KeyKind | None:
        """Return the kind of key that a document is sent with; None if all have the same kind."""
        kind = document.key_kind
        return kind if kind is not None and self._kinds - {kind} else None


def _tr(text: str) -> str:
    return QCoreApplication.translate("profile_names", text)
