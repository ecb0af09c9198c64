"""Which groups of the list are folded, as the person left them."""

from __future__ import annotations

from collections.abc import Iterable

from capout_desktop.ui.documents.grouping import Group


class Folds:
    """Remembers which groups the person folded or unfolded; the others are as they come.

    While a search or filter narrows the list, it has folds of its own, and all groups are unfolded
    at first: otherwise a match could be hidden.

    Attributes:
        version: Another number whenever any group may be folded that was not, or the other way.
    """

    def __init__(self) -> None:
        self._chosen: dict[object, bool] = {}
        self._while_narrowed: dict[object, bool] = {}
        self._narrowed = False
        self.version = 0

    def narrow(self, narrowed: bool) -> None:
        """Begin or end a search or filter; a new one begins with all groups unfolded."""
        if narrowed is not self._narrowed or self._while_narrowed:
            self.version += 1
        self._narrowed = narrowed
        self._while_narrowed = {}

    def is_folded(self, group: Group) -> bool:
        """Return whether the rows of a group are hidden."""
        if self._narrowed:
            return self._while_narrowed.get(group.key, False)
        return self._chosen.get(group.key, group.folded_at_first)

    def fold(self, groups: Iterable[Group], folded: bool) -> None:
        """Fold groups, or unfold them."""
        self.version += 1
        chosen = self._while_narrowed if self._narrowed else self._chosen
        chosen.update((group.key, folded) for group in groups)
