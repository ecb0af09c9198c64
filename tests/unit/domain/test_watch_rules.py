"""Which files of the watched folder are taken, and when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.watch_rules import (
    SENT_FOLDER,
    Handled,
    Handling,
    Stamp,
    files_there,
    free_name,
    is_estimate,
    is_from_folder,
    is_known,
    may_be_left,
    settled,
    was_renamed,
)
from capout_desktop.ui.text import problem_text as problem_words

OLD, NEW = Stamp(1000, 1), Stamp(1000, 2)
NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1)
STAMPS = st.builds(Stamp, st.integers(0, 3), st.integers(0, 3))
LISTINGS = st.dictionaries(NAMES.map(lambda name: f"{name}.pdf"), STAMPS)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("scope.pdf", True),
        ("SCOPE.PDF", True),
        ("scope.pdf.part", False),
        ("._scope.pdf", False),
        ("~$scope.pdf", False),
        ("~scope.pdf", False),
        ("scope.docx", False),
    ],
)
def test_only_whole_pdfs_are_estimates(name: str, is_one: bool) -> None:
    assert is_estimate(name) is is_one


@pytest.mark.parametrize(
    ("source", "folder", "is_from"),
    [
        ("/in/scope.pdf", "/in", True),
        ("/in/scope.pdf", "/in/", True),
        (f"/in/{SENT_FOLDER}/scope.pdf", "/in", True),
        ("C:\\in\\scope.pdf", "C:/in", True),
        ("/in/deep/scope.pdf", "/in", False),
        ("/other/scope.pdf", "/in", False),
        ("/scope.pdf", "/", True),
        ("/scope.pdf", "", False),
    ],
)
def test_a_file_is_from_its_folder(source: str, folder: str, is_from: bool) -> None:
    assert is_from_folder(source, folder) is is_from


def test_a_name_without_an_ending_gets_its_number_at_the_end() -> None:
    assert free_name("scope", {"scope", "scope (2)"}) == "scope (3)"
    assert free_name("scope.x.pdf", {"scope.x.pdf"}) == "scope.x (2).pdf"


@given(LISTINGS, LISTINGS)
def test_only_what_stood_still_and_holds_something_is_taken(
    now: dict[str, Stamp], before: dict[str, Stamp]
) -> None:
    names = settled(now, before, frozenset(now))
    assert set(names) == {n for n in now if before.get(n) == now[n] and now[n].size > 0}


@pytest.mark.parametrize("ending", [".part", ".crdownload", ".download", ".partial"])
def test_a_download_that_runs_is_not_taken(ending: str) -> None:
    listing = {"scope.pdf": OLD}
    assert settled(listing, listing, {"scope.pdf"}) == ["scope.pdf"]
    assert settled(listing, listing, {"scope.pdf", f"scope.pdf{ending}"}) == []


@pytest.mark.parametrize(
    ("handled", "stamp", "known"),
    [
        (None, OLD, False),
        (Handled(OLD, Handling.TAKEN, "5ca9", "id"), OLD, True),
        (Handled(OLD, Handling.TAKEN, "5ca9", "id"), NEW, False),
        (Handled(OLD, Handling.LEFT), NEW, False),
        (Handled(Stamp(9, 1, 7, 3), Handling.TAKEN), Stamp(9, 1, 7, 3), True),
        (Handled(Stamp(9, 1, 7, 3), Handling.TAKEN), Stamp(9, 1, 8, 3), False),
        (Handled(Stamp(9, 1, 7, 3), Handling.TAKEN), Stamp(9, 1, 7, 4), False),
        (Handled(OLD, Handling.LEFT), Stamp(1001, 2), False),
        (Handled(OLD, Handling.TAKEN), Stamp(1000, 1, 7, 3), True),
        (Handled(Stamp(1000, 1, 7, 3), Handling.TAKEN), OLD, True),
    ],
)
def test_what_was_decided_about_is_known(
    handled: Handled | None, stamp: Stamp, known: bool
) -> None:
    assert is_known(handled, stamp) is known


@pytest.mark.parametrize(
    ("handled", "may_be"),
    [
        (None, False),
        (Handled(OLD, Handling.LEFT), True),
        (Handled(OLD, Handling.LEFT, "5ca9"), True),
        (Handled(OLD, Handling.LEFT, "07e5"), False),
        (Handled(OLD, Handling.TAKEN), False),
        (Handled(OLD, Handling.TAKEN, "5ca9"), False),
    ],
)
def test_only_what_was_left_may_be_left_once_more(handled: Handled | None, may_be: bool) -> None:
    assert may_be_left(handled, "5ca9") is may_be


def test_only_what_was_left_may_have_been_renamed() -> None:
    assert was_renamed(OLD, "5ca9", [Handled(OLD, Handling.LEFT)])
    assert was_renamed(OLD, "5ca9", [Handled(OLD, Handling.LEFT, "5ca9")])
    assert not was_renamed(OLD, "5ca9", [Handled(OLD, Handling.LEFT, "07e5")])
    assert not was_renamed(
        Stamp(1000, 1, inode=7), "5ca9", [Handled(Stamp(1000, 1, inode=8), Handling.LEFT)]
    )
    gone = [Handled(NEW, Handling.LEFT), Handled(OLD, Handling.TAKEN)]
    assert not was_renamed(OLD, "5ca9", gone)


@given(NAMES, st.sets(NAMES))
def test_a_free_name_is_free_and_keeps_its_ending(name: str, taken: set[str]) -> None:
    free = free_name(name, taken | {name})
    assert free not in taken | {name}
    assert free_name(name, set()) == name
    if "." in name:
        assert free.endswith("." + name.rpartition(".")[2])


@pytest.mark.parametrize(("number", "word"), [(1, "PDF"), (12, "PDFs")])
def test_how_many_are_there_is_told(number: int, word: str) -> None:
    assert f"{number} {word} " in problem_words.title(files_there(number))
