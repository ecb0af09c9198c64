"""Waiting times."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.api_key import clean_api_key
from capout_desktop.domain.policy import FIRST_RETRY, LONGEST_RETRY, retry_delay
from capout_desktop.domain.xn_address import clean_xn_address, looks_like_xn_address

CHANCE = st.floats(0, 1, exclude_max=True)


@given(st.integers(0, 10_000), CHANCE)
def test_a_retry_waits_a_bounded_time(attempts: int, chance: float) -> None:
    wait = retry_delay(attempts, chance=chance, retry_after=None)
    assert FIRST_RETRY / 2 <= wait <= LONGEST_RETRY


@given(st.integers(1, 50), CHANCE, st.floats(0, 3600))
def test_a_retry_is_never_earlier_than_the_server_asked(
    attempts: int, chance: float, asked: float
) -> None:
    wait = retry_delay(attempts, chance=chance, retry_after=asked)
    assert wait >= timedelta(seconds=asked)


def test_later_retries_wait_longer() -> None:
    waits = [retry_delay(n, chance=0.5, retry_after=None) for n in (1, 2, 3, 4)]
    assert waits == sorted(set(waits))


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        (" team@example ", "team@example"),
        ('"team@example"', "team@example"),
        ("<team@example>", "team@example"),
    ],
)
def test_an_address_is_cleaned_of_what_was_pasted_with_it(typed: str, clean: str) -> None:
    assert clean_xn_address(typed) == clean


@pytest.mark.parametrize("address", ["restoration-team@example.xn", "a@b"])
def test_an_address_needs_no_dot(address: str) -> None:
    assert looks_like_xn_address(address)


@pytest.mark.parametrize("address", ["", "team", "team@", "@example", "a b@c", "a@b@c"])
def test_what_is_no_address_is_noticed(address: str) -> None:
    assert not looks_like_xn_address(address)


@pytest.mark.parametrize(
    "pasted",
    [
        "capout_test_1",
        "  capout_test_1\n",
        '"capout_test_1"',
        'export CAPOUT_API_KEY="capout_test_1"',
        "CAPOUT_API_KEY=capout_test_1",
    ],
)
def test_a_key_is_cleaned_of_what_was_pasted_with_it(pasted: str) -> None:
    assert clean_api_key(pasted) == "capout_test_1"
