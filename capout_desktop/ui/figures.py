"""Sizes, counts and times of day, as the system's own programs write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QDate, QLocale, QTime

if TYPE_CHECKING:
    from datetime import date, datetime

_UNITS = ("bytes", "KB", "MB", "GB")


def size_text(size: int) -> str:
    """A file's size with 1024 bytes to the KB, as file managers on Windows count: `12.4 MB`."""
    value, unit = _scaled(size)
    return f"{_number(value, unit)} {_UNITS[unit]}"


def part_text(done: int, total: int) -> str:
    """How much of a size is done, in one unit: `12.4 of 67 MB`."""
    value, unit = _scaled(total)
    return f"{_number(done / 1024**unit, unit)} of {_number(value, unit)} {_UNITS[unit]}"


def _scaled(size: int) -> tuple[float, int]:
    value, unit = float(size), 0
    # 1023.6 KB would be written as "1024 KB"
    while value >= 1000 and unit < len(_UNITS) - 1:
        value /= 1024
        unit += 1
    return value, unit


def _number(value: float, unit: int) -> str:
    digits = 1 if unit > 1 and value < 100 and round(value, 1) != round(value) else 0
    return f"{value:.{digits}f}"


def today() -> date:
    """The local day."""
    return cast("date", QDate.currentDate().toPython())


def time_text(moment: datetime) -> str:
    """The local time of day, in the system's own form: `14:02` or `2:02 PM`."""
    local = moment.astimezone()
    locale = QLocale()
    form = locale.timeFormat(QLocale.FormatType.ShortFormat).replace(":ss", "")
    return locale.toString(QTime(local.hour, local.minute), form)


def moment_text(moment: datetime, today: date) -> str:
    """The time of day where it was today, else the day: `14:02`, `Nov 23`."""
    local = moment.astimezone()
    if local.date() == today:
        return time_text(moment)
    form = "MMM d" if local.year == today.year else "MMM yyyy"
    return QLocale().toString(QDate(local.year, local.month, local.day), form)


def day_text(moment: datetime) -> str:
    """The local day: `Nov 23, 2026`."""
    local = moment.astimezone()
    return QLocale().toString(QDate(local.year, local.month, local.day), "MMM d, yyyy")


def long_day_text(day: date) -> str:
    """A day with its weekday, as the system writes it: `Monday, November 23, 2026`."""
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


def full_moment_text(moment: datetime) -> str:
    """Day and time, for tooltips."""
    return f"{day_text(moment)}, {time_text(moment)}"


def count_text(number: int, one: str, many: str) -> str:
    """A number with its noun: `1 file`, `1,200 files`."""
    return f"{number:,} {one if number == 1 else many}"
