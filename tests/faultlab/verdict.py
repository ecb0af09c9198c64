"""Checks of the journal and the server's ledger, after every kill and at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from capout_desktop.domain.document import ChargeState, Document, DocumentState, SourceKind
from capout_desktop.domain.hold import HoldReason
from capout_desktop.sandbox.ledger import LedgerEntry

S = DocumentState
Contents = Mapping[str, str]
"""Identity of the content by source, to be paid for once: a file's SHA-256, or the link."""

_MAY_HAVE_ARRIVED = frozenset({S.UPLOADING, S.CONFIRMING})
_WITH_CAPOUT = frozenset({S.PROCESSING, S.COMPLETE})


def is_settled(row: Document) -> bool:
    """Return whether the row will not change without the user."""
    if row.state is S.HELD:
        return row.problem is not None and row.problem.code == HoldReason.ALREADY_SENT
    if row.state is S.CONFIRMING:
        # It went again by itself once already: now only the person lets it go.
        return row.problem_code == HoldReason.LOOK_UP_UNCLEAR
    return row.state.is_terminal


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
    twice = Counter(row.document_id for row in rows if row.document_id)
    for document_id, count in twice.items():
        if count > 1:
            yield f"{document_id} belongs to {count} rows"


def mischarged(
    rows: Collection[Document], ledger: Sequence[LedgerEntry], contents: Contents
) -> Iterator[str]:
    """Yield the contents that were charged twice, and those charged that might be sent again."""
    for content, count in Counter(map(_content, ledger)).items():
        if count > 1:
            paid = [entry.document_id for entry in ledger if _content(entry) == content]
            yield f"CHARGED TWICE: {content} as {', '.join(paid)}"
    charged = {entry.document_id: entry for entry in ledger}
    for row in rows:
        entry = charged.get(row.document_id)
        if row.document_id and entry is None:
            yield f"{_name(row)} is {row.document_id}, which CapOut never accepted"
        elif entry is not None and _content(entry) != contents[row.source]:
            yield f"{_name(row)} is {row.document_id}, which is another file"
    by_content: dict[str, list[Document]] = {}
    for row in rows:
        by_content.setdefault(contents[row.source], []).append(row)
    for entry in ledger:
        if not any(
            row.document_id == entry.document_id or row.state in _MAY_HAVE_ARRIVED
            for row in by_content.get(_content(entry), ())
        ):
            yield f"UNTOLD: {entry.document_id} was charged, and no row knows or will ask"


def disagreements(
    rows: Collection[Document], ledger: Sequence[LedgerEntry], contents: Contents
) -> Iterator[str]:
    """Yield all differences between the settled journal and the ledger."""
    yield from mischarged(rows, ledger, contents)
    told = {row.document_id for row in rows if row.charge is not ChargeState.NONE}
    charged = {entry.document_id for entry in ledger}
    for document_id in charged - told:
        yield f"{document_id} was charged, and its row says it was not"
    for row in rows:
        if not is_settled(row):
            yield f"{_name(row)} never came to an end: {row.state.value}, {row.problem}"
    missing = contents.keys() - {row.source for row in rows}
    for source in missing:
        yield f"LOST: {source} was given and has no row"


def _content(entry: LedgerEntry) -> str:
    return entry.sha256 or entry.url


def _name(row: Document) -> str:
    return f"{row.source} ({row.id[:8]})"
