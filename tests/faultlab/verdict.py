"""Checks of the journal and the server's ledger, after every kill and at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from capout_desktop.domain.document import ChargeState, Document, DocumentState, SourceKind
from capout_desktop.domain.document_filter import DocumentFilter, filter_of
from capout_desktop.domain.hold import HoldReason
from capout_desktop.sandbox.contract import ListedIds
from capout_desktop.sandbox.ledger import LedgerEntry
from capout_desktop.sandbox.listing import listed_id
from capout_desktop.ui.text.problem_text import title

S = DocumentState
Contents = Mapping[str, str]
"""Identity of the content by source, to be paid for once: a file's SHA-256, or the link."""


@dataclass(frozen=True, slots=True)
class Payer:
    """Organization of the lab, with its key and address; `id` is the program's own id of it."""

    id: str
    key: str
    xn_address: str


_MAY_HAVE_ARRIVED = frozenset({S.UPLOADING, S.CONFIRMING})
_WITH_CAPOUT = frozenset({S.PROCESSING, S.COMPLETE})


def is_settled(row: Document) -> bool:
    """Return whether the row will not change without the user."""
    if row.state is S.HELD:
        return row.problem_code in {HoldReason.ALREADY_SENT, HoldReason.LIKELY_TWIN}
    if row.state is S.CONFIRMING:
        # It went again by itself once already: now only the person lets it go.
        return row.problem_code == HoldReason.LOOK_UP_UNCLEAR
    return row.state.is_terminal


def asks(row: Document) -> bool:
    """Return whether the row waits for the person's decision."""
    return is_settled(row) and not row.state.is_terminal


def unasked(rows: Iterable[Document], shown: Collection[str]) -> list[Document]:
    """Return the rows that wait for the person although no row of the window says why."""
    return [
        row
        for row in rows
        if asks(row)
        and not (
            filter_of(row) is DocumentFilter.ATTENTION
            and row.problem is not None
            and any(row.file_name in text and title(row.problem) in text for text in shown)
        )
    ]


def lost(before: Mapping[str, Document], after: Mapping[str, Document]) -> Iterator[str]:
    """Say which rows are not what they were: gone, or with another past."""
    for id_, old in before.items():
        new = after.get(id_)
        if new is None:
            yield f"LOST: {_name(old)} was {old.state.value} and is gone"
            continue
        if (old.source, old.xn_address, old.added_at) != (new.source, new.xn_address, new.added_at):
            yield f"{_name(new)} is not the file that it was"
        if old.state.is_terminal and new.state is not old.state:
            yield f"{_name(new)} had ended as {old.state.value} and is {new.state.value}"
        if old.document_id and new.document_id != old.document_id:
            yield f"{_name(new)} was {old.document_id} and is {new.document_id or 'none'}"
        if new.attempts < old.attempts:
            yield f"{_name(new)} forgot an attempt"


def impossible(rows: Collection[Document], attempt_ids: Collection[str]) -> Iterator[str]:
    """Say which rows contradict themselves."""
    known = set(attempt_ids)
    for row in rows:
        state = row.state
        if (state in _WITH_CAPOUT) and not row.document_id:
            yield f"{_name(row)} is {state.value} without an id of CapOut's"
        if row.document_id and state not in _WITH_CAPOUT | {S.FAILED}:
            yield f"{_name(row)} is {state.value} with an id of CapOut's"
        if state in _MAY_HAVE_ARRIVED | _WITH_CAPOUT and not (
            row.attempt_at and row.organization_id and row.attempt_id in known
        ):
            yield f"{_name(row)} is {state.value} without a journalled attempt"
        is_file = row.source_kind is SourceKind.FILE
        if is_file and state in _MAY_HAVE_ARRIVED | {S.QUEUED} and row.sha256 is None:
            yield f"{_name(row)} is {state.value} and was never checked"
        if state in {S.HELD, S.FAILED, S.REJECTED} and row.problem is None:
            yield f"{_name(row)} is {state.value} and does not say why"
    twice = Counter((row.credential_id, row.document_id) for row in rows if row.document_id)
    for (_, document_id), count in twice.items():
        if count > 1:
            yield f"{document_id} belongs to {count} rows"


def misdirected(
    rows: Iterable[Document],
    ledger: Iterable[LedgerEntry],
    contents: Contents,
    payers: Mapping[str, Payer],
) -> Iterator[str]:
    """Yield what went, or would go, with a wrong key, to a wrong address or with other bytes.

    `payers` has by a row's id whoever it was added for.
    """
    meant: dict[str, set[Payer]] = {}
    for row in rows:
        payer = payers[row.id]
        meant.setdefault(contents[row.source], set()).add(payer)
        if (row.credential_id, row.xn_address) != (payer.id, payer.xn_address):
            yield (
                f"{_name(row)} was for {payer.id} and {payer.xn_address}, and is for "
                f"{row.credential_id} and {row.xn_address}"
            )
    for entry in ledger:
        of_content = meant.get(_content(entry), set())
        if not of_content:
            yield f"OTHER CONTENT: {entry.document_id} is none of the files that were given"
        elif entry.xn_address not in {payer.xn_address for payer in of_content}:
            yield f"WRONG ADDRESS: {entry.document_id} went to {entry.xn_address}"
        elif (entry.xn_address, entry.key) not in {(p.xn_address, p.key) for p in of_content}:
            yield f"WRONG KEY: {entry.document_id} was paid by {entry.organization_id}"


def mischarged(
    rows: Collection[Document],
    ledger: Sequence[LedgerEntry],
    contents: Contents,
    payers: Mapping[str, Payer],
) -> Iterator[str]:
    """Yield the contents that were charged twice, and those charged that might be sent again.

    The same content for another address is another document.
    """
    for (content, address), count in Counter(map(_content_and_address, ledger)).items():
        if count > 1:
            paid = [e.document_id for e in ledger if _content_and_address(e) == (content, address)]
            yield f"CHARGED TWICE: {content} for {address} as {', '.join(paid)}"
    charged = {(entry.key, id_): entry for entry in ledger for id_ in _ids(entry)}
    for row in rows:
        entry = charged.get((payers[row.id].key, row.document_id))
        if row.document_id and entry is None:
            yield f"{_name(row)} is {row.document_id}, which CapOut never accepted"
        elif entry is not None and _content(entry) != contents[row.source]:
            yield f"LOST: {_name(row)} is {row.document_id}, which is another file"
    by_content: dict[tuple[str, str], list[Document]] = {}
    for row in rows:
        by_content.setdefault((contents[row.source], row.xn_address), []).append(row)
    for entry in ledger:
        if not any(
            row.document_id in _ids(entry) or row.state in _MAY_HAVE_ARRIVED
            for row in by_content.get(_content_and_address(entry), ())
        ):
            yield f"UNTOLD: {entry.document_id} was charged, and no row knows or will ask"


def disagreements(
    rows: Collection[Document],
    ledger: Sequence[LedgerEntry],
    contents: Contents,
    payers: Mapping[str, Payer],
    shown: Collection[str],
) -> Iterator[str]:
    """Yield all differences between the settled journal, the ledger and what the window shows."""
    yield from mischarged(rows, ledger, contents, payers)
    told = {
        (payers[row.id].key, contents[row.source])
        for row in rows
        if row.charge is not ChargeState.NONE
    }
    for entry in ledger:
        if (entry.key, _content(entry)) not in told:
            yield f"{entry.document_id} was charged, and its row says it was not"
    for row in rows:
        if not is_settled(row):
            yield f"{_name(row)} never came to an end: {row.state.value}, {row.problem}"
    for row in unasked(rows, shown):
        yield f"{_name(row)} waits for the person, and the window does not ask: {row.problem}"
    missing = contents.keys() - {row.source for row in rows}
    for source in missing:
        yield f"LOST: {source} was given and has no row"


def _ids(entry: LedgerEntry) -> set[str]:
    """Return the id of an upload's receipt, and all ids that a list may have for it."""
    return {str(listed_id(entry.document_id, form)) for form in ListedIds}


def _content_and_address(entry: LedgerEntry) -> tuple[str, str]:
    return _content(entry), entry.xn_address


def _content(entry: LedgerEntry) -> str:
    return entry.sha256 or entry.url


def _name(row: Document) -> str:
    return f"{row.source} ({row.id[:8]})"
