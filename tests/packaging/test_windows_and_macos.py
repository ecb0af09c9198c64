"""What Windows and macOS are given, as far as another system can look at it."""

from __future__ import annotations

import ast
import json
import os
import plistlib
import re
import shutil
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import asdict
from pathlib import Path

import pytest
from helpers.built_packages import NAME, ROOT
from PySide6.QtCore import QSize
from PySide6.QtGui import QImageReader

from capout_desktop import __version__
from capout_desktop.domain.pdf_name import is_pdf_name
from capout_desktop.services.organizations.key_store import SERVICE
from capout_desktop.store.folders import folders
from release.build_folder import Build
from release.bundled_parts import BundledPart, note_parts, noted_parts, windows_libraries
from release.frozen_parts import INFO_PLIST, is_needed
from release.icon_files import WINDOWS_SIZES, write_icns, write_ico, write_last_page
from windows.installer import write_version_info

PACKAGING = ROOT / "packaging"
LIBFFI = BundledPart("libffi", "8", "pkg:generic/libffi@8", "MIT")
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def installer(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """An installer around a stand-in for the program, and the files that were signed for it."""
    if shutil.which("makensis") is None:
        pytest.skip("NSIS is not installed")
    folder = tmp_path_factory.mktemp("windows installer")
    payload = folder / "frozen" / NAME
    (payload / "_internal").mkdir(parents=True)
    (payload / f"{NAME}.exe").write_bytes(os.urandom(5000))
    (payload / "_internal" / "base_library.zip").write_bytes(os.urandom(5000))
    note = {"system": "windows", "parts": [asdict(LIBFFI)]}
    (folder / "parts.json").write_text(json.dumps(note), encoding="utf-8")
    signer = folder.with_name("sign")  # in a folder without spaces, as a shell would want it
    signer.write_text(f'#!/bin/sh\necho "$1" >>"{folder}/signed"\n')
    signer.chmod(0o755)
    command = [sys.executable, "-m", "release.package", "installer", "--quick"]
    done = subprocess.run(
        [*command, "--work", str(folder), "--out", str(folder)],
        cwd=ROOT,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT / "packaging"),
            "CAPOUT_SIGN_COMMAND": str(signer),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return folder / f"{NAME}-{__version__}-setup.exe", (folder / "signed").read_text().split("\n")


def test_the_installer_asks_for_no_administrator_and_knows_its_version(
    installer: tuple[Path, list[str]],
) -> None:
    content = installer[0].read_bytes()
    assert content.startswith(b"MZ")
    assert b'requestedExecutionLevel level="asInvoker"' in content
    assert b"dpiAware" in content
    for word in ("ProductVersion", __version__, "CapOut Desktop Setup"):
        assert word.encode("utf-16-le") in content


def test_the_licenses_in_the_installer_are_of_the_system_on_which_it_was_frozen(
    installer: tuple[Path, list[str]],
) -> None:
    payload = installer[0].parent / "frozen" / NAME
    named = (payload / "third-party.txt").read_text("utf-8").partition("\n\n")[2]
    assert named.startswith("  libffi 8: MIT\n\n")


def test_what_a_package_consists_of_is_noted_when_it_is_frozen(tmp_path: Path) -> None:
    build = Build(tmp_path, tmp_path)
    with pytest.raises(SystemExit, match="freeze the program first"):
        noted_parts(build)
    (build.frozen / "_internal").mkdir(parents=True)
    note_parts(build)
    system, parts = noted_parts(build)
    assert system == {"linux": "linux", "win32": "windows", "darwin": "darwin"}[sys.platform]
    assert {"Python", "PyInstaller bootloader", "OpenSSL", "httpx"} <= {part.name for part in parts}
    assert all(isinstance(part.texts, tuple) for part in parts)


def test_the_libraries_of_windows_are_named(tmp_path: Path) -> None:
    internal = tmp_path / "_internal"
    (internal / "PySide6").mkdir(parents=True)
    for name in ("libffi-8.dll", "python3.dll", "PySide6/MSVCP140.dll", "PySide6/Qt6Core.dll"):
        (internal / name).write_bytes(b"MZ")
    names = [part.name.split(",")[0] for part in windows_libraries(tmp_path)]
    assert names == ["Microsoft Visual C++ runtime library", "python3.dll", "libffi"]
    official = "Python Software Foundation".encode("utf-16-le")
    (internal / "python3.dll").write_bytes(b"MZ" + official)
    assert "python3.dll" not in [p.name.split(",")[0] for p in windows_libraries(tmp_path)]


def test_a_package_can_be_made_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Build(tmp_path, tmp_path).date.year >= 2026


def test_the_last_page_has_a_picture_of_ours_and_parts_have_names_in_both_languages(
    tmp_path: Path,
) -> None:
    picture = tmp_path / "last_page.bmp"
    write_last_page(picture)
    reader = QImageReader(str(picture))
    assert bytes(reader.format().data()) == b"bmp"
    assert reader.size() == QSize(328, 628)
    script = (PACKAGING / "windows" / "installer.nsi").read_text("utf-8")
    named = re.findall(r'^Section(?: /o)? "(.*?)" Section', script, re.MULTILINE)
    assert named[0] == "${PROGRAM}"
    for name in named[1:]:
        key = name.removeprefix("$(").removesuffix(")")
        texts = re.findall(rf'LangString {key} \${{LANG_(\w+)}} "(.+)"', script)
        assert [language for language, _ in texts] == ["ENGLISH", "SPANISH"], name
        assert texts[0][1] != texts[1][1]


def test_program_uninstaller_and_installer_are_signed(
    installer: tuple[Path, list[str]],
) -> None:
    file, signed = installer
    assert signed[0].endswith(f"{NAME}.exe")
    assert signed[-2] == str(file)
    assert len(signed) == 4  # the last one is what follows the last line's end


def test_the_installer_keeps_to_the_person_and_knows_where_their_data_are() -> None:
    script = (PACKAGING / "windows" / "installer.nsi").read_text("utf-8")
    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script
    data = folders(None).data.name
    assert f'!define DATA "$LOCALAPPDATA\\{data}"' in script
    assert f'"/delete:{SERVICE}"' in script
    deleting = script[script.index('RMDir /r "${DATA}"') - 400 :]
    assert "IDNO keep" in deleting.partition('RMDir /r "${DATA}"')[0]


def test_the_manifest_asks_for_sharp_windows_and_no_administrator() -> None:
    root = ET.parse(PACKAGING / "windows" / "capout-desktop.manifest").getroot()
    told = {element.tag.rpartition("}")[2]: element for element in root.iter()}
    assert told["dpiAwareness"].text == "PerMonitorV2, PerMonitor"
    assert told["requestedExecutionLevel"].get("level") == "asInvoker"


def test_the_version_resource_is_what_pyinstaller_reads(tmp_path: Path) -> None:
    file = tmp_path / "version_info.txt"
    write_version_info(file)
    tree = ast.parse(file.read_text("utf-8"), mode="eval")
    calls = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert {"VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable"} <= calls
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert {"ProductVersion", __version__, "CapOut Desktop"} <= words


def test_windows_icon_has_every_size(tmp_path: Path) -> None:
    file = tmp_path / "app.ico"
    write_ico(file)
    reader = QImageReader(str(file))
    sizes = []
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        image = reader.read()
        assert image.hasAlphaChannel()
        assert image.pixelColor(image.width() // 2, image.height() // 8).alpha() == 255
        assert image.pixelColor(0, 0).alpha() == 0
        sizes.append(image.size())
    assert sizes == [QSize(size, size) for size in WINDOWS_SIZES]


def test_the_icon_of_macos_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "app.icns"
    write_icns(file)
    content = file.read_bytes()
    assert content[:4] == b"icns"
    assert struct.unpack(">I", content[4:8])[0] == len(content)
    reader = QImageReader(str(file))
    assert reader.canRead()
    assert reader.read().width() == reader.read().height() or reader.imageCount()


def test_all_systems_offer_the_program_for_the_same_files() -> None:
    (document,) = INFO_PLIST["CFBundleDocumentTypes"]
    assert document["LSItemContentTypes"] == ["com.adobe.pdf"]
    assert {document["CFBundleTypeRole"], document["LSHandlerRank"]} == {"Viewer", "Alternate"}
    entry = (PACKAGING / "linux" / "capout-desktop.desktop").read_text("utf-8")
    assert re.findall(r"(?m)^MimeType=(.*)$", entry) == ["application/pdf;"]
    script = (PACKAGING / "windows" / "installer.nsi").read_text("utf-8")
    assert set(re.findall(r'"\$\{CLASSES\}\\(\.\w+)', script)) == {".pdf"}
    assert re.findall(r'SupportedTypes" "(.*?)"', script) == [".pdf"]
    for name in ("Kim.pdf", "KIM.PDF"):
        assert is_pdf_name(name)


def test_macos_is_given_a_hardened_app() -> None:
    assert plistlib.loads(plistlib.dumps(INFO_PLIST)) == INFO_PLIST
    with (PACKAGING / "macos" / "entitlements.plist").open("rb") as file:
        entitlements = plistlib.load(file)
    # Neither a debugger nor libraries of somebody else's get in.
    assert entitlements == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


@pytest.mark.parametrize(
    ("path", "needed"),
    [
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/plugins/platforms/qdirect2d.dll", False),
        ("PySide6/plugins/styles/qmodernwindowsstyle.dll", True),
        ("PySide6/Qt6Widgets.dll", True),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/Qt6Network.dll", True),
        ("PySide6/Qt/lib/libQt6Network.so.6", False),
        ("PySide6/Qt/lib/QtNetwork.framework/Versions/A/QtNetwork", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.dylib", False),
        ("PySide6/Qt/lib/QtGui.framework/Versions/A/QtGui", True),
        ("PySide6/Qt/lib/QtQml.framework/Versions/A/QtQml", False),
        ("PySide6/Qt/translations/qtbase_es.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/opengl32sw.dll", False),
        ("python311.dll", True),
        ("keyring-25.7.0.dist-info/entry_points.txt", True),
    ],
)
def test_only_what_is_used_of_qt_goes_along(path: str, needed: bool) -> None:
    assert is_needed(path) is needed
    assert is_needed(path.replace("/", "\\")) is needed
