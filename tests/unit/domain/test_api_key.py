"""Keys as people paste them: cleaned, questioned, refused only where they cannot be sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.api_key import clean_api_key, oddness, unusable
from capout_desktop.ui.text import problem_text as problem_words

KEY = "capout_test_0123456789abcdef"


@pytest.mark.parametrize(
    "pasted",
    [
        KEY,
        f"  {KEY}\n",
        f'"{KEY}"',
        f"\u201c{KEY}\u201d",
        f" '{KEY}' ",
        f'export CAPOUT_API_KEY="{KEY}"',
        f"CAPOUT_API_KEY={KEY}",
        f"capout_api_key={KEY}",
        f'" {KEY} "',
        f' CAPOUT_API_KEY = " {KEY} " ',
        f"capout-api-key: {KEY}",
        f"CapOut-API-Key :{KEY}",
    ],
)
def test_what_comes_along_with_a_key_is_stripped(pasted: str) -> None:
    assert clean_api_key(pasted) == KEY
    assert unusable(clean_api_key(pasted)) is None
    assert oddness(clean_api_key(pasted)) is None


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("two words of a key", "key-has-spaces"),
        ("restoration-team@example.xn", "key-is-address"),
        ("https://capout.ai/settings", "key-is-link"),
        ("capout_l", "key-is-short"),
        ("k" * 11, "key-is-short"),
    ],
)
def test_what_looks_wrong_is_questioned_and_may_be_tried(key: str, code: str) -> None:
    problem = oddness(key)
    assert problem is not None
    assert problem.code == code
    assert unusable(key) is None


@pytest.mark.parametrize(
    ("key", "code"), [("", "no-key-typed"), ("capout_žluťoučký_kůň", "key-unsendable")]
)
def test_what_cannot_be_sent_is_refused(key: str, code: str) -> None:
    problem = unusable(key)
    assert problem is not None
    assert problem.code == code


@pytest.mark.parametrize("key", ["CAPOUT_API_KEY", "capout-api-key", "other=key", "other:key"])
def test_what_is_no_label_stays(key: str) -> None:
    assert clean_api_key(key) == key
    assert oddness("k" * 12) is None


@given(st.text())
def test_cleaning_twice_changes_nothing_more_of_what_can_be_sent(pasted: str) -> None:
    key = clean_api_key(pasted)
    assert key == key.strip()


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=12))
def test_no_problem_repeats_the_key(key: str) -> None:
    for problem in (unusable(key), oddness(key)):
        if problem is not None:
            said = problem_words.title(problem) + problem_words.next_step(problem) + problem.detail
            assert key not in said
