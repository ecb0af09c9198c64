"""The main window and what stands around its list: bars, tray, menus, closing."""
