"""Rules that no type checker knows, held against every line of the program."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "capout_desktop").rglob("*.py"))
BLOCKING_STATICS = {
    "QMessageBox": {"about", "aboutQt", "critical", "information", "question", "warning"},
    "QFileDialog": {
        "getExistingDirectory",
        "getExistingDirectoryUrl",
        "getOpenFileName",
        "getOpenFileNames",
        "getOpenFileUrl",
        "getOpenFileUrls",
        "getSaveFileName",
        "getSaveFileUrl",
    },
    "QInputDialog": {"getDouble", "getInt", "getItem", "getMultiLineText", "getText"},
}


def nodes(source: str, *words: str) -> Iterator[ast.AST]:
    """Return the nodes of a source that contains one of the words; none of any other source.

    Most sources contain none, and all together take seconds to parse.
    """
    return ast.walk(ast.parse(source)) if any(word in source for word in words) else iter(())


def modal_calls(source: str) -> list[int]:
    """Return the lines that would run an event loop inside the event loop."""
    lines = []
    for node in nodes(source, "exec", *BLOCKING_STATICS):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name = node.func.attr
        owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
        if name in {"exec", "exec_"} or name in BLOCKING_STATICS.get(owner, ()):
            lines.append(node.lineno)
    return lines


def guessing_texts(source: str) -> list[int]:
    """Return the lines where Qt may take a text for markup: labels and tooltips that guess."""
    lines = []
    for node in nodes(source, "QLabel", "setToolTip"):
        match node:
            case ast.Call(func=ast.Name(id="QLabel")):
                lines.append(node.lineno)
            case ast.ClassDef(bases=bases) if any(ast.unparse(base) == "QLabel" for base in bases):
                lines.append(node.lineno)
            case ast.Call(func=ast.Attribute(attr="setToolTip"), args=[*_, text]):
                made_by = ast.unparse(text.func) if isinstance(text, ast.Call) else ""
                if made_by not in {"tool_tip", "self.tr"}:
                    lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_modal_call_stops_the_event_loop(path: Path) -> None:
    assert modal_calls(path.read_text(encoding="utf-8")) == []


def test_modal_calls_would_be_found() -> None:
    assert modal_calls("dialog.exec()\nQMessageBox.question(None)\nbox.open()") == [1, 2]


TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
FIXED_SLEEPS = {
    "test_a_file_that_is_not_the_expected_one_never_goes_as_a_whole",
    "test_a_look_up_that_cannot_tell_asks_the_person_and_sends_nothing",
    "test_it_is_asked_for_at_start_and_then_only_while_somebody_looks",
    "test_preview_and_history_are_requested_once_the_selection_is_stable",
    "test_the_last_bytes_wait_for_the_callers_word",
    "test_where_no_socket_can_be_had_it_polls_until_one_can",
}
"""Tests in which a fixed sleep precedes an assertion, until somebody finds a better way.

A sleep proves nothing on a busy machine. Wait for an event after which the thing would have
happened, such as the next document that goes through, or count the chances that it had.
"""


def sleeps_before_assertions(source: str) -> list[str]:
    """Return the functions in which an assertion directly follows a sleep of a fixed length."""
    found = []
    for function in nodes(source, "sleep", "qWait"):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            body = getattr(node, "body", None)
            for first, second in pairwise(body if isinstance(body, list) else []):
                if isinstance(second, ast.Assert) and _is_fixed_sleep(first):
                    found.append(function.name)
    return found


def _is_fixed_sleep(statement: ast.stmt) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    call = call.value if isinstance(call, ast.Await) else call
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return False
    zero = isinstance(call.args[0], ast.Constant) and not call.args[0].value if call.args else True
    return call.func.attr in {"sleep", "qWait"} and not zero


def test_no_test_sleeps_for_a_fixed_time_and_then_finds_that_nothing_happened() -> None:
    found = {name for path in TESTS for name in sleeps_before_assertions(path.read_text("utf-8"))}
    assert found == FIXED_SLEEPS


def test_fixed_sleeps_would_be_found() -> None:
    line = "async def test_{}():\n    {}\n    assert nothing\n"
    sleeps = ("await asyncio.sleep(0.3)", "time.sleep(PAUSE)", "QTest.qWait(9)")
    no_sleeps = ("await asyncio.sleep(0)", "await event.wait()", "go()")
    source = "".join(line.format(n, text) for n, text in enumerate(sleeps + no_sleeps))
    assert sleeps_before_assertions(source) == ["test_0", "test_1", "test_2"]


CHECKS = {"assert", "raises", "fail", "warns", "waitUntil", "waitSignal", "wait_for"}
CHECKS |= {"until", "until_all", "complete", "timeout"}


def proves_nothing(source: str) -> list[str]:
    """Return the tests that contain no check and call no function of their module that does."""
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    words = {
        node.name: set(re.findall(r"\w+", " ".join(map(ast.unparse, node.body))))
        for node in functions
    }
    checks = CHECKS | {name for name, used in words.items() if used & CHECKS}
    return [name for name, used in words.items() if name.startswith("test_") and not used & checks]


@pytest.mark.parametrize("path", TESTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_test_checks_something(path: Path) -> None:
    assert proves_nothing(path.read_text(encoding="utf-8")) == []


def test_tests_that_check_nothing_would_be_found() -> None:
    helper = "def both(a):\n    assert a\n"
    tests = "def test_1():\n    both(1)\ndef test_2():\n    go()\nasync def test_3(): ...\n"
    assert proves_nothing(helper + tests) == ["test_2", "test_3"]


# The label itself, and the tray, whose tooltip has nothing but figures and is not Qt's.
MAY_GUESS = {"text_label.py", "tray.py"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_label_or_tooltip_guesses_whether_its_text_is_markup(path: Path) -> None:
    assert path.name in MAY_GUESS or guessing_texts(path.read_text(encoding="utf-8")) == []


def test_guessing_texts_would_be_found() -> None:
    bad = "QLabel('x')\nclass A(QLabel): pass\na.setToolTip(name)\na.setToolTip(1, f'{x}')"
    assert sorted(guessing_texts(bad)) == [1, 2, 3, 4]
    assert guessing_texts("TextLabel('x')\na.setToolTip(tool_tip(x))") == []
