"""Text that flows over pages, with the head and foot of each."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from helpers.estimate_corpus.sheets import BOLD, HEIGHT, REGULAR, WIDTH, Sheet, text_width

LEFT, RIGHT, TOP, BOTTOM = 48.0, WIDTH - 48, HEIGHT - 50, 64.0


@dataclass(frozen=True)
class Look:
    """How a document is set.

    Attributes:
        size: Size of its text in points.
        font: Its font.
        right_labels: Whether labels end where their values begin.
        leading: Height of a line, in sizes of its text.
        feet_first: Whether the foot of a page comes first in the file.
    """

    size: float = 9
    font: str = REGULAR
    right_labels: bool = False
    feet_first: bool = False
    leading: float = 1.5


def some_look(chance: random.Random) -> Look:
    """Return a look by chance."""
    return Look(
        size=chance.choice((8, 8.5, 9, 9.5)),
        right_labels=chance.random() < 0.4,
        feet_first=chance.random() < 0.3,
        leading=chance.choice((1.25, 1.4, 1.5)),
    )


@dataclass
class Flow:
    """Pages that are written from top to bottom.

    Attributes:
        look: How they are set.
        head: Writes the head of a page.
        foot: Returns the left and right text of the foot of a page, by its number.
        numbers: Numbers that the pages say they have; those after its end count on.
    """

    look: Look
    head: Callable[[Sheet], None] = lambda _: None
    foot: Callable[[int], tuple[str, str]] = lambda _: ("", "")
    numbers: Sequence[int] = ()
    sheets: list[Sheet] = field(default_factory=list)
    y: float = 0

    @property
    def sheet(self) -> Sheet:
        """The page that is being written; the first one begins with the first text."""
        if not self.sheets:
            self.new_page()
        return self.sheets[-1]

    def new_page(self) -> None:
        """Begin a page."""
        number = len(self.sheets)
        page = Sheet()
        self.sheets.append(page)
        told = self.numbers[number] if number < len(self.numbers) else number + 1
        if self.look.feet_first:
            self._write_foot(page, told)
        self.head(page)
        if not self.look.feet_first:
            self._write_foot(page, told)
        self.y = TOP - 34

    def down(self, lines: float = 1) -> None:
        """Go down by some lines; begin a page at the end of this one."""
        self.y -= lines * self.look.size * self.look.leading
        if self.y < BOTTOM:
            self.new_page()

    def keep(self, lines: float) -> bool:
        """Begin a page if not so many lines are left; return whether it did."""
        if not self.sheets or self.y - lines * self.look.size * self.look.leading >= BOTTOM:
            return False
        self.new_page()
        return True

    def text(self, x: float, text: str, *, bold: bool = False) -> float:
        """Write on the present line; return where the text ends."""
        return self.sheet.text(x, self.y, text, self.look.size, self._font(bold=bold))

    def right(self, x: float, text: str, *, bold: bool = False) -> None:
        """Write on the present line, up to `x`."""
        self.sheet.right(x, self.y, text, self.look.size, self._font(bold=bold))

    def label(self, x: float, label: str, value: str, gap: float = 82) -> float:
        """Write a label at `x` and its value at `x + gap`; return where the value ends."""
        width = text_width(label, self.look.size, self._font(bold=True))
        at = x + gap - width - 4 if self.look.right_labels else x
        end = self.text(at, label, bold=True)
        return self.text(max(x + gap, end + 3), value)

    def line(self, text: str, *, bold: bool = False) -> None:
        """Write a line and go down."""
        self.text(LEFT, text, bold=bold)
        self.down()

    def paragraph(self, text: str) -> None:
        """Write text in as many lines as it needs."""
        for line in wrapped(text, self.look.size, RIGHT - LEFT, self.look.font):
            self.line(line)
        self.down(0.5)

    def _font(self, *, bold: bool) -> str:
        return BOLD if bold and self.look.font == REGULAR else self.look.font

    def _write_foot(self, page: Sheet, told: int) -> None:
        left, right = self.foot(told)
        page.text(LEFT, BOTTOM - 28, left, 8)
        page.right(RIGHT, BOTTOM - 28, right, 8)


def wrapped(text: str, size: float, width: float, font: str = REGULAR) -> list[str]:
    """Return a text in lines of at most `width` points."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, font) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def halves(text: str) -> tuple[str, str]:
    """Return a text in two parts, cut at a blank or a dash near its middle if there is one."""
    middle = len(text) // 2
    cuts = [at + 1 for at, letter in enumerate(text[:-1]) if letter in " -" and at]
    cut = min(cuts, key=lambda at: abs(at - middle)) if cuts else middle
    return text[:cut].strip(), text[cut:].strip()
