"""Texts of a batch's heading: its name, how it came, and how its documents stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.batch_tally import Standing
from capout_desktop.domain.upload_pace import Pace
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.text.formatting import count_text, duration_text, moment_text, size_text
from capout_desktop.ui.text.parts import Part

_W = Standing
MOST_NAMED = 2
"""Number of addresses that the heading of a batch names at most."""
_MINUTE = timedelta(minutes=1)


def batch_name(batch: Batch, today: date) -> str:
    """Return the name of a batch, or words from the time if it has none."""
    if batch.name:
        return visible_text(batch.name)
    return _tr("Added {time}").format(time=moment_text(batch.created_at, today))


def batch_caption(batch: Batch, today: date, addresses: Sequence[str] = ()) -> str:
    """Return whether a batch is a draft or paused, and when, whence and for whom it came.

    `addresses` are those of its documents, the one of most first.
    """
    parts = [_tr("Draft")] if batch.is_draft else []
    if batch.paused:
        parts.append(_tr("Paused"))
    if batch.name:
        parts.append(moment_text(batch.created_at, today))
    parts.append(origin_words(batch.origin))
    to = [visible_text(address) for address in addresses or (batch.destination.xn_address,)]
    if len(to) > MOST_NAMED:
        others = count_text(len(to) - 1, "{number} other", "{number} others")
        parts.append(_tr("to {address} and {others}").format(address=to[0], others=others))
    elif to[0]:
        parts.append(_tr("to {address}").format(address=", ".join(to)))
    return " · ".join(filter(None, parts))


_IMPORTANCE = {
    _W.NEEDS_PERSON: 9,
    _W.FAILED: 8,
    _W.NEEDS_CREDITS: 7,
    _W.COMPLETE: 6,
    _W.PROCESSING: 5,
    _W.SENDING: 5,
}
_OTHERS = 4
PACE, USUAL = 3, 2
"""Importance of the parts behind the numbers, if room is short."""


def standing_parts(standings: Mapping[Standing, int]) -> list[Part]:
    """Return how many documents of a batch stand in which way: `81 complete · 4 processing`."""
    number = {which: standings.get(which, 0) for which in Standing}
    number[_W.FAILED] += number[_W.FAILED_AT_CAPOUT]
    texts = {
        _W.COMPLETE: count_text(number[_W.COMPLETE], "{number} complete", "{number} complete"),
        _W.SENDING: count_text(number[_W.SENDING], "{number} sending", "{number} sending"),
        _W.PROCESSING: count_text(
            number[_W.PROCESSING], "{number} processing", "{number} processing"
        ),
        _W.CONFIRMING: count_text(
            number[_W.CONFIRMING], "{number} checking with CapOut", "{number} checking with CapOut"
        ),
        _W.WAITING: count_text(number[_W.WAITING], "{number} waiting", "{number} waiting"),
        _W.READY: count_text(number[_W.READY], "{number} ready", "{number} ready"),
        _W.NEEDS_CREDITS: count_text(
            number[_W.NEEDS_CREDITS], "{number} needs credits", "{number} need credits"
        ),
        _W.NEEDS_PERSON: count_text(
            number[_W.NEEDS_PERSON], "{number} needs you", "{number} need you"
        ),
        _W.REJECTED: count_text(
            number[_W.REJECTED], "{number} can't be sent", "{number} can't be sent"
        ),
        _W.FAILED: count_text(number[_W.FAILED], "{number} failed", "{number} failed"),
        _W.SKIPPED: count_text(number[_W.SKIPPED], "{number} skipped", "{number} skipped"),
        _W.CANCELED: count_text(number[_W.CANCELED], "{number} canceled", "{number} canceled"),
    }
    return [
        Part(text, _IMPORTANCE.get(which, _OTHERS))
        for which, text in texts.items()
        if number[which]
    ]


def pace_parts(pace: Pace) -> list[str]:
    """Return how fast documents are sent, and how long that still takes if it is known."""
    parts = [_tr("{size}/s").format(size=size_text(round(pace.speed)))]
    if pace.left is not None:
        if pace.left < _MINUTE:
            parts.append(_tr("less than a minute left"))
        else:
            parts.append(_tr("about {duration} left").format(duration=duration_text(pace.left)))
    return parts


def origin_words(origin: BatchOrigin) -> str:
    """Return how a batch came, if it did not come by the person's hand in the window."""
    return {
        BatchOrigin.WATCH_FOLDER: _tr("from the watch folder"),
        BatchOrigin.COMMAND_LINE: _tr("from the command line"),
    }.get(origin, "")


def _tr(text: str) -> str:
    return QCoreApplication.translate("batch text", text)
