"""Package for Fedora and openSUSE, made by `rpmbuild` from the files of the Debian package."""

from __future__ import annotations

import platform
import shutil
import tempfile
from pathlib import Path

from development.system_packages import Need, provide
from linux.file_tree import lay_out
from release.build_folder import DESCRIPTION, HOMEPAGE, NAME, ROOT, SUMMARY, VERSION, Build


def make_rpm(build: Build) -> Path:
    """Make the package from the frozen program and return it."""
    provide(_missing)
    top = build.empty("rpm")
    root = top / "root"
    root.mkdir()
    libraries = lay_out(build, root)
    license_file = root / "usr" / "share" / "doc" / NAME / "LICENSE"
    license_file.write_bytes((ROOT / "LICENSE").read_bytes())
    build.settle(root)
    recipe = top / f"{NAME}.spec"
    recipe.write_text(_recipe(libraries), encoding="utf-8")
    macros = {
        "_topdir": top,
        "_rpmdir": build.out,
        "_rpmfilename": "%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm",
        "_buildhost": "localhost",
        "_build_id_links": "none",
        "_binary_payload": "w1.gzdio" if build.quick else "w6.xzdio",
        "use_source_date_epoch_as_buildtime": 1,
        "clamp_mtime_to_source_date_epoch": 1,
        "__os_install_post": "%{nil}",  # would strip and compress again
        "__brp_compress": "%{nil}",
        "debug_package": "%{nil}",
    }
    options = [word for name, value in macros.items() for word in ("--define", f"{name} {value}")]
    # A separate database: Debian has none, and the build must not depend on one.
    options += ["--dbpath", str(top / "db")]
    # Not below `work`: the globs match nothing in a path that contains a space.
    with tempfile.TemporaryDirectory(prefix="capout-rpm-") as buildroot:
        options += ["--buildroot", buildroot]
        build.run(["rpmbuild", "-bb", "--target", platform.machine(), *options, recipe])
    return next(build.out.glob(f"{NAME}-{VERSION}-*.rpm"))


def _recipe(libraries: list[str]) -> str:
    # Python's modules and Qt are bundled: the requirements are listed, not detected.
    requires = "\n".join(f"Requires: {library}()(64bit)" for library in libraries)
    return f"""\
Name: {NAME}
Version: {VERSION}
Release: 1
Summary: {SUMMARY}
License: MIT AND LGPL-3.0-only AND Apache-2.0 AND BSD-3-Clause AND PSF-2.0
URL: {HOMEPAGE}
AutoReqProv: no
Requires: ca-certificates
{requires}

%description
{DESCRIPTION}

%install
mkdir -p "%{{buildroot}}"
cp -a "%{{_topdir}}/root/." "%{{buildroot}}/"

%files
/usr/bin/{NAME}
/usr/lib/{NAME}
/usr/share/applications/{NAME}.desktop
/usr/share/icons/hicolor/*/apps/{NAME}.*
/usr/share/metainfo/*
/usr/share/man/man1/{NAME}.1.gz
%doc /usr/share/doc/{NAME}
"""


def _missing() -> list[Need]:
    return [] if shutil.which("rpmbuild") else [Need("rpmbuild", "rpm")]
