"""Messages about the program and its exports say what they were given."""

from __future__ import annotations

from capout_desktop.domain import export_problem, program_problem
from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.domain.vital_loop import VitalLoop


def test_each_loop_that_stops_has_a_message_of_its_own() -> None:
    said = {program_problem.stopped(loop).code for loop in VitalLoop}
    assert len(said) == len(VitalLoop)


def test_messages_carry_numbers_names_and_reasons() -> None:
    assert program_problem.removed(2) == Problem(ProblemCode.REMOVED, values=(("count", 2),))
    assert program_problem.removed(2, 3) == Problem(
        ProblemCode.REMOVED_SOME, values=(("count", 2), ("staying", "3"))
    )
    assert program_problem.lock_files_left_out("~$a.pdf").values == (("name", "~$a.pdf"),)
    assert export_problem.exported(2, "a.csv").values == (("count", 2), ("name", "a.csv"))
    assert export_problem.check_list_saved("a.csv").values == (("name", "a.csv"),)
    reasons = [
        (program_problem.autostart_not_changed, ProblemCode.AUTOSTART_NOT_CHANGED),
        (export_problem.list_not_exported, ProblemCode.LIST_NOT_EXPORTED),
        (export_problem.spending_not_exported, ProblemCode.SPENDING_NOT_EXPORTED),
        (export_problem.check_list_not_saved, ProblemCode.CHECK_LIST_NOT_SAVED),
    ]
    for make, code in reasons:
        assert make("disk full") == Problem(code, "disk full")
    unforeseen = program_problem.unforeseen(KeyError("a"))
    assert unforeseen == Problem(ProblemCode.UNFORESEEN, "KeyError: 'a'")
