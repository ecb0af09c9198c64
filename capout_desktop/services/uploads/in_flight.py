"""What is on its way under which name, so that a look-up is never ambiguous.

A document whose outcome is unknown delays a namesake only while an entry of CapOut's list could be
either of them, and not once the user was asked about it: then only the user decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.identity import confusable, name_and_address, normal_address
from capout_desktop.domain.list_view import ADOPTED_AFTER
from capout_desktop.domain.organization import may_be_same


class InFlight:
    """Documents of which CapOut may have one more than its list shows yet."""

    def __init__(self, documents: Iterable[Document], at: datetime) -> None:
        """Note what is on its way at this time (UTC)."""
        self._organizations: dict[tuple[str, str], list[str]] = {}
        self._by_address: dict[str, list[tuple[str, str]]] = {}
        for document in documents:
            if _may_be_confused(document, at):
                self.add(document, document.organization_id)

    def add(self, document: Document, organization_id: str) -> None:
        """Let a document of this organization fly, too."""
        self._organizations.setdefault(name_and_address(document), []).append(organization_id)
        address = normal_address(document.xn_address)
        self._by_address.setdefault(address, []).append((document.file_name, organization_id))

    def has_namesake(self, document: Document, organization_id: str) -> bool:
        """Whether one flies that this organization's list may show under the same name.

        Each organization has a list of its own; one that CapOut did not name may be any.
        """
        flying = self._organizations.get(name_and_address(document), ())
        if any(may_be_same(organization_id, other) for other in flying):
            return True
        address = normal_address(document.xn_address)
        return any(
            may_be_same(organization_id, other) and confusable(document.file_name, name)
            for name, other in self._by_address.get(address, ())
        )


def _may_be_confused(document: Document, at: datetime) -> bool:
    if document.state is not DocumentState.CONFIRMING:
        return True
    if document.problem_code in {HoldReason.LOOK_UP_UNCLEAR, HoldReason.OTHER_ORGANIZATION}:
        return False
    since = document.unknown_since
    # The clock may have been set back meanwhile.
    return since is not None and abs(at - since) < ADOPTED_AFTER
