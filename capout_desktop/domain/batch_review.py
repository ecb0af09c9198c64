"""Review of the files of a draft: which of them can be sent, and which the user chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.document_warning import document_warnings
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.identity import content_and_address


class FileVerdict(StrEnum):
    """Verdict on one file before the user starts the batch."""

    CHECKING = "checking"
    READY = "ready"
    WARNED = "warned"
    """It can be sent, but there is a warning about it."""
    COPY = "copy"
    """An earlier file of this batch has the same content and address."""
    SENT_BEFORE = "sent-before"
    CANNOT = "cannot"
    SETTLED = "settled"
    """It does not wait for this batch any more: it was started, canceled or removed elsewhere."""


GOES_BY_DEFAULT = frozenset({FileVerdict.CHECKING, FileVerdict.READY, FileVerdict.WARNED})
CHECKED = frozenset({FileVerdict.READY, FileVerdict.WARNED})
COSTS_TWICE = frozenset({FileVerdict.COPY, FileVerdict.SENT_BEFORE})
"""Verdicts of files that are sent only if the user chose each of them."""


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """Counts of the files of a batch.

    Attributes:
        will_go: Files that will be sent, including those still being checked.
        ready: Files of `will_go` that were checked and were not sent before.
        sent_before: Files sent to the same address before, and copies within the batch.
        left_out: Files that could be sent but that the user deselected.
        again: Files of `will_go` that are sent a second time.
        without_address: Files of `will_go` that have no address.
    """

    total: int = 0
    will_go: int = 0
    ready: int = 0
    checking: int = 0
    sent_before: int = 0
    cannot: int = 0
    warned: int = 0
    left_out: int = 0
    again: int = 0
    without_address: int = 0

    @property
    def skipped(self) -> int:
        """Files that could be sent but will not be."""
        return self.left_out + self.sent_before - self.again


@dataclass(frozen=True, slots=True)
class FileChoice:
    """What a file's check box in a draft says.

    Attributes:
        goes: Whether the file will be sent.
        original: The file that a `COPY` is a copy of; None for other verdicts.
    """

    verdict: FileVerdict
    goes: bool
    original: Document | None = None


_Standing = tuple[FileVerdict, bool, str]
"""A file's verdict, whether it will be sent, and its address."""


class BatchReview:
    """Files of a batch in order, with the user's choice for each, as it is stored.

    The time of an update depends on the number of changed files, not on the size of the batch,
    which may have thousands.
    """

    def __init__(self) -> None:
        self._documents: dict[str, Document] = {}
        self._order: dict[str, int] = {}
        self._alone: dict[str, FileVerdict] = {}
        self._verdicts: dict[str, FileVerdict] = {}
        self._contents: dict[str, tuple[str, str]] = {}
        self._same: dict[tuple[str, str], set[str]] = {}
        self._first: dict[tuple[str, str], str] = {}
        # The standing of each file, and the number of files with each standing.
        self._standings: dict[str, _Standing] = {}
        self._alike: Counter[_Standing] = Counter()

    def __len__(self) -> int:
        return len(self._documents)

    def __contains__(self, local_id: str) -> bool:
        return local_id in self._documents

    def __getitem__(self, local_id: str) -> Document:
        return self._documents[local_id]

    @property
    def ids(self) -> list[str]:
        """Ids of all files, in the order in which they were added."""
        return list(self._documents)

    def take(self, documents: Iterable[Document]) -> set[str]:
        """Add or update documents; return the ids of all whose verdict may have changed.

        The verdict of a copy depends on the file that it is a copy of.
        """
        touched: set[str] = set()
        others: set[str] = set()
        for document in documents:
            local_id = document.id
            touched.add(local_id)
            self._order.setdefault(local_id, len(self._order))
            self._documents[local_id] = document
            self._alone[local_id] = alone = _alone(document)
            old, new = self._contents.get(local_id), _content(document, alone)
            if old != new:
                others |= self._leave(old, local_id) | self._join(new, local_id)
            self._settle(local_id)
        for local_id in others:
            self._settle(local_id)
        return touched | others

    def verdict(self, local_id: str) -> FileVerdict:
        """Return the verdict on a file."""
        return self._verdicts[local_id]

    def choice(self, local_id: str) -> FileChoice | None:
        """Return the choice that the user has for a file; None if there is none."""
        verdict = self._verdicts.get(local_id, FileVerdict.SETTLED)
        if verdict is FileVerdict.CANNOT or verdict is FileVerdict.SETTLED:
            return None
        original = None
        if verdict is FileVerdict.COPY:
            original = self._documents[self._first[self._contents[local_id]]]
        return FileChoice(verdict, self.goes(local_id), original)

    def goes(self, local_id: str) -> bool:
        """Return whether a file will be sent."""
        return _goes(self._verdicts[local_id], self._documents[local_id])

    @property
    def to_go(self) -> list[str]:
        """Ids of all files that will be sent, in order."""
        return [local_id for local_id in self._documents if self.goes(local_id)]

    @property
    def by_default(self) -> list[str]:
        """Ids of the files that are sent unless the user skips them, in order."""
        return [i for i in self._documents if self._verdicts[i] in GOES_BY_DEFAULT]

    @property
    def summary(self) -> BatchSummary:
        """Counts of the files of the batch."""
        alike = self._alike.items()
        verdicts: Counter[FileVerdict] = Counter()
        for (verdict, _, _), number in alike:
            verdicts[verdict] += number
        return BatchSummary(
            total=len(self._documents) - verdicts[FileVerdict.SETTLED],
            will_go=sum(number for (_, goes, _), number in alike if goes),
            ready=sum(n for (v, goes, _), n in alike if v in CHECKED and goes),
            checking=verdicts[FileVerdict.CHECKING],
            sent_before=verdicts[FileVerdict.SENT_BEFORE] + verdicts[FileVerdict.COPY],
            cannot=verdicts[FileVerdict.CANNOT],
            warned=verdicts[FileVerdict.WARNED],
            left_out=sum(n for (v, goes, _), n in alike if v in GOES_BY_DEFAULT and not goes),
            again=sum(n for (v, goes, _), n in alike if v in COSTS_TWICE and goes),
            without_address=sum(n for (_, goes, to), n in alike if goes and not to),
        )

    @property
    def address(self) -> str:
        """The address that most of the files have; empty if none has one."""
        numbers: Counter[str] = Counter()
        for (verdict, _, address), number in self._alike.items():
            if verdict is not FileVerdict.SETTLED and address:
                numbers[address] += number
        return max(numbers, key=numbers.__getitem__, default="")

    @property
    def elsewhere(self) -> int:
        """Number of files that will be sent to another address than `address`."""
        usual = {"", self.address}
        return sum(n for (_, goes, to), n in self._alike.items() if goes and to not in usual)

    def _join(self, content: tuple[str, str] | None, local_id: str) -> set[str]:
        if content is None:
            return set()
        self._contents[local_id] = content
        self._same.setdefault(content, set()).add(local_id)
        first = self._first.get(content)
        if first is not None and self._order[first] < self._order[local_id]:
            return set()
        self._first[content] = local_id
        return set() if first is None else {first}

    def _leave(self, content: tuple[str, str] | None, local_id: str) -> set[str]:
        if content is None:
            return set()
        del self._contents[local_id]
        others = self._same[content]
        others.discard(local_id)
        if self._first[content] != local_id:
            return set()
        del self._first[content]
        if not others:
            return set()
        first = self._first[content] = min(others, key=self._order.__getitem__)
        return {first}

    def _settle(self, local_id: str) -> None:
        """Determine the verdict on a file and update the counts."""
        content = self._contents.get(local_id)
        is_copy = content is not None and self._first[content] != local_id
        verdict = FileVerdict.COPY if is_copy else self._alone[local_id]
        self._verdicts[local_id] = verdict
        document = self._documents[local_id]
        standing = verdict, _goes(verdict, document), document.xn_address
        before = self._standings.get(local_id)
        if standing == before:
            return
        if before is not None:
            self._alike[before] -= 1
        self._standings[local_id] = standing
        self._alike[standing] += 1


def _goes(verdict: FileVerdict, document: Document) -> bool:
    if verdict in GOES_BY_DEFAULT:
        return not document.skipped
    return verdict in COSTS_TWICE and document.again_chosen


def _alone(document: Document) -> FileVerdict:
    """Return the verdict on a file without regard to the others."""
    if document.removed:
        return FileVerdict.SETTLED
    if document.state is DocumentState.REJECTED:
        return FileVerdict.CANNOT
    if not document.waits_for_start:
        return FileVerdict.SETTLED
    if document.state is DocumentState.CHECKING or document.state is DocumentState.QUEUED:
        return FileVerdict.CHECKING
    if document.held_for(HoldReason.ALREADY_SENT):
        return FileVerdict.SENT_BEFORE
    if document.held_for(HoldReason.WAITS_FOR_START):
        return FileVerdict.WARNED if document_warnings(document) else FileVerdict.READY
    return FileVerdict.SETTLED


def _content(document: Document, alone: FileVerdict) -> tuple[str, str] | None:
    """Return the key that copies share; None while unknown or if it does not wait for the batch."""
    if alone is not FileVerdict.READY and alone is not FileVerdict.WARNED:
        return None
    return content_and_address(document)
