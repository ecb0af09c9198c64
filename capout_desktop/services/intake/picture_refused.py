"""Refusal of a picture while it is read. Worker process only."""

from __future__ import annotations

from capout_desktop.domain.picture import PictureRefusal


class Refused(Exception):  # noqa: N818 - the picture is refused
    """The picture is not read; `why` says why."""

    def __init__(self, why: PictureRefusal) -> None:
        super().__init__(why.value)
        self.why = why
