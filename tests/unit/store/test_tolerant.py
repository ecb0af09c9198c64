"""What a newer or damaged file holds costs the field that it stands in, and no other."""

from __future__ import annotations

import msgspec
import pytest

from capout_desktop.store.tolerant import Read, tolerantly


class Part(msgspec.Struct, frozen=True):
    """A record in a record; it has a field without a default."""

    name: str
    size: int = 5


class Whole(msgspec.Struct, frozen=True):
    """A record with a field of each kind."""

    title: str = "usual"
    number: int = 1
    parts: list[Part] = []
    by_name: dict[str, Part] = {}
    numbers: dict[str, int] = {}
    part: Part | None = None
    renamed: str = msgspec.field(default="", name="other")


GOOD = {"name": "a"}


@pytest.mark.parametrize(
    ("stored", "expected", "unread"),
    [
        ({}, Whole(), ()),
        ({"title": "mine", "number": 7}, Whole("mine", 7), ()),
        ({"unknown": 1, "number": 7}, Whole(number=7), ()),
        ({"title": 3, "number": 7}, Whole(number=7), ("title",)),
        ({"title": None}, Whole(), ("title",)),
        ({"other": "x", "renamed": "y"}, Whole(renamed="x"), ()),
        ({"parts": [GOOD, {"name": "b", "size": 2}]}, Whole(parts=[Part("a"), Part("b", 2)]), ()),
        ({"parts": [GOOD, {"name": 4}, 5]}, Whole(parts=[Part("a")]), ("parts",)),
        ({"parts": [{"name": "b", "size": "x"}]}, Whole(parts=[Part("b")]), ("parts",)),
        ({"parts": {"a": GOOD}}, Whole(), ("parts",)),
        ({"parts": "none"}, Whole(), ("parts",)),
        (
            {"by_name": {"a": GOOD, "b": {"size": 1}, "c": 3}},
            Whole(by_name={"a": Part("a")}),
            ("by_name",),
        ),
        ({"by_name": [GOOD]}, Whole(), ("by_name",)),
        ({"numbers": {"a": 1, "b": "two"}}, Whole(numbers={"a": 1}), ("numbers",)),
        ({"numbers": [1]}, Whole(), ("numbers",)),
        ({"part": GOOD}, Whole(part=Part("a")), ()),
        ({"part": None}, Whole(), ()),
        ({"part": {"name": "a", "size": "x"}}, Whole(part=Part("a")), ("part",)),
        ({"part": {"size": 3}}, Whole(), ("part",)),
        ({"part": [GOOD]}, Whole(), ("part",)),
        ({"title": 1, "parts": [1], "number": 2}, Whole(number=2), ("title", "parts")),
    ],
)
def test_one_field_costs_itself(stored: object, expected: Whole, unread: tuple[str, ...]) -> None:
    assert tolerantly(stored, Whole) == Read(expected, unread)


@pytest.mark.parametrize("stored", [None, [], 3, "text", [{"title": "mine"}]])
def test_what_is_no_record_is_none(stored: object) -> None:
    assert tolerantly(stored, Whole) is None


def test_a_record_without_what_it_needs_is_none() -> None:
    assert tolerantly({"size": 3}, Part) is None
    assert tolerantly({"name": 3}, Part) is None
