"""The one idea of the same document, destinations, and what attempts say together."""

from __future__ import annotations

import subprocess
import sys

import pytest
from helpers.attempts import accepted, attempt, to
from helpers.documents import document

from capout_desktop.domain.attempt import (
    certainly_never_complete,
    charge,
    may_have_arrived,
    resends_by_itself,
)
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.destination import normal_server
from capout_desktop.domain.document import ChargeState
from capout_desktop.domain.identity import FileState, confusable, same_document


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Caf\u00e9.pdf", "Cafe\u0301.pdf"),
        ("Smith (1).pdf", "Smith__1_.pdf"),
        ("Smith (1).pdf", "smith.pdf"),
        ("Müller.pdf", "Mueller.pdf"),
        ("Sørensen.pdf", "Sorensen.pdf"),
        ("x.pdf.pdf", "x.pdf"),
        ("a & b.pdf", "a &amp; b.pdf"),
        ("a b.pdf", "a%20b.pdf"),
        ("roof.pdf", "20260414-143000_roof.pdf"),
        ("Estimate of the Smith house, roof.pdf", "Estimate of the Smith ho"),
        ("見積.pdf", "mitsumori.pdf"),
    ],
)
def test_names_that_a_list_could_confuse(one: str, other: str) -> None:
    assert confusable(one, other)
    assert confusable(other, one)


def test_names_that_no_list_confuses() -> None:
    assert not confusable("roof.pdf", "walls.pdf")
    assert not confusable("Smith 1.pdf", "Smith 2.pdf")


def test_the_same_document_is_the_same_content_for_the_same_address() -> None:
    one = document(sha256="ab", size=5)
    assert same_document(one, document(sha256="ab", xn_address=" TEAM@Example "))
    assert not same_document(one, document(sha256="cd", size=5))
    assert not same_document(one, document(sha256="ab", xn_address="other@example"))


def test_a_path_whose_file_changed_is_another_even_with_the_same_size_and_time() -> None:
    state = FileState("/a.pdf", 5, 1, "ab", 7)
    assert state.is_unchanged(FileState("/a.pdf", 5, 2, "ab", 8))
    assert not state.is_unchanged(FileState("/a.pdf", 5, 1, "cd", 7))
    assert not state.is_unchanged(FileState("/a.pdf", 5, 1, "", 8))


def test_who_pays_and_who_receives() -> None:
    assert to().same_payer(to(credential_id="another"))
    assert not to().same_payer(to(key_kind=KeyKind.TEST))
    assert not to().same_payer(to(server="https://other.example"))
    assert not to().same_payer(to(organization_id="org_2"))
    assert to("A@b").same_receiver(to(" a@B"))
    assert not to("").same_receiver(to(""))


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTPS://Api.CapOut.ai:443/", "https://api.capout.ai"),
        (" http://capout.example:80/v1// ", "http://capout.example/v1"),
        ("https://capout.example:80", "https://capout.example:80"),
        ("http://[::1]:8765/", "http://[::1]:8765"),
        ("https://[::1]", "https://[::1]"),
    ],
)
def test_a_server_has_one_address(url: str, normal: str) -> None:
    assert normal_server(url) == normal


@pytest.mark.parametrize("url", ["", "capout.example", "https://", "//capout.example"])
def test_what_is_no_address_is_no_server(url: str) -> None:
    with pytest.raises(ValueError, match="not a server"):
        normal_server(url)


def test_what_a_documents_attempts_say_together() -> None:
    broken = attempt(1, body_about_to_be_complete=False)
    assert certainly_never_complete([broken])
    assert not may_have_arrived([broken])
    assert charge([broken]) is ChargeState.NONE
    assert charge([attempt(1)]) is ChargeState.UNKNOWN
    assert charge([attempt(1, "send-again"), attempt(2, "refused")]) is ChargeState.PERHAPS
    assert charge([accepted(1, "doc_1")]) is ChargeState.CHARGED
    assert charge([accepted(1, "doc_1")], workflow_failed=True) is ChargeState.PERHAPS
    assert resends_by_itself([attempt(1, "absent"), attempt(2, "refused")]) == 1


def test_a_name_of_two_scripts_is_compared_at_once() -> None:
    """Trying every distribution of the letters takes hours for such a name."""
    code = (
        "from capout_desktop.domain.identity import confusable;"
        "assert not confusable('\\u5c4ba' * 40 + 'b.pdf', 'a' * 200 + 'c.pdf');"
        "assert confusable('\\u5c4ba' * 40 + 'b.pdf', 'oku-a' * 40 + 'b.pdf')"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize(
    ("shown", "alike"),
    [
        ("ok ya estimate mi tsumori 2.pdf", True),
        ("estimate 2.pdf", True),
        ("estimate.pdf", False),
        ("2 estimate.pdf", False),
        ("estimat 2.pdf", False),
    ],
)
def test_letters_of_another_script_may_be_shown_in_any_way(shown: str, alike: bool) -> None:
    assert confusable("\u5c4b\u6839 estimate \u898b\u7a4d 2.pdf", shown) is alike
