"""Columns of the document table; each one is defined by one `Column` object.

The model, the table, sorting, the CSV file and the remembered widths use `COLUMNS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt

from capout_desktop.domain.document import ChargeState, Document, SourceKind
from capout_desktop.domain.estimate_fields import EstimateField, stated, stated_amount
from capout_desktop.domain.xn_address import looks_like_xn_address
from capout_desktop.ui.documents import document_text as wording
from capout_desktop.ui.documents.caption import CaptionPart, whole_line
from capout_desktop.ui.documents.estimate_text import amount_text, text_of
from capout_desktop.ui.documents.progress_view import progress_sentence, progress_tooltip
from capout_desktop.ui.documents.row import DocumentRow
from capout_desktop.ui.documents.state_presentation import presentation, progress_rank
from capout_desktop.ui.documents.verdict_text import choice_explanation
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.formatting import full_moment_text, number_text, size_text
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
        parts: The parts of the second line if some are left out where all do not fit.
        icon: Icon before both lines; with an icon the first line is bold.
        icon_tone: Color of the icon.
        marked: Whether a small warning icon follows the first line.
        checked: Whether the check box in the place of the icon is checked; None for an icon.
        elide: Where the first line is shortened if it does not fit.
    """

    text: str
    tone: Tone | None = None
    caption: str = ""
    icon: str = ""
    icon_tone: Tone = Tone.NEUTRAL
    marked: bool = False
    checked: bool | None = None
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    parts: tuple[CaptionPart, ...] = ()


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
        optional: Whether it is hidden until the person chooses it in the header's menu.
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
    optional: bool = False
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
        if self.optional and self.spoken is None:  # short values, and often none
            words = _tr("{column}: {value}")
            return words.format(column=self.title(), value=self.text(row) or _tr("not stated"))
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


_LONGEST_PAYER = 20
"""Characters of an organization's name in a row; the tooltip has all of it."""


def moment_csv(moment: datetime | None) -> str:
    """Return the local time in a form that every spreadsheet sorts and reads as a time."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S") if moment is not None else ""


def _file_cell(row: DocumentRow) -> Cell:
    link = row.document.source_kind is SourceKind.LINK
    icon = "link" if link else "document"
    # Names of one carrier begin alike, and differ at their ends.
    # Who pays comes first, because the rest may not fit.
    payer = wording.payer(row.document, longest=_LONGEST_PAYER)
    paid = (CaptionPart(payer),) if payer else ()
    facts = (CaptionPart(row.facts),) if row.facts else ()
    parts = (*paid, *(row.estimate_parts or facts))
    goes = None if row.choice is None else row.choice.goes
    return Cell(
        row.name,
        Tone.NEUTRAL if goes is False else None,
        whole_line(parts),
        icon,
        checked=goes,
        elide=Qt.TextElideMode.ElideMiddle,
        parts=parts,
    )


def _file_tooltip(row: DocumentRow, _today: date) -> str:
    document = row.document
    lines = (row.name, row.estimate, row.facts, wording.origin_text(document), _paid_by(document))
    return "\n".join(filter(None, lines))


def _file_spoken(row: DocumentRow, _today: date) -> str:
    parts = (row.name, row.estimate, row.facts, _paid_by(row.document))
    return ", ".join(filter(None, parts))


def _paid_by(document: Document) -> str:
    payer = wording.payer(document)
    return _tr("Paid by: {organization}").format(organization=payer) if payer else ""


def _address_cell(row: DocumentRow) -> Cell:
    address = row.document.xn_address
    is_odd = row.choice is not None and not looks_like_xn_address(address)
    return Cell(row.address, Tone.WARNING if is_odd or not address else None, row.instance)


def _address_text(row: DocumentRow) -> str:
    return f"{row.address}{row.instance}"


def _address_spoken(row: DocumentRow, _today: date) -> str:
    words = _tr("For {address}").format(address=_address_text(row))
    address = row.document.xn_address
    if row.choice is not None and address and not looks_like_xn_address(address):
        words = _tr("{address}: usually looks like name@instance").format(address=words)
    return words


def _status_cell(row: DocumentRow) -> Cell:
    tone = None if row.tone is Tone.NEUTRAL else row.tone
    return Cell(row.state, tone, row.reason, row.icon, row.tone, row.noticed)


def _explanation(row: DocumentRow, today: date) -> str:
    if row.choice is not None:
        return choice_explanation(row.document, row.choice)
    return wording.explanation(row.document, today, paused=row.paused, usual=row.usual)


def _status_spoken(row: DocumentRow, today: date) -> str:
    lines = _explanation(row, today).splitlines()
    return " ".join(line if line[-1] in ".…" else f"{line}." for line in lines)


def _progress_text(row: DocumentRow) -> str:
    return progress_sentence(row.document) if row.choice is None else row.progress.caption


def _charge_tooltip(row: DocumentRow) -> str:
    if row.choice is not None:
        return row.charge_spoken
    known = "" if row.charge == row.charge_spoken else row.charge_spoken
    return "\n".join(filter(None, (known, wording.charge_explanation(row.document))))


def _number(number: int | None) -> str:
    return "" if number is None else number_text(number)


def _last_if_empty(value: str) -> str:
    return value.casefold() or "\U0010ffff"


def _rcv_rank(document: Document) -> float:
    amount = stated_amount(document, EstimateField.RCV)
    return float("-inf") if amount is None else float(amount)


def _lines(document: Document) -> str:
    number = document.estimate.line_items if document.estimate is not None else None
    return number_text(number) if number else ""


_CHARGE_RANKS = {charge: rank for rank, charge in enumerate(ChargeState)}

FILE = Column(
    name="file",
    title=lambda: _tr("File"),
    text=lambda row: row.name,
    sort_key=lambda document: document.file_name.casefold(),
    width=Width(208, 288, 0.5),
    cell=_file_cell,
    tooltip=_file_tooltip,
    spoken=_file_spoken,
    csv=lambda document: document.file_name,
)
ADDRESS = Column(
    name="address",
    title=lambda: _tr("XactNet address"),
    text=_address_text,
    sort_key=lambda document: document.xn_address.casefold(),
    width=Width(106, 152, 0.1),
    cell=_address_cell,
    spoken=_address_spoken,
    csv=lambda document: document.xn_address,
    dropped=3,
)
PROGRESS = Column(
    name="progress",
    title=lambda: _tr("Progress"),
    text=_progress_text,
    sort_key=progress_rank,
    width=Width(122, 122, 0.1),
    tooltip=lambda row, _today: (
        progress_tooltip(row.document) if row.choice is None else row.progress.caption
    ),
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
    tooltip=lambda row, _today: _charge_tooltip(row),
    spoken=lambda row, _today: row.charge_spoken,
    alignment=Qt.AlignmentFlag.AlignRight,
    csv=wording.charge_word,
    dropped=1,
)

INSURED = Column(
    name="insured",
    title=lambda: _tr("Insured"),
    text=lambda row: text_of(row.document, EstimateField.INSURED),
    sort_key=lambda document: _last_if_empty(stated(document, EstimateField.INSURED)),
    width=Width(72, 120, 0.1),
    optional=True,
)
CLAIM = Column(
    name="claim",
    title=lambda: _tr("Claim"),
    text=lambda row: text_of(row.document, EstimateField.CLAIM_NUMBER),
    sort_key=lambda document: _last_if_empty(stated(document, EstimateField.CLAIM_NUMBER)),
    width=Width(104, 120, 0.05),
    optional=True,
)
CARRIER = Column(
    name="carrier",
    title=lambda: _tr("Carrier"),
    text=lambda row: text_of(row.document, EstimateField.CARRIER),
    sort_key=lambda document: _last_if_empty(stated(document, EstimateField.CARRIER)),
    width=Width(72, 120, 0.1),
    optional=True,
)
LOSS = Column(
    name="loss",
    title=lambda: _tr("Loss"),
    text=lambda row: row.loss,
    sort_key=lambda document: stated(document, EstimateField.DATE_OF_LOSS),
    width=Width(100, 108),
    csv=lambda document: stated(document, EstimateField.DATE_OF_LOSS),
    optional=True,
)
RCV = Column(
    name="rcv",
    title=lambda: _tr("RCV"),
    text=lambda row: amount_text(row.document, EstimateField.RCV),
    sort_key=_rcv_rank,
    width=Width(96, 100),
    csv=lambda document: stated(document, EstimateField.RCV),
    alignment=Qt.AlignmentFlag.AlignRight,
    optional=True,
)
LINES = Column(
    name="lines",
    title=lambda: _tr("Lines"),
    text=lambda row: _lines(row.document),
    sort_key=lambda document: document.estimate.line_items or 0 if document.estimate else 0,
    width=Width(52, 60),
    csv=lambda document: str(document.estimate.line_items or "") if document.estimate else "",
    alignment=Qt.AlignmentFlag.AlignRight,
    optional=True,
)

PAGES = Column(
    name="pages",
    title=lambda: _tr("Pages"),
    text=lambda row: _number(row.document.page_count),
    sort_key=lambda document: document.page_count or 0,
    width=Width(56, 60),
    csv=lambda document: str(document.page_count or ""),
    alignment=Qt.AlignmentFlag.AlignRight,
    optional=True,
)
SIZE = Column(
    name="size",
    title=lambda: _tr("Size"),
    text=lambda row: "" if row.document.size is None else size_text(row.document.size),
    sort_key=lambda document: document.size or 0,
    width=Width(76, 80),
    csv=lambda document: str(document.size or ""),
    alignment=Qt.AlignmentFlag.AlignRight,
    optional=True,
)
ORGANIZATION = Column(
    name="organization",
    title=lambda: _tr("Organization"),
    text=lambda row: OrganizationNames.current().of(row.document),
    sort_key=lambda document: _last_if_empty(OrganizationNames.current().of(document)),
    width=Width(96, 140, 0.1),
    csv=lambda document: OrganizationNames.current().of(document),
    optional=True,
)
ADDED = Column(
    name="added",
    title=lambda: _tr("Added"),
    text=lambda row: row.added,
    sort_key=lambda document: document.added_at,
    width=Width(76, 80),
    cell=lambda row: Cell(row.added, Tone.NEUTRAL),
    tooltip=lambda row, _today: full_moment_text(row.document.added_at),
    csv=lambda document: moment_csv(document.added_at),
    optional=True,
)

COLUMNS: list[Column] = [
    FILE, INSURED, CLAIM, CARRIER, LOSS, RCV, LINES, PAGES, SIZE, ADDRESS, ORGANIZATION,
    PROGRESS, STATUS, ADDED, UPDATED, CREDITS,
]  # fmt: skip
"""The columns of the table, from left to right."""


def column_named(name: str) -> Column | None:
    """Return the column with this name in the look file; None if there is none (any more)."""
    return next((column for column in COLUMNS if column.name == name), None)
