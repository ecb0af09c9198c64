"""What makes two documents the same to CapOut, or one hard to tell from the other."""

from __future__ import annotations

import unicodedata

import pytest
from helpers.documents import document

from capout_desktop.domain.document import SourceKind
from capout_desktop.domain.identity import content_and_address, name_and_address
from capout_desktop.services.uploads.in_flight import InFlight

NAME = "Pe\u00f1a Stra\u00dfe.pdf"


@pytest.mark.parametrize(
    "other",
    [
        NAME.upper(),
        unicodedata.normalize("NFD", NAME),
        unicodedata.normalize("NFD", NAME).upper(),
        "pe\u00f1a strasse.PDF",
    ],
)
def test_a_list_may_write_the_same_name_in_several_ways(other: str) -> None:
    ours = document(file_name=NAME, xn_address="team@example")
    theirs = document(file_name=other, xn_address=" Team@Example ")
    assert name_and_address(ours) == name_and_address(theirs)


@pytest.mark.parametrize(
    ("name", "address"), [("Pena Strasse.pdf", "team@example"), (NAME, "other@example")]
)
def test_another_name_or_address_is_another_document(name: str, address: str) -> None:
    ours = document(file_name=NAME, xn_address="team@example")
    assert name_and_address(ours) != name_and_address(document(file_name=name, xn_address=address))


def test_content_counts_and_not_its_name() -> None:
    one = document(file_name="a.pdf", sha256="ab12", xn_address="Team@example")
    two = document(file_name="b.pdf", sha256="ab12", xn_address="team@example")
    assert content_and_address(one) == content_and_address(two)
    assert content_and_address(one) != content_and_address(document(sha256="cd34"))


def test_a_link_stands_for_its_content() -> None:
    link = document(source="https://example.com/a.pdf", source_kind=SourceKind.LINK, sha256=None)
    assert content_and_address(link) == ("https://example.com/a.pdf", "team@example")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Caf\u00e9.pdf", "Cafe\u0301.pdf", True),
        ("Smith (1).pdf", "Smith__1_.pdf", True),
        ("Smith 1.pdf", "Smith 2.pdf", False),
    ],
)
def test_names_that_a_list_may_show_alike_do_not_fly_together(
    one: str, other: str, alike: bool
) -> None:
    sent = document(file_name=one, organization_id="org", xn_address="TEAM@example ")
    flying = InFlight([sent], sent.added_at)
    waiting = document(file_name=other, xn_address=" Team@example")
    assert flying.has_namesake(waiting, "org") is alike
    assert not flying.has_namesake(waiting, "another")
