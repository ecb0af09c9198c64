"""Status news from CapOut: WebSocket, SSE and polling, and the fallback from one to the next."""
