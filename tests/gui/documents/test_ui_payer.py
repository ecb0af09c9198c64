"""Who pays for a document is shown in its row, where that is not the same for all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from helpers.ui_fixtures import NOW, S, document
from PySide6.QtWidgets import QApplication

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document
from capout_desktop.domain.organization import Organization
from capout_desktop.ui.details.facts import facts
from capout_desktop.ui.documents.columns import FILE
from capout_desktop.ui.documents.row import DocumentRow
from capout_desktop.ui.text.organization_names import OrganizationNames

ACME = Organization(id="acme", label="Acme", organization_id="org_1")
HARBOR = Organization(id="harbor", label="Harbor", organization_id="org_2", kind=KeyKind.TEST)


@pytest.fixture(autouse=True)
def names(qapp: QApplication) -> Iterator[OrganizationNames]:
    names = OrganizationNames.current()
    yield names
    names.use(())


def of(organization: Organization, **values: object) -> Document:
    payer = {
        "credential_id": organization.id,
        "organization_id": organization.organization_id,
        "key_kind": organization.kind,
        "page_count": None,
        **values,
    }
    return document(S.QUEUED, **payer)


def shown(row: Document) -> tuple[str, str]:
    """Return how the second line of a row begins, and who pays for it as a screen reader says."""
    drawn = DocumentRow(row, NOW.date())
    begins, _, rest = FILE.cell_of(drawn).caption.rpartition(" · ")
    assert rest == drawn.facts, "what was there before stays"
    spoken = FILE.spoken_text(drawn, NOW.date())
    return begins, spoken.removeprefix(f"{row.file_name}, {drawn.facts}")


@pytest.mark.parametrize(
    ("set_up", "row", "says"),
    [
        ((ACME,), of(ACME), ""),
        ((HARBOR,), of(HARBOR), ""),
        ((ACME, HARBOR), of(ACME), "Live key · Acme"),
        ((ACME, HARBOR), of(HARBOR), "Test key · Harbor"),
        ((ACME, HARBOR), of(HARBOR, credential_id="added again"), "Test key · Harbor"),
        ((ACME,), of(ACME, key_kind=KeyKind.TEST), "Test key"),
        ((ACME,), of(ACME, key_kind=KeyKind.SANDBOX), "Practice"),
        ((ACME,), of(HARBOR), "Test key · Not set up here"),
        ((ACME, HARBOR), of(ACME, credential_id="", organization_id="", key_kind=None), ""),
        ((), of(ACME), ""),
    ],
)
def test_a_row_says_who_pays_for_it_unless_all_have_the_same_payer(
    names: OrganizationNames, set_up: tuple[Organization, ...], row: Document, says: str
) -> None:
    names.use(set_up)
    assert shown(row) == (says, f", Paid by: {says}" if says else "")
    assert [fact.value for fact in facts(row) if fact.name == "Paid by"] == ([says] if says else [])


def test_a_new_name_is_in_the_row_at_once(names: OrganizationNames) -> None:
    names.use((ACME, HARBOR))
    row = DocumentRow(of(ACME), NOW.date())
    names.use((Organization(id="acme", label="Acme Roofing"), HARBOR))
    assert FILE.cell_of(row).caption.startswith("Live key · Acme Roofing")
