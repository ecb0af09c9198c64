"""Disk image for macOS: the app next to a link to Applications, signed and notarized.

Environment variables for signing; each step is skipped if its variable is not set:

CAPOUT_SIGNING_IDENTITY  the certificate's name, `Developer ID Application: ... (TEAM)`: every
                         library and the app are signed with it, hardened runtime included
CAPOUT_NOTARY_PROFILE    the profile that `xcrun notarytool store-credentials` made
"""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path

from release.build_folder import NAME, ROOT, VERSION, Build
from release.bundled_parts import noted_parts
from release.release_documents import licenses_text

BUNDLE = "CapOut Desktop.app"
ENTITLEMENTS = ROOT / "packaging" / "macos" / "entitlements.plist"


def make_image(build: Build) -> Path:
    """Make the image from the frozen app and return it; on macOS only."""
    bundle = build.frozen.parent / BUNDLE
    if not bundle.is_dir():
        raise SystemExit(f"package: there is no {bundle}: freeze the program on macOS first")
    identity = os.environ.get("CAPOUT_SIGNING_IDENTITY", "")
    profile = os.environ.get("CAPOUT_NOTARY_PROFILE", "")
    if identity:
        _sign(build, bundle, identity)
        build.run(["codesign", "--verify", "--deep", "--strict", "--verbose=2", bundle])
    folder = build.empty("image")
    # ditto keeps the links and signatures, which a plain copy would break.
    build.run(["ditto", bundle, folder / BUNDLE])
    (folder / "Applications").symlink_to("/Applications")
    shutil.copyfile(ROOT / "LICENSE", folder / "License.txt")
    (folder / "Third-party licenses.txt").write_text(
        licenses_text(noted_parts(build)[1]), encoding="utf-8"
    )
    image = build.out / f"{NAME}-{VERSION}-macos-{platform.machine()}.dmg"
    kind = "UDRO" if build.quick else "UDZO"
    build.run(
        [
            *("hdiutil", "create", "-ov", "-fs", "HFS+", "-format", kind),
            *("-volname", f"CapOut Desktop {VERSION}", "-srcfolder", folder, image),
        ]
    )
    if identity:
        build.run(["codesign", "--sign", identity, "--timestamp", image])
    if profile:
        build.run(["xcrun", "notarytool", "submit", image, "--keychain-profile", profile, "--wait"])
        build.run(["xcrun", "stapler", "staple", image])
        # The verdict that Gatekeeper will give to people who download it.
        context = ["--type", "open", "--context", "context:primary-signature"]
        build.run(["spctl", "--assess", *context, image])
    return image


def _sign(build: Build, bundle: Path, identity: str) -> None:
    """Sign the libraries, then the app: it may have been frozen without the certificate."""
    options = ("--force", "--timestamp", "--options=runtime", f"--entitlements={ENTITLEMENTS}")
    found = (path for path in sorted(bundle.rglob("*")) if path.suffix in {".dylib", ".so"})
    libraries = [path for path in found if path.is_file() and not path.is_symlink()]
    frameworks = sorted(bundle.rglob("*.framework"))
    for part in (*libraries, *frameworks, bundle):
        build.run(["codesign", *options, "--sign", identity, part])
