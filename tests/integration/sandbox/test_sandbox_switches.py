"""Every switch of the sandbox can be turned from its command line."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from enum import Enum

import httpx
import pytest
from helpers.processes import running

from capout_desktop.sandbox.contract import Behavior, DocumentsForm, FrameForm
from capout_desktop.sandbox.switches import SWITCHES, BadSwitchError, parse_switch

SAID = {
    "speed=2.5": ("speed", 2.5),
    "progress=no": ("progress", False),
    "greeting=Yes": ("greeting", True),
    "status-running=busy": ("status_running", "busy"),
    'completion-fields={"message": "well"}': ("completion_fields", {"message": "well"}),
    "documents-form=items": ("documents_form", DocumentsForm.ITEMS),
    "documents-omit=file_name,created_at": (
        "documents_omit",
        frozenset({"file_name", "created_at"}),
    ),
    "documents-omit=": ("documents_omit", frozenset()),
    "documents-limit=3": ("documents_limit", 3),
    "frame-form=envelope": ("frame_form", FrameForm.ENVELOPE),
    "envelope-name-field=": ("envelope_name_field", ""),
    "ping-every=5": ("ping_every", 5.0),
    "ping-every=none": ("ping_every", None),
    "expiry-close-code=none": ("expiry_close_code", None),
    "expiry-close-code=1008": ("expiry_close_code", 1008),
}


@pytest.mark.parametrize(("text", "meant"), SAID.items())
def test_a_switch_is_read_as_its_kind_of_value(text: str, meant: tuple[str, object]) -> None:
    assert parse_switch(text) == meant


def test_every_switch_takes_the_value_that_it_has() -> None:
    for field in fields(Behavior):
        value = getattr(Behavior(), field.name)
        if isinstance(value, Enum):
            value = value.value
        elif isinstance(value, frozenset):
            value = ",".join(sorted(value))
        elif value == {}:
            value = "{}"
        text = f"{field.name.replace('_', '-')}={str(value).lower()}"
        name, read = parse_switch(text)
        assert name == field.name
        assert read == getattr(Behavior(), field.name)
    assert len(SWITCHES) == len(fields(Behavior))


@pytest.mark.parametrize(
    "text",
    ["no-such=1", "speed", "speed=fast", "frame-form=round", "progress=1", "completion-fields=[]"],
)
def test_what_means_nothing_is_refused_with_the_name_or_the_choice(text: str) -> None:
    with pytest.raises(BadSwitchError, match=r"frame-form|cannot be"):
        parse_switch(text)


def test_the_program_turns_its_switches() -> None:
    arguments = ["--set", "documents-form=results", "--set", "progress=no", "--speed", "0"]
    with running(
        [sys.executable, "-m", "capout_desktop.sandbox", *arguments],
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        words = program.stdout.readline().split()
        with httpx.Client(
            base_url=words[2], headers={"capout-api-key": words[-1]}, trust_env=False, verify=False
        ) as client:
            document = {
                "file_name": "a.pdf",
                "xn_address": "team@example",
                "url": "https://example.com/a.pdf",
            }
            sent = client.post("/upload", json=document).json()
            assert "progress" not in client.get(sent["status_url"]).json()
            assert len(client.get("/documents").json()["results"]) == 1
        program.terminate()


def test_the_program_refuses_a_switch_that_is_not_there() -> None:
    program = subprocess.run(
        [sys.executable, "-m", "capout_desktop.sandbox", "--set", "frame-form=round"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert program.returncode == 2
    assert "bare, envelope, list" in program.stderr
