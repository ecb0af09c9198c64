"""The workflow of a release runs nothing that somebody else can exchange, and signs by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
BY_COMMIT = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
DOWNLOADS = re.compile(
    r"\b(choco|winget|brew|curl|wget|Invoke-WebRequest|iwr|pip3? install|npm|npx|go install)\b"
)
SECRET = re.compile(r"\bsecrets\.")


def blocks(text: str, begins: re.Pattern[str]) -> list[str]:
    """Return the parts of a text that begin with these lines."""
    at = [found.start() for found in begins.finditer(text)]
    return [text[a:b] for a, b in zip(at, [*at[1:], len(text)], strict=True)]


class Workflow:
    """A workflow, read by its indentation: two spaces for a job, six for a step."""

    def __init__(self, text: str) -> None:
        # Comments may say anything; those behind an action say its version.
        self.text = re.sub(r"(?m)^\s*#.*\n", "", text)
        self.head, jobs = self.text.split("\njobs:\n")
        named = blocks(jobs, re.compile(r"(?m)^  (?=\S)"))
        self.jobs = {job.split(":")[0].strip(): job for job in named}

    @staticmethod
    def steps(job: str) -> list[str]:
        return blocks(job.partition("    steps:\n")[2], re.compile(r"(?m)^      - "))


def faults(workflow: Workflow) -> list[str]:
    """Return what is wrong with a workflow."""
    found = []
    if "permissions: {}" not in workflow.head:
        found.append("the workflow has permissions before a job asks for them")
    used = re.findall(r"uses: *(.*)", workflow.text)
    found += [f"not by commit: {name}" for name in used if not BY_COMMIT.fullmatch(name)]
    for name, job in workflow.jobs.items():
        permissions = re.search(r"(?m)^    permissions:\n((?:      .*\n)+)", job)
        if permissions is None:
            found.append(f"{name} does not say its permissions")
        elif "write" in permissions[1] and ("uses: actions/setup" in job or "dev.py" in job):
            found.append(f"{name} builds with a right to write")
        if "timeout-minutes:" not in job:
            found.append(f"{name} may run for hours")
        steps = workflow.steps(job)
        for step in steps:
            if "actions/checkout@" in step and "persist-credentials: false" not in step:
                found.append(f"{name} leaves the token in the checkout")
            if downloaded := DOWNLOADS.search(step):
                found.append(f"{name} downloads by {downloaded[0]}")
        found += faults_of_signing(name, job, steps)
    return found


def faults_of_signing(name: str, job: str, steps: list[str]) -> list[str]:
    """Return where a job with secrets runs what others made."""
    if not SECRET.search(job):
        return []
    found = []
    if "environment:" not in job:
        found.append(f"{name} has secrets that nobody has to release")
    if re.search(r"dev\.py (lint|test|bench|package frozen|package$)", job, re.MULTILINE):
        found.append(f"{name} tests or freezes beside the secrets")
    loads = [at for at, step in enumerate(steps) if SECRET.search(step)]
    later = steps[min(loads) :] if loads else []
    brought = [step for step in later if "uses:" in step and "upload-artifact@" not in step]
    if brought or any("package --help" in step for step in later):
        found.append(f"{name} brings in parts after the certificate was loaded")
    return found


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_keeps_the_rules(path: Path) -> None:
    assert faults(Workflow(path.read_text("utf-8"))) == []


def test_signing_waits_for_all_that_is_tested_and_frozen() -> None:
    (path,) = WORKFLOWS
    workflow = Workflow(path.read_text("utf-8"))
    assert set(workflow.jobs) == {"package", "sign", "draft"}
    assert "needs: package\n" in workflow.jobs["sign"]
    assert "needs: [package, sign]\n" in workflow.jobs["draft"]
    assert [name for name, job in workflow.jobs.items() if SECRET.search(job)] == ["sign"]
    assert [name for name, job in workflow.jobs.items() if "write" in job] == ["draft"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (r"@[0-9a-f]{40} # v4\.2\.2", "@v4", "not by commit"),
        ("          persist-credentials: false\n", "", "leaves the token"),
        (r"permissions: \{\}", "", "before a job asks"),
        ("      - name: Lint\n", "      - name: X\n        run: choco install nsis\n", "by choco"),
        (r"dev\.py package installer", "dev.py test", "beside the secrets"),
        (r"(?m)^    environment: .*\n", "", "nobody has to release"),
        ("      contents: read", "      contents: write", "a right to write"),
    ],
)
def test_a_broken_rule_would_be_found(before: str, after: str, said: str) -> None:
    (path,) = WORKFLOWS
    broken = re.sub(before, after, path.read_text("utf-8"))
    assert any(said in fault for fault in faults(Workflow(broken)))
