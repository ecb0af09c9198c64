"""The server's message in the body of an error."""

from __future__ import annotations

from capout_desktop.capout.bounded_json import UNREADABLE, bounded_json


def error_detail(body: bytes) -> str:
    """Return the readable message in the body of an error; empty if there is none.

    Known forms: `{"detail": "…"}`, `{"detail": [{"loc": […], "msg": "…"}]}`, `error` or `message`
    instead of `detail`, and plain text other than HTML.
    """
    try:
        answer = bounded_json(body)
    except RecursionError:
        return ""
    except UNREADABLE:
        text = body.decode("utf-8", "replace").strip()
        return "" if text.startswith("<") else _short(text)
    return _short(_words(answer))


_DETAIL_LENGTH = 500


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _DETAIL_LENGTH else text[: _DETAIL_LENGTH - 1] + "…"


def _words(value: object) -> str:
    match value:
        case str():
            return value
        case list():
            return "; ".join(filter(None, map(_words, value)))
        case {"msg": str(message), **rest}:
            location = rest.get("loc")
            names = location if isinstance(location, list) else []
            # `body` only says where the field was sent.
            where = ".".join(str(name) for name in names if name != "body")
            return f"{where}: {message}" if where else message
        case dict():
            for name in ("detail", "message", "error", "title", "errors"):
                if found := _words(value.get(name)):
                    return found
    return ""
