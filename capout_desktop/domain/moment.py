"""The type of the times that are stored."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""A time with its zone, which is UTC where this program writes it. One without a zone is not
decoded: it could not be compared with the others."""
