"""Where the files in `resources/` lie: beside the package in a source tree, inside it elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def resources_dir() -> Path:
    """The folder that holds `icons/`, `samples/` and the like."""
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def resource_path(*parts: str) -> Path:
    """The path of one resource, as `resource_path("icons", "app.svg")`; need not exist."""
    return resources_dir().joinpath(*parts)


def guide_path(language: str) -> Path:
    """The page of the user guide in a language of the window, such as `es`."""
    return resource_path("guide", f"guide.{language}.html")
