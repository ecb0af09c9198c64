"""What a problem says, in the person's language, with its values in their places."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from capout_desktop.ui.text.formatting import date_text, decimal_text, number_text

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem, Value


def title(problem: Problem) -> str:
    """What happened, in a few words."""
    return said(problem.title, problem.values)


def next_step(problem: Problem) -> str:
    """What the person can do now."""
    return said(problem.next_step, problem.values)


def in_short(problem: Problem) -> str:
    """Both in one line."""
    return f"{title(problem)}. {next_step(problem)}"


def action(text: str) -> str:
    """The words of a button that goes with a problem."""
    return QCoreApplication.translate("action", text)


def said(words: str, values: tuple[tuple[str, Value], ...]) -> str:
    """A problem's words, kept apart from it perhaps, with the values in their places."""
    found = QCoreApplication.translate("problem", words)
    # Only what has values has places: other words, a server's perhaps, may hold braces.
    if not values:
        return found
    return found.format(**{name: _written(name, value) for name, value in values})


def _written(name: str, value: Value) -> str:
    match value:
        case int():
            return number_text(value)
        case float():
            return decimal_text(value, 1)
        case _ if name == "day":
            return date_text(date.fromisoformat(value))
        case _ if name == "cause":
            return QCoreApplication.translate("problem", value)
        case _:
            return value
