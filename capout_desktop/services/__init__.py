"""What the program does: intake, preflight, uploads, look-ups, tracking, credits, keys.

Everything here runs on the one event loop; what blocks goes to worker threads. No Qt.
"""
