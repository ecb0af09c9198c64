"""Sizes, counts and times of day, as the person's language and country write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

if TYPE_CHECKING:
    from datetime import date, datetime

_UNITS = ("bytes", "KB", "MB", "GB")


def locale() -> QLocale:
    """The locale in force; where the system names none, numbers and days are American ones."""
    found = QLocale()
    return QLocale("en_US") if found.name() == "C" else found


def number_text(number: int) -> str:
    """A whole number: `1,200`."""
    return locale().toString(number)


def decimal_text(number: float, digits: int) -> str:
    """A number with so many digits behind the point: `12.4`."""
    return locale().toString(float(number), "f", digits)


def size_text(size: int) -> str:
    """A file's size with 1024 bytes to the KB, as file managers on Windows count: `12.4 MB`."""
    value, unit = _scaled(size)
    return f"{_number(value, unit)} {_unit(unit)}"


def part_text(done: int, total: int) -> str:
    """How much of a size is done, in one unit: `12.4 of 67 MB`."""
    value, unit = _scaled(total)
    return _tr("{done} of {total} {unit}").format(
        done=_number(done / 1024**unit, unit), total=_number(value, unit), unit=_unit(unit)
    )


def _scaled(size: int) -> tuple[float, int]:
    value, unit = float(size), 0
    # 1023.6 KB would be written as "1024 KB"
    while value >= 1000 and unit < len(_UNITS) - 1:
        value /= 1024
        unit += 1
    return value, unit


def _number(value: float, unit: int) -> str:
    digits = 1 if unit > 1 and value < 100 and round(value, 1) != round(value) else 0
    return decimal_text(value, digits)


def _unit(unit: int) -> str:
    return _UNITS[unit] if unit else _tr("bytes")


def today() -> date:
    """The local day."""
    return cast("date", QDate.currentDate().toPython())


def time_text(moment: datetime) -> str:
    """The local time of day, in the system's own form: `14:02` or `2:02 PM`."""
    local = moment.astimezone()
    here = QLocale()
    form = here.timeFormat(QLocale.FormatType.ShortFormat).replace(":ss", "")
    return here.toString(QTime(local.hour, local.minute), form)


def moment_text(moment: datetime, today: date) -> str:
    """The time of day where it was today, else the day: `14:02`, `Nov 23`."""
    local = moment.astimezone()
    if local.date() == today:
        return time_text(moment)
    here = locale()
    form = "MMM yyyy"
    if local.year == today.year:
        form = "d MMM" if _day_comes_first(here) else "MMM d"
    return here.toString(_qdate(local), form)


def date_text(day: date) -> str:
    """A day: `Nov 23, 2026`, or `23 nov 2026` where the day is written before the month."""
    here = locale()
    form = "d MMM yyyy" if _day_comes_first(here) else "MMM d, yyyy"
    return here.toString(_qdate(day), form)


def weekday_text(day: date, today: date) -> str:
    """A day with its name, and with its year where that is not this one: `Mon, Nov 23`."""
    here = locale()
    form = "d MMM" if _day_comes_first(here) else "MMM d"
    if day.year != today.year:
        form += " yyyy" if _day_comes_first(here) else ", yyyy"
    return here.toString(_qdate(day), f"ddd, {form}")


def day_text(moment: datetime) -> str:
    """The local day of a moment, as `date_text` writes it."""
    return date_text(moment.astimezone().date())


def long_day_text(day: date) -> str:
    """A day with its weekday, as the system writes it: `Monday, November 23, 2026`."""
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


def full_moment_text(moment: datetime) -> str:
    """Day and time, for tooltips."""
    return f"{day_text(moment)}, {time_text(moment)}"


def count_text(number: int, one: str, many: str) -> str:
    """Say something of a number of things: `1 file`, `1,200 files`.

    Args:
        number: How many there are.
        one: English for exactly one of them: `"{number} file"`.
        many: English for any other number: `"{number} files"`. Translators find this one, and
            give all the forms that their language has. Literals, both: they are collected from
            the source, so no `tr` stands around them.
    """
    found = QCoreApplication.translate("count", many, None, number)
    words = one if found == many and number == 1 else found
    return words.format(number=number_text(number))


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _day_comes_first(here: QLocale) -> bool:
    form = here.dateFormat(QLocale.FormatType.ShortFormat)
    return form.find("d") < form.find("M")


def _tr(text: str) -> str:
    return QCoreApplication.translate("figures", text)
