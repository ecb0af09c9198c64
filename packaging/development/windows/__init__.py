"""The program for Windows, run on Linux by wine: for tests, and for making its packages."""
