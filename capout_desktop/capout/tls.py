"""TLS with the certificates that the operating system trusts.

Offices that inspect traffic install a certificate of their own there; a bundle shipped with the
program would not know it.
"""

from __future__ import annotations

import ssl


def tls_context() -> ssl.SSLContext:
    """Build a context for httpx and websockets alike.

    It imports and reads certificates for some tens of milliseconds: call it in a thread.
    """
    import truststore  # noqa: PLC0415 - only when a secure connection is wanted

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
