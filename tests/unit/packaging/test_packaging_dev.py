"""What is installed is exactly what is locked, wherever it is installed."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import dev
import pytest

from development import virtual_environment
from development.system_packages import package_of

ROOT = Path(__file__).resolve().parents[3]
PACKAGING = ROOT / "packaging"
LOCKS = ["runtime.lock", "dev.lock", "package.lock"]


def requirements(lock: str) -> dict[str, str]:
    """The requirements of a lock, each with its hashes, by the name of the project."""
    lines = (PACKAGING / lock).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    kept = [line for line in lines if line and not line.lstrip().startswith("#")]
    return {re.split(r"[=<>!~ ;\[]", line, maxsplit=1)[0]: line for line in kept}


def declared_names(specifiers: list[str]) -> set[str]:
    return {re.split(r"[=<>!~ ;\[]", one, maxsplit=1)[0].lower() for one in specifiers}


def project() -> dict[str, object]:
    content: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return content


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_has_one_version_and_a_hash(lock: str) -> None:
    assert requirements(lock)
    for name, requirement in requirements(lock).items():
        assert re.match(rf"{re.escape(name)}==[\w.!+]+( ;.*?)?\s+--hash=sha256:", requirement)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_no_path(lock: str) -> None:
    text = (PACKAGING / lock).read_text(encoding="utf-8")
    assert not re.findall(r"\w+://|index-url|find-links|trusted-host| @ |(?<=\s)/\S+", text)
    assert not re.findall(r"\b[\w-]+\.(?:org|com|net|io|dev|local|internal)\b", text)


def test_every_runtime_dependency_is_in_the_runtime_lock() -> None:
    section = project()["project"]
    assert isinstance(section, dict)
    assert declared_names(section["dependencies"]) <= requirements("runtime.lock").keys()


def test_every_development_tool_is_in_the_development_lock() -> None:
    section = project()["dependency-groups"]
    assert isinstance(section, dict)
    assert declared_names(section["dev"]) <= requirements("dev.lock").keys()
    assert declared_names(section["package"]) <= requirements("package.lock").keys()


def test_both_locks_agree_on_what_they_share() -> None:
    runtime, dev = requirements("runtime.lock"), requirements("dev.lock")
    shared = runtime.keys() & dev.keys()
    assert {name: runtime[name].split()[0] for name in shared} == {
        name: dev[name].split()[0] for name in shared
    }


def test_qt_stays_below_the_version_that_aborts_python_3_11() -> None:
    locked = requirements("runtime.lock")["pyside6-essentials"]
    major, minor = re.findall(r"\d+", locked.partition("==")[2])[:2]
    assert (6, 8) <= (int(major), int(minor)) < (6, 12)


@pytest.mark.parametrize(
    ("soname", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libGL.so.1", "libgl1"),
        ("libX11.so.6", "libx11-6"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libfontconfig.so.1", "libfontconfig1"),
        ("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
    ],
)
def test_the_package_of_a_missing_library_is_known(soname: str, package: str) -> None:
    assert package_of(soname) == package


@pytest.mark.parametrize("command", ["run", "test", "lint", "bench", "shots", "lock", "translate"])
def test_every_command_explains_itself(command: str) -> None:
    asked = [sys.executable, str(PACKAGING / "dev.py"), command, "--help"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert f"usage: dev.py {command}" in answer.stdout


def test_ci_runs_the_same_commands_as_a_person() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [re.split(r" (?:>|\|\|)", line)[0] for line in lines if line.startswith("python3")]
    assert commands == ["python3 packaging/dev.py lint", "python3 packaging/dev.py test"]


@pytest.mark.skipif(sys.platform != "linux", reason="what Linux lacks is installed there only")
def test_run_installs_nothing_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    locks: list[Path] = []
    needs: list[object] = []
    started: list[list[str]] = []

    def become(_program: str, command: list[str]) -> None:
        started.append(command)
        raise SystemExit

    monkeypatch.setattr(virtual_environment, "set_up", lambda *wanted: locks.extend(wanted))
    monkeypatch.setattr(dev, "provide", needs.append)
    monkeypatch.setattr("os.execv", become)
    with pytest.raises(SystemExit):
        dev.run(["--sandbox"])
    assert locks == [virtual_environment.RUNTIME_LOCK]
    assert needs == [dev._missing_for_qt]
    assert started == [[str(virtual_environment.PYTHON), str(ROOT / "main.py"), "--sandbox"]]
