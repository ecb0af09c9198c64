"""When a file in trouble is looked at again, and what is said of files and of holds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from helpers.documents import at, document

from capout_desktop.domain import file_problem, hold
from capout_desktop.domain.connection_step import Step, StepFinding, StepResult, overall
from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.document import ChargeState, Document, DocumentState
from capout_desktop.domain.file_problem import LOOK_AGAIN_AFTER, LOOK_AGAIN_FOR_MISSING
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem, ProblemCode

S = DocumentState
MOST = len(LOOK_AGAIN_AFTER)
FEW = len(LOOK_AGAIN_FOR_MISSING)


@pytest.mark.parametrize(
    ("code", "looks", "folder_is_there", "pause"),
    [
        (ProblemCode.FILE_GONE, 1, True, LOOK_AGAIN_FOR_MISSING[0]),
        (ProblemCode.FILE_GONE, FEW, True, LOOK_AGAIN_FOR_MISSING[-1]),
        (ProblemCode.FILE_GONE, FEW + 1, True, None),
        (ProblemCode.FILE_GONE, FEW + 1, False, LOOK_AGAIN_AFTER[FEW]),
        (ProblemCode.FILE_UNREADABLE, FEW + 1, True, LOOK_AGAIN_AFTER[FEW]),
        (ProblemCode.FILE_UNREADABLE, MOST, True, LOOK_AGAIN_AFTER[-1]),
        (ProblemCode.FILE_UNREADABLE, MOST + 1, False, None),
        (ProblemCode.FILE_TOO_LARGE, 1, True, None),
    ],
)
def test_trouble_that_may_pass_is_looked_at_again(
    code: ProblemCode, looks: int, folder_is_there: bool, pause: float | None
) -> None:
    found = file_problem.pause_before_next_look(
        Problem(code), looks, folder_is_there=folder_is_there
    )
    assert found == pause


def test_a_file_that_is_too_large_is_named_with_its_size() -> None:
    problem = file_problem.too_large(60_600_000, 50 * 2**20)
    assert problem == Problem(ProblemCode.FILE_TOO_LARGE, values=(("size", 61), ("limit", 50)))


def test_what_has_to_be_added_again_is_the_mail_or_the_file() -> None:
    in_mail = CopiedFrom(CopyKind.UNPACKED, "/in/a.eml", "scope.pdf", container="a.eml")
    alone = CopiedFrom(CopyKind.TEMPORARY, "/tmp/scope.pdf", "scope.pdf")
    assert file_problem.copy_gone(in_mail).values == (("name", "a.eml"),)
    assert file_problem.copy_gone(alone).values == (("name", "scope.pdf"),)


def test_a_likely_twin_is_named_with_its_day() -> None:
    noon = datetime(2026, 4, 14, 12, tzinfo=UTC)
    day = ("day", noon.astimezone().date().isoformat())
    code = HoldReason.LIKELY_TWIN
    assert hold.likely_twin("a.pdf", noon) == Problem(code, values=(("name", "a.pdf"), day))
    assert hold.likely_twin(None, noon) == Problem(code, values=(("name", "?"), day))
    assert hold.likely_twin("a.pdf", None) == Problem(code, values=(("name", "a.pdf"),))


def test_entries_that_may_be_the_document_are_counted() -> None:
    assert hold.look_up_unclear(0) == Problem(HoldReason.LOOK_UP_UNCLEAR)
    assert hold.look_up_unclear(2).values == (("entries", 2),)
    trouble = Problem("busy", "503")
    looking = hold.looking_up_after(trouble)
    assert looking == Problem(HoldReason.LOOKING_UP, "503", (("cause", "busy"),))


def test_the_first_bad_result_counts_and_then_the_first_note() -> None:
    good, note, bad, second = (
        StepResult(step, finding)
        for step, finding in zip(
            Step,
            (StepFinding.GOOD, StepFinding.NOTE, StepFinding.BAD, StepFinding.BAD),
            strict=False,
        )
    )
    assert overall([good, note, bad, second]) is bad
    assert overall([good, note, good]) is note
    assert overall([good]) is None
    assert overall([]) is None


@pytest.mark.parametrize(
    ("row", "charge", "may_be_there"),
    [
        (document(S.QUEUED), ChargeState.NONE, False),
        (document(S.QUEUED, sent_before=(("a@x", ""),)), ChargeState.PERHAPS, False),
        (document(S.QUEUED, send_again=True), ChargeState.NONE, True),
        (document(S.UPLOADING, bytes_sent=8, bytes_total=9), ChargeState.NONE, True),
        (document(S.UPLOADING, bytes_sent=9, bytes_total=9), ChargeState.UNKNOWN, True),
        (document(S.UPLOADING, bytes_sent=1, bytes_total=1), ChargeState.UNKNOWN, True),
        (document(S.UPLOADING), ChargeState.NONE, True),
        (document(S.QUEUED, bytes_sent=9, bytes_total=9), ChargeState.NONE, False),
        (document(S.CONFIRMING), ChargeState.UNKNOWN, True),
        (document(S.COMPLETE), ChargeState.CHARGED, True),
        (document(S.PROCESSING, document_id="d"), ChargeState.CHARGED, True),
        (document(S.FAILED, document_id="d"), ChargeState.PERHAPS, True),
        (document(S.FAILED), ChargeState.NONE, False),
    ],
)
def test_what_a_document_may_have_cost(
    row: Document, charge: ChargeState, may_be_there: bool
) -> None:
    assert (row.charge, row.may_be_with_capout) == (charge, may_be_there)


def test_where_a_file_was_before_it_was_copied() -> None:
    copied = CopiedFrom(CopyKind.TEMPORARY, "/tmp/scope.pdf", "scope.pdf")
    assert document(source="/outbox/1.pdf", copied_from=copied).origin_path == "/tmp/scope.pdf"
    assert document(source="/a.pdf").origin_path == "/a.pdf"


def test_a_new_document_has_nothing_yet() -> None:
    row = document()
    assert row == Document(
        id=row.id,
        file_name=row.file_name,
        source=row.source,
        source_kind=row.source_kind,
        xn_address=row.xn_address,
        state=row.state,
        added_at=at(0),
        changed_at=at(0),
        bytes_sent=0,
        bytes_total=0,
        attempts=0,
        send_again=False,
        cancel_requested=False,
        waits_for_start=False,
        skipped=False,
        again_chosen=False,
        removed=False,
        send_unread=False,
        downloading=False,
    )
