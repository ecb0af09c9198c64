"""No key and no token leaves the redaction, whatever form a library gives it."""

from __future__ import annotations

import logging

import pytest

from capout_desktop.capout.redact import HIDDEN, REDACTOR, RedactingFormatter, Redactor, redact

KEY = "capout_test_Zm9v-YmFy_42"
TOKEN = "eyJhbGciOi.JIUzI1NiJ9-x_y"


@pytest.mark.parametrize(
    "text",
    [
        f"the key is {KEY}.",
        f"({KEY})",
        f"x{KEY}",
        f"capout-api-key: {KEY}",
        f"CapOut-API-Key: {KEY}, accept: x",
        "capout-api-key: {secret}",
        "{{'capout-api-key': '{secret}'}}",
        '{{"capout-api-key": "{secret}"}}',
        "[(b'Host', b'a'), (b'capout-api-key', b'{secret}'), (b'Accept', b'*/*')]",
        'b"capout-api-key", b"{secret}"',
        "Authorization: Bearer {secret}",
        "proxy-authorization: Basic {secret}",
        "[(b'Proxy-Authorization', b'Basic {secret}')]",
        "Set-Cookie: session={secret}; Path=/",
        "GET /ws/status?token={secret}&document_id=doc_1 HTTP/1.1",
        "HTTP Request: GET https://api.capout.ai/sse/status?document_id=a&token={secret} 200",
        "url='wss://x/ws/status?token={secret}'",
        '< TEXT \'{{"token":"{secret}","organization_id":"org"}}\' [80 bytes]',
        '"{{\\"token\\": \\"{secret}\\"}}"',
        "{{'token': '{secret}', 'ws_url': '/ws'}}",
        "Token(token='{secret}')",
        "access_token={secret}",
        "proxy http://user:{secret}@proxy.office:3128 refused",
        "https://{secret}@host/path",
    ],
)
def test_a_secret_of_any_form_is_hidden(text: str) -> None:
    hidden = redact(text.format(secret=TOKEN) if "{secret}" in text else text)
    assert KEY not in hidden
    assert "Zm9v" not in hidden
    assert TOKEN not in hidden
    assert "NiJ9" not in hidden
    assert HIDDEN in hidden


@pytest.mark.parametrize(
    "text",
    [
        'File "/opt/capout_desktop/capout/client.py", line 12, in capout_desktop.app',
        "GET /ws/status?token=x&document_id=doc_1 HTTP/1.1".replace("token=x&", ""),
        "https://api.capout.ai/status/doc_123 for restoration-team@example.xn",
        "tokens_remaining: 12",
        "",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


def test_what_stands_around_a_token_stays() -> None:
    hidden = redact(f"GET /ws/status?token={TOKEN}&document_id=doc_1 HTTP/1.1")
    assert hidden == f"GET /ws/status?token={HIDDEN}&document_id=doc_1 HTTP/1.1"


def test_redacting_twice_changes_nothing_more() -> None:
    once = redact(f"capout-api-key: {KEY} token={TOKEN} http://u:p@h")
    assert redact(once) == once


def test_a_secret_known_exactly_is_hidden_in_any_shape_and_percent_encoded() -> None:
    redactor = Redactor()
    redactor.add("odd key/1")
    redactor.add("odd key/1 and more")
    assert redactor.redact("<odd key/1> <odd%20key%2F1>") == f"<{HIDDEN}> <{HIDDEN}>"
    assert redactor.redact("odd key/1 and more") == HIDDEN


def test_too_short_a_secret_does_not_blank_out_ordinary_text() -> None:
    redactor = Redactor()
    for secret in ("ab", "", "about", "hidden"):
        redactor.add(secret)
    assert redactor.redact("about") == "about"
    assert redactor.redact("it is hidden") == f"it is {HIDDEN}"


def test_old_tokens_make_room_for_new_ones_and_keys_stay() -> None:
    redactor = Redactor()
    redactor.add("the-key-itself")
    for number in range(300):
        redactor.add(f"token-{number:05}", short_lived=True)
    assert redactor.redact("the-key-itself token-00299") == f"{HIDDEN} {HIDDEN}"
    assert redactor.redact("token-00000") == "token-00000"


def test_the_formatter_redacts_message_arguments_and_traceback() -> None:
    secret = "an-unforeseen-secret-of-the-process"
    REDACTOR.add(secret)
    formatter = RedactingFormatter("%(levelname)s %(message)s")
    try:
        raise ValueError(f"refused {KEY} and {secret}") from OSError(f"?token={TOKEN}")
    except ValueError as error:
        record = logging.LogRecord(
            "n", logging.ERROR, "f", 1, "failed for %s", (KEY,), (ValueError, error, None)
        )
    record.stack_info = f"Stack: token={TOKEN}"
    text = formatter.format(record)
    assert "ValueError" in text
    assert "OSError" in text
    for hidden in (KEY, TOKEN, secret):
        assert hidden not in text
