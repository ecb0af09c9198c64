"""A batch: its verdicts, its figures, and what goes."""

from __future__ import annotations

from collections import Counter
from datetime import date

from helpers.documents import document
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from capout_desktop.domain import hold
from capout_desktop.domain.batch_review import COSTS_TWICE, BatchReview, FileVerdict
from capout_desktop.domain.document import Document, DocumentState
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
    assert made.to_start == ["ready", "scan", "checking"]
    assert made.to_send_again == []
    assert made.summary.total == 5


def test_a_second_copy_goes_only_where_the_person_chose_it() -> None:
    made = batch(waiting("a", sha256="same"), waiting("b", sha256="same"))
    assert [made.verdict(i) for i in "ab"] == [FileVerdict.READY, FileVerdict.COPY]
    assert made.original("b").id == "a"
    assert made.to_start == ["a"]
    made.choose(["b"], goes=True)
    assert (made.to_start, made.to_send_again) == (["a"], ["b"])
    assert made.summary.again == 1


def test_a_copy_for_another_address_is_none_and_the_next_one_moves_up() -> None:
    made = batch(waiting("a", sha256="same"), waiting("b", sha256="same"))
    touched = made.take([waiting("a", sha256="same", xn_address="b@y")])
    assert touched == {"a", "b"}
    assert [made.verdict(i) for i in "ab"] == [FileVerdict.READY, FileVerdict.READY]


def test_what_cannot_go_cannot_be_chosen_and_what_has_no_address_is_counted() -> None:
    made = batch(
        document(S.REJECTED, id="bad", problem=NOT_A_PDF, waits_for_start=True),
        waiting("a", xn_address=""),
    )
    made.choose(["bad"], goes=True)
    assert not made.can_choose("bad")
    assert made.to_start == ["a"]
    assert made.summary.without_address == 1


CONTENT = st.sampled_from(["one", "two", None])
DOCUMENTS = st.builds(
    lambda local_id, content, problem, state, waits, address, removed: replace(
        waiting(local_id),
        sha256=content,
        problem=problem,
        state=state,
        waits_for_start=waits,
        xn_address=address,
        removed=removed,
    ),
    st.sampled_from("abcdef"),
    CONTENT,
    st.sampled_from([Problem(HoldReason.WAITS_FOR_START), SENT, None]),
    st.sampled_from([S.HELD, S.CHECKING, S.QUEUED, S.REJECTED, S.UPLOADING]),
    st.booleans(),
    st.sampled_from(["a@x", "A@x", "b@y", ""]),
    st.booleans(),
)
CHOICES = st.tuples(st.sampled_from("abcdef"), st.booleans())


@given(st.lists(DOCUMENTS | CHOICES, max_size=30))
def test_news_in_any_order_lead_to_what_a_fresh_look_would_see(
    happened: list[Document | tuple[str, bool]],
) -> None:
    made, last, chosen = BatchReview(), {}, {}
    for news in happened:
        if isinstance(news, Document):
            made.take([news])
            last[news.id] = news
        elif news[0] in last:
            made.choose([news[0]], news[1])
            chosen[news[0]] = news[1]
    fresh = BatchReview()
    fresh.take(last.values())
    for local_id, goes in chosen.items():
        fresh.choose([local_id], goes)
    assert made.summary == fresh.summary
    assert {i: made.verdict(i) for i in made.ids} == {i: fresh.verdict(i) for i in fresh.ids}
    going = made.to_start + made.to_send_again
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
    assert [made.original(name).id for name in "abc"] == ["a", "a", "a"]
    made.take([replace(rows[0], removed=True)])
    assert [made.original(name).id for name in "bc"] == ["b", "b"]
    assert [made.verdict(name) for name in "bc"] == [FileVerdict.READY, FileVerdict.COPY]
