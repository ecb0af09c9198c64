"""What went wrong, in words that a contractor understands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong, and the way on.

    Attributes:
        code: A stable, language-free name (`"password-needed"`); tests, the journal and
            translations rely on it.
        title: What happened, in a few words.
        next_step: What the person can do now, in one or two sentences.
        detail: What the server or the system said, as it came; may be empty.
    """

    code: str
    title: str
    next_step: str
    detail: str = ""
