"""Columns of the document table; each one is defined by one `Column` object.

The model, the table, sorting, the CSV file and the remembered widths use `COLUMNS`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt

from capout_desktop.domain.document import ChargeState, Document, SourceKind
from capout_desktop.domain.literal_path import shown_path
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.documents import document_text as wording
from capout_desktop.ui.documents.progress_view import progress_sentence, progress_tooltip
from capout_desktop.ui.documents.row import DocumentRow
from capout_desktop.ui.documents.state_presentation import presentation, progress_rank
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.formatting import full_moment_text
from capout_desktop.ui.text.organization_names import OrganizationNames


class Width(NamedTuple):
    """Width of a column, in device-independent pixels.

    Attributes:
        share: Stretch factor for the remaining width.
    """

    least: float
    best: float
    share: float = 0.0


_WIDTH = Width(96, 112)


class Cell(NamedTuple):
    """Content of a painted cell.

    Attributes:
        text: The first line.
        tone: Color of the first line; None for the color of plain text.
        caption: The second line, in small type.
        icon: Icon before both lines; with an icon the first line is bold.
        icon_tone: Color of the icon.
        marked: Whether a small warning icon follows the first line.
        elide: Where the first line is shortened if it does not fit.
    """

    text: str
    tone: Tone | None = None
    caption: str = ""
    icon: str = ""
    icon_tone: Tone = Tone.NEUTRAL
    marked: bool = False
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Column:
    """One column of the document table.

    Attributes:
        name: Key in the look file (remembered width, remembered order); never changes.
        title: Title in the header, in the current language.
        text: Returns the content as one line.
        sort_key: Returns the sort key; equal documents keep the order of their arrival.
        width: Preferred width.
        cell: Returns what is painted; None paints `text`.
        tooltip: Returns the full details; None uses `spoken`.
        spoken: Returns the text for screen readers; None uses `text`.
        csv: Returns the text for an exported list, on any thread; None uses `text`.
        alignment: Alignment of the cell's text and of the title.
        dropped: Order (1 first) in which columns are hidden if room is short and the details
            beside the table show the same; 0 is never hidden.
    """

    name: str
    title: Callable[[], str]
    text: Callable[[DocumentRow], str]
    sort_key: Callable[[Document], Any]
    width: Width = _WIDTH
    cell: Callable[[DocumentRow], Cell] | None = None
    tooltip: Callable[[DocumentRow, date], str] | None = None
    spoken: Callable[[DocumentRow, date], str] | None = None
    csv: Callable[[Document], str] | None = None
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    dropped: int = 0

    @property
    def index(self) -> int:
        """The index of the column, from the left."""
        return COLUMNS.index(self)

    def cell_of(self, row: DocumentRow) -> Cell:
        """Return what is painted for a row."""
        return Cell(self.text(row)) if self.cell is None else self.cell(row)

    def spoken_text(self, row: DocumentRow, today: date) -> str:
        """Return the text for screen readers."""
        return self.text(row) if self.spoken is None else self.spoken(row, today)

    def tooltip_text(self, row: DocumentRow, today: date) -> str:
        """Return the tooltip."""
        return self.spoken_text(row, today) if self.tooltip is None else self.tooltip(row, today)

    def csv_text(self, document: Document, today: date) -> str:
        """Return the text for an exported list. May be called from any thread."""
        if self.csv is not None:
            return self.csv(document)
        return self.text(DocumentRow(document, today))


def _tr(text: str) -> str:
    return QCoreApplication.translate("cells", text)


def moment_csv(moment: datetime | None) -> str:
    """Return the local time in a form that every spreadsheet sorts and reads as a time."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S") if moment is not None else ""


def _file_cell(row: DocumentRow) -> Cell:
    link = row.document.source_kind is SourceKind.LINK
    icon = "link" if link else "document"
    # Names of one carrier begin alike, and differ at their ends.
    return Cell(row.name, None, row.estimate or row.facts, icon, elide=Qt.TextElideMode.ElideMiddle)


def _file_tooltip(row: DocumentRow, _today: date) -> str:
    document = row.document
    name = OrganizationNames.current().of(document)
    organization = _tr("For {organization}").format(organization=name) if name else ""
    source = visible_text(shown_path(document.source))
    return "\n".join(filter(None, (row.name, row.estimate, row.facts, source, organization)))


def _address_cell(row: DocumentRow) -> Cell:
    return Cell(row.address, None if row.document.xn_address else Tone.WARNING, row.instance)


def _address_text(row: DocumentRow) -> str:
    return f"{row.address}{row.instance}"


def _status_cell(row: DocumentRow) -> Cell:
    tone = None if row.tone is Tone.NEUTRAL else row.tone
    return Cell(row.state, tone, row.reason, row.icon, row.tone, row.noticed)


def _explanation(row: DocumentRow, today: date) -> str:
    return wording.explanation(row.document, today, paused=row.paused)


def _status_spoken(row: DocumentRow, today: date) -> str:
    lines = _explanation(row, today).splitlines()
    return " ".join(line if line[-1] in ".…" else f"{line}." for line in lines)


_CHARGE_RANKS = {charge: rank for rank, charge in enumerate(ChargeState)}

FILE = Column(
    name="file",
    title=lambda: _tr("File"),
    text=lambda row: row.name,
    sort_key=lambda document: document.file_name.casefold(),
    width=Width(164, 288, 0.5),
    cell=_file_cell,
    tooltip=_file_tooltip,
    spoken=lambda row, _today: ", ".join(filter(None, (row.name, row.estimate, row.facts))),
    csv=lambda document: document.file_name,
)
ADDRESS = Column(
    name="address",
    title=lambda: _tr("XactNet address"),
    text=_address_text,
    sort_key=lambda document: document.xn_address.casefold(),
    width=Width(106, 152, 0.1),
    cell=_address_cell,
    spoken=lambda row, _today: _tr("For {address}").format(address=_address_text(row)),
    csv=lambda document: document.xn_address,
    dropped=3,
)
PROGRESS = Column(
    name="progress",
    title=lambda: _tr("Progress"),
    text=lambda row: progress_sentence(row.document),
    sort_key=progress_rank,
    width=Width(122, 122, 0.1),
    tooltip=lambda row, _today: progress_tooltip(row.document),
    csv=progress_sentence,
)
"""Painted by its own delegate; its texts are for screen readers and tooltips."""
STATUS = Column(
    name="status",
    title=lambda: _tr("Status"),
    text=lambda row: f"{row.state}: {row.reason}",
    sort_key=lambda document: presentation(document).rank,
    width=Width(154, 244, 0.3),
    cell=_status_cell,
    tooltip=_explanation,
    spoken=_status_spoken,
    csv=wording.state_word,
)
UPDATED = Column(
    name="updated",
    title=lambda: _tr("Updated"),
    text=lambda row: row.updated,
    sort_key=lambda document: document.changed_at,
    width=Width(76, 80),
    cell=lambda row: Cell(row.updated, Tone.NEUTRAL),
    tooltip=lambda row, _today: full_moment_text(row.document.changed_at),
    csv=lambda document: moment_csv(document.changed_at),
    dropped=2,
)
CREDITS = Column(
    name="credits",
    title=lambda: _tr("Credits"),
    text=lambda row: row.charge,
    sort_key=lambda document: _CHARGE_RANKS[document.charge],
    width=Width(112, 114),
    cell=lambda row: Cell(row.charge, row.charge_tone),
    tooltip=lambda row, _today: wording.charge_explanation(row.document),
    csv=wording.charge_word,
    dropped=1,
)

COLUMNS: list[Column] = [FILE, ADDRESS, PROGRESS, STATUS, UPDATED, CREDITS]
"""The columns of the table, from left to right."""


def column_named(name: str) -> Column | None:
    """Return the column with this name in the look file; None if there is none (any more)."""
    return next((column for column in COLUMNS if column.name == name), None)


# Distribution of the table's width

BESIDE_BUTTON = 226
"""Least width of the status if it is the last column, with the button of a row over it."""
LEAST_FILE = 120
"""Least width of the file column if the titles of other columns are long."""


def redundant(width: float, scale: float, fixed: Mapping[Column, int]) -> frozenset[Column]:
    """Return the columns to hide if room is short and the details beside the table show the same.

    The others then get at least the mean of their least and best widths, if that is possible.

    The arguments are those of `column_widths`.
    """
    gone: set[Column] = set()
    droppable = (column for column in COLUMNS if column.dropped)
    for column in sorted(droppable, key=lambda column: column.dropped):
        kept = (c for c in COLUMNS if c not in gone)
        wanted = (fixed.get(c, (c.width.least + c.width.best) / 2 * scale) for c in kept)
        if sum(wanted) <= width:
            break
        gone.add(column)
    return frozenset(gone)


def column_widths(
    width: float,
    scale: float,
    stages: float,
    headings: Mapping[Column, float],
    fixed: Mapping[Column, int],
    gone: Collection[Column] = (),
) -> dict[Column, int]:
    """Distribute the table's width among the columns.

    Args:
        width: The available width, in device-independent pixels.
        scale: Font size relative to the one for which the preferred widths were measured.
        stages: Width of the stages with names; if it is too much they are shown without names.
        headings: Minimum widths of the titles, which are longer in some languages.
        fixed: Widths of columns that the person set.
        gone: Columns that are hidden.
    """
    fixed = {column: given for column, given in fixed.items() if column not in gone}
    wishes = {
        column: Width(
            # A column that grows with the window may elide its title in a small one.
            column.width.least * scale
            if column.width.share
            else max(column.width.least * scale, headings[column]),
            max(column.width.best * scale, headings[column]),
            column.width.share,
        )
        for column in COLUMNS
        if column not in fixed and column not in gone
    }
    if CREDITS in gone and STATUS in wishes:  # the buttons of the rows are over the status
        status = wishes[STATUS]
        room_for_both = max(status.least, BESIDE_BUTTON * scale)
        wishes[STATUS] = status._replace(least=room_for_both, best=max(status.best, room_for_both))
    if FILE in wishes:
        longer = sum(wish.least - column.width.least * scale for column, wish in wishes.items())
        file = wishes[FILE]
        wishes[FILE] = file._replace(least=max(file.least - longer, LEAST_FILE * scale))
    room = width - sum(fixed.values())
    if PROGRESS in wishes and not gone:  # otherwise the details show the names of the stages
        least = sum(wish.least for wish in wishes.values())
        if least - wishes[PROGRESS].least + stages <= room:
            wishes[PROGRESS] = Width(stages, stages, PROGRESS.width.share)
    widths = {column: int(wide) for column, wide in _shared(room, wishes).items()}
    if FILE in widths:
        widths[FILE] += max(int(room) - sum(widths.values()), 0)  # the remainder of rounding
    return widths


def _shared(room: float, wishes: Mapping[Column, Width]) -> dict[Column, float]:
    spare = room - sum(wish.best for wish in wishes.values())
    if spare >= 0:
        shares = sum(wish.share for wish in wishes.values()) or 1
        return {c: wish.best + spare * wish.share / shares for c, wish in wishes.items()}
    give = sum(wish.best - wish.least for wish in wishes.values())
    if give + spare < 0:  # small window: shortened text is better than a hidden column
        part = max(room, 0) / sum(wish.least for wish in wishes.values())
        return {c: wish.least * part for c, wish in wishes.items()}
    part = -spare / give if give else 0
    return {c: wish.best - (wish.best - wish.least) * part for c, wish in wishes.items()}
