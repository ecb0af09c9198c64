"""What the documents of a batch have in common, computed when its heading is first painted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import ceil
from os.path import commonprefix

from capout_desktop.domain.batch_tally import Standing
from capout_desktop.domain.document import Document

LEAST_PREFIX = 6
"""Least number of letters that are left away from the names of a batch."""
SHARE_OF_NAMES = 2 / 3
"""Least fraction of the names of a batch that begin with words that are left away."""
_WORDS = re.compile(r".*[\s_\-.,]", re.DOTALL)


class BatchFacts:
    """Facts about the documents of a batch by their positions.

    A list of 100,000 documents may have thousands of batches, of which a few are in sight.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        standings: Sequence[Standing],
        members: Iterable[int],
    ) -> None:
        """`documents` and `standings` have one entry for each position in the whole list."""
        self._documents = documents
        self._standings = standings
        self._members = members

    @cached_property
    def standings(self) -> Mapping[Standing, int]:
        """How many documents stand in which way."""
        return Counter(map(self._standings.__getitem__, self._members))

    @cached_property
    def addresses(self) -> Sequence[str]:
        """Who receives the documents, the address of most first; empty for nobody yet."""
        found = Counter(self._documents[at].xn_address for at in self._members)
        found.pop("", None)
        return [address for address, _ in found.most_common()]

    @cached_property
    def prefix(self) -> str:
        """Words with which most file names begin; they are not painted. Empty for none."""
        return _common_prefix([self._documents[at].file_name for at in self._members])


def _common_prefix(names: list[str]) -> str:
    """Return the longest words with which most names begin.

    They are empty if they are hardly longer than an "…".
    """
    names = sorted(names)
    most = max(ceil(len(names) * SHARE_OF_NAMES), min(len(names), 2))
    longest = ""
    # What the first and the last of neighbors begin with, all between them do.
    for first, last in zip(names, names[most - 1 :], strict=False):
        more = len(longest) + 1
        if first[:more] == last[:more]:  # comparing all by letters takes ten times as long
            same = commonprefix((first, last))  # noqa: RUF071 - texts, whose letters are compared
            longest = max(longest, same, key=len)
    words = _WORDS.match(longest)
    return words[0] if words is not None and len(words[0]) >= LEAST_PREFIX else ""
