"""Paths of the files in `resources/`: next to the package in a source tree, else inside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def resources_dir() -> Path:
    """Return the folder that holds `icons/`, `samples/` and the other resources."""
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def resource_path(*parts: str) -> Path:
    """Return the path of a resource, as in `resource_path("icons", "app.svg")`.

    The resource need not exist.
    """
    return resources_dir().joinpath(*parts)


def guide_path(language: str) -> Path:
    """Return the path of the user guide in a language of the window, such as `es`."""
    return resource_path("guide", f"guide.{language}.html")
