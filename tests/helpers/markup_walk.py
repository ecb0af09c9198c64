"""Display of all screens with markup and a direction mark in every field that others write.

Prints a line of JSON for each text that Qt would take for markup, or that holds the direction mark,
and then how many texts with the markup were seen: those of widgets, of tooltips and of models.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "packaging")]

from helpers import documents  # noqa: E402 - needs the path set above
from msgspec.structs import replace  # noqa: E402

from capout_desktop.domain.document import Document, DocumentState  # noqa: E402
from capout_desktop.domain.estimate import Estimate  # noqa: E402

PICTURE = '<img src="/dev/zero">'
RIGHT_TO_LEFT = "\u202e"
WRITTEN = f"{PICTURE}{RIGHT_TO_LEFT}&lt;"
_plain_document = documents.document


def _written_document(state: DocumentState = DocumentState.CHECKING, **values: Any) -> Document:
    """Return the document that was asked for, with every text of others changed."""
    made = _plain_document(state, **values)
    fields = ("file_name", "source", "xn_address", "document_id", "workflow_id", "server_status")
    texts = {name: WRITTEN + getattr(made, name) for name in fields if getattr(made, name)}
    problem = made.problem
    if problem is not None:
        said = tuple((n, f"{WRITTEN}{v}" if n == "name" else v) for n, v in problem.values)
        problem = dataclasses.replace(problem, detail=WRITTEN, values=said)
    if made.copied_from is not None:
        origin = made.copied_from
        names = {name: WRITTEN + getattr(origin, name) for name in ("path", "name", "container")}
        texts["copied_from"] = replace(origin, **names)
    if made.estimate is not None:
        texts["estimate"] = _written_estimate(made.estimate)
    return replace(made, **texts, problem=problem, extra={WRITTEN: WRITTEN, **made.extra})


def _written_estimate(estimate: Estimate) -> Estimate:
    """Return an estimate of which a stranger has written every text."""
    names = (
        *("carrier", "insured_name", "property_address", "claim_number", "policy_number"),
        *("type_of_loss", "price_list", "estimate_name"),
    )
    stated = {name: getattr(estimate, name) for name in names}
    written = {name: replace(one, value=WRITTEN + one.value) for name, one in stated.items()}
    coverages = tuple(replace(one, name=WRITTEN + one.name) for one in estimate.coverages)
    return replace(estimate, coverages=coverages, **written)


documents.document = _written_document

from helpers.screen_walk import Walk  # noqa: E402 - imports the screens, which make documents
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt  # noqa: E402
from PySide6.QtGui import Qt as GuiQt  # noqa: E402
from PySide6.QtGui import QTextDocument  # noqa: E402
from PySide6.QtWidgets import (  # noqa: E402
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTextEdit,
    QWidget,
)

from capout_desktop.domain.batch import Batch  # noqa: E402
from capout_desktop.ui.organizations.organization_row import OrganizationRow  # noqa: E402
from screens import batches, organizations  # noqa: E402
from screens.every import SCREENS  # noqa: E402

Role = Qt.ItemDataRole
MOST_ROWS = 20


def texts_of(window: QWidget) -> Iterator[tuple[str, str, str]]:
    """Yield where a text is, what kind of text it is, and the text."""
    for part in [window, *window.findChildren(QWidget)]:
        name = type(part).__name__
        yield name, "tooltip", part.toolTip()
        yield name, "accessible", part.accessibleName()
        yield name, "accessible", part.accessibleDescription()
        yield name, "accessible", part.windowTitle()
        if isinstance(part, QLabel):
            yield name, "label" if is_plain(part) else "guessed label", part.text()
        elif isinstance(part, QAbstractButton):
            yield name, "button", part.text()
        elif isinstance(part, QTextEdit):
            yield name, "label", part.toPlainText()
            if "<img " in part.toHtml():
                yield name, "guessed label", part.toHtml()
        elif isinstance(part, QAbstractItemView) and _has_rows_of_its_own(part):
            for kind, text in texts_of_model(part.model()):
                yield name, kind, text


def is_plain(label: QLabel) -> bool:
    return label.textFormat() is Qt.TextFormat.PlainText


def texts_of_model(model: QAbstractItemModel) -> Iterator[tuple[str, str]]:
    kinds = {
        Role.ToolTipRole: "tooltip",
        Role.DisplayRole: "item",
        Role.AccessibleTextRole: "item",
        Role.AccessibleDescriptionRole: "item",
    }
    for row in range(min(model.rowCount(), MOST_ROWS)):
        for column in range(_columns(model)):
            for role, kind in kinds.items():
                text = model.index(row, column).data(role)
                if isinstance(text, str):
                    yield kind, text


def _has_rows_of_its_own(view: QAbstractItemView) -> bool:
    return view.model() is not None and not isinstance(view, QHeaderView)


def _columns(model: QAbstractItemModel) -> int:
    # A list's own method for this is private.
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()


def fault_of(kind: str, text: str) -> str:
    """Return what is wrong with a text, if anything is."""
    if RIGHT_TO_LEFT in text:
        return "a direction mark"
    if kind == "guessed label" and text:
        return "a label that guesses"
    if kind == "tooltip" and GuiQt.mightBeRichText(text):
        shown = QTextDocument()
        shown.setHtml(text)
        # An object, such as a picture, stands for itself as one character.
        if "\ufffc" in shown.toPlainText() or PICTURE in text:
            return "a tooltip with a picture"
    return ""


def main() -> None:
    """Show all screens."""
    first, second, third, fourth = map(_written_row, organizations.PROFILES)
    organizations.PROFILES = first, second, third, fourth
    vars(batches)["Batch"] = _written_batch
    walk = Walk()
    seen: Counter[str] = Counter()
    for name in SCREENS:
        for window in walk.show(name):
            for where, kind, text in texts_of(window):
                seen[kind] += "img src" in text
                if fault := fault_of(kind, text):
                    sys.stdout.write(json.dumps([name, where, kind, fault, text[:200]]) + "\n")
    sys.stdout.write(json.dumps(seen) + "\n")
    walk.end()


def _written_batch(*values: Any, **named: Any) -> Batch:
    """Return a batch that a stranger has named, with the subject of a mail."""
    made = Batch(*values, **named)
    return replace(made, name=WRITTEN + made.name)


def _written_row(row: OrganizationRow) -> OrganizationRow:
    """Return an organization with markup in its label, its id and its address."""
    own = row.organization
    texts = {"organization_id": WRITTEN, "xn_address": WRITTEN, "label": WRITTEN + own.label}
    return dataclasses.replace(row, organization=replace(own, **texts))


if __name__ == "__main__":
    main()
