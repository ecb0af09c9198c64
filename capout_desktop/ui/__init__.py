"""Qt widgets, models and delegates: they mirror the domain and hold no rules of their own."""

import sys

from capout_desktop.interpreter import import_as_usual

# `app.py` has imported PySide6 by now. `--inspect`, which needs texts only, does so never.
if "PySide6" in sys.modules:
    import_as_usual()
