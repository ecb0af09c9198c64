"""What the fields of an estimate are worth as amounts, days and numbers of claims."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from helpers.documents import document
from helpers.estimates import CONFLICTING, alvarez, value

from capout_desktop.domain.estimate_fields import (
    EstimateField,
    amount_of,
    claim_key,
    day_of,
    is_from_scan,
    stated,
    stated_amount,
    stated_day,
)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("18593.81", Decimal("18593.81")), ("-120.00", Decimal(-120)), ("0", Decimal(0))]
    + [(text, None) for text in ("", "many", "NaN", "Infinity", "1,200.00")],
)
def test_an_amount_is_a_finite_number(text: str, amount: Decimal | None) -> None:
    assert amount_of(text) == amount


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-03-14", date(2026, 3, 14)), ("", None), ("03/14/2026", None), ("2026-02-30", None)],
)
def test_a_day_is_one_of_the_calendar(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_only_what_is_stated_counts() -> None:
    row = document(estimate=alvarez(rcv=CONFLICTING, claim_number=value("0417-55 320-B")))
    assert stated(row, EstimateField.CARRIER) == "Harrow Mutual"
    assert stated_amount(row, EstimateField.RCV) is None
    assert stated_amount(row, EstimateField.DEPRECIATION) == Decimal("4210.07")
    assert stated_day(row, EstimateField.DATE_OF_LOSS) == date(2026, 3, 14)
    assert claim_key(row) == "041755320b"
    unread = document()
    assert [stated(unread, name) for name in EstimateField] == [""] * len(EstimateField)
    assert claim_key(unread) == ""


def test_what_was_recognized_in_a_picture_is_told() -> None:
    assert not is_from_scan(document())
    assert not is_from_scan(document(estimate=alvarez()))
    assert is_from_scan(document(estimate=alvarez(net_claim=value("9.00", from_scan=True))))
    nothing = value("", from_scan=True)
    assert not is_from_scan(document(estimate=alvarez(net_claim=nothing)))
