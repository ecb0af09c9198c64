"""Problems are said by their codes, those of other versions of the program, too."""

from __future__ import annotations

import pytest

from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.ui.text import problem_text

pytestmark = pytest.mark.usefixtures("qapp")


def test_an_unknown_problem_code_is_shown_in_general_words() -> None:
    problem = Problem("frozen-over", "ice on the line", (("depth", 3),))
    words = "Unknown problem"
    assert problem_text.title(problem) == words
    assert "newest version" in problem_text.next_step(problem)
    assert problem_text.recorded_title("frozen-over", ()) == words


@pytest.mark.parametrize("code", [*HoldReason, *ProblemCode])
def test_a_problem_without_its_values_still_has_a_short_text(code: str) -> None:
    assert problem_text.in_short(Problem(code))


def test_a_recorded_title_is_shown_by_its_code_or_as_release_0_1_wrote_it() -> None:
    day = (("day", "2026-11-12"),)
    said = "The same file was already sent to this address on Nov 12, 2026"
    assert problem_text.recorded_title(HoldReason.ALREADY_SENT, day) == said
    older = "The same file was already sent to this address on {day}"
    assert problem_text.recorded_title(older, day) == said
    assert problem_text.recorded_title("", ()) == ""
