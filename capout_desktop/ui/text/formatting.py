"""Formatting of sizes, counts, dates and times for the person's language and country."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta
    from decimal import Decimal

_UNITS = ("bytes", "KB", "MB", "GB")


def locale() -> QLocale:
    """Return the locale in use; if the system names none, the American one."""
    found = QLocale()
    return QLocale("en_US") if found.name() == "C" else found


def number_text(number: int) -> str:
    """Format a whole number: `1,200`."""
    return locale().toString(number)


def decimal_text(number: float, digits: int) -> str:
    """Format a number with a fixed number of decimals: `12.4`."""
    return locale().toString(float(number), "f", digits)


def dollars_text(amount: Decimal) -> str:
    """Format an amount in US dollars, in which estimates are made: `$18,593.81`."""
    sign = "-" if amount < 0 else ""
    return f"{sign}${decimal_text(float(abs(amount)), 2)}"


def size_text(size: int) -> str:
    """Format a file size with 1024 bytes to the KB, as file managers on Windows do: `12.4 MB`."""
    value, unit = _scaled(size)
    return f"{_number(value, unit)} {_unit(unit)}"


def part_text(done: int, total: int) -> str:
    """Format the finished part of a size, both in one unit: `12.4 of 67 MB`."""
    value, unit = _scaled(total)
    return _tr("{done} of {total} {unit}").format(
        done=_number(done / 1024**unit, unit), total=_number(value, unit), unit=_unit(unit)
    )


def _scaled(size: int) -> tuple[float, int]:
    value, unit = float(size), 0
    # 1023.6 KB would be rounded to "1024 KB"
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
    """Return the current local date."""
    return cast("date", QDate.currentDate().toPython())


def time_text(moment: datetime) -> str:
    """Format the local time of day in the system's format: `14:02` or `2:02 PM`."""
    local = moment.astimezone()
    here = QLocale()
    form = here.timeFormat(QLocale.FormatType.ShortFormat).replace(":ss", "")
    return here.toString(QTime(local.hour, local.minute), form)


def moment_text(moment: datetime, today: date) -> str:
    """Format a moment: the time if it is today, otherwise the day: `14:02`, `Nov 23`."""
    local = moment.astimezone()
    if local.date() == today:
        return time_text(moment)
    here = locale()
    form = "MMM yyyy"
    if local.year == today.year:
        form = "d MMM" if _day_comes_first(here) else "MMM d"
    return here.toString(_qdate(local), form)


def date_text(day: date) -> str:
    """Format a date: `Nov 23, 2026`, or `23 nov 2026` in locales that write the day first."""
    here = locale()
    form = "d MMM yyyy" if _day_comes_first(here) else "MMM d, yyyy"
    return here.toString(_qdate(day), form)


def near_day_text(day: date, today: date) -> str:
    """Format a date without its year if that is this year: `Mar 14`, `Mar 14, 2025`."""
    if day.year != today.year:
        return date_text(day)
    here = locale()
    return here.toString(_qdate(day), "d MMM" if _day_comes_first(here) else "MMM d")


def weekday_text(day: date, today: date) -> str:
    """Format a date with its weekday, and its year if it is another one: `Mon, Nov 23`."""
    here = locale()
    form = "d MMM" if _day_comes_first(here) else "MMM d"
    if day.year != today.year:
        form += " yyyy" if _day_comes_first(here) else ", yyyy"
    return here.toString(_qdate(day), f"ddd, {form}")


def day_text(moment: datetime) -> str:
    """Format the local date of a moment as `date_text` does."""
    return date_text(moment.astimezone().date())


def long_day_text(day: date) -> str:
    """Format a date with its weekday in the system's long format: `Monday, November 23, 2026`."""
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


def full_moment_text(moment: datetime) -> str:
    """Format a moment with date and time, for tooltips."""
    return f"{day_text(moment)}, {time_text(moment)}"


def duration_text(duration: timedelta) -> str:
    """Format a duration in its largest unit, rounded: `40 seconds`, `3 minutes`, `2 hours`."""
    seconds = max(round(duration.total_seconds()), 1)
    if seconds < 60:
        return count_text(seconds, "{number} second", "{number} seconds")
    if seconds < 90 * 60:
        return count_text(round(seconds / 60), "{number} minute", "{number} minutes")
    return count_text(round(seconds / 3600), "{number} hour", "{number} hours")


_MOST_FOR_QT = 2**31 - 1
_MANY = 1_000_000


def count_text(number: int, one: str, many: str) -> str:
    """Format a number with the right plural form: `1 file`, `1,200 files`.

    Args:
        number: The number of things.
        one: English for exactly one of them: `"{number} file"`.
        many: English for any other number: `"{number} files"`. This is the key for translators,
            who give all plural forms of their language. Both arguments must be literals: they are
            collected from the source, so they are not wrapped in `tr`.
    """
    # Qt takes 32 bits. The last digits and "many" decide the plural form in every language.
    counted = number if abs(number) <= _MOST_FOR_QT else _MANY + abs(number) % _MANY
    found = QCoreApplication.translate("count", many, None, counted)
    words = one if found == many and number == 1 else found
    return words.format(number=number_text(number))


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _day_comes_first(here: QLocale) -> bool:
    form = here.dateFormat(QLocale.FormatType.ShortFormat)
    return form.find("d") < form.find("M")


def _tr(text: str) -> str:
    return QCoreApplication.translate("figures", text)
