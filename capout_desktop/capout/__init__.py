"""The client of CapOut's API: knows HTTP and WebSocket, knows nothing of the app.

`client.CapOutClient` makes the calls, `realtime.RealtimeListener` follows documents to their
end, and every failure is an `errors.CapOutError`. Importing this package costs nothing; httpx and
websockets come with the modules that use them.
"""
