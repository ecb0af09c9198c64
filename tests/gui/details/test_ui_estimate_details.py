"""What the PDF says, and the check list, in the detail panel."""

from __future__ import annotations

from helpers.estimates import CONFLICTING, alvarez, value
from helpers.shown import Shown
from helpers.ui_fixtures import S, document
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate import NOT_STATED, Coverage, Estimate, EstimateKind, TextQuality
from capout_desktop.ui.details.check_list import CheckList, check_list, check_list_text
from capout_desktop.ui.details.coverage_table import CoverageTable
from capout_desktop.ui.details.estimate_facts import coverage_rows, estimate_facts
from capout_desktop.ui.details.fact_list import Fact
from capout_desktop.ui.details.page import DocumentPage

EMPTY = Estimate(EstimateKind.NO_ESTIMATE, TextQuality.TEXT)


def done(estimate: Estimate | None, **values: object) -> Document:
    return document(S.COMPLETE, file_name="Alvarez.pdf", estimate=estimate, **values)


def test_each_value_is_listed_with_its_page() -> None:
    facts = {fact.name: fact for fact in estimate_facts(done(alvarez()))}
    assert facts["Claim number"] == Fact(
        "Claim number", "0417-55320", may_copy=True, page=1, key="claim_number"
    )
    assert facts["Date of loss"].value == "Mar 14, 2026"
    assert facts["RCV"] == Fact("RCV", "$18,593.81", page=4)
    assert facts["Line items"].value == "about 12"
    assert coverage_rows(done(alvarez())) == [], "one coverage is the whole"


def test_what_is_not_certain_is_said_and_not_shown() -> None:
    unsure = alvarez(
        claim_number=CONFLICTING,
        policy_number=NOT_STATED,
        insured_name=value("Alvarez", from_scan=True),
        coverages=(
            *alvarez().coverages,
            Coverage("", 5, value("2210.00", 5), acv=CONFLICTING),
            Coverage("Contents", 6),
        ),
    )
    facts = {fact.name: fact for fact in estimate_facts(done(unsure))}
    assert facts["Claim number"].value == "Several values: see the PDF"
    assert "Policy number" not in facts
    assert facts["Insured"].where == "from a scan, check"
    rows = coverage_rows(done(unsure))
    assert [row[:2] for row in rows] == [
        ("Dwelling", "$18,593.81"),
        ("Coverage 2", "$2,210.00"),
        ("Contents", "-"),
    ]


def test_the_check_list_has_what_can_be_compared_and_where_to_look() -> None:
    lines = check_list(done(alvarez()))
    assert lines[0] == "Line items: about 12"
    assert {"RCV: $18,593.81", "Price list: TXDF8X_MAR26", "Claim number: 0417-55320"} <= set(lines)
    words = check_list_text(done(alvarez(), xn_address="dana@oak.xn"))
    assert words.splitlines()[:2] == ["Alvarez.pdf", "[ ] Line items: about 12"]
    assert "Connect → Inbox" in words
    assert "dana@oak.xn is registered" in words
    scan = alvarez(insured_name=value("Alvarez", from_scan=True))
    assert "scan" in check_list(done(scan))[-1]
    assert not any(line.startswith("RCV") for line in check_list(done(alvarez(rcv=CONFLICTING))))
    assert check_list(document(S.PROCESSING, estimate=alvarez())) == ()
    assert check_list(done(None)) == check_list(done(EMPTY)) == ()


def test_the_panel_shows_both_and_copies_the_check_list(shown: Shown, qtbot: QtBot) -> None:
    other = Coverage("Other Structures", 5, value("2210.00", 5))
    read = alvarez(coverages=(*alvarez().coverages, other))
    shown.add([done(read), document(S.QUEUED, file_name="unread.pdf")])
    shown.window.look.documents.details.action.trigger()
    shown.select("unread.pdf")
    qtbot.waitUntil(lambda: shown.window.findChild(DocumentPage) is not None)
    page = shown.window.findChild(DocumentPage)
    assert isinstance(page, DocumentPage)
    for kind in (CheckList, CoverageTable):
        assert not page.findChildren(kind), "nothing is made of what this document does not have"
    shown.select("Alvarez.pdf")
    qtbot.waitUntil(page.estimate_section.isVisible)
    assert page.check_list_section.isVisible()
    (coverages,), (checked,) = page.findChildren(CoverageTable), page.findChildren(CheckList)
    assert [row[0] for row in coverages.texts()] == ["Dwelling", "Other Structures"]
    qtbot.waitUntil(lambda: page.facts_of_estimate.y() < coverages.y() < page.correct_button.y())
    QTest.mouseClick(checked.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == check_list_text(done(read))
    shown.select("unread.pdf")
    qtbot.waitUntil(lambda: not page.estimate_section.isVisible())
    assert not page.check_list_section.isVisible()
    shown.add([done(alvarez())])
    shown.select("Alvarez.pdf")
    qtbot.waitUntil(page.check_list_section.isVisible)
    assert coverages.isHidden(), "it has one coverage only now"
    assert page.findChildren(CheckList) == [checked]
