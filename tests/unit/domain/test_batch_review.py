"""A batch: its verdicts, its figures, and what goes."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product

from helpers.attempts import to
from helpers.documents import START, document
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from capout_desktop.domain import hold
from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.batch_review import (
    COSTS_TWICE,
    BatchReview,
    BatchSummary,
    FileChoice,
    FileVerdict,
)
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.draft import is_shown
from capout_desktop.domain.file_problem import NOT_A_PDF
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.problem import Problem

S = DocumentState
SENT = hold.already_sent(date(2026, 11, 12))


def waiting(local_id: str, **values: object) -> Document:
    defaults = {
        "id": local_id,
        "source": f"/{local_id}.pdf",
        "sha256": local_id,
        "waits_for_start": True,
        "problem": Problem(HoldReason.WAITS_FOR_START),
    }
    return document(S.HELD, **{**defaults, **values})


def batch(*documents: Document) -> BatchReview:
    made = BatchReview()
    made.take(documents)
    return made


def original(made: BatchReview, local_id: str) -> str | None:
    """The file that a file is a copy of."""
    choice = made.choice(local_id)
    return choice.original.id if choice is not None and choice.original is not None else None


def test_a_batch_is_shown_as_a_draft_while_it_waits_with_several_files() -> None:
    draft = Batch("hail", "Hail", START, BatchOrigin.DROP, to())
    both = batch(waiting("a"), waiting("b", skipped=True))
    assert (len(both), both.summary.total, both.summary.skipped) == (2, 2, 1)
    assert is_shown(draft, both)
    assert not is_shown(replace(draft, sent_at=START), both)
    assert not is_shown(draft, batch(waiting("a")))
    assert not is_shown(draft, batch(waiting("a", removed=True), waiting("b", removed=True)))


def test_files_that_go_to_another_address_than_most_are_counted() -> None:
    made = batch(
        *(waiting(name, xn_address="team@example") for name in "abc"),
        waiting("d", xn_address="kim@example"),
        waiting("skipped", xn_address="kim@example", skipped=True),
        waiting("none", xn_address=""),
    )
    assert (made.address, made.elsewhere) == ("team@example", 1)
    assert (batch().address, batch().elsewhere) == ("", 0)


def test_a_copy_is_the_first_one_once_the_one_before_it_is_gone() -> None:
    made = batch(*(waiting(name, sha256="same") for name in "abc"))
    assert [original(made, name) for name in "abc"] == [None, "a", "a"]
    assert made.take([waiting("a", sha256="other")]) >= {"a", "b"}
    assert [original(made, name) for name in "abc"] == [None, None, "b"]
    made.take([waiting("b", sha256="other"), waiting("c", sha256="other")])
    assert [original(made, name) for name in "abc"] == [None, "a", "a"]


def test_each_file_has_its_verdict() -> None:
    made = batch(
        waiting("ready"),
        waiting("scan", notices=(Notice.SCAN,)),
        waiting("before", problem=SENT),
        document(S.CHECKING, id="checking", waits_for_start=True),
        document(S.REJECTED, id="bad", problem=NOT_A_PDF, waits_for_start=True),
        document(S.UPLOADING, id="gone"),
    )
    assert {local_id: made.verdict(local_id) for local_id in made.ids} == {
        "ready": FileVerdict.READY,
        "scan": FileVerdict.WARNED,
        "before": FileVerdict.SENT_BEFORE,
        "checking": FileVerdict.CHECKING,
        "bad": FileVerdict.CANNOT,
        "gone": FileVerdict.SETTLED,
    }
    assert made.to_go == made.by_default == ["ready", "scan", "checking"]
    assert [made.choice(local_id) for local_id in ("bad", "gone", "unknown")] == [None] * 3
    summary = made.summary
    assert (summary.total, summary.ready, summary.checking, summary.will_go) == (5, 2, 1, 3)
    made.take([waiting("scan", skipped=True)])
    assert made.summary.ready == 1


def test_a_second_copy_goes_only_where_the_person_chose_it() -> None:
    made = batch(waiting("a", sha256="same"), waiting("b", sha256="same"))
    assert [made.verdict(i) for i in "ab"] == [FileVerdict.READY, FileVerdict.COPY]
    assert made.choice("a") == FileChoice(FileVerdict.READY, goes=True)
    assert made.choice("b") == FileChoice(FileVerdict.COPY, goes=False, original=made["a"])
    assert made.to_go == ["a"]
    made.take([waiting("b", sha256="same", again_chosen=True)])
    assert made.to_go == ["a", "b"]
    assert made.summary.again == 1


def test_a_copy_for_another_address_is_none_and_the_next_one_moves_up() -> None:
    made = batch(waiting("a", sha256="same"), waiting("b", sha256="same"))
    touched = made.take([waiting("a", sha256="same", xn_address="b@y")])
    assert touched == {"a", "b"}
    assert [made.verdict(i) for i in "ab"] == [FileVerdict.READY, FileVerdict.READY]


def test_what_cannot_go_cannot_be_chosen_and_what_has_no_address_is_counted() -> None:
    made = batch(
        document(S.REJECTED, id="bad", problem=NOT_A_PDF, waits_for_start=True),
        document(S.REJECTED, id="worse", problem=NOT_A_PDF, waits_for_start=True, xn_address=""),
        waiting("a", xn_address=""),
        waiting("b", xn_address="team@example"),
    )
    assert made.choice("bad") is None
    assert made.to_go == ["a", "b"]
    assert made.summary.without_address == 1


def test_every_figure_of_a_draft() -> None:
    assert batch().summary == BatchSummary() == BatchSummary(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    made = batch(
        waiting("ready"),
        waiting("ready too", xn_address=""),
        waiting("left out", skipped=True),
        waiting("scan", notices=(Notice.SCAN,)),
        waiting("skipped scan", notices=(Notice.SCAN,), skipped=True),
        waiting("before", problem=SENT),
        waiting("before again", problem=SENT, again_chosen=True, xn_address=""),
        waiting("copy", sha256="ready"),
        waiting("copy again", sha256="ready", again_chosen=True),
        document(S.CHECKING, id="checking", waits_for_start=True),
        document(S.QUEUED, id="checked just now", waits_for_start=True),
        document(S.REJECTED, id="bad", problem=NOT_A_PDF, again_chosen=True),
        document(S.HELD, id="no key", problem=Problem(HoldReason.NO_KEY), waits_for_start=True),
        waiting("removed", removed=True),
        waiting("started", waits_for_start=False),
    )
    summary = BatchSummary(
        total=12,
        will_go=7,
        ready=3,
        checking=2,
        sent_before=4,
        cannot=1,
        warned=2,
        left_out=2,
        again=2,
        without_address=2,
    )
    assert made.summary == summary
    assert summary.skipped == 4
    assert made.verdict("no key") is FileVerdict.SETTLED
    assert "bad" in made
    assert "unknown" not in made


def test_most_addresses_are_those_of_files_that_wait() -> None:
    elsewhere = [waiting(name, xn_address="kim@example", removed=True) for name in "abc"]
    none = [waiting(name, xn_address="") for name in "def"]
    made = batch(*elsewhere, *none, waiting("g", xn_address="team@example"))
    assert (made.address, made.elsewhere) == ("team@example", 0)


def test_what_was_started_is_no_copy_and_has_none() -> None:
    made = batch(waiting("a", sha256="same"), waiting("b", sha256="same"))
    made.take([waiting("a", sha256="same", waits_for_start=False)])
    assert [made.verdict(name) for name in "ab"] == [FileVerdict.SETTLED, FileVerdict.READY]
    made.take([waiting("b", sha256="same", waits_for_start=False)])
    made.take([waiting("c", sha256="same")])
    assert [made.verdict(name) for name in "abc"] == [
        *[FileVerdict.SETTLED] * 2,
        FileVerdict.READY,
    ]


def test_only_the_copies_of_what_leaves_are_looked_at_again() -> None:
    made = batch(*(waiting(name, sha256="same") for name in "abc"))
    assert made.take([waiting("b", sha256="other")]) == {"b"}
    assert made.take([waiting("a", sha256="third")]) == {"a", "c"}


def test_a_file_with_a_warning_may_be_a_copy_too() -> None:
    scan = {"sha256": "same", "notices": (Notice.SCAN,)}
    made = batch(waiting("a", **scan), waiting("b", **scan))
    assert [made.verdict(name) for name in "ab"] == [FileVerdict.WARNED, FileVerdict.COPY]


def test_files_that_are_being_checked_are_no_copies_yet() -> None:
    checking = {"waits_for_start": True, "sha256": None, "source": "/same.pdf"}
    made = batch(document(S.CHECKING, id="a", **checking), document(S.CHECKING, id="b", **checking))
    assert [made.verdict(name) for name in "ab"] == [FileVerdict.CHECKING] * 2


CONTENT = st.sampled_from(["one", "two", None])
DOCUMENTS = st.builds(
    lambda local_id, content, problem, state, address, flags: replace(
        waiting(local_id),
        sha256=content,
        problem=problem,
        state=state,
        waits_for_start=flags[0],
        xn_address=address,
        removed=flags[1],
        skipped=flags[2],
        again_chosen=flags[3],
    ),
    st.sampled_from("abcdef"),
    CONTENT,
    st.sampled_from([Problem(HoldReason.WAITS_FOR_START), SENT, None]),
    st.sampled_from([S.HELD, S.CHECKING, S.QUEUED, S.REJECTED, S.UPLOADING]),
    st.sampled_from(["a@x", "A@x", "b@y", ""]),
    st.sampled_from(list(product((True, False), repeat=4))),
)


@given(st.lists(DOCUMENTS, max_size=20))
def test_news_in_any_order_lead_to_what_a_fresh_look_would_see(happened: list[Document]) -> None:
    made, last = BatchReview(), {}
    for news in happened:
        made.take([news])
        last[news.id] = news
    fresh = BatchReview()
    fresh.take(last.values())
    assert made.summary == fresh.summary
    assert {i: made.verdict(i) for i in made.ids} == {i: fresh.verdict(i) for i in fresh.ids}
    assert [made.choice(i) for i in made.ids] == [fresh.choice(i) for i in made.ids]
    going = made.to_go
    assert len(going) == len(set(going)) == made.summary.will_go
    # Of what is the same only one goes without having been chosen.
    unchosen = [last[i] for i in going if made.verdict(i) not in COSTS_TWICE]
    known = [d for d in unchosen if made.verdict(d.id) is not FileVerdict.CHECKING]
    same = Counter((d.sha256 or d.source, d.xn_address.lower()) for d in known)
    assert all(count == 1 for count in same.values())


def test_the_next_original_is_the_copy_that_was_added_next() -> None:
    rows = [waiting(name, sha256="same", xn_address="Team@Acme") for name in "abc"]
    rows[1] = replace(rows[1], xn_address="team@acme")  # an address is the same in any case
    made = batch(*rows)
    assert [original(made, name) for name in "abc"] == [None, "a", "a"]
    made.take([replace(rows[0], removed=True)])
    assert [original(made, name) for name in "bc"] == [None, "b"]
    assert [made.verdict(name) for name in "bc"] == [FileVerdict.READY, FileVerdict.COPY]
