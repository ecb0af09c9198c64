"""Services of the program: intake, preflight, uploads, look-ups, tracking, credits, keys.

All services run on one event loop and use worker threads for blocking calls. They do not use Qt.
"""
