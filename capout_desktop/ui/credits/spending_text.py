"""Texts of the spending report and its export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.spending import LineKind, SpendingBy, SpendingLine


def cut_word(by: SpendingBy) -> str:
    """Return the name of a grouping."""
    return {
        SpendingBy.DAY: _tr("Day"),
        SpendingBy.ADDRESS: _tr("XactNet address"),
        SpendingBy.ORGANIZATION: _tr("Organization"),
    }[by]


def kind_word(kind: LineKind) -> str:
    """Return the name of what a line counts."""
    return {
        LineKind.DOCUMENTS: _tr("Documents"),
        LineKind.UNEXPLAINED: _tr("Spent elsewhere, or uncertain"),
        LineKind.EXPIRED: _tr("Expired"),
        LineKind.ADDED: _tr("Added"),
    }[kind]


def spending_rows(
    lines: Iterable[SpendingLine], by: SpendingBy, name_of: Callable[[str], str]
) -> Iterator[tuple[str, ...]]:
    """Yield the report as the rows of an exported table: the titles, then each line.

    Days and numbers are written so that every spreadsheet reads them; `name_of` returns the name
    of an organization by its id.
    """
    yield cut_word(by), _tr("For"), _tr("Documents"), _tr("Credits"), _tr("Divided")
    for line in lines:
        yield (
            name_of(line.key) if by is SpendingBy.ORGANIZATION else line.key,
            kind_word(line.kind),
            str(line.documents) if line.kind is LineKind.DOCUMENTS else "",
            str(line.credits),
            _tr("yes") if line.is_divided else "",
        )


def _tr(text: str) -> str:
    return QCoreApplication.translate("spending", text)
