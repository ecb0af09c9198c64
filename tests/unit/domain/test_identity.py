"""The one idea of the same document, destinations, and what attempts say together."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from helpers.attempts import accepted, attempt, to
from helpers.documents import at, document
from msgspec.structs import replace

from capout_desktop.domain.attempt import (
    certainly_never_complete,
    charge,
    may_have_arrived,
    resends_by_itself,
)
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.destination import normal_server
from capout_desktop.domain.document import ChargeState, Document, DocumentState
from capout_desktop.domain.identity import (
    SILENT_AFTER,
    FileState,
    checked_state,
    confusable,
    is_in_progress,
    same_document,
)


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


@pytest.mark.parametrize(
    ("one", "other", "same_payer", "one_list"),
    [
        ({}, {}, True, True),
        ({"server": ""}, {"server": ""}, False, True),
        ({"server": ""}, {}, False, True),
        ({}, {"server": ""}, False, True),
        ({}, {"server": "https://other.example"}, False, False),
        ({"key_kind": None}, {"key_kind": None}, False, True),
        ({"key_kind": KeyKind.TEST}, {"key_kind": KeyKind.TEST}, True, True),
        ({}, {"organization_id": "org_2"}, False, False),
        ({"organization_id": ""}, {}, True, True),
        ({}, {"organization_id": ""}, True, True),
        ({}, {"organization_id": "", "credential_id": "another"}, False, True),
        ({"organization_id": "", "credential_id": "another"}, {}, False, True),
        (*[{"organization_id": "", "credential_id": ""}] * 2, False, True),
    ],
)
def test_who_certainly_pays_and_what_may_be_in_one_list(
    one: dict[str, Any], other: dict[str, Any], same_payer: bool, one_list: bool
) -> None:
    assert to(**one).same_payer(to(**other)) is same_payer
    assert to(**one).may_share_list(to(**other)) is one_list


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


FILE = FileState("/a.pdf", 5, 1, "", 7)


@pytest.mark.parametrize(
    ("before", "now", "is_unchanged"),
    [
        (FILE, FILE, True),
        (FILE, replace(FILE, path="/b.pdf"), False),
        (FILE, replace(FILE, size=6), False),
        (FILE, replace(FILE, modified_ns=2), False),
        (FILE, replace(FILE, inode=8), False),
        (FILE, replace(FILE, inode=None), True),
        (replace(FILE, inode=None), FILE, True),
        (replace(FILE, inode=None), replace(FILE, modified_ns=2), False),
        (replace(FILE, sha256="ab"), FILE, True),
        (FILE, replace(FILE, sha256="ab"), True),
        (replace(FILE, sha256="ab"), replace(FILE, modified_ns=2), False),
        (replace(FILE, sha256="ab"), replace(FILE, sha256="ab", size=6), False),
        (replace(FILE, sha256="ab"), replace(FILE, sha256="ab", path="/b.pdf"), False),
    ],
)
def test_a_file_is_unchanged_if_nothing_says_otherwise(
    before: FileState, now: FileState, is_unchanged: bool
) -> None:
    assert before.is_unchanged(now) is is_unchanged


@pytest.mark.parametrize(
    ("row", "is_known"),
    [
        (document(sha256="ab", size=5, modified_ns=1), True),
        (document(size=5, modified_ns=1), True),
        (document(size=5), False),
        (document(modified_ns=1), False),
    ],
)
def test_the_state_in_which_a_file_was_checked(row: Document, is_known: bool) -> None:
    state = FileState(row.source, 5, 1, row.sha256 or "")
    assert checked_state(row) == (state if is_known else None)


DAY = SILENT_AFTER.total_seconds()


@pytest.mark.parametrize(
    ("row", "seconds", "in_progress"),
    [
        (document(DocumentState.QUEUED), 9 * DAY, True),
        (document(DocumentState.QUEUED, removed=True), 0, False),
        (document(DocumentState.COMPLETE), 0, False),
        (document(DocumentState.PROCESSING, document_id="d"), DAY - 1, True),
        (document(DocumentState.PROCESSING, document_id="d"), DAY, False),
    ],
)
def test_a_document_is_in_progress_while_there_is_news_of_it(
    row: Document, seconds: float, in_progress: bool
) -> None:
    assert is_in_progress(row, at(seconds)) is in_progress


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("ROOF.PDF", " roof.pdf ", True),
        ("a%2520b.pdf", "a b.pdf", True),
        ("a%252520b.pdf", "a b.pdf", False),
        ("a &amp;amp; b.pdf", "a & b.pdf", True),
        ("Smith (123).pdf", "Smith.pdf", True),
        ("Smith (1234).pdf", "Smith.pdf", False),
        ("ﬁre.pdf", "FIRE.pdf", True),
        ("Straße.pdf", "Strasse.pdf", True),
        ("Straße.pdf", "Strase.pdf", False),
        ("Łódź.pdf", "Lodz.pdf", True),
        ("über uns.pdf", "uber uns.pdf", True),
        ("über uns.pdf", "ber uns.pdf", True),
        ("é.pdf", "walls.pdf", False),
        ("...pdf", "walls.pdf", False),
        ("é.pdf", "ü.pdf", False),
        ("見ab見ab見.pdf", "xabxabx.pdf", True),
        ("見ab見ab見.pdf", "xabx.pdf", False),
        # A list may cut a name that is long enough.
        ("a" * 20 + " of roof.pdf", "a" * 20 + ".pdf", True),
        ("a" * 19 + " of roof.pdf", "a" * 19 + ".pdf", False),
        # A stamp has a digit and six signs.
        ("roof.pdf", "roof-a1b2c3.pdf", True),
        ("roof.pdf", "a1b2c3-roof.pdf", True),
        ("roof.pdf", "roof-a1b2c.pdf", False),
        ("roof.pdf", "roof-abcdef.pdf", False),
        # Letters of another script may be shown in any way, also as none.
        ("見積.pdf", "walls.pdf", True),
        ("roof 見積 9.pdf", "roof 9.pdf", True),
        ("roof 見積 9.pdf", "roof x 8.pdf", False),
        ("roof 見 of 積 9.pdf", "roof a of b 9.pdf", True),
        ("roof 見 of 積 9.pdf", "roof a on b 9.pdf", False),
        ("ab 見 bc.pdf", "abc.pdf", False),
    ],
)
def test_which_names_a_list_may_show_alike(one: str, other: str, alike: bool) -> None:
    assert confusable(one, other) is alike
    assert confusable(other, one) is alike


def test_names_without_an_entity_are_compared_without_the_table_of_entities() -> None:
    program = (
        "import sys\n"
        "from capout_desktop.domain.identity import confusable\n"
        "print(confusable('Smith Roof.pdf', 'smith%20roof.PDF'), 'html' in sys.modules)\n"
        "print(confusable('A & B.pdf', 'a &amp; b.pdf'), 'html' in sys.modules)\n"
    )
    compared = subprocess.check_output([sys.executable, "-c", program], text=True)
    assert compared.splitlines() == ["True False", "True True"]
