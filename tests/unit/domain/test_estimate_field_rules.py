"""Which shape a value of an estimate must have, rule by rule, at the limits of each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from capout_desktop.domain.estimate import Field
from capout_desktop.domain.estimates import field_rules as rules
from capout_desktop.domain.estimates.carriers import is_company, is_insurer, is_well_known
from capout_desktop.domain.estimates.dates import iso_date
from capout_desktop.domain.estimates.labeled_page import Value
from capout_desktop.domain.estimates.labels import (
    FoundLabel,
    Label,
    changes_label,
    is_about_another_claim,
    labels_in,
)
from capout_desktop.domain.estimates.money import (
    LARGEST_CENTS,
    cents_of,
    decimal_text,
    labeled_amount,
)


def value(*lines: str, page: int = 1, is_doubtful: bool = False) -> Value:
    return Value(Label.OTHER, lines, page, is_doubtful)


def assert_read(rule: Callable[[Value], str], text: str, is_read: bool) -> None:
    lines = text.split("|")
    assert rule(value(*lines)) == (" ".join(lines) if is_read else "")


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("0417-55320", True),
        ("ab123", True),
        ("A123", True),
        ("123", False),
        ("A12", False),
        ("AB12", False),
        ("A-1.2/3", True),
        ("A12-3-", False),
        ("A123 4", False),
        ("A12345|6", False),
        (f"A123{'4' * 36}", True),
        (f"A123{'4' * 37}", False),
        ("3/14/2026", False),
        ("940-555-0143", False),
        ("1940-555-0143", False),
        ("14.03.2026", False),
        ("12345.67", False),
        ("123456789", False),
        ("12-345-67", False),
        ("0000.000", False),
        ("9999", False),
        ("1111", False),
        ("XXX-5320", False),
        ("55xxx320", False),
        ("55xx3201", True),
    ],
)
def test_claim_numbers(text: str, is_read: bool) -> None:
    assert_read(rules.claim_number, text, is_read)


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("HO3-7720914", True),
        ("HO 77 2091 4", True),
        ("HOME 77209", True),
        ("HOMES 77209", False),
        ("HOME2 77209", True),
        ("HO 77 20 91", True),
        ("HO 77 20 91 4", False),
        ("HO 77209 AB", False),
        ("HO3-7720914|7", False),
        ("77209 3/14/2026", False),
        ("3/14/2026 77209", False),
        ("14 Mar 2026", False),
        ("Mar 14 2026", False),
        ("7720 914 22", True),
        ("123 45 67", False),
    ],
)
def test_policy_numbers(text: str, is_read: bool) -> None:
    assert_read(rules.policy_number, text, is_read)


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("ALVAREZ_MARIA", True),
        ("A-1", True),
        ("A1", False),
        ("A B", False),
        ("123", False),
        ("A1_", True),
        ("A1-", False),
        ("_A1", False),
        ("ALVAREZ|MARIA", False),
        ("A" * 60, True),
        ("A" * 61, False),
        ("alvarez", False),
    ],
)
def test_names_of_estimates(text: str, is_read: bool) -> None:
    assert_read(rules.estimate_name, text, is_read)


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("Harrow Mutual", True),
        ("Harrow|Mutual", True),
        ("Harrow|Plaza", False),
        ("Harrow-|Mutual", False),
        ("Holt and|Sons", True),
        ("Unknown", False),
        ("UNKNOWN.", False),
        ("Bell\x07 Mutual", False),
        ("Harrow \ufffd Mutual", False),
        ("H" * rules.LONGEST_VALUE, True),
        ("H" * (rules.LONGEST_VALUE + 1), False),
    ],
)
def test_companies(text: str, is_read: bool) -> None:
    assert_read(rules.company, text, is_read)


def test_the_address_below_a_name_is_no_part_of_it() -> None:
    assert rules.company(value("Harrow Mutual", "12 Elm St", "Denton")) == "Harrow Mutual"
    assert rules.person(value("Bo Li", "and Ann Li", "PO Box 4")) == "Bo Li and Ann Li"


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("Bo Li", True),
        ("Ely", True),
        ("Li", False),
        ("O. B.", False),
        ("Bo Li|JR", True),
        ("Bo Li|Juniper", False),
        ("John Doe", False),
        ("JANE DOE", False),
        ("The Insured", False),
        ("b@li.example", False),
        ("Agent: Bo Li", False),
        ("Bo Li 3", False),
        ("Suite 9 LLC", True),
        ("Bo Li and", False),
        ("Trust, LLC", False),
        ("Bo \ufffd Li", False),
        ("Bo\u200b Li", False),
        ("B" * 120, True),
        ("B" * 121, False),
    ],
)
def test_names_of_people(text: str, is_read: bool) -> None:
    assert_read(rules.person, text, is_read)


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (("12 Elm St Denton, TX 76201",), "12 Elm St Denton, TX 76201"),
        (("12 Elm St", "Denton, TX 76201-0417"), "12 Elm St Denton, TX 76201-0417"),
        (("12 Elm St", "Denton, TX 76201", "USA"), "12 Elm St Denton, TX 76201"),
        (("12 Elm St", "Denton"), ""),
        (("12 Elm St", "Home: 5", "Denton, TX 76201"), ""),
        (("12 Elm St 123456789 Denton, TX 76201",), "12 Elm St 123456789 Denton, TX 76201"),
        (("12 Elm St 1234567890 Denton, TX 76201",), ""),
        (("UNIT 4 12 Elm St Denton, TX 76201",), ""),
        (("12 Elm St Unit 4 Denton, TX 76201",), "12 Elm St Unit 4 Denton, TX 76201"),
        (("12 Elm St 940-555-0143 Denton, TX 76201",), ""),
        (("12 Elm St, Waco, TX 76701 9 Oak St Plano, TX 75023",), ""),
        (("12 Elm\x07 St Denton, TX 76201",), ""),
    ],
)
def test_addresses(lines: tuple[str, ...], shown: str) -> None:
    assert rules.address(value(*lines)) == shown


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("Hail", True),
        ("Ice", True),
        ("OK", False),
        ("Wind and|Hail", True),
        ("Wind|AND Hail", False),
        ("Wind|and Hail", True),
        ("Wind|Hail", False),
        ("Wind and", False),
        ("Hail 2", False),
        ("Peril: Hail", False),
        ("a@hail", False),
        ("Unknown", False),
        ("Ha\x07il", False),
        ("H" * 60, True),
        ("H" * 61, False),
    ],
)
def test_types_of_loss(text: str, is_read: bool) -> None:
    assert_read(rules.type_of_loss, text, is_read)


def upper(one: Value) -> str:
    """Return the text if it is in capitals."""
    return one.text if one.text.isupper() else ""


@pytest.mark.parametrize(
    ("values", "field", "if_all_must_fit"),
    [
        ((), Field(), Field()),
        ((value("A1"),), Field("A1", 1), Field("A1", 1)),
        ((value("a1"), value("B2", page=2)), Field("B2", 2), Field()),
        ((value("A1", is_doubtful=True), value("B2", page=2)), Field("B2", 2), Field()),
        ((value("A-1"), value("A 1.", page=2)), *[Field("A-1", 1)] * 2),
        ((value("A1"), value("B2", page=3)), *[Field(page=3, is_conflicting=True)] * 2),
    ],
)
def test_of_several_values_the_only_one_is_shown(
    values: tuple[Value, ...], field: Field, if_all_must_fit: Field
) -> None:
    assert rules.agreed(values, upper) == field
    assert rules.agreed(values, upper, must_all_fit=True) == if_all_must_fit


def test_case_is_no_difference_between_values() -> None:
    assert rules.plain(" Straße-1/2.3, A ") == "strasse123a"


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1,234.56", 123456),
        ("$0.05", 5),
        ("(1.00)", -100),
        ("<1.00>", -100),
        ("-1.00", -100),
        ("$-1.00", -100),
        ("- $ 1.00", -100),
        ("1.0", None),
        ("12,34.00", None),
        ("1.00 USD", None),
        ("\u0661.\u0660\u0660", None),
        (f"{LARGEST_CENTS // 100}.00", LARGEST_CENTS),
        (f"{LARGEST_CENTS // 100}.01", None),
    ],
)
def test_amounts(text: str, cents: int | None) -> None:
    assert cents_of(text) == cents


def test_an_amount_behind_a_label() -> None:
    assert labeled_amount("Less Deductible ... (1,000.00)") == ("Less Deductible", -100_000)
    assert labeled_amount("Total: $5.00") == ("Total", 500)
    assert labeled_amount("5.00") is None
    assert labeled_amount("Total") is None
    assert labeled_amount(f"Total {LARGEST_CENTS}.00") is None


@pytest.mark.parametrize(
    ("cents", "text"),
    [(0, "0.00"), (-12345, "-123.45"), (-9, "-0.09")],
)
def test_cents_as_decimals(cents: int, text: str) -> None:
    assert decimal_text(cents) == text


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("3/14/26", "2026-03-14"),
        ("3-4-2026 9:00 AM", "2026-03-04"),
        ("2026-03-14", "2026-03-14"),
        ("March 4, 2026", "2026-03-04"),
        ("dec. 4 2026", "2026-12-04"),
        ("4-Jan-2026", "2026-01-04"),
        ("1/1/1980", "1980-01-01"),
        ("12/31/1979", ""),
        ("12/31/2079", "2079-12-31"),
        ("1/1/2080", ""),
        ("12/31/79", "2079-12-31"),
        ("1/1/80", ""),
        ("2/30/2026", ""),
        ("13/1/2026", ""),
        ("Marble 4, 2026", ""),
        ("3/14", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("name", "insurer", "company"),
    [
        ("Harrow Mutual", True, True),
        ("State Farm", True, True),
        ("USAA", True, True),
        ("Erie", False, True),
        ("Erie Insurance", True, True),
        ("Zurich", False, True),
        ("Al", False, False),
        ("P&C", True, False),
        ("A&1B", False, False),
        ("ABC", False, True),
        ("Mutual 100", False, False),
        ("Harrow: Mutual", False, False),
        ("a@mutual", False, False),
        ("Mutual Roofing", False, False),
        ("Harrow Roofing Mutual", False, False),
        ("H" * 73 + " Mutual", True, True),
        ("H" * 74 + " Mutual", False, False),
    ],
)
def test_insurance_companies(name: str, insurer: bool, company: bool) -> None:
    assert (is_insurer(name), is_company(name)) == (insurer, company)


def test_a_well_known_name_is_the_whole_text() -> None:
    assert is_well_known("state farm fire and casualty company")
    assert not is_well_known("State Farm Roofing")
    assert not is_well_known("ERIE")
    assert is_well_known("ERIE Insurance Group")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Insured:", [FoundLabel(0, 8, Label.INSURED)]),
        (": Insured : Bo Li", [FoundLabel(2, 11, Label.INSURED)]),
        (
            "Claim #: 7 Policy #: 8",
            [FoundLabel(0, 8, Label.CLAIM_NUMBER), FoundLabel(11, 20, Label.POLICY_NUMBER)],
        ),
        ("Prior Claim Number: 7", [FoundLabel(0, 19, Label.OTHER_NUMBER)]),
        ("x Vendor's Claim Number: 7", [FoundLabel(11, 24, Label.CLAIM_NUMBER)]),
        ("Prior Insured: Bo", [FoundLabel(6, 14, Label.INSURED)]),
        (
            "Reference: Claim Number: 7",
            [FoundLabel(0, 10, Label.REFERENCE), FoundLabel(11, 24, Label.CLAIM_NUMBER)],
        ),
        ("7722Type of Loss: Hail", [FoundLabel(4, 17, Label.TYPE_OF_LOSS)]),
        ("7722type of loss: Hail", [FoundLabel(4, 17, Label.TYPE_OF_LOSS)]),
        ("SmithClaim Number: 7", [FoundLabel(5, 18, Label.CLAIM_NUMBER)]),
        ("SMITHClaim Number: 7", [FoundLabel(5, 18, Label.CLAIM_NUMBER)]),
        ("smithclaim number: 7", []),
        ("Date: 9:00", [FoundLabel(0, 5, Label.OTHER)]),
        ("Claim No 9:00", []),
        ("Agency:", [FoundLabel(0, 7, Label.OTHER)]),
        ("Nothing: 7", []),
        (f"{'x' * 391} Insured:", [FoundLabel(392, 400, Label.INSURED)]),
        (f"{'x' * 392} Insured:", []),
    ],
)
def test_labels_in_a_line(text: str, found: list[FoundLabel]) -> None:
    assert labels_in(text) == found


def test_words_that_change_what_a_label_means() -> None:
    assert changes_label("PREVIOUS")
    assert not changes_label("Previous numbers")
    assert is_about_another_claim("Prior losses at this address")
    assert not is_about_another_claim("Losses prior")
