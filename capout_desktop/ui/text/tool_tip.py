"""Text of tooltips, which Qt takes for markup if it looks like it."""

from __future__ import annotations

import re

from capout_desktop.domain.visible_text import escaped, visible_text

_MARKUP = re.compile(r"<|&#?\w+;")


def tool_tip(text: str) -> str:
    """Return what a tooltip has to be set to in order to show this text as it is.

    A text with a `<` or an entity is escaped: as markup, a file named `<img src=...>` would load
    that picture.
    """
    shown = visible_text(text, lines=True)
    if _MARKUP.search(shown) is None:
        return shown
    return f'<p style="white-space: pre-wrap">{escaped(shown)}</p>'
