"""A start as administrator, on which Windows lets nothing be dropped."""

from __future__ import annotations

from capout_desktop.services.desktop.elevation import has_more_rights_than_desktop


def test_a_start_like_that_of_the_desktop_has_its_rights() -> None:
    # wine, too, says that programs are elevated; so is its desktop.
    assert not has_more_rights_than_desktop()
