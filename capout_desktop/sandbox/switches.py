"""Switches of the contract as command line arguments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from enum import Enum

from capout_desktop.sandbox.contract import Behavior

_FIRST = Behavior()
_TRUTH = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
_NUMBERS_OR_NONE = {"ping_every": float, "expiry_close_code": int, "documents_window": float}

SWITCHES: Mapping[str, str] = {
    field.name.replace("_", "-"): field.name for field in fields(Behavior)
}
"""Attributes of `Behavior`, by their names on the command line."""


class BadSwitchError(ValueError):
    """An unknown switch, or an invalid value of one; the message says which."""


def parse_switch(text: str) -> tuple[str, object]:
    """Parse a switch such as `frame-form=enveloped` to an attribute of `Behavior` and a value.

    Lists are written with commas, objects as JSON, and None as `none`.

    Raises:
        BadSwitchError: The switch or its value is invalid.
    """
    word, equals, value = text.partition("=")
    name = SWITCHES.get(word)
    if name is None or not equals:
        raise BadSwitchError(f"{text!r} is not NAME=VALUE with one of {', '.join(SWITCHES)}")
    try:
        return name, _value(name, value)
    except (ValueError, KeyError) as error:
        raise BadSwitchError(f"{word} cannot be {value!r}{_instead(name)}") from error


def _value(name: str, text: str) -> object:
    if name in _NUMBERS_OR_NONE:
        return None if text == "none" else _NUMBERS_OR_NONE[name](text)
    first = getattr(_FIRST, name)
    match first:
        case bool():
            return _TRUTH[text.lower()]
        case Enum():
            return type(first)(text)
        case int() | float():
            return type(first)(text)
        case frozenset():
            return frozenset(filter(None, text.split(",")))
        case Mapping():
            found = json.loads(text)
            if not isinstance(found, dict):
                raise ValueError(text)
            return found
        case _:
            return text


def _instead(name: str) -> str:
    first = getattr(_FIRST, name)
    if isinstance(first, Enum):
        return f"; it is one of {', '.join(str(one.value) for one in type(first))}"
    return ""
