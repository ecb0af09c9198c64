"""Archive for any Linux, with all libraries that a minimal desktop may lack; runs anywhere."""

from __future__ import annotations

import gzip
import platform
import tarfile
from pathlib import Path

from linux.file_tree import lay_out_desktop_files
from release.build_folder import NAME, ROOT, VERSION, Build
from release.bundled_parts import bundled_parts
from release.freeze import copy_frozen
from release.release_documents import licenses_text

_README = f"""\
CapOut Desktop {VERSION}

Start it:       ./{NAME}
Is it whole?    ./{NAME} --self-test
Into the menu:  ./add-to-menu       (for you only; no administrator is asked for)
Take it away:   ./add-to-menu --remove, then delete this folder

Your list of documents and the settings are in ~/.local/share/CapOut Desktop, and stay there.
"""


def make_tarball(build: Build) -> Path:
    """Make the archive from the frozen program and return it."""
    name = f"{NAME}-{VERSION}-linux-{platform.machine()}"
    folder = build.empty("tarball") / name
    copy_frozen(build, folder)
    lay_out_desktop_files(build, folder / "share")
    (folder / "README.txt").write_text(_README, encoding="utf-8")
    (folder / "LICENSE.txt").write_bytes((ROOT / "LICENSE").read_bytes())
    (folder / "third-party.txt").write_text(
        licenses_text(bundled_parts(build.frozen)), encoding="utf-8"
    )
    helper = folder / "add-to-menu"
    helper.write_bytes((ROOT / "packaging" / "linux" / "add-to-menu").read_bytes())
    helper.chmod(0o755)
    build.settle(folder)
    archive = build.out / f"{name}.tar.gz"
    with (
        archive.open("wb") as file,
        # Without name and time in the header of gzip.
        gzip.GzipFile("", "wb", 1 if build.quick else 9, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in [folder, *sorted(folder.rglob("*"))]:
            tar.add(path, str(path.relative_to(folder.parent)), recursive=False, filter=_ownerless)
    return archive


def _ownerless(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = int(entry.mtime)
    return entry
