"""What went wrong, in words that a contractor understands."""

from __future__ import annotations

from dataclasses import dataclass

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong, and the way on.

    The words are plain English as translators find them; `ui.problem_words` says them in the
    person's language, with the values in their places.

    Attributes:
        code: A stable, language-free name (`"password-needed"`); tests and the journal rely on it.
        title: What happened, in a few words; may have places for values, like `{size}`.
        next_step: What the person can do now, in one or two sentences; may have such places, too.
        detail: What the server or the system said, as it came; may be empty.
        values: What is put into the places, by name. Numbers are written as the person's
            language does; a day, as `2026-11-23`, stands under the name `day`, and another
            problem's title, which is translated, too, under the name `cause`.
    """

    code: str
    title: str
    next_step: str
    detail: str = ""
    values: tuple[tuple[str, Value], ...] = ()
