"""Client of CapOut's API over HTTP and WebSocket, independent of the app.

`client.CapOutClient` makes the calls, `realtime.RealtimeListener` follows documents until they
are finished, and every failure is an `errors.CapOutError`. Importing this package is cheap; httpx
and websockets are imported by the modules that use them.
"""

import sys

# httpx brings in its command line wherever click and rich happen to be installed: eight megabytes
# that nothing here uses. Said to be missing, it goes without, as it does where they are not.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
