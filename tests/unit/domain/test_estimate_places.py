"""Which text belongs to which label, told from places in points, at the limits of each rule."""

from __future__ import annotations

import random

import pytest

from capout_desktop.domain.estimates.header_values import labels_on, values_on
from capout_desktop.domain.estimates.items import Head, Items, heads_in, items_on
from capout_desktop.domain.estimates.labeled_page import LabeledPage, Value
from capout_desktop.domain.estimates.labels import Label
from capout_desktop.domain.estimates.visual_lines import Word, visual_lines
from capout_desktop.domain.positioned_text import Cell, VisualLine

LEFT = 100.0
"""Left edge of the labels."""
COLUMN = 200.0
"""Left edge of the values."""


def at(text: str, x0: float, width: float | None = None) -> Cell:
    return Cell(x0, x0 + (5.0 * len(text) if width is None else width), text)


def lines(*rows: tuple[float, list[Cell]]) -> list[VisualLine]:
    return [VisualLine(3, y, tuple(cells)) for y, cells in rows]


def read(*rows: tuple[float, list[Cell]]) -> list[Value]:
    """Return the wanted values on a page with these cells."""
    page = lines(*rows)
    return list(values_on(page, labels_on(page)))


def doubt(*rows: tuple[float, list[Cell]]) -> bool:
    """Return whether the last value is doubtful."""
    return read(*rows)[-1].is_doubtful


def beside(label: str, value: str) -> list[Cell]:
    return [at(label, LEFT), at(value, COLUMN)]


LOSS = beside("Type of Loss:", "Hail")
INSURED = beside("Insured:", "BO LI")
CLAIM = beside("Claim Number:", "0417")
ESTIMATOR = beside("Estimator:", "Dale")


def test_a_value_is_read_with_its_label_and_page() -> None:
    assert read((50, INSURED)) == [Value(Label.INSURED, ("BO LI",), 3)]
    assert read((50, beside("Home:", "555")), (99, beside("Nothing:", "5"))) == []


@pytest.mark.parametrize(("gap", "count"), [(0, 1), (160, 1), (160.1, 0)])
def test_a_value_is_near_its_label(gap: float, count: int) -> None:
    assert len(read((50, [at("Insured:", 0, 40), at("BO LI", 40 + gap)]))) == count


def test_a_label_has_no_value_if_another_label_or_nothing_follows() -> None:
    assert read((50, [at("Insured:", 0), at("Home:", 60), at("555", 100)])) == []
    assert read((50, [at("Insured:", 0)])) == []


def test_a_long_label_is_not_looked_at() -> None:
    for length, label in ((40, Label.OTHER), (41, None)):
        page = lines((50, [at("x" * (length - 1) + ":", 0)]))
        assert labels_on(page) == [[label]]
    assert labels_on(lines((50, [at("Insured:", 0), at("x Insured:", 60), at("Bo", 120)]))) == [
        [Label.INSURED, Label.OTHER, None]
    ]
    assert labels_on(lines((50, [at("Insured: Insured:", 0)]))) == [[Label.OTHER]]


# Further lines of a value


@pytest.mark.parametrize(
    ("down", "right", "further"),
    [
        (19, 0, ("Rear",)),
        (19.1, 0, ()),
        (12, 4, ("Rear",)),
        (12, -4, ("Rear",)),
        (12, 4.1, ()),
    ],
)
def test_a_further_line_is_aligned_and_near(
    down: float, right: float, further: tuple[str, ...]
) -> None:
    value = read((50, INSURED), (50 + down, [at("Rear", COLUMN + right)]))[0]
    assert value.lines == ("BO LI", *further)
    assert value.text == " ".join(("BO LI", *further))


def test_a_value_has_four_further_lines_at_most() -> None:
    rows = [(50 + 12.0 * n, [at(f"Line {n}", COLUMN)]) for n in range(1, 7)]
    (value,) = read((50, INSURED), *rows)
    assert value == Value(Label.INSURED, ("BO LI", "Line 1", "Line 2", "Line 3", "Line 4"), 3)


def test_the_lines_of_a_value_follow_each_other() -> None:
    (value,) = read(
        (50, INSURED),
        (65, [at("two", COLUMN)]),
        (80, [at("three", COLUMN)]),
        (99.5, [at("four", COLUMN)]),
    )
    assert value.lines == ("BO LI", "two", "three")


@pytest.mark.parametrize(
    ("cell", "is_doubtful"),
    [
        (at("& CO", COLUMN + 10), True),  # below it, though not aligned
        (at("& CO", COLUMN - 15, 15), False),  # ends where the value begins
        (at("& CO", COLUMN - 15, 15.1), True),
        (at("& CO", COLUMN + 25), False),  # begins where it ends
        (at("& CO", COLUMN + 24.9), True),
        (at("& CO", LEFT + 4), True),  # below its label
        (at("& CO", LEFT + 4.1), False),
        (at("x" * 30, COLUMN + 10), True),
        (at("x" * 31, COLUMN + 10), False),
    ],
)
def test_a_short_text_below_a_value_may_be_its_end(cell: Cell, is_doubtful: bool) -> None:
    (value,) = read((50, INSURED), (62, [cell]))
    assert value == Value(Label.INSURED, ("BO LI",), 3, is_doubtful)


def test_one_text_that_may_be_the_end_is_enough() -> None:
    assert doubt((50, INSURED), (62, [at("& CO", COLUMN + 10), at("x" * 31, 400)]))


def test_below_a_second_line_nothing_is_doubtful() -> None:
    rows = [(62, [at("and", COLUMN)]), (74, [at("& CO", COLUMN + 10)])]
    assert read((50, INSURED), *rows) == [Value(Label.INSURED, ("BO LI", "and"), 3)]


def test_what_has_a_label_of_its_own_is_no_further_line() -> None:
    assert read((50, INSURED), (62, [at("Home:", LEFT), at("555", COLUMN)])) == [
        Value(Label.INSURED, ("BO LI",), 3)
    ]


def test_what_xactimate_prints_below_the_price_list_is_not_its_value() -> None:
    rows = [(50.0, beside("Price List:", "TXDF8X_MAR26"))]
    for text in ("Restoration/Service/Remodel", "NEW CONSTRUCTION"):
        assert read(*rows, (62, [at(text, COLUMN)])) == [
            Value(Label.PRICE_LIST, ("TXDF8X_MAR26",), 3)
        ]


# Text beside a value


@pytest.mark.parametrize(
    ("value", "neighbor", "gap", "is_doubtful"),
    [
        ("BO", "LI", 160, True),  # words that are far apart in a justified line
        ("BO", "LI", 160.1, False),
        ("BO LI", "JR", 36, True),
        ("BO LI", "JR", 36.1, False),
        ("BO", "LI JR", 36.1, False),
        ("BO", "3/14/2026", 36.1, False),
        ("BO", "3/14/2026", 36, True),
    ],
)
def test_text_beside_a_value_may_be_a_part_of_it(
    value: str, neighbor: str, gap: float, is_doubtful: bool
) -> None:
    cells = [at("Insured:", 0, 40), at(value, 50, 20), at(neighbor, 70 + gap)]
    assert doubt((50, cells)) is is_doubtful


def test_a_label_beside_a_value_is_no_part_of_it() -> None:
    cells = [at("Insured:", 0, 40), at("BO", 50), at("Home:", 65)]
    assert not doubt((50, cells))


@pytest.mark.parametrize(
    ("cells", "is_doubtful"),
    [
        ([at("Old", 0, 20), at("Insured:", 27.9, 40)], True),
        ([at("Old", 0, 20), at("Insured:", 28, 40)], False),
        ([at("Home:", 0, 20), at("Insured:", 22, 40)], False),
        ([at("Home:", 0, 10), at("7", 12, 8), at("Insured:", 22, 40)], False),
        ([at("At", 0, 10), at("7", 12, 8), at("Insured:", 22, 40)], True),
    ],
)
def test_a_word_that_touches_a_label_may_change_its_meaning(
    cells: list[Cell], is_doubtful: bool
) -> None:
    assert doubt((50, [*cells, at("BO LI", cells[-1].x1 + 5)])) is is_doubtful


@pytest.mark.parametrize(
    ("y", "cell", "is_doubtful"),
    [
        (31, at("Previous", LEFT), True),
        (30.9, at("Previous", LEFT), False),
        (38, at("Plain", LEFT), False),
        (38, at("Previous", LEFT - 40, 40), False),
        (38, at("Previous", LEFT - 40, 40.1), True),
        (38, at("Previous", LEFT + 40), False),
        (38, at("Previous", LEFT + 39.9), True),
    ],
)
def test_a_word_over_a_label_may_change_its_meaning(
    y: float, cell: Cell, is_doubtful: bool
) -> None:
    assert doubt((y, [cell]), (50, INSURED)) is is_doubtful


@pytest.mark.parametrize(
    ("first", "second", "is_doubtful"),
    [(1.5, 28.5, True), (1.4, 28.5, True), (0, 28.6, False), (0, 30, False)],
)
def test_a_heading_over_the_lines_around_may_name_another_claim(
    first: float, second: float, is_doubtful: bool
) -> None:
    """A gap of one and a half lines ends what a heading is over."""
    rows = [
        (10.0, [at("Prior claims here", 400)]),
        (10 + max(first, 12), LOSS),
        (10 + max(first, 12) + second, CLAIM),
    ]
    assert doubt(*rows) is is_doubtful


def test_a_heading_about_another_claim_is_no_matter_for_the_estimator() -> None:
    rows = [(10.0, [at("Prior claims here", 400)]), (25.0, LOSS)]
    assert doubt(*rows, (40.0, INSURED))
    assert not doubt(*rows, (40.0, ESTIMATOR))


# Text above a value


@pytest.mark.parametrize(
    ("y", "cell", "is_doubtful"),
    [
        (31, at("ANN AND", COLUMN), True),
        (30.9, at("ANN AND", COLUMN), False),
        (38, at("ANN", COLUMN - 30, 30), False),
        (38, at("ANN", COLUMN - 30, 30.1), True),
        (38, at("ANN", COLUMN + 25), False),
        (38, at("ANN", COLUMN + 24.9), True),
        (38, at("ANN", LEFT + 4, 130), False),  # over its label as well
        (38, at("ANN", LEFT + 4.1, 130), True),
        (38, at("Home:", COLUMN), False),
        (38, at("New Construction", COLUMN), False),
    ],
)
def test_text_above_a_value_may_be_its_beginning(y: float, cell: Cell, is_doubtful: bool) -> None:
    assert doubt((y, [cell]), (50, INSURED)) is is_doubtful


@pytest.mark.parametrize(
    ("rows", "is_doubtful"),
    [
        # The second line of the address above.
        ([(14, beside("Property:", "12 Elm St")), (26, [at("Denton Heights", COLUMN)])], False),
        # Nearer to this value than to the other one.
        ([(13, beside("Property:", "12 Elm St")), (26, [at("Denton Heights", COLUMN)])], True),
        ([(13.4, beside("Property:", "12 Elm St")), (26, [at("Denton Heights", COLUMN)])], False),
        # The other value has one line only.
        ([(14, CLAIM), (26, [at("Denton Heights", COLUMN)])], True),
        # An address ends with its ZIP code, a number has no further line.
        ([(14, beside("Property:", "Denton, TX 76201")), (26, [at("Rear", COLUMN)])], True),
        ([(14, beside("Property:", "Denton, TX 76201-0417")), (26, [at("Rear", COLUMN)])], True),
        ([(14, beside("Property:", "Denton, TX 762010")), (26, [at("Rear", COLUMN)])], False),
        ([(14, beside("Property:", "Denton, TX 7620A")), (26, [at("Rear", COLUMN)])], False),
        ([(14, beside("Email:", "m@x.example")), (26, [at("Rear", COLUMN)])], True),
        ([(14, beside("Phone:", "(940) 555-0143")), (26, [at("Rear", COLUMN)])], True),
        # A word with digits is rather a number.
        ([(14, beside("Property:", "12 Elm St")), (26, [at("B4", COLUMN)])], True),
        ([(14, beside("Property:", "12 Elm St")), (26, [at("B 4", COLUMN)])], False),
        # What is unfinished goes on, whatever is above it.
        ([(14, beside("Property:", "12 Elm St")), (26, [at("ANN AND", COLUMN)])], True),
        # There is no line between the values.
        ([(26, beside("Property:", "12 Elm St"))], False),
        ([(26, [at("Property:", 0), at("12 Elm St", COLUMN)])], False),
        ([(26, [at("Property:", 0, 39.9), at("12 Elm St", COLUMN)])], True),
    ],
)
def test_text_between_two_values_belongs_to_one_of_them(
    rows: list[tuple[float, list[Cell]]], is_doubtful: bool
) -> None:
    assert doubt(*rows, (38, INSURED)) is is_doubtful


def test_two_lines_between_two_values() -> None:
    """The last line may be the end of the value above only if the one over it does not end it."""
    above = (2.0, beside("Property:", "12 Elm St"))
    assert not doubt(above, (14, [at("Rear", COLUMN)]), (26, [at("Right", COLUMN)]), (38, INSURED))
    ends = [(14.0, [at("Denton, TX 76201", COLUMN)]), (26.0, [at("Right", COLUMN)])]
    assert doubt(above, *ends, (38, INSURED))


def test_where_one_label_is_beside_the_last_line_the_others_of_its_column_may_be_too() -> None:
    rows = [
        (10.0, [at("Office at", COLUMN)]),
        (22.0, INSURED),
        (50.0, beside("Property:", "12 Elm St")),
        (62.0, [at("Denton Heights", COLUMN)]),
        (74.0, ESTIMATOR),
    ]
    assert [value.is_doubtful for value in read(*rows)] == [True, False, True]
    assert not doubt(*rows[2:])
    elsewhere = [(10.0, [at("Office at", 400)]), (22.0, [at("Insured:", 350), at("BO LI", 400)])]
    assert not doubt(*elsewhere, *rows[2:])


def test_where_one_label_is_beside_the_middle_line_the_others_of_its_column_may_be_too() -> None:
    rows = [
        (100.0, beside("Home:", "5")),
        (112.0, [at("Rear", COLUMN)]),
        (124.0, ESTIMATOR),
    ]
    assert not doubt(*rows)
    assert doubt(*THREE, *rows)


# A label in the middle beside two or three lines

TWO = [
    (44.0, [at("12 Elm St", COLUMN)]),
    (50.0, [at("Property:", LEFT)]),
    (56.0, [at("Denton, TX 76201", COLUMN)]),
]


def around(*rows: tuple[float, list[Cell]]) -> list[Value]:
    page = lines(*rows)
    return list(LabeledPage(page, labels_on(page)).around.values())


def test_a_label_in_the_middle_beside_two_lines() -> None:
    value = Value(Label.LOSS_ADDRESS, ("12 Elm St", "Denton, TX 76201"), 3)
    assert around(*TWO) == [value]
    assert read(*TWO) == [value]


@pytest.mark.parametrize(
    ("up", "down", "right", "found"),
    [
        (9.5, 9.5, 0, True),
        (9.6, 9.5, 0, False),
        (6, 8, 0, True),
        (6, 8.1, 0, False),
        (8.1, 6, 0, False),
        (6, 6, 4, True),
        (6, 6, -4, True),
        (6, 6, 4.1, False),
    ],
)
def test_the_two_lines_are_near_and_aligned(
    up: float, down: float, right: float, found: bool
) -> None:
    rows = [
        (50 - up, [at("12 Elm St", COLUMN)]),
        (50.0, [at("Property:", LEFT)]),
        (50 + down, [at("Denton, TX 76201", COLUMN + right)]),
    ]
    assert bool(around(*rows)) is found


@pytest.mark.parametrize(
    ("x0", "found"), [(LEFT + 45, True), (LEFT + 44.9, False), (305, True), (305.1, False)]
)
def test_the_two_lines_are_right_of_the_label(x0: float, found: bool) -> None:
    rows = [(y, [*cells, at("far", 600)]) for y, cells in TWO]
    rows[0] = (44.0, [at("12 Elm St", x0)])
    rows[2] = (56.0, [at("Denton, TX 76201", x0)])
    rows[1] = TWO[1]
    assert bool(around(*rows)) is found


def test_lines_of_another_column_may_stand_between() -> None:
    others = [(y, [at("far", 0)]) for y in (47.0, 53.0)]
    for rows in (TWO, THREE):
        between = sorted([*rows, *others], key=lambda one: one[0])
        assert around(*between) == around(*rows)
        assert len(around(*rows)) == 1


def test_without_one_of_the_two_lines_there_is_no_value() -> None:
    assert around(*TWO[:2]) == around(*TWO[1:]) == []
    other = [(y, [at("Claim Number:", x.x0) if x.x0 == LEFT else x for x in c]) for y, c in TWO]
    assert around(*other) == []


@pytest.mark.parametrize(
    ("row", "is_doubtful"),
    [
        ((31.5, [at("Rear", COLUMN)]), True),  # as far from the first as that is from the second
        ((31.3, [at("Rear", COLUMN)]), False),
        ((68.6, [at("Rear", COLUMN)]), True),
        ((68.7, [at("Rear", COLUMN)]), False),
        ((34, [at("Rear", COLUMN - 20, 20)]), False),
        ((34, [at("Rear", COLUMN - 20, 20.1)]), True),
        ((34, [at("Rear", COLUMN + 45)]), False),
        ((34, [at("Rear", COLUMN + 44.9)]), True),
        ((34, [at("Home:", COLUMN)]), False),
        ((40, [at("Previous", LEFT)]), True),
        ((30, [at("Prior claims", 400)]), True),
    ],
)
def test_more_lines_above_or_below_make_the_two_doubtful(
    row: tuple[float, list[Cell]], is_doubtful: bool
) -> None:
    (value,) = around(*sorted([*TWO, row], key=lambda one: one[0]))
    assert value == Value(Label.LOSS_ADDRESS, ("12 Elm St", "Denton, TX 76201"), 3, is_doubtful)


def test_what_is_taken_by_a_label_in_the_middle_is_no_part_of_another_value() -> None:
    assert read(*TWO, (68, INSURED))[1] == Value(Label.INSURED, ("BO LI",), 3)
    assert read((32, ESTIMATOR), *TWO)[0] == Value(Label.ESTIMATOR, ("Dale",), 3)


THREE = [
    (38.0, [at("12 Elm St", COLUMN)]),
    (50.0, beside("Property:", "Unit 4")),
    (62.0, [at("Denton, TX 76201", COLUMN)]),
]
THREE_LINES = ("12 Elm St", "Unit 4", "Denton, TX 76201")


def test_a_label_beside_the_second_of_three_lines() -> None:
    assert around(*THREE) == read(*THREE) == [Value(Label.LOSS_ADDRESS, THREE_LINES, 3)]


@pytest.mark.parametrize(
    ("up", "down", "right", "found"),
    [
        (19, 19, 0, True),
        (19.1, 19, 0, False),
        (12, 12.5, 0, True),
        (12.7, 12, 0, False),
        (12, 12.7, 0, False),
        (12, 12, 4, True),
        (12, 12, 4.1, False),
    ],
)
def test_the_three_lines_are_near_and_aligned(
    up: float, down: float, right: float, found: bool
) -> None:
    rows = [
        (50 - up, [at("12 Elm St", COLUMN + right)]),
        THREE[1],
        (50 + down, [at("Denton, TX 76201", COLUMN)]),
    ]
    assert bool(around(*rows)) is found


@pytest.mark.parametrize(("y", "found"), [(24.8, False), (24.7, True), (75.1, False), (75.3, True)])
def test_the_three_lines_are_set_apart(y: float, found: bool) -> None:
    rows = sorted([*THREE, (y, [at("far", 400)])], key=lambda one: one[0])
    assert bool(around(*rows)) is found


@pytest.mark.parametrize(
    ("cells", "y", "is_doubtful"),
    [
        ([*THREE[1][1], at("Rear", 250)], 20, True),
        ([*THREE[1][1], at("Rear", 266)], 20, True),
        ([*THREE[1][1], at("Rear", 266.1)], 20, False),
        ([*THREE[1][1], at("Home:", 250)], 20, False),
        ([at("Old", LEFT - 20, 18), *THREE[1][1]], 20, True),
        (THREE[1][1], 20, False),
        (THREE[1][1], 21, True),
    ],
)
def test_text_around_makes_three_lines_doubtful(
    cells: list[Cell], y: float, is_doubtful: bool
) -> None:
    """Text beside them, or a heading about other claims within a line and a half."""
    heading = (y - 11.5, [at("Prior claims", 400)])
    (value,) = around(heading, THREE[0], (50.0, cells), THREE[2])
    assert value == Value(Label.LOSS_ADDRESS, THREE_LINES, 3, is_doubtful)


def test_a_date_or_a_price_list_beside_another_label_shows_that_values_are_shifted() -> None:
    for label, text, is_shifted in (
        ("Insured:", "3/14/2026", True),
        ("Claim Number:", "3/14/2026", False),
        ("Date of Loss:", "3/14/2026", False),
        ("Estimate:", "TXDF8X_MAR26", True),
        ("Date of Loss:", "TXDF8X_MAR26", True),
        ("Price List:", "TXDF8X_MAR26", False),
        ("Estimate:", "TXDF8X_MAR26 rear", False),
    ):
        found = read((50, beside(label, text)), (150, ESTIMATOR))
        assert [value.text for value in found] == ([] if is_shifted else [text, "Dale"]), label


# Lines and cells


def word(text: str, x0: float, y: float = 50.0, width: float = 5.0) -> Word:
    return (y, x0, x0 + width * len(text), text)


def texts(*words: Word) -> list[list[str]]:
    shuffled = list(words)
    random.Random(4).shuffle(shuffled)
    return [[cell.text for cell in line.cells] for line in visual_lines(7, shuffled)]


def test_lines_say_where_their_cells_are() -> None:
    assert visual_lines(7, [word("b", 60.06), word("aa", 20.04, 50.04), word("c", 20, 99)]) == (
        VisualLine(7, 50.0, (Cell(20.0, 30.0, "aa"), Cell(60.1, 65.1, "b"))),
        VisualLine(7, 99, (Cell(20, 25, "c"),)),
    )
    assert visual_lines(7, []) == ()


@pytest.mark.parametrize(("below", "count"), [(2.5, 1), (2.6, 2), (-2.5, 1), (-2.6, 2)])
def test_words_on_one_baseline_are_one_line(below: float, count: int) -> None:
    assert len(texts(word("aa", 20), word("bb", 33, 50 + below))) == count


def test_the_first_word_says_how_far_down_a_line_goes() -> None:
    assert texts(word("a", 20), word("b", 27, 52), word("c", 34, 54)) == [["a b"], ["c"]]


@pytest.mark.parametrize(
    ("gap", "width", "joined"),
    [
        (9.5, 5, True),
        (9.6, 5, False),
        (5, 2, True),  # small characters
        (5.1, 2, False),
        (19, 10, True),
        (19.1, 10, False),
    ],
)
def test_a_wide_gap_begins_another_cell(gap: float, width: float, joined: bool) -> None:
    """The width of the larger characters counts."""
    one, other = word("aa", 20, width=1), word("b", 22 + gap, width=width)
    assert texts(one, other) == [["aa b"] if joined else ["aa", "b"]]
    one, other = word("aa", 20, width=width), word("b", 20 + 2 * width + gap, width=1)
    assert texts(one, other) == [["aa b"] if joined else ["aa", "b"]]


@pytest.mark.parametrize(
    ("overlap", "width", "joined"),
    [(3, 1, True), (3.1, 1, False), (5, 5, True), (5.1, 5, False)],
)
def test_words_printed_over_each_other_are_no_one_cell(
    overlap: float, width: float, joined: bool
) -> None:
    one = word("aaaaaaaa", 20, width=width)
    other = word("b", 20 + 8 * width - overlap, width=width)
    assert texts(one, other) == [["aaaaaaaa b"] if joined else ["aaaaaaaa", "b"]]


@pytest.mark.parametrize(
    ("right", "text", "count"), [(0.9, "aaa", 1), (1, "aaa", 2), (0.9, "aab", 2)]
)
def test_a_word_drawn_twice_is_there_once(right: float, text: str, count: int) -> None:
    (cells,) = texts(word("aaa", 20), word(text, 20 + right))
    assert len(cells) == count


def test_each_label_is_a_cell_of_its_own() -> None:
    words = [
        word("Claim", 20),
        word("#:", 50),
        word("7", 65),
        word("x", 72),
        word("Insured:Bo", 82),
    ]
    assert visual_lines(1, words) == (
        VisualLine(
            1,
            50,
            (
                Cell(20, 60, "Claim #:"),
                Cell(65, 77, "7 x"),
                Cell(82, 122, "Insured:"),
                Cell(122, 132, "Bo"),
            ),
        ),
    )


# Line items


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("QTY TOTAL", {Head.QUANTITY, Head.TOTAL}),
        ("qty total", {Head.QUANTITY, Head.TOTAL}),
        ("QTY", set()),
        ("QTY TOTAL 1", set()),
        ("QTY TOTAL abc", {Head.QUANTITY, Head.TOTAL}),
        ("QTY TOTAL abcd", set()),
        ("QTY TOTAL" + " " * 151, {Head.QUANTITY, Head.TOTAL}),
        ("QTY TOTAL" + " " * 152, set()),
        ("AGE/LIFECOND. DEP % DEPREC.", {
            Head.AGE, Head.CONDITION, Head.DEPRECIATION_PERCENT, Head.DEPRECIATION
        }),
    ],
)  # fmt: skip
def test_column_heads(text: str, heads: set[Head]) -> None:
    assert heads_in(text) == heads


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        (["1. Shingles 28.40 SQ 75.56 2,145.90"], (1, 1, 1)),
        (["1. Shingles 28.40 SQ 75.56"], (1, 0, 1)),
        (["1. Shingles 28.40 SQ"], (1, 0, 0)),
        (["1. Shingles"], (0, 0, 0)),
        (["1. 3 EA each 28.40 SQ 75.56"], (1, 0, 1)),
        (["1. Shingles", "a", "b", "28.40 SQ 75.56"], (1, 0, 1)),
        (["1. Shingles", "a", "b", "c", "28.40 SQ 75.56"], (0, 0, 0)),
        (["1. Shingles", "DESCRIPTION TAX", "28.40 SQ 75.56"], (0, 0, 0)),
        (["1. Shingles", "2. Felt 3 SQ 1.00 2.00", "* 3. Nail 1 EA 2.00"], (2, 1, 2)),
        (["Felt 3 SQ 1.00 2.00"], (0, 0, 0)),
        (["QTY TOTAL", "Felt 3 SQ 1.00 2.00", "Nails 4 EA", "Tape"], (1, 1, 1)),
        (["QTY TAX", "Felt 3 SQ 1.00 2.00"], (0, 0, 0)),
        (["TAX TOTAL", "Felt 3 SQ 1.00 2.00"], (0, 0, 0)),
        (["QTY PER TAX", "Felt 3.00 $1.00 SQ 2.00"], (1, 0, 1)),
        (["QTY PER TAX", "Felt 3 SQ 2.00"], (0, 0, 0)),
        (["DESC QTY TAX RCV ACV", "1. Felt 1.00 2.00 3.00 4.00"], (1, 1, 1)),
        (["DESC QTY TAX RCV ACV", "1. Felt 1.00 2.00 3.00"], (0, 0, 0)),
        (["QTY TAX RCV ACV", "1. Felt 1.00 2.00 3.00 4.00"], (0, 0, 0)),
        (["RFG 300S + Felt", "28 28.00 SQ 1.00", "RFG DRIP + Edge", "9 9.00 LF 1.00"], (2, 0, 2)),
        (["RFG 300S + Felt", "28 28.00 SQ 1.00"], (0, 0, 0)),
        (["CAT SEL", "RFG 300S + Felt", "28 28.00 SQ 1.00"], (1, 0, 1)),
    ],
)
def test_line_items_are_counted(rows: list[str], counts: tuple[int, int, int]) -> None:
    heads = frozenset[Head]().union(*map(heads_in, rows))
    assert items_on(rows) == Items(heads, *counts)
