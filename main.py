"""Double-click launcher; the same as `python -m capout_desktop`."""

from capout_desktop.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
