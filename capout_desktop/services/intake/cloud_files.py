"""Files of OneDrive, iCloud and the like that are downloaded when somebody reads them."""

from __future__ import annotations

import os
import stat

# Of `FILE_ATTRIBUTE_RECALL_ON_OPEN` and `FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS`, which the module
# `stat` does not name. The last one is on every file that OneDrive has not downloaded.
_RECALL_ON_OPEN, _RECALL_ON_DATA_ACCESS = 0x0004_0000, 0x0040_0000
_ATTRIBUTES = stat.FILE_ATTRIBUTE_OFFLINE | _RECALL_ON_OPEN | _RECALL_ON_DATA_ACCESS
_DATALESS = 0x4000_0000
"""`SF_DATALESS` of macOS, on files of iCloud that are not downloaded."""


class InCloud(Exception):  # noqa: N818 - no error: it only has to be downloaded
    """The file is not on this computer; reading it downloads it, which can take minutes."""


def is_in_cloud(found: os.stat_result) -> bool:
    """Return whether a file is downloaded as soon as somebody reads it."""
    attributes = getattr(found, "st_file_attributes", 0)  # on Windows only
    flags = getattr(found, "st_flags", 0)  # on macOS only
    return bool(attributes & _ATTRIBUTES or flags & _DATALESS)
