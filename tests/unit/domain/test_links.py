"""What is made of fields that no version of the contract has named yet."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.documents import document
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.links import (
    DEEPEST,
    LONGEST_URL,
    MOST_FIELDS,
    MOST_LINKS,
    further_fields,
    links_of,
)
from capout_desktop.domain.problem import Problem

S = DocumentState


def of(**extra: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    row = document(S.COMPLETE, extra=extra)
    return [(link.label, link.url) for link in links_of(row)], further_fields(row)


@pytest.mark.parametrize(
    ("extra", "links"),
    [
        ({"contractor_esx": "https://x.example/a"}, [("Contractor ESX", "https://x.example/a")]),
        ({"carrier_esx_url": "https://x.example/b"}, [("Carrier ESX", "https://x.example/b")]),
        ({"CARRIER_PDF_URL": "https://x.example/b"}, [("CARRIER PDF", "https://x.example/b")]),
        (
            {"downloads": {"contractor_esx": {"url": "https://x.example/a"}}},
            [("Downloads contractor ESX", "https://x.example/a")],
        ),
        (
            {"files": [{"type": "carrier_esx", "url": "https://x.example/b", "size": 12}]},
            [("Files carrier ESX", "https://x.example/b")],
        ),
        (
            {"links": ["https://x.example/1", "https://x.example/2", "https://x.example/1"]},
            [("Links", "https://x.example/1"), ("Links 2", "https://x.example/2")],
        ),
        ({"url": "https://x.example/1"}, [("URL", "https://x.example/1")]),
    ],
)
def test_links_are_found_wherever_they_are_and_named_by_what_is_around_them(
    extra: dict[str, Any], links: list[tuple[str, str]]
) -> None:
    assert of(**extra)[0] == links


@pytest.mark.parametrize(
    "value",
    [
        "http://x.example/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "HTTPS:/x",
        "https://",
        "https://capout.ai@evil.example/",
        "https://x.example/a b",
        "https://x.example/\u202egnp.exe",
        "https://x.example\\@evil.example",
        "https://[broken",
        "https://x.example/" + "a" * 3000,
    ],
)
def test_what_a_browser_should_not_be_given_is_shown_and_never_offered(value: str) -> None:
    links, fields = of(download=value)
    assert links == []
    assert [name for name, _ in fields] == ["Download"]


def test_the_rest_is_readable() -> None:
    _, fields = of(
        message="Two rooms were merged",
        percent=40,
        is_test=True,
        nothing=None,
        empty="",
        file_name="scope.pdf",
        rooms=["Kitchen", 2, {"name": "Bath", "area": 12.5}],
        claim={"carrier-id": "SF", "deep": {"deeper": "down"}},
    )
    assert fields == [
        ("Message", "Two rooms were merged"),
        ("Percent", "40"),
        ("Is test", "true"),
        ("Rooms", "Kitchen, 2"),
        ("Rooms name", "Bath"),
        ("Rooms area", "12.5"),
        ("Claim carrier ID", "SF"),
        ("Deep deeper", "down"),
    ]


def test_what_is_said_as_the_reason_is_not_said_twice() -> None:
    problem = Problem("workflow-failed", "blank pages")
    row = document(S.FAILED, problem=problem, extra={"error": "blank pages", "code": 7})
    assert further_fields(row) == [("Code", "7")]


def test_a_flood_of_fields_has_bounds() -> None:
    links, fields = of(
        links=[f"https://x.example/{n}" for n in range(500)], **{f"f{n}": n for n in range(500)}
    )
    assert (len(links), len(fields)) == (MOST_LINKS, MOST_FIELDS)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=30,
)


@given(st.dictionaries(st.text(max_size=8), json_values, max_size=6))
def test_no_shape_is_too_odd(extra: dict[str, Any]) -> None:
    row = document(S.COMPLETE, extra=extra)
    assert all(link.label for link in links_of(row))
    assert all(value for _, value in further_fields(row))


@pytest.mark.parametrize("levels", range(DEEPEST - 2, DEEPEST + 3))
@pytest.mark.parametrize("in_lists", [True, False])
def test_what_is_nested_too_deeply_is_shown_as_it_came(levels: int, in_lists: bool) -> None:
    value: object = "https://x.example/1"
    for _ in range(levels):
        value = [value] if in_lists else {"a": value}
    links, fields = of(deep=value)
    assert bool(links) is (levels < DEEPEST)
    assert bool(fields) is (levels >= DEEPEST)
    if fields:
        rest = json.loads(fields[0][1])
        assert rest == value or str(rest) in str(value)


A, B, C = (f"https://x.example/{name}" for name in "abc")


@pytest.mark.parametrize(
    ("extra", "links"),
    [
        # The name of the host where there is no other.
        ({"": A}, [("x.example", A)]),
        ({"": [A, B]}, [("x.example", A), ("x.example 2", B)]),
        ({"esx": [A, B, C]}, [("ESX", A), ("ESX 2", B), ("ESX 3", C)]),
        ({"a_esx": A, "a-esx": B}, [("A ESX", A), ("A ESX 2", B)]),
        # A field beside a link names it, unless it is blank or a link itself.
        ({"label": "Photos", "url": A}, [("Photos", A)]),
        ({"label": "  ", "title": "Photos", "url": A}, [("Label", None), ("Photos", A)]),
        ({"label": B, "title": "Photos", "url": A}, [("Photos label", B), ("Photos", A)]),
        ({"kind": 7, "format": "pdf", "HREF": A}, [("PDF", A)]),
        ({"name": "Kim", "file": A}, [("Kim file", A)]),
        ({"name": "Kim", "size": 5}, []),
        ({"one": {"two": {"three": {"url": A}}}}, [("Two three", A)]),
        ({"download": {"url": A}}, [("URL", A)]),
        ({"esx": {"Download_URL": A}}, [("ESX", A)]),
        ({"esx_link": A}, [("ESX", A)]),
        ({"link-uri": A}, [("Link", A)]),
    ],
)
def test_how_links_are_named(extra: dict[str, Any], links: list[tuple[str, str | None]]) -> None:
    assert of(**extra)[0] == [(name, url) for name, url in links if url is not None]


@pytest.mark.parametrize(
    ("extra", "fields"),
    [
        ({"note": "  two \n"}, [("Note", "two")]),
        ({"note": " \n"}, []),
        ({"note": f" {A} "}, []),
        ({"note": "scope.pdf", "other": "Scope.pdf"}, [("Other", "Scope.pdf")]),
        ({"note": "x" * 2000}, [("Note", "x" * 2000)]),
        ({"note": "x" * 2001}, [("Note", f"{'x' * 2000}…")]),
        ({"mixed": [1, A, "b", {"c": 2}, ["d"]]}, [
            ("Mixed", "1, b"), ("Mixed c", "2"), ("Mixed", "d")
        ]),
        ({"name": "Kim", "url": A, "size": 5}, [("Kim size", "5")]),
        ({"none": [], "empty": {}}, []),
        ({"zero": 0, "no": False}, [("Zero", "0"), ("No", "false")]),
    ],
)  # fmt: skip
def test_how_further_fields_are_shown(extra: dict[str, Any], fields: list[tuple[str, str]]) -> None:
    assert of(**extra)[1] == fields


def test_the_longest_link_that_is_offered() -> None:
    link = "https://x.example/" + "a" * (LONGEST_URL - 18)
    assert of(note=link) == ([("Note", link)], [])
    assert of(note=f"{link}a") == ([], [("Note", f"{link}a"[:2000] + "…")])
