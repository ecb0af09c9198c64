"""The project's commands: run it, test it, check it. Nothing needs to be installed before.

python3 packaging/dev.py COMMAND [ARGUMENTS ...]
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - checked before anything newer is imported
    raise SystemExit("dev.py: Python 3.11 or newer is needed; this is " + sys.version.split()[0])

import argparse
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

from development import virtual_environment as venv
from development.private_session import environment_without_proxies, private_session
from development.suite import (
    EAST,
    PARTS,
    SUITE_TIME,
    WINDOWS_PART,
    Part,
    processes_at_once,
    run_parts,
)
from development.system_packages import (
    Need,
    may_install,
    missing_for_freezing,
    missing_for_packages,
    missing_for_qt,
    missing_for_tests,
    missing_for_windows,
    offer,
    provide,
)

HELP = {
    "run": "start the app; arguments go to it, as in: run --sandbox; with --windows in wine",
    "test": "run the tests; arguments go to pytest, as in: test tests/unit -k retry; with "
    "--windows before them in wine",
    "lint": "check style, types and the direction of imports",
    "bench": "measure the app beside its peers",
    "estimates": "say how well the estimates of the tests' corpus are read, field by field",
    "mutants": "put faults into a copy of the program, and list those that the tests do not find",
    "shots": "take pictures of the window",
    "translate": "bring the translations up to date, and say what is left to translate",
    "windows": "put together the program for Windows, and let it test itself under wine",
    "package": "make what people install; names of steps go to it, as in: package deb; "
    "`package windows` makes that for Windows, on Linux",
    "lock": "remake the locks from pyproject.toml; arguments go to uv, as in: lock --upgrade",
}
PYTHONPATH = os.pathsep.join((str(venv.ROOT), str(venv.ROOT / "packaging")))


def main(arguments: list[str]) -> int:
    """Run one command; the arguments after its name are passed on unchanged."""
    parser = argparse.ArgumentParser(prog="dev.py", description="The project's commands.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, help_text in HELP.items():
        commands.add_parser(name, help=help_text, description=help_text)
    asks_for_help = arguments[1:2] in (["-h"], ["--help"])
    command = parser.parse_args(arguments[: 2 if asks_for_help else 1]).command
    rest = arguments[1:]
    if rest[:1] == ["--"]:  # so that `run -- --help` reaches the app
        del rest[0]
    if command == "windows":
        return on_windows(["assemble"])
    if command in {"run", "test"} and rest[:1] == ["--windows"]:
        return on_windows([command, *rest[1:]])
    if command == "run":
        run(rest)
    if command == "lint":
        return lint()
    if command == "package":
        return package(rest)
    if command == "lock":
        return lock(rest)
    if command == "test" and may_install():  # otherwise package tests are skipped with a reason
        provide(lambda: [*missing_for_freezing(), *missing_for_packages()])
    if command == "test" and not rest:
        return test_everything()
    if command == "estimates":
        venv.set_up(venv.RUNTIME_LOCK, venv.DEV_LOCK)
        return _run_module("development.estimates", *rest)
    if command == "translate":
        venv.set_up(venv.RUNTIME_LOCK, venv.DEV_LOCK)
        return _run_module("development.translate")
    scripts = {
        "test": ["-m", "pytest"],
        "bench": ["-m", "bench.run"],
        "mutants": ["-m", "development.mutants"],
        "shots": ["-m", "screens.render"],
    }
    return in_session([*scripts[command], *rest], EAST if command == "test" else "")


def run(arguments: list[str]) -> NoReturn:
    """Replace this process with the app. The working directory stays, for relative file names."""
    venv.set_up(venv.RUNTIME_LOCK)
    if sys.platform == "linux":
        provide(_missing_for_qt)
    command = [str(venv.PYTHON), str(venv.ROOT / "main.py"), *arguments]
    if os.name == "nt":  # exec would return to the console while the app runs
        sys.exit(subprocess.call(command))
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


def lint() -> int:
    """Run every checker, even if an earlier one failed."""
    venv.set_up(venv.RUNTIME_LOCK, venv.DEV_LOCK)
    python = str(venv.PYTHON)
    checks = {
        "ruff check": [python, "-m", "ruff", "check"],
        "ruff format": [python, "-m", "ruff", "format", "--check"],
        "mypy": [python, "-m", "mypy"],
        "import-linter": [str(venv.SCRIPTS / "lint-imports"), "--no-logo"],
    }
    failed = []
    for name, check in checks.items():
        print(f"dev.py: {name}", flush=True)
        if subprocess.call(check, cwd=venv.ROOT):
            failed.append(name)
    print(f"dev.py: failed: {', '.join(failed)}" if failed else "dev.py: all is well", flush=True)
    return 1 if failed else 0


def package(arguments: list[str]) -> int:
    """Build packages; `package.py` lists them. Those for Windows can be made on Linux, too."""
    if arguments[:1] == ["windows"]:
        return on_windows(["package", *arguments[1:]])
    venv.set_up(venv.RUNTIME_LOCK, venv.PACKAGE_LOCK)
    if sys.platform == "linux":
        provide(_missing_for_qt)
    return _run_module("release.package", *arguments)


def lock(arguments: list[str]) -> int:
    """Regenerate the lock files for every platform; versions stay unless they must change.

    No package index URL is written into a lock file, so that each machine uses its own index.
    """
    packaging = venv.ROOT / "packaging"
    with tempfile.TemporaryDirectory(prefix="capout-") as folder:
        venv.make_venv(Path(folder))
        uv = Path(folder) / venv.SCRIPTS.name / "uv"
        venv.pip_install(uv.with_name(venv.PYTHON.name), "uv")
        for name, source in {
            "runtime.lock": ["pyproject.toml"],
            "dev.lock": ["--group=pyproject.toml:dev", "--constraints=packaging/runtime.lock"],
            "package.lock": [
                "--group=pyproject.toml:package",
                "--constraints=packaging/runtime.lock",
                "--constraints=packaging/dev.lock",
            ],
        }.items():
            command = [str(uv), "pip", "compile", *source, f"--output-file=packaging/{name}"]
            command += ["--universal", "--python-version=3.11", "--only-binary=:all:"]
            command += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]
            command += ["--custom-compile-command=python3 packaging/dev.py lock", "--quiet"]
            if subprocess.call([*command, *arguments], cwd=venv.ROOT):
                raise SystemExit(f"dev.py: {name} could not be made; see above")
            print(f"dev.py: {packaging / name} is up to date")
    return 0


def test_everything() -> int:
    """Run all tests, in parts that run at the same time."""
    set_up_session()
    if sys.platform != "linux":
        return in_session(["-m", "pytest"])
    parts: tuple[Part, ...] = PARTS
    if missing := offer(missing_for_windows):
        print(f"dev.py: nothing is tested under wine, since this is missing: {missing}", flush=True)
    else:
        longest, *others = PARTS
        parts = (longest, WINDOWS_PART, *others)
    return run_parts(parts, _start, processes_at_once(), SUITE_TIME)


def in_session(arguments: list[str], time_zone: str = "") -> int:
    """Run Python with `arguments` in a separate desktop session and return its exit code.

    A session can be created on Linux only; elsewhere the user's own session is used. `time_zone`
    is used there only, and only if the variable TZ is not set.
    """
    set_up_session()
    if sys.platform != "linux":
        return _supervise(arguments, environment_without_proxies())
    with private_session() as environment:
        if time_zone:
            environment.setdefault("TZ", time_zone)
        return _supervise(arguments, environment)


def on_windows(arguments: list[str]) -> int:
    """Run the program for Windows or its tests, under wine."""
    if sys.platform != "linux":
        raise SystemExit("dev.py: wine is used on Linux only")
    set_up_session()
    provide(missing_for_windows)
    command = ["-m", "development.windows", *arguments]
    return _supervise(command, dict(os.environ)) if arguments[0] == "run" else in_session(command)


def set_up_session() -> None:
    """Install what desktop sessions and tests need."""
    venv.set_up(venv.RUNTIME_LOCK, venv.DEV_LOCK, venv.PACKAGE_LOCK)
    if sys.platform == "linux":
        provide(lambda: [*_missing_for_qt(), *missing_for_tests(_pyside())])
        # SIGTERM must not leave a session behind: let it unwind the `with`.
        signal.signal(signal.SIGTERM, _exit)


def _run_module(name: str, *arguments: str) -> int:
    environment = os.environ | {"PYTHONPATH": PYTHONPATH}
    command = [str(venv.PYTHON), "-m", name, *arguments]
    return subprocess.call(command, cwd=venv.ROOT, env=environment)


def _supervise(arguments: list[str], environment: dict[str, str]) -> int:
    child = _start(arguments, environment)
    # Ctrl+C reaches the child as well; wait for its last output.
    signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        return child.wait()
    finally:
        _end(child)


def _start(
    arguments: list[str], environment: dict[str, str], output: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    environment = environment | {"PYTHONPATH": PYTHONPATH}
    command = [str(venv.PYTHON), *arguments]
    return subprocess.Popen(command, cwd=venv.ROOT, env=environment, stdout=output, stderr=output)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        child.wait()


def _exit(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + signal.SIGTERM)


def _missing_for_qt() -> list[Need]:
    return missing_for_qt(_pyside())


def _pyside() -> Path:
    return next(venv.VENV.glob("lib/python*/site-packages/PySide6"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
