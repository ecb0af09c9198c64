"""Profiles: labels, colors, and which organizations can be told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.organization import (
    Color,
    Organization,
    free_label,
    may_be_same,
    next_color,
    session_id,
    unconfirmed_organization,
)


@pytest.mark.parametrize(
    ("wanted", "taken", "label"),
    [
        ("  Harbor\n Restoration ", (), "Harbor Restoration"),
        ("Harbor", ("Harbor",), "Harbor 2"),
        ("Harbor", ("Harbor", "Harbor 2"), "Harbor 3"),
        ("x" * 61, (), "x" * 60),
        ("", (), "Organization 1"),
        ("", ("Organization 1",), "Organization 2"),
    ],
)
def test_a_label_is_one_line_and_nobody_elses(
    wanted: str, taken: tuple[str, ...], label: str
) -> None:
    assert free_label(wanted, taken) == label


@given(st.text(), st.lists(st.text(min_size=1)))
def test_a_label_is_always_free_and_never_empty(wanted: str, taken: list[str]) -> None:
    label = free_label(wanted, taken)
    assert label
    assert label not in taken
    assert label == " ".join(label.split())


def test_each_profile_gets_a_color_of_its_own_as_long_as_there_are_some() -> None:
    organizations: list[Organization] = []
    for number in range(len(Color) + 1):
        color = next_color(organizations)
        organizations.append(Organization(id=str(number), label=str(number), color=color))
    assert {organization.color for organization in organizations[:-1]} == set(Color)


def test_organizations_are_told_apart_only_where_capout_named_both() -> None:
    guess = unconfirmed_organization("0123")
    assert may_be_same("org_1", "org_1")
    assert not may_be_same("org_1", "org_2")
    assert may_be_same("org_1", guess)
    assert may_be_same(guess, unconfirmed_organization("4567"))
    assert may_be_same("", "org_1")


def test_the_sessions_own_profile_is_another_one_for_each_organization() -> None:
    organization = Organization(id=session_id("org_1"), label="This session")
    assert organization.is_for_session
    assert session_id("org_1") != session_id("org_2")
