"""Whatever reasonable shape the server chooses is understood; nothing else crashes."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from helpers.time_zones import time_zone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from capout_desktop.capout import wire
from capout_desktop.capout.bounded_json import DEEPEST_NESTING, MOST_ENTRIES, bounded_json
from capout_desktop.capout.errors import GarbageAnswer
from capout_desktop.capout.server_time import retry_after_seconds
from capout_desktop.capout.wire import error_detail, statuses_in_frame
from capout_desktop.domain.status_report import Outcome, StatusReport

STATUS: dict[str, Any] = {
    "document_id": "doc_1",
    "status": "processing",
    "progress": {"ocr": "complete", "structure": "in_progress", "actions": None},
    "workflow_complete": False,
    "completed_at": None,
    "updated_at": "2026-04-14T14:31:12Z",
}
NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)


def encoded(value: object) -> bytes:
    return json.dumps(value).encode()


# Statuses


def test_a_status_of_the_spring_contract() -> None:
    report = wire.read_status(encoded({**STATUS, "message": "m", "esx_url": "https://x"}), "doc_1")
    assert report.status == "processing"
    assert report.updated_at == datetime(2026, 4, 14, 14, 31, 12, tzinfo=UTC)
    assert report.progress == STATUS["progress"]
    assert report.extra == {"message": "m", "esx_url": "https://x"}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"workflow_complete": True, "completed_at": "2026-04-14T14:35:00.1234567+02:00"},
        {"updated_at": "2026-04-14T14:31:12.999999999Z"},
        {"updated_at": "2026-04-14 14:31:12"},
        {"updated_at": "yesterday", "completed_at": ""},
        {"updated_at": "9999-01-01T00:00:00Z"},
        {"updated_at": "0001-01-01T00:00:00+23:00"},
        {"updated_at": "2026-04-14t14:31:12z", "completed_at": "2026-04-14T14:31Z"},
        {"updated_at": f"2026-04-14T14:31:12.{'1' * 80}Z"},
        {"status": "s" * 300},
        {"status": ""},
        {"progress": {}},
        {"progress": {"ocr": "complete", "a stage of later": None}},
        {"progress": {"ocr": 1, "structure": True}},
        {"progress": {f"stage {number}": "complete" for number in range(100)}},
        {"document_id": "d" * 512},
        {"document_id": 12},
        {"message": "m"},
    ],
)
def test_a_status_means_the_same_in_a_frame_as_in_an_answer(change: dict[str, object]) -> None:
    status = {**STATUS, **change}
    answer = wire.read_status(encoded(status), str(status["document_id"]))
    assert statuses_in_frame(encoded(status)) == [answer]
    assert statuses_in_frame(json.dumps(status)) == [answer]


def test_a_status_of_the_later_contract_has_no_stages() -> None:
    body = {"document_id": "doc_1", "status": "complete", "workflow_complete": True}
    report = wire.read_status(encoded(body), "doc_1")
    assert report.progress is None
    assert report.outcome is Outcome.COMPLETE


def test_optional_fields_of_the_wrong_type_count_as_not_given() -> None:
    body = {
        "document_id": "doc_1",
        "status": "processing",
        "workflow_complete": "yes",
        "completed_at": 12,
        "updated_at": "yesterday",
        "progress": ["ocr"],
    }
    assert wire.read_status(encoded(body), "doc_1") == StatusReport("doc_1", "processing")


@pytest.mark.parametrize(
    "body",
    [
        {"status": "processing"},
        {"data": {"status": "processing"}},
        {"document": {"document_id": "doc_1", "status": "processing"}},
    ],
)
def test_a_status_without_or_around_its_id_belongs_to_the_document_asked_for(
    body: object,
) -> None:
    assert wire.read_status(encoded(body), "doc_1") == StatusReport("doc_1", "processing")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Sign in</html>",
        b"[]",
        b"{}",
        b"null",
        b'"processing"',
        b'{"document_id":"doc_1"}',
        b'{"document_id":"doc_1","status":',
        encoded({**STATUS, "document_id": "doc_2"}),
        b"\xff\xfe",
    ],
)
def test_an_answer_without_the_status_is_garbage(body: bytes) -> None:
    with pytest.raises(GarbageAnswer):
        wire.read_status(body, "doc_1")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-04-14T12:00:00Z", NOON),
        ("2026-04-14T12:00:00.000000Z", NOON),
        ("2026-04-14T12:00:00.0000000009Z", NOON),
        ("2026-04-14T14:00:00+02:00", NOON),
        ("2026-04-14T12:00:00", NOON),
        ("2026-04-14 12:00:00", NOON),
        ("0001-01-01T00:00:00+10:00", None),
        ("14 April", None),
        ("", None),
        (1776168000, None),
        (None, None),
    ],
)
def test_times_are_read_in_every_form_of_iso_8601(text: object, time: datetime | None) -> None:
    report = wire.read_status(encoded({**STATUS, "updated_at": text}), "doc_1")
    assert report.updated_at == time
    assert time is None or (report.updated_at and report.updated_at.tzinfo is UTC)


# Frames


@pytest.mark.parametrize(
    "frame",
    [
        STATUS,
        [STATUS],
        {"event": "status.updated", "data": STATUS},
        {"type": "status.updated", "payload": STATUS},
        {"type": "status.updated", "document": STATUS},
        {"data": [STATUS]},
        {"event": "status.updated", "data": {"document": STATUS}},
        {"type": "snapshot", "documents": [STATUS]},
        {"type": "subscribed", "document_ids": ["doc_1"], "documents": [STATUS]},
        {"event": "status.updated", "data": json.dumps(STATUS)},
        {"type": "status.updated", **STATUS},
        {
            "type": "status.updated",
            "document_id": "doc_1",
            "data": {k: v for k, v in STATUS.items() if k != "document_id"},
        },
    ],
)
def test_a_status_is_found_bare_wrapped_or_listed(frame: object) -> None:
    expected = [wire.read_status(encoded(STATUS), "doc_1")]
    assert statuses_in_frame(encoded(frame)) == expected
    assert statuses_in_frame(json.dumps(frame)) == expected


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"ping",
        b"{",
        b"\xff\xfe\xfd",
        b'"\\ud800"',
        b"[" * 100_000,
        b"1e999",
        b"null",
        b"[]",
        b"{}",
        b'[[1,"two"],null,{"data":7,"status":{"a":1}}]',
        b'{"type":"ping"}',
        b'{"type":"pong","document_id":"doc_1","status":"ok"}',
        b'{"type":"connected","organization_id":"org_1"}',
        b'{"type":"subscribed","document_ids":["doc_1"]}',
        b'{"type":"subscribed","document_id":"doc_1","status":"ok"}',
        b'{"type":"error","document_id":"doc_1","status":"error","message":"no such document"}',
        b'{"event":"error","data":{"document_id":"doc_1","status":"error"}}',
        b'{"document_id":"doc_1"}',
        b'{"document_id":"","status":"processing"}',
        b'{"status":"processing"}',
    ],
)
def test_what_is_no_status_is_ignored(frame: bytes) -> None:
    assert statuses_in_frame(frame) == []


def test_every_status_of_a_list_is_taken_and_the_rest_left() -> None:
    frame = [STATUS, 7, {"type": "ping"}, {**STATUS, "document_id": "doc_2"}]
    assert [r.document_id for r in statuses_in_frame(encoded(frame))] == ["doc_1", "doc_2"]


@given(st.binary(max_size=60))
def test_no_bytes_crash_the_reading_of_a_frame(frame: bytes) -> None:
    assert all(report.document_id for report in statuses_in_frame(frame))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["document_id", "status", "data", "type", "progress", "detail", "id"])
            | st.text(max_size=3),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


LENGTHS = st.sampled_from([0, 1, 255, 256, 257, 64 * 1024, 64 * 1024 + 1])
NUMBERS = st.sampled_from([2**53, 2**53 + 1, -(2**53) - 1, 2**64, 10**400]) | st.integers()
AT_THE_LIMITS = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.floats(allow_nan=False) | LENGTHS.map("x".__mul__),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "status"]) | LENGTHS.map("y".__mul__), inner)
    ),
    max_leaves=6,
)


@given(AT_THE_LIMITS)
@settings(max_examples=30, deadline=None)
@example([None] * (MOST_ENTRIES + 2))
@example(dict.fromkeys(map(str, range(MOST_ENTRIES + 2))))
def test_limits_are_the_same_however_deep_a_value_is(content: object) -> None:
    """Values near the top are decoded and limited in one pass, deeper ones in two."""
    text = encoded(content).replace(b"Infinity", b"1e999")
    deep = bounded_json(b"[" * 6 + text + b"]" * 6)
    for _ in range(6):
        assert isinstance(deep, list)
        (deep,) = deep
    assert repr(bounded_json(text)) == repr(deep)


def test_only_so_many_entries_are_taken() -> None:
    many = range(MOST_ENTRIES + 5)
    values, fields = bounded_json(encoded(list(many))), bounded_json(encoded({n: n for n in many}))
    assert isinstance(values, list)
    assert values == [*range(MOST_ENTRIES + 1)], "one more shows that there are more"
    assert isinstance(fields, dict)
    assert [*fields.values()] == [*range(MOST_ENTRIES)]


@given(JSON)
def test_no_json_crashes_the_reading_of_a_frame_or_of_an_error(content: object) -> None:
    for report in statuses_in_frame(encoded(content)):
        assert report.document_id
        _ = report.outcome, report.stages
    assert isinstance(error_detail(encoded(content)), str)


@given(JSON)
def test_an_answer_is_understood_or_garbage(content: object) -> None:
    body = encoded(content)
    with contextlib.suppress(GarbageAnswer):
        assert wire.read_upload_receipt(body).document_id
    with contextlib.suppress(GarbageAnswer):
        assert all(entry.document_id for entry in wire.read_documents(body))
    with contextlib.suppress(GarbageAnswer):
        assert wire.read_token(body).token
    with contextlib.suppress(GarbageAnswer):
        assert wire.read_status(body, "doc_1").document_id == "doc_1"
    with contextlib.suppress(GarbageAnswer):
        assert wire.read_credits(body, NOON).as_of == NOON


# The other answers


def test_a_receipt_is_read_with_what_a_later_version_adds() -> None:
    receipt = wire.read_upload_receipt(
        encoded(
            {
                "document_id": "doc_1",
                "workflow_id": None,
                "status": "processing",
                "created_at": "2026-04-14T12:00:00Z",
                "status_url": "/status/doc_1",
                "ws_url": "/ws/status",
                "credits_used": 2,
            }
        )
    )
    assert receipt == wire.UploadReceipt(
        "doc_1", "", "processing", NOON, "/status/doc_1", "/ws/status", {"credits_used": 2}
    )


def test_a_receipt_needs_nothing_but_the_document() -> None:
    assert wire.read_upload_receipt(b'{"document_id":"d"}') == wire.UploadReceipt("d")
    for body in (b"{}", b'{"document_id":null}', b'{"document_id":""}', b'[{"document_id":"d"}]'):
        with pytest.raises(GarbageAnswer):
            wire.read_upload_receipt(body)


ENTRY = {
    "document_id": "doc_1",
    "file_name": "a.pdf",
    "xn_address": "a@b",
    "created_at": "2026-04-14T12:00:00Z",
    "status": "processing",
    "claim": "7",
}


@pytest.mark.parametrize(
    "answer",
    [
        [ENTRY],
        {"documents": [ENTRY], "next": None},
        {"items": [ENTRY]},
        {"data": [ENTRY]},
        {"results": [ENTRY]},
        {"data": {"documents": [ENTRY]}},
        [{("id" if k == "document_id" else k): v for k, v in ENTRY.items()}],
    ],
)
def test_documents_are_found_in_every_form_of_the_list(answer: object) -> None:
    [document] = wire.read_documents(encoded(answer))
    assert (document.document_id, document.file_name, document.xn_address) == (
        "doc_1",
        "a.pdf",
        "a@b",
    )
    assert document.created_at == NOON
    assert document.report.status == "processing"
    assert document.extra == {"claim": "7"}


def test_an_entry_may_say_nothing_but_its_id() -> None:
    [document] = wire.read_documents(b'[{"id": 7}]')
    assert document == wire.ListedDocument("7", None, None, None, StatusReport("7", ""))


@pytest.mark.parametrize("answer", [{}, {"documents": None}, 7, None, {"a": []}, "x"])
def test_an_answer_without_a_list_is_garbage_and_not_an_empty_list(answer: object) -> None:
    with pytest.raises(GarbageAnswer):
        wire.read_documents(encoded(answer))


@pytest.mark.parametrize("entry", [{}, {"file_name": "a.pdf"}, 7, None, {"id": "x" * 513}])
def test_an_entry_that_names_no_document_is_left_out_and_counted(entry: object) -> None:
    documents = wire.read_documents(encoded([entry, ENTRY]))
    assert [document.document_id for document in documents] == ["doc_1"]
    assert (documents.unreadable, documents.partial) == (1, True)
    assert not wire.read_documents(encoded([ENTRY])).partial


def test_what_is_left_out_of_lists_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    wire._say_once.cache_clear()
    for _ in range(3):
        wire.read_documents(encoded([7, None, ENTRY]))
    assert len(caplog.records) == 1


def test_an_endless_list_of_documents_is_cut_and_says_so() -> None:
    documents = wire.read_documents(encoded([{"id": n} for n in range(MOST_ENTRIES + 5)]))
    assert (len(documents), documents.cut_short, documents.partial) == (
        MOST_ENTRIES,
        True,
        True,
    )


@pytest.mark.parametrize("text", ["2026-04-14", "2026-04-14T12:00:00", "2026-04-14 12:00"])
def test_a_listed_time_without_a_zone_proves_nothing(text: str) -> None:
    [document] = wire.read_documents(encoded([{**ENTRY, "created_at": text}]))
    assert document.created_at is None
    assert document.created_at_without_zone is not None


# Bounds


@pytest.mark.parametrize(
    "text",
    ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1999-12-31T23:59:59Z", "2" * 10_000],
)
def test_times_that_no_document_can_have_count_as_not_given(text: str) -> None:
    report = wire.read_status(encoded({**STATUS, "updated_at": text}), "doc_1")
    assert report.updated_at is None
    token = wire.read_token(encoded({"token": "t", "expires_at": text}))
    assert token.expires_at is None


@pytest.mark.parametrize("number", [10**19, -(10**19), 2**53 + 1, 10**400, 1e300])
def test_numbers_fit_into_the_journal(number: float) -> None:
    balance = wire.read_credits(
        encoded(
            {
                "total_available_credits": number,
                "total_expiring_in_30_days": number,
                "buckets": [{"id": number, "tokens_remaining": number}],
            }
        ),
        NOON,
    )
    for figure in (balance.total, balance.expiring, balance.buckets[0].remaining):
        assert abs(figure) == 2**53
    report = wire.read_status(encoded({**STATUS, "spent": number, "in": [{"a": number}]}), "doc_1")
    assert abs(msgspec.json.decode(msgspec.json.encode(report.extra["spent"]))) <= 1e300


def test_a_large_id_stays_what_it_is() -> None:
    assert wire.read_upload_receipt(encoded({"document_id": 2**70})).document_id == str(2**70)
    with pytest.raises(GarbageAnswer):
        wire.read_upload_receipt(b'{"document_id":' + b"9" * 5000 + b"}")


@pytest.mark.parametrize(
    "frame",
    [
        b'{"document_id":"doc_1","status":"a\\ud83d","message":"half \\ud83d"}',
        b'{"document_id":"doc_1","status":"a\xed\xa0\xbd","message":"half \xed"}',
        b'{"document_id":"doc_1","status":"a\\udc00","message":1e999}',
        b'{"document_id":"doc_1","status":"a\\udc00","message":NaN,"\\ud800":[-1e999]}',
    ],
)
def test_half_an_emoji_or_an_endless_number_costs_only_itself(frame: bytes) -> None:
    [report] = statuses_in_frame(frame)
    assert report.status[:2] == "a\ufffd"
    msgspec.json.encode(dict(report.extra))
    assert "inf" not in str(report.extra).encode().decode()
    listed = wire.read_documents(b"[" + frame + b"," + encoded(ENTRY) + b"]")
    assert len(listed) == 2


def test_nesting_is_bounded_in_what_is_kept() -> None:
    body = b'{"document_id":"d","status":"s","deep":' + b"[" * 400 + b"]" * 400 + b"}"
    kept = wire.read_status(body, "d").extra["deep"]
    depth = 0
    while isinstance(kept, list) and kept:
        depth, kept = depth + 1, kept[0]
    assert depth <= DEEPEST_NESTING


@pytest.mark.parametrize("depth", [100, 500, 900, 100_000])
def test_the_words_of_an_error_may_be_nested_without_end(depth: int) -> None:
    assert error_detail(b'{"detail":' + b"[" * depth + b'"x"' + b"]" * depth + b"}") == ""


def test_texts_and_unknown_fields_have_a_length() -> None:
    long = "x" * 100_000
    body = {**STATUS, "message": long, "more": [long], **{f"f{n}": n for n in range(500)}}
    report = wire.read_status(encoded(body), "doc_1")
    assert len(str(report.extra["message"])) == wire.LONGEST_TEXT
    assert "more" not in report.extra
    assert len(report.extra) <= 64
    with pytest.raises(GarbageAnswer):
        wire.read_token(encoded({"token": long}))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("-5", 0.0),
        ("86400", 900.0),
        ("2160000", 900.0),
        ("1776168000", 900.0),
        ("1e300", 900.0),
        ("1e999", None),
        ("nan", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("9" * 5000, None),
        ("Tue, 14 Apr 2026 12:01:00 GMT", 60.0),
        ("Tue, 14 Apr 2026 11:00:00 GMT", 0.0),
        ("Tue, 14 Apr 2099 12:00:00 GMT", 900.0),
        ("Tue, 14 Apr 9999 12:00:00 GMT", None),
        ("Tue, 14 Apr 99999999999999999999 12:00:00 GMT", None),
    ],
)
def test_a_wait_that_the_server_asks_for_is_bounded(
    value: str | None, seconds: float | None
) -> None:
    assert retry_after_seconds(value, NOON) == seconds


def test_credits_are_read_with_their_buckets() -> None:
    balance = wire.read_credits(
        encoded(
            {
                "organization_id": "org_1",
                "total_available_credits": 12.0,
                "total_expiring_in_30_days": None,
                "buckets": [
                    {"id": "b1", "tokens_remaining": 12, "expires_at": None, "created_at": "x"},
                    {"id": "b2"},
                    "junk",
                ],
            }
        ),
        NOON,
    )
    assert (balance.organization_id, balance.total, balance.expiring) == ("org_1", 12, 0)
    assert [(b.id, b.remaining, b.expires_at) for b in balance.buckets] == [("b1", 12, None)]
    assert balance.as_of == NOON


@pytest.mark.parametrize("total", [None, "12", True, 1.5])
def test_credits_without_a_figure_are_garbage(total: object) -> None:
    with pytest.raises(GarbageAnswer):
        wire.read_credits(encoded({"total_available_credits": total}), NOON)


def test_credits_without_an_organization_are_of_none() -> None:
    for organization in None, 7, "":
        found = wire.read_credits(
            encoded({"total_available_credits": 3, "organization_id": organization}), NOON
        )
        assert (found.total, found.organization_id) == (3, "")


def test_a_token_shows_in_no_repr() -> None:
    token = wire.read_token(b'{"token":"s3cret-token","expires_at":"2026-04-14T12:00:00Z"}')
    assert token.token == "s3cret-token"
    assert (token.ws_url, token.sse_url, token.expires_at) == ("/ws/status", "/sse/status", NOON)
    assert "s3cret" not in repr(token)
    with pytest.raises(GarbageAnswer):
        wire.read_token(b'{"token":""}')


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"detail":"No such document"}', "No such document"),
        (
            encoded(
                {
                    "detail": [
                        {"loc": ["body", "xn_address"], "msg": "Field required", "type": "missing"},
                        {"loc": ["body"], "msg": "url or file_base64"},
                    ]
                }
            ),
            "xn_address: Field required; url or file_base64",
        ),
        (b'{"error":{"message":"Out of credits"}}', "Out of credits"),
        (b'{"message":"Nope"}', "Nope"),
        (b"Bad\n  gateway ", "Bad gateway"),
        (b"<html><body>502</body></html>", ""),
        (b"", ""),
        (b"{}", ""),
        (b"null", ""),
        (b"x" * 2000, "x" * 499 + "…"),
    ],
)
def test_the_servers_own_words_are_found(body: bytes, words: str) -> None:
    assert error_detail(body) == words


@pytest.mark.parametrize("zone", ["UTC", "UTC-9", "UTC+6"])
def test_a_time_is_the_same_wherever_this_computer_is(zone: str) -> None:
    with time_zone(zone):
        documents = wire.read_documents(
            encoded(
                [
                    {**ENTRY, "id": "a", "created_at": "2026-04-14T12:00:00+00:00"},
                    {**ENTRY, "id": "b", "created_at": "2026-04-14T08:00:00-04:00"},
                    {**ENTRY, "id": "c", "created_at": "2026-04-14T12:00:00"},
                ]
            )
        )
        known = [entry.created_at or entry.created_at_without_zone for entry in documents]
    assert known == [NOON, NOON, NOON]


def test_the_longest_token_that_is_taken() -> None:
    longest = "t" * wire.LONGEST_TOKEN
    assert wire.read_token(encoded({"token": longest})).token == longest
    with pytest.raises(GarbageAnswer):
        wire.read_token(encoded({"token": f"{longest}t"}))
