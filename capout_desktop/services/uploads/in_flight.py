"""What is on its way under which name, so that a look-up is never ambiguous."""

from __future__ import annotations

from collections.abc import Iterable

from capout_desktop.domain.document import Document
from capout_desktop.domain.identity import name_and_address
from capout_desktop.domain.organization import may_be_same


class InFlight:
    """Documents of which CapOut may have one more than its list shows yet."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._organizations: dict[tuple[str, str], list[str]] = {}
        for document in documents:
            self.add(document, document.organization_id)

    def add(self, document: Document, organization_id: str) -> None:
        """Let a document of this organization fly, too."""
        self._organizations.setdefault(name_and_address(document), []).append(organization_id)

    def has_namesake(self, document: Document, organization_id: str) -> bool:
        """Whether one of its name and address flies that this organization's list may show.

        Each organization has a list of its own; one that CapOut did not name may be any.
        """
        flying = self._organizations.get(name_and_address(document), ())
        return any(may_be_same(organization_id, other) for other in flying)
