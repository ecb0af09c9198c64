"""Changes that `GET /documents` makes to names, addresses and times, as the switches select."""

from __future__ import annotations

import html
import re
import unicodedata
import uuid
from datetime import datetime, timedelta
from urllib.parse import quote

from capout_desktop.sandbox.contract import (
    AddressForm,
    ListedIds,
    MalformedItem,
    NameForm,
    TimeForm,
)
from capout_desktop.sandbox.wire import utc_text

GO_ZERO = "0001-01-01T00:00:00Z"
YEAR_9999 = "9999-12-31T23:59:59Z"

_LOCAL = timedelta(hours=-5)
_CUTS = {NameForm.CUT_24: 24, NameForm.CUT_64: 64}
_ENDING = ".xn"
_PLAIN = str.maketrans({"ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "AE", "ł": "l", "Ł": "L"})
_TRANSLITERATED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe"}
    | {"å": "aa", "Å": "Aa"}
)
_FIRST_CJK = 0x1100
"""First code point of Hangul; kana, ideographs and the rest of Hangul are after it."""
_CJK_NAMES = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


def listed_name(name: str, form: NameForm, *, document_id: str, accepted_at: datetime) -> str:
    """Return a file name as the list shows it."""
    stamp = f"{accepted_at:%Y%m%d%H%M%S}"
    unique = str(uuid.uuid5(uuid.NAMESPACE_OID, document_id))
    match form:
        case NameForm.AS_SENT:
            return name
        case NameForm.CUT_24 | NameForm.CUT_64:
            return name[: _CUTS[form]]
        case NameForm.BLANKS_REPLACED:
            return re.sub(r"\s", "_", name)
        case NameForm.ACCENTS_DROPPED:
            return _without_accents(name)
        case NameForm.ACCENTS_TRANSLITERATED:
            return _without_accents(unicodedata.normalize("NFC", name).translate(_TRANSLITERATED))
        case NameForm.HTML_ESCAPED:
            return html.escape(name)
        case NameForm.PERCENT_ENCODED:
            return quote(name, errors="replace")
        case NameForm.STAMP_BEFORE:
            return f"{stamp}_{name}"
        case NameForm.STAMP_AFTER:
            return _before_ending(name, stamp)
        case NameForm.UUID_BEFORE:
            return f"{unique}_{name}"
        case NameForm.UUID_AFTER:
            return _before_ending(name, unique)
        case NameForm.COPY_NUMBER_DROPPED:
            return re.sub(r"\s*\(\d+\)(?=(\.[^.]*)?$)", "", name)
        case NameForm.ENDING_ONCE:
            return re.sub(r"(?i)(\.pdf)+$", r"\1", name)
        case NameForm.CJK_TRANSLITERATED:
            return "".join(_syllable(letter) if _is_cjk(letter) else letter for letter in name)
        case NameForm.CJK_DROPPED:
            return "".join(letter for letter in name if not _is_cjk(letter))
        case NameForm.UPPER_CASE:
            return name.upper()


def listed_id(wire_id: str | int, form: ListedIds) -> str | int:
    """Return the id of a document as the list shows it; `wire_id` is that of its receipt."""
    match form:
        case ListedIds.AS_RECEIPTS:
            return wire_id
        case ListedIds.UPPER_CASE:
            return wire_id.upper() if isinstance(wire_id, str) else wire_id
        case ListedIds.OTHER:
            return str(uuid.uuid5(uuid.NAMESPACE_URL, str(wire_id)))


def listed_address(address: str, form: AddressForm) -> str:
    """Return an XactNet address as the list shows it."""
    user = address.partition("@")[0]
    match form:
        case AddressForm.AS_SENT:
            return address
        case AddressForm.USER_ONLY:
            return user
        case AddressForm.WITH_ENDING:
            return address if address.endswith(_ENDING) else address + _ENDING
        case AddressForm.DISPLAY_NAME:
            return f"{user.capitalize()} <{address}>"
        case AddressForm.UPPER_CASE:
            return address.upper()


def listed_time(moment: datetime, form: TimeForm) -> str | int | None:
    """Return a time as the list shows it; None leaves it out."""
    match form:
        case TimeForm.UTC:
            return f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"
        case TimeForm.WHOLE_SECONDS:
            return utc_text(moment)
        case TimeForm.DATE_ONLY:
            return f"{moment:%Y-%m-%d}"
        case TimeForm.HOUR:
            return f"{moment:%Y-%m-%dT%H}:00:00Z"
        case TimeForm.LOCAL:
            return f"{moment + _LOCAL:%Y-%m-%dT%H:%M:%S}"
        case TimeForm.EPOCH_SECONDS:
            return int(moment.timestamp())
        case TimeForm.MISSING:
            return None
        case TimeForm.GO_ZERO:
            return GO_ZERO
        case TimeForm.YEAR_9999:
            return YEAR_9999


def malformed_items(kind: MalformedItem, id_field: str) -> list[object]:
    """Return the invalid entries of a kind: one or none."""
    match kind:
        case MalformedItem.NONE:
            return []
        case MalformedItem.NULL:
            return [None]
        case MalformedItem.NUMBER:
            return [42]
        case MalformedItem.TEXT:
            return ["doc_1"]
        case MalformedItem.LIST:
            return [["doc_1", None]]
        case MalformedItem.EMPTY_OBJECT:
            return [{}]
        case MalformedItem.WRONG_KINDS:
            kinds: dict[str, object] = {
                id_field: {"value": 1},
                "file_name": 7,
                "xn_address": ["a@b"],
                "created_at": {"seconds": 1},
                "status": None,
                "workflow_complete": "perhaps",
            }
            return [kinds]


def _before_ending(name: str, added: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}_{added}.{ending}" if dot else f"{name}_{added}"


def _without_accents(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.translate(_PLAIN))
    return unicodedata.normalize("NFC", "".join(c for c in letters if not _is_accent(c)))


def _is_accent(letter: str) -> bool:
    return "\u0300" <= letter <= "\u036f"


def _is_cjk(letter: str) -> bool:
    return ord(letter) >= _FIRST_CJK and unicodedata.name(letter, "").startswith(_CJK_NAMES)


def _syllable(letter: str) -> str:
    return re.split(r"[ -]", unicodedata.name(letter))[-1].lower()
