"""What the person says of an estimate instead of what was read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from helpers.estimates import CONFLICTING, alvarez, value
from helpers.ui_fixtures import S, document

from capout_desktop.domain import events as ev
from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate import Field
from capout_desktop.domain.estimate_comparison import Likeness, differences, likeness
from capout_desktop.domain.estimate_correction import LONGEST, accepted
from capout_desktop.domain.estimate_fields import EstimateField, claim_key, stated
from capout_desktop.domain.lifecycle import reduce
from capout_desktop.domain.sent_claims import last_sent_of_claim

NOW = datetime(2026, 4, 2, tzinfo=UTC)
SHA = "ab" * 32


def read(**values: object) -> Document:
    return document(S.QUEUED, sha256=SHA, estimate=alvarez(**values))


def say(one: Document, name: str, text: str | None) -> Document:
    return reduce(one, ev.EstimateCorrected(name, text))


def test_what_the_person_says_takes_the_place_of_what_was_read() -> None:
    before = read()
    after = say(before, "claim_number", "0417-55321")
    assert stated(after, EstimateField.CLAIM_NUMBER) == "0417-55321"
    assert claim_key(after) == "041755321"
    assert after.estimate is not None
    assert after.estimate.claim_number == Field("0417-55321", is_by_hand=True)
    assert after.estimate.insured_name == before.estimate.insured_name  # type: ignore[union-attr]
    assert say(after, "claim_number", None) == before
    assert say(after, "claim_number", "0417-55320") == before, "that is what was read"


def test_it_stays_when_the_file_is_read_another_time_and_can_still_be_taken_back() -> None:
    after = say(say(read(), "insured_name", "Alvarez, M."), "carrier", "")
    anew = reduce(after, ev.EstimateRead(SHA, alvarez(insured_name=value("ALVARES", 2))))
    assert stated(anew, EstimateField.INSURED) == "Alvarez, M."
    assert stated(anew, EstimateField.CARRIER) == "", "it is said not to be stated"
    taken_back = say(anew, "insured_name", None)
    assert taken_back.estimate is not None
    assert taken_back.estimate.insured_name == value("ALVARES", 2)
    assert stated(taken_back, EstimateField.CARRIER) == ""


def test_it_decides_between_several_values() -> None:
    before = read(claim_number=CONFLICTING)
    after = say(before, "claim_number", "0417-55320")
    assert stated(after, EstimateField.CLAIM_NUMBER) == "0417-55320"
    assert say(after, "claim_number", None) == before


def test_it_goes_with_what_was_read() -> None:
    said = say(read(), "insured_name", "Alvarez, M.")
    other = reduce(said, ev.FileReplaced(NOW))
    assert (other.estimate, other.corrections) == (None, ())
    gone = reduce(say(document(S.COMPLETE, estimate=alvarez()), "carrier", "X"), ev.Removed(NOW))
    assert (gone.estimate, gone.corrections) == (None, ())
    assert say(gone, "carrier", "Harrow") is gone


@pytest.mark.parametrize("name", ["rcv", "kind", "no_such_field"])
def test_only_names_and_numbers_can_be_corrected(name: str) -> None:
    before = read()
    assert say(before, name, "1.00") is before


def test_a_date_is_kept_as_one() -> None:
    assert accepted("date_of_loss", " 3/14/2026 ") == "2026-03-14"
    assert accepted("date_of_loss", "soon") is None
    assert accepted("date_of_loss", "") == ""
    assert accepted("insured_name", "  Maria   Alvarez ") == "Maria Alvarez"
    assert accepted("insured_name", "a\x07b") is None
    assert accepted("insured_name", " ") == ""
    assert accepted("insured_name", "a" * LONGEST) == "a" * LONGEST
    assert accepted("insured_name", "a" * (LONGEST + 1)) is None
    assert accepted("insured_name", "a" * 300) is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Likeness.SAME),
        ({"rcv": value("20100.00"), "line_items": 15}, Likeness.SUPPLEMENT),
        ({"rcv": value("17000.00"), "line_items": 11}, Likeness.NEW_VERSION),
        ({"price_list": value("TXDF8X_APR26")}, Likeness.NEW_VERSION),
        ({"date_of_loss": value("2026-05-02")}, Likeness.ANOTHER_LOSS),
        ({"insured_name": value("Baker")}, Likeness.ANOTHER_LOSS),
        ({"rcv": Field()}, Likeness.UNKNOWN),
    ],
)
def test_what_another_file_of_a_claim_probably_is(
    values: dict[str, object], expected: Likeness
) -> None:
    sent = document(S.COMPLETE, estimate=alvarez())
    here = read(**values)
    assert likeness(here, sent) is expected
    changed = {one.name for one in differences(here, sent) if one.differs}
    names = {"line_items": None}
    wanted = {names.get(name, name) for name in values if expected is not Likeness.UNKNOWN}
    assert changed == {EstimateField(name) if name else None for name in wanted}


def test_the_file_to_compare_with_is_the_last_one_that_was_sent() -> None:
    here = read()
    first, last = (
        document(
            S.COMPLETE,
            id=name,
            estimate=alvarez(),
            sha256=name * 32,
            attempt_at=NOW.replace(day=day),
        )
        for name, day in (("c1", 3), ("c2", 5))
    )
    unsent = document(S.QUEUED, id="u", estimate=alvarez(), sha256="dd" * 32)
    other = document(S.COMPLETE, id="o", estimate=alvarez(claim_number=value("99-1")))
    assert last_sent_of_claim(here, [here, first, last, unsent, other]) == last
    assert last_sent_of_claim(here, [here, unsent, other]) is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Likeness.SAME),
        ({"rcv": value("18593.82")}, Likeness.SUPPLEMENT),
        ({"rcv": value("18593.82"), "line_items": 13}, Likeness.SUPPLEMENT),
        ({"rcv": value("18593.82"), "line_items": 11}, Likeness.NEW_VERSION),
        ({"rcv": value("18593.80")}, Likeness.NEW_VERSION),
        ({"line_items": 13}, Likeness.NEW_VERSION),
        ({"rcv": Field()}, Likeness.UNKNOWN),
        ({"line_items": None}, Likeness.UNKNOWN),
        ({"date_of_loss": value("2026-03-15"), "line_items": 13}, Likeness.ANOTHER_LOSS),
    ],
)
def test_what_a_file_is_to_the_one_that_was_sent(
    values: dict[str, object], expected: Likeness
) -> None:
    assert likeness(read(**values), read()) is expected


def test_a_file_that_was_not_read_is_compared_with_nothing() -> None:
    unread = document(S.QUEUED)
    assert likeness(unread, read()) is Likeness.UNKNOWN
    assert likeness(read(), unread) is Likeness.UNKNOWN
    lines = differences(unread, read())[-1]
    assert (lines.name, lines.here, lines.sent) == (None, Field(), Field("12"))
