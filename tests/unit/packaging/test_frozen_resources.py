"""What the frozen program brings along of `resources/`."""

from __future__ import annotations

from pathlib import Path

from capout_desktop.resources import guide_path, resources_dir
from capout_desktop.ui.text.language import LANGUAGES
from release.frozen_parts import is_needed, resources

ROOT = Path(__file__).resolve().parents[3]
NOT_SHIPPED = {"screenshots"}
"""Pictures of the README."""


def frozen_files() -> set[str]:
    """The paths inside the frozen program, as PyInstaller makes them of `resources()`."""
    files = set()
    for source, destination in resources(ROOT):
        found = [Path(source)] if Path(source).is_file() else Path(source).rglob("*")
        base = Path(source).parent if Path(source).is_file() else Path(source)
        files |= {
            f"{destination}/{file.relative_to(base).as_posix()}" for file in found if file.is_file()
        }
    return {file for file in files if is_needed(file)}


def test_the_guide_is_in_the_frozen_program_with_every_picture() -> None:
    files = frozen_files()
    for language in LANGUAGES:
        page = guide_path(language).relative_to(resources_dir())
        assert f"capout_desktop/_resources/{page.as_posix()}" in files
    for picture in (ROOT / "resources" / "guide" / "images").rglob("*.png"):
        inside = picture.relative_to(ROOT / "resources").as_posix()
        assert f"capout_desktop/_resources/{inside}" in files


def test_every_folder_of_resources_is_in_the_frozen_program_but_the_readmes_pictures() -> None:
    frozen = {Path(source).name for source, _ in resources(ROOT) if Path(source).is_dir()}
    there = {folder.name for folder in (ROOT / "resources").iterdir() if folder.is_dir()}
    assert frozen == there - NOT_SHIPPED
