"""The address book, and what is meant by what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.address_book import AddressBook
from capout_desktop.domain.xn_address import (
    clean_xn_address,
    find_address,
    labeled,
    looks_like_xn_address,
)

BOOK = AddressBook(("a@x", "b@y"), {"a@x": "Smith Team"}, "a@x")


def test_an_entry_is_added_with_its_name_and_without_what_was_pasted_along() -> None:
    book = BOOK.with_entry(" <c@z> ", "  Water \n losses ")
    assert book.addresses == ("a@x", "b@y", "c@z")
    assert book.labels["c@z"] == "Water losses"


def test_a_changed_entry_stays_in_its_place_and_stays_the_default() -> None:
    book = BOOK.with_entry("new@x", "Smith Team", "a@x")
    assert book == AddressBook(("new@x", "b@y"), {"new@x": "Smith Team"}, "new@x")


def test_an_address_that_is_there_already_is_there_once() -> None:
    book = BOOK.with_entry("b@y", "Northwest", "a@x")
    assert book.addresses == ("b@y",)
    assert book.labels == {"b@y": "Northwest"}


def test_without_a_default_no_new_entry_becomes_it() -> None:
    book = AddressBook(("a@x",), {}, "")
    assert book.with_entry("b@y", "") == AddressBook(("a@x", "b@y"), {}, "")


def test_what_is_removed_is_no_default_and_has_no_name_any_more() -> None:
    assert BOOK.without("a@x") == AddressBook(("b@y",), {}, "")


def test_another_entry_becomes_the_default_or_none() -> None:
    assert BOOK.with_default("b@y") == AddressBook(BOOK.addresses, BOOK.labels, "b@y")
    assert BOOK.with_default("").default == ""


@given(st.text(), st.text(), st.sampled_from(["", "a@x", "b@y", "gone@z"]))
def test_no_entry_breaks_the_book(address: str, label: str, instead_of: str) -> None:
    book = BOOK.with_entry(address, label, instead_of)
    assert len(set(book.addresses)) == len(book.addresses)
    assert set(book.labels) <= set(book.addresses)
    assert "" not in book.addresses
    assert not book.default or book.default in book.addresses


@pytest.mark.parametrize(
    "typed", ["smith team", "Smith Team — a@x", "a@x", ' "a@x" ', "Smith Team"]
)
def test_an_address_is_found_by_name_and_by_itself(typed: str) -> None:
    assert find_address(typed, BOOK.addresses, BOOK.labels) == "a@x"


def test_nothing_is_no_name_of_an_address_without_one() -> None:
    assert find_address(" ", ["a@x"], {}) == ""
    assert clean_xn_address("< a@x >") == "a@x"


def test_what_is_in_no_book_is_taken_as_typed() -> None:
    assert find_address("new@z", BOOK.addresses, BOOK.labels) == "new@z"
    assert labeled("b@y", "") == "b@y"


@pytest.mark.parametrize(
    ("address", "looks"),
    [("a@x", True), ("a.b@c.d", True), ("a", False), ("a b@x", False), ("a@b@c", False)],
)
def test_the_shape_is_user_at_instance(address: str, looks: bool) -> None:
    assert looks_like_xn_address(address) is looks
