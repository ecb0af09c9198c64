"""Debian's form of the changelog has a version for every entry."""

from __future__ import annotations

from linux.debian_package import released_changes

UNRELEASED = "# Changes\n\n## Unreleased\n\n- A guide.\n\n"
OLDER = "## 0.1.0 (2026-04-14)\n\n- The main job.\n"


def test_what_is_unreleased_is_in_the_package_that_is_being_made() -> None:
    changes = released_changes(UNRELEASED + OLDER, "0.2.0")
    assert [version for version, _ in changes] == ["0.2.0", "0.1.0"]
    assert [[point.strip() for point in points] for _, points in changes] == [
        ["A guide."],
        ["The main job."],
    ]


def test_a_version_has_one_entry() -> None:
    ((version, points),) = released_changes(UNRELEASED + OLDER, "0.1.0")
    assert version == "0.1.0"
    assert [point.strip() for point in points] == ["A guide.", "The main job."]


def test_a_changelog_without_anything_unreleased_is_as_it_stands() -> None:
    assert [version for version, _ in released_changes(OLDER, "0.2.0")] == ["0.1.0"]
