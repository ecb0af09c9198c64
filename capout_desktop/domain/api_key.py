"""API keys, as people paste them."""

from __future__ import annotations


def clean_api_key(pasted: str) -> str:
    """Strip what comes along when a key is copied: blanks, line ends, quotes, its label."""
    key = pasted.strip().strip("\"'`").strip()
    label, separator, value = key.partition("=")
    # `export CAPOUT_API_KEY="…"` is how the vendor's own page shows it.
    if separator and label.strip().upper().endswith("CAPOUT_API_KEY"):
        key = value.strip().strip("\"'`").strip()
    return key
