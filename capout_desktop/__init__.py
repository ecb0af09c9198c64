"""CapOut Desktop: drag insurers' PDF estimates onto a window, follow each into Xactimate."""

__version__ = "0.1.0"
