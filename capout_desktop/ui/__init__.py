"""Qt widgets, models and delegates: they mirror the domain and hold no rules of their own."""

import PySide6.QtCore  # noqa: F401 - now, so that what it does to imports is undone right after

from capout_desktop.interpreter import import_as_usual

import_as_usual()
