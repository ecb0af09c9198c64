"""TLS context with the certificates that the operating system trusts.

Offices that inspect traffic install their own certificate there, which a bundle shipped with the
program would not contain.
"""

from __future__ import annotations

import ssl


def tls_context() -> ssl.SSLContext:
    """Return a new context for httpx and websockets.

    Importing and reading certificates takes tens of milliseconds, so call it in a thread.
    """
    import truststore  # noqa: PLC0415 - only when a secure connection is wanted

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
