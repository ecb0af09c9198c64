"""The main window and what surrounds its list: bars, tray, menus, closing."""
