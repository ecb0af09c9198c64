"""Pseudo-language: English, 40 % longer, to find texts that are cut off."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QTranslator

LONGER = 0.4
_FILLER = "oelin matesu rinavo "


class PseudoLanguage(QTranslator):
    """Translator of all texts of the program; Qt's texts, such as shortcuts, stay unchanged."""

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - Qt's name
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        """Implement Qt's method."""
        del disambiguation, n
        if context.startswith("Q") or not sourceText.strip():
            return sourceText
        more = ceil(len(sourceText.strip()) * LONGER)
        filler = (_FILLER * (more // len(_FILLER) + 1))[: more - 1].strip() or "o"
        return f"{sourceText} {filler}"

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        """Implement Qt's method."""
        return False
