"""The client of CapOut's API: knows HTTP and WebSocket, knows nothing of the app.

`client.CapOutClient` makes the calls, `realtime.RealtimeListener` follows documents to their
end, and every failure is an `errors.CapOutError`. Importing this package costs nothing; httpx and
websockets come with the modules that use them.
"""

import sys

# httpx brings in its command line wherever click and rich happen to be installed: eight megabytes
# that nothing here uses. Said to be missing, it goes without, as it does where they are not.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
