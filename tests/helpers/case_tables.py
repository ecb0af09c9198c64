"""Tables of cases with the tests that prove them."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def missing_tests(tests: Iterable[str]) -> list[str]:
    """Return those of `file::name` that do not exist; the names are without their `test_`."""
    named = [(test, *test.split("::")) for test in tests]
    return [test for test, path, name in named if f"test_{name}" not in names_in(TESTS / path)]


@cache
def names_in(path: Path) -> frozenset[str]:
    """Return the names of the functions of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (n for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(function.name for function in functions)
