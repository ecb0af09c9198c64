"""Status updates from CapOut by WebSocket, SSE and polling, with fallback between them."""
