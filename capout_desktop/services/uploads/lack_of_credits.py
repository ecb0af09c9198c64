"""Organizations without credits: their documents wait, and the others' do not."""

from __future__ import annotations

from capout_desktop.domain.problem import Problem
from capout_desktop.services.runtime import clock


class LackOfCredits:
    """Refusals for lack of credits, by organization."""

    def __init__(self) -> None:
        self._problems: dict[str, Problem] = {}
        self._credits_since: dict[str, float] = {}

    def note(self, organization_id: str, problem: Problem) -> None:
        """Note that CapOut refused a document because the organization has no credits."""
        self._problems[organization_id] = problem

    def credits_changed(self, organization_id: str) -> None:
        """Note that the organization may have credits again, from now on."""
        self.forget(organization_id)
        self._credits_since[organization_id] = clock.monotonic()

    def forget(self, organization_id: str) -> None:
        """Let the organization's documents be tried again."""
        self._problems.pop(organization_id, None)

    def problem_of(self, organization_id: str) -> Problem | None:
        """Return why the organization's documents wait; None if they do not."""
        return self._problems.get(organization_id)

    def is_outdated(self, organization_id: str, began: float) -> bool:
        """Return whether a refusal says nothing any more: there were credits after `began`.

        `began` is when the attempt began, in seconds of the monotonic clock.
        """
        since = self._credits_since.get(organization_id)
        return since is not None and began < since
