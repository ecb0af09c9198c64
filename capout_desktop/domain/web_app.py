"""Pages of CapOut's web app."""

from __future__ import annotations

HOME = "https://app.capout.ai"
KEYS = f"{HOME}/settings/api-keys"
"""Where keys are made; CapOut documents this address."""
CREDITS = HOME
DOCUMENTS = HOME
"""CapOut documents no addresses of the pages for credits and documents. The home page leads to
them."""
