"""What a server or a name may hold and a journal cannot is replaced by the closest that it can."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capout_desktop.store.storable import DEEPEST, storable

LARGEST = 2**63 - 1


class Row(msgspec.Struct, frozen=True):
    """A record with any value."""

    value: Any = None


@dataclass(frozen=True)
class Point:
    """Another one."""

    value: Any = None


WRAPPED: dict[str, Callable[[Any], Any]] = {
    "itself": lambda value: value,
    "struct": Row,
    "dataclass": Point,
    "value": lambda value: {"key": value},
    "tuple": lambda value: (1, value, "x"),
    "list": lambda value: [1, value, "x"],
    "several deep": lambda value: Row([{"key": (Point(value),)}]),
}


@pytest.mark.parametrize("shape", WRAPPED)
@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("Caf\u00e9 \U0001f600", "Caf\u00e9 \U0001f600"),
        ("half \ud83d", "half ?"),
        (LARGEST, LARGEST),
        (LARGEST + 1, LARGEST),
        (-LARGEST, -LARGEST),
        (-(10**30), -LARGEST),
        (10**30, LARGEST),
        (0, 0),
        (7, 7),
        (True, True),
        (False, False),
        (1.5, 1.5),
        (None, None),
        ((), ()),
        ([], []),
        ({}, {}),
        (Row, Row),
        (Point, Point),  # the class itself, which has fields, too
    ],
)
def test_each_part_is_replaced_wherever_it_is(shape: str, value: object, stored: object) -> None:
    made = storable(WRAPPED[shape](value))
    assert made == WRAPPED[shape](stored)
    assert repr(made) == repr(WRAPPED[shape](stored)), "True is no 1"


def test_keys_are_parts_too() -> None:
    assert storable({"half \ud83d": 1}) == {"half ?": 1}


def test_a_text_that_can_be_stored_is_not_copied() -> None:
    text = "".join(["a", "b", "c"])
    assert storable(text) is text


@pytest.mark.parametrize(
    "wrap",
    [lambda v: [v], lambda v: (v,), lambda v: {"k": v}, Row, Point],
    ids=["list", "tuple", "mapping", "struct", "dataclass"],
)
def test_what_is_nested_too_deeply_ends_at_the_same_depth(wrap: Any) -> None:
    value: object = "bottom"
    for _ in range(DEEPEST - 1):
        value = wrap(value)
    assert storable(value) == value, "just deep enough"
    made = storable(wrap(value))
    assert made != wrap(value)
    expected: object = None
    for _ in range(DEEPEST):
        expected = wrap(expected)
    assert made == expected
    msgspec.json.encode(made)


@settings(max_examples=30)
@given(
    st.recursive(
        st.text() | st.integers() | st.booleans() | st.none(),
        lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(), part, max_size=3),
        max_leaves=10,
    )
)
def test_whatever_comes_out_can_be_written_and_goes_in_again_unchanged(value: object) -> None:
    made = storable(value)
    msgspec.json.encode(made)
    assert storable(made) == made
