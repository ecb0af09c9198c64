"""Imports PySide6, and at once undoes what it does to imports; before anything else imports Qt."""

import PySide6.QtCore  # noqa: F401

from capout_desktop.interpreter import import_as_usual

import_as_usual()
