"""Style sheet for what a palette cannot express (corners, borders, focus rings)."""

from __future__ import annotations

from collections.abc import Callable

from capout_desktop.resources import resource_path
from capout_desktop.ui.style.palette import Palette

SMALL = 0.92
HEADING = 1.3
TITLE = 1.75
"""Type scale: font sizes as fractions of the system's font size."""


def stylesheet(p: Palette, size: Callable[[float], str]) -> str:
    """Return the application's style sheet.

    Args:
        p: The colors.
        size: Converts a fraction of the system's font size to a style sheet value: `15.75pt`.
    """
    chevron = resource_path("icons", "chevron-down.svg").as_posix()
    up = resource_path("icons", "chevron-up.svg").as_posix()
    tick = resource_path("icons", f"tick-{'dark' if p.dark else 'light'}.svg").as_posix()
    seat, raised = (p.window, p.track) if p.dark else (p.track, p.surface)
    return f"""
QToolTip {{ background: {p.surface}; color: {p.text}; border: 1px solid {p.border}; padding: 4px; }}
QMainWindow {{ background: {p.window}; }}
QLabel {{ color: {p.text}; }}
QFrame#invitation {{
    background: {p.surface}; border: 2px dashed {p.border}; border-radius: 12px;
}}
QMenuBar {{ background: {p.surface}; color: {p.text}; padding: 2px 3px; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {p.accent_soft}; color: {p.text}; }}
QMenu {{ background: {p.surface}; border: 1px solid {p.border}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {p.accent_soft}; color: {p.text}; }}
QMenu::item:disabled {{ color: {p.control_border}; }}
QMenu::separator {{ height: 1px; background: {p.border}; margin: 4px 8px; }}

QPushButton {{
    qproperty-focusPolicy: TabFocus;
    background: {p.surface}; color: {p.text};
    border: 1px solid {p.control_border}; border-radius: 6px; padding: 6px 14px;
}}
QPushButton:hover {{ background: {p.hover}; }}
QPushButton:pressed {{ background: {p.track}; }}
QPushButton:focus {{ border: 2px solid {p.accent}; padding: 5px 13px; }}
QPushButton:disabled {{ color: {p.control_border}; border-color: {p.border}; }}
QPushButton[kind="primary"] {{
    background: {p.accent}; color: {p.on_accent}; border: 1px solid {p.accent}; font-weight: 600;
}}
QPushButton[kind="primary"]:hover {{
    background: {p.accent_hover}; border-color: {p.accent_hover};
}}
QPushButton[kind="primary"]:pressed {{ background: {p.accent_pressed}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {p.text}; }}
QPushButton[kind="primary"]:disabled {{
    background: {p.track}; color: {p.muted}; border-color: {p.track};
}}
QPushButton[kind="quiet"] {{
    background: transparent; border: 2px solid transparent; padding: 3px 8px; border-radius: 5px;
}}
QPushButton[kind="quiet"]:hover {{ background: {p.track}; }}
QPushButton[kind="quiet"]:focus {{ border-color: {p.accent}; }}
QPushButton[tone="warning"] {{ color: {p.warning}; }}
QPushButton[tone="bad"] {{ color: {p.bad}; font-weight: 600; }}
QPushButton[kind="link"] {{
    background: transparent; border: 2px solid transparent; padding: 3px 6px; color: {p.accent};
}}
QPushButton[kind="link"]:hover {{ color: {p.accent_hover}; background: {p.accent_soft}; }}
QPushButton[kind="link"]:focus {{ border-color: {p.accent}; }}
QPushButton[kind="segment"] {{
    background: transparent; border: 2px solid transparent; padding: 2px 10px; border-radius: 5px;
    color: {p.muted};
}}
QPushButton[kind="segment"]:hover {{ color: {p.text}; }}
QPushButton[kind="segment"]:checked {{ background: {raised}; color: {p.text}; }}
QPushButton[kind="segment"]:focus {{ border-color: {p.accent}; }}
QPushButton[kind="chip"] {{
    background: transparent; border: 1px solid {p.border}; border-radius: 12px;
    padding: 5px 11px; color: {p.muted};
}}
QPushButton[kind="chip"]:hover {{ background: {p.hover}; color: {p.text}; }}
QPushButton[kind="chip"][urgent="true"] {{ color: {p.warning}; }}
QPushButton[kind="chip"]:checked {{
    background: {p.accent_soft}; border-color: {p.accent}; color: {p.text};
}}
QPushButton[kind="chip"]:focus {{ border: 2px solid {p.accent}; padding: 4px 10px; }}

QLineEdit, QComboBox, QSpinBox {{
    background: {p.surface}; color: {p.text}; border: 1px solid {p.control_border};
    border-radius: 6px; padding: 6px 10px; placeholder-text-color: {p.muted};
    selection-background-color: {p.accent}; selection-color: {p.on_accent};
}}
QLineEdit:focus, QComboBox:focus, QComboBox:on, QSpinBox:focus {{
    border: 2px solid {p.accent}; padding: 5px 9px;
}}
QLineEdit#search {{ padding-left: 2px; }}
QLineEdit#search:focus {{ padding-left: 1px; }}
QLineEdit[odd="true"], QComboBox[odd="true"] {{ border-color: {p.warning}; }}
QLineEdit[odd="bad"] {{ border-color: {p.bad}; }}
QComboBox QLineEdit, QComboBox QLineEdit:focus, QSpinBox QLineEdit, QSpinBox QLineEdit:focus {{
    border: none; padding: 0; background: transparent;
}}
QLineEdit:disabled, QComboBox:disabled {{
    color: {p.control_border}; border-color: {p.border};
}}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QComboBox::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow {{ image: url("{chevron}"); width: 14px; height: 14px; }}
QComboBox QAbstractItemView, QListView#completions {{
    background: {p.surface}; border: 1px solid {p.border}; outline: none; padding: 4px;
    selection-background-color: {p.accent_soft}; selection-color: {p.text};
}}
QComboBox QAbstractItemView::item, QListView#completions::item {{
    padding: 6px 8px; border-radius: 4px;
}}
QListView#completions {{ padding: 0; }}
QComboBox QAbstractItemView::item:selected, QListView#completions::item:selected {{
    background: {p.accent_soft}; color: {p.text};
}}

QMessageBox {{ background: {p.surface}; }}
QLabel#qt_msgbox_label {{ font-weight: 600; }}
QLabel#qt_msgbox_informativelabel {{ min-width: 340px; }}
QFrame#addressPlace {{
    background: {p.surface}; border: 1px solid {p.control_border}; border-radius: 6px;
}}
QFrame#sendBar {{ background: {p.surface}; border: none; border-bottom: 1px solid {p.border}; }}
QFrame#selectionBar {{
    background: {p.accent_soft}; border: none; border-top: 1px solid {p.border};
}}
QFrame#listBar {{ background: {p.surface}; border: none; border-bottom: 1px solid {p.border}; }}
QFrame#scope {{ background: {seat}; border: none; border-radius: 7px; }}
QStatusBar {{ background: {p.surface}; border-top: 1px solid {p.border}; }}
QStatusBar::item {{ border: none; }}
QTableView {{ background: {p.surface}; border: none; outline: none; }}
QHeaderView {{ background: {p.surface}; }}
QHeaderView::section {{
    background: {p.surface}; color: {p.muted}; border: none;
    border-bottom: 1px solid {p.border}; padding: 7px 12px; text-align: left;
    font-size: {size(SMALL)};
}}
QHeaderView::section:first {{ padding-left: 16px; }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{
    width: 12px; height: 12px; subcontrol-position: center right; right: 6px;
}}
QHeaderView::up-arrow {{ image: url("{up}"); }}
QHeaderView::down-arrow {{ image: url("{chevron}"); }}
QTableCornerButton::section {{ background: {p.surface}; border: none; }}
QLabel[centered="true"] {{ qproperty-alignment: AlignCenter; }}
QLabel[role="muted"] {{ color: {p.muted}; }}
QLabel[role="warning"] {{ color: {p.warning}; }}
QLabel[role="good"] {{ color: {p.good}; }}
QLabel[role="busy"] {{ color: {p.accent}; }}
QLabel[role="bad"] {{ color: {p.bad}; }}
QLabel[type="small"] {{ font-size: {size(SMALL)}; }}
QLabel[type="strong"] {{ font-weight: 600; }}
QLabel[type="heading"] {{ font-size: {size(HEADING)}; font-weight: 600; }}
QLabel[type="title"] {{ font-size: {size(TITLE)}; font-weight: 600; }}
QLabel#badge {{
    background: {p.warning_soft}; color: {p.warning}; border: 1px solid {p.warning};
    border-radius: 4px; padding: 2px 7px; font-size: {size(SMALL)}; font-weight: 600;
}}
QLabel#badge[kind="live"] {{
    background: transparent; color: {p.muted}; border-color: {p.control_border};
}}
QPushButton[kind="menu"] {{ padding: 6px 30px 6px 12px; }}
QPushButton[kind="menu"]:focus {{ padding: 5px 29px 5px 11px; }}
QPushButton[kind="menu"]::menu-indicator {{
    image: url("{chevron}"); width: 14px; height: 14px;
    subcontrol-origin: border; subcontrol-position: center right; right: 10px;
}}
QFrame#banner {{
    background: {p.warning_soft}; border: none; border-bottom: 1px solid {p.border};
}}
QFrame#banner[news="true"] {{ background: {p.accent_soft}; }}
QFrame#signBar {{
    background: {p.warning_soft}; border: none; border-bottom: 1px solid {p.border};
}}
QFrame#sign {{ background: transparent; border: none; }}
QPushButton[kind="sign"], QPushButton[kind="row"] {{ padding: 2px 10px; }}
QPushButton[kind="sign"]:focus, QPushButton[kind="row"]:focus {{ padding: 1px 9px; }}
QPushButton[kind="row-primary"] {{
    background: {p.accent}; color: {p.on_accent}; border-color: {p.accent};
    font-weight: 600; padding: 2px 10px;
}}
QPushButton[kind="row-primary"]:hover {{ background: {p.accent_hover}; }}
QPushButton[kind="row-primary"]:disabled {{
    background: {p.track}; color: {p.muted}; border-color: {p.track};
}}
QPushButton[kind="row-menu"] {{ padding: 2px 28px 2px 10px; }}
QPushButton[kind="row-menu"]:focus {{ padding: 1px 27px 1px 9px; }}
QPushButton[kind="row-menu"]::menu-indicator {{
    image: url("{chevron}"); width: 14px; height: 14px;
    subcontrol-origin: border; subcontrol-position: center right; right: 8px;
}}
QPushButton[kind="row-more"] {{ padding: 2px 10px; }}
QPushButton[kind="row-more"]:focus {{ padding: 1px 9px; }}
QPushButton[kind="row-more"]::menu-indicator {{ image: none; width: 0; }}
QPushButton[kind="row-primary"]:focus {{ border: 2px solid {p.text}; padding: 1px 9px; }}
QFrame#toast {{ background: {p.toast}; border: 1px solid {p.toast_hover}; border-radius: 8px; }}
QFrame#toast QLabel {{ background: {p.toast}; color: {p.on_toast}; }}
QPushButton[kind="toast"] {{
    background: {p.toast}; color: {p.toast_link}; border: 2px solid {p.toast};
    padding: 3px 8px; border-radius: 5px; font-weight: 600;
}}
QPushButton[kind="toast"]:hover {{ background: {p.toast_hover}; border-color: {p.toast_hover}; }}
QPushButton[kind="toast"]:pressed {{ background: {p.toast_hover}; }}
QPushButton[kind="toast"]:focus {{ border-color: {p.toast_link}; }}
QFrame#problem {{ background: {p.bad_soft}; border-radius: 8px; }}
QFrame#note {{ background: {p.warning_soft}; border-radius: 8px; }}
QFrame#card {{
    background: {p.surface}; border: 1px solid {p.border}; border-radius: 12px;
}}
QDialog#creditsPanel {{
    background: {p.surface}; border: 1px solid {p.control_border}; border-radius: 8px;
}}
QTableWidget {{ border: 1px solid {p.border}; border-radius: 6px; color: {p.text}; }}
QTableWidget:focus {{ border-color: {p.accent}; }}
QTableWidget::item {{ padding: 2px 8px; }}
QTableWidget QHeaderView {{ background: transparent; }}
QTableWidget QHeaderView::section, QTableWidget QHeaderView::section:first {{
    background: transparent; padding: 7px 11px;
}}
QDialog#sheet, QDialog#spending, QDialog#settings {{ background: {p.surface}; }}
QDialog#sheet QScrollArea, QWidget#sheetContent {{ background: {p.surface}; }}
QDialog#settings QScrollArea, QDialog#settings QStackedWidget,
QDialog#settings QScrollArea > QWidget > QWidget {{ background: {p.surface}; }}
QListWidget#settingsPages {{
    background: {p.window}; border: none; border-right: 1px solid {p.border}; outline: none;
    padding: 12px 8px;
}}
QListWidget#settingsPages::item {{
    color: {p.text}; padding: 7px 12px; border: 2px solid transparent; border-radius: 6px;
}}
QListWidget#settingsPages::item:hover {{ background: {p.hover}; }}
QListWidget#settingsPages::item:selected {{ background: {p.selection}; color: {p.text}; }}
QListWidget#settingsPages::item:selected:focus {{ border-color: {p.accent}; }}
QCheckBox, QRadioButton {{ color: {p.text}; spacing: 8px; padding: 2px; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {p.control_border}; }}
QCheckBox::indicator, QRadioButton::indicator {{
    width: 14px; height: 14px; background: {p.surface}; border: 1px solid {p.control_border};
}}
QCheckBox::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {p.accent}; }}
QCheckBox::indicator:checked {{
    background: {p.accent}; border-color: {p.accent}; image: url("{tick}");
}}
QRadioButton::indicator:checked {{
    width: 6px; height: 6px; background: {p.on_accent}; border: 5px solid {p.accent};
}}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {p.border}; }}
QCheckBox::indicator:checked:disabled {{ background: {p.control_border}; }}
QRadioButton::indicator:checked:disabled {{ border-color: {p.control_border}; }}
QCheckBox:focus, QRadioButton:focus {{
    border: 2px solid {p.accent}; border-radius: 6px; padding: 0;
}}
QLineEdit#path {{ background: {p.window}; border-color: {p.border}; }}
QLabel#key {{
    background: {p.window}; border: 1px solid {p.border}; border-radius: 4px; padding: 1px 7px;
    font-size: {size(SMALL)};
}}
QWidget#plain {{ background: {p.surface}; }}
QTreeView#parts {{
    background: {p.surface}; border: 1px solid {p.border}; border-radius: 6px; outline: none;
}}
QTreeView#parts:focus {{ border-color: {p.accent}; }}
QTreeView#parts::item {{ padding: 0 12px; }}
QTreeView#parts QHeaderView::section {{ padding: 6px 12px 6px 15px; }}
QTreeView#parts::item:hover {{ background: {p.hover}; }}
QTreeView#parts::item:selected {{ background: {p.selection}; color: {p.text}; }}
QPlainTextEdit#license {{
    background: {p.window}; border: 1px solid {p.border}; border-radius: 6px; padding: 6px;
    font-size: {size(SMALL)};
}}
QPlainTextEdit#license:focus {{ border-color: {p.accent}; }}
QSplitter::handle {{ background: transparent; }}
QWidget#detailContent QPushButton[kind="link"] {{ padding: 3px 6px 3px 0; }}
QPushButton[kind="line"] {{
    background: transparent; border: 2px solid transparent; padding: 2px 6px 2px 0;
    text-align: left;
}}
QPushButton[kind="line"]:hover {{ background: {p.hover}; }}
QPushButton[kind="line"]:focus {{ border-color: {p.accent}; }}
QSplitter#listAndDetails::handle {{ background: {p.border}; }}
QWidget#details, QWidget#detailContent, QScrollArea#detailArea {{ background: {p.surface}; }}
QScrollArea#detailArea:focus {{ border: 2px solid {p.accent}; }}
QTextEdit#detailText, QTextEdit#timeline {{
    background: transparent; color: {p.text}; border: none; padding: 0;
    selection-background-color: {p.accent}; selection-color: {p.on_accent};
}}
QTextEdit#detailText[type="small"] {{ font-size: {size(SMALL)}; }}
QTextEdit#timeline {{ border: 2px solid transparent; border-radius: 4px; }}
QTextEdit#timeline:focus {{ border-color: {p.accent}; }}
QFrame#detailNotice {{ background: {p.hover}; border-radius: 8px; }}
QFrame#detailNotice[tone="busy"] {{ background: {p.accent_soft}; }}
QFrame#detailNotice[tone="good"] {{ background: {p.good_soft}; }}
QFrame#detailNotice[tone="warning"] {{ background: {p.warning_soft}; }}
QFrame#detailNotice[tone="bad"] {{ background: {p.bad_soft}; }}
QLabel[type="caption"] {{ font-size: {size(SMALL)}; font-weight: 600; }}
QToolButton[kind="icon"] {{
    qproperty-focusPolicy: TabFocus; background: transparent; border: 2px solid transparent;
    border-radius: 6px; padding: 3px;
}}
QToolButton[kind="link"] {{
    qproperty-focusPolicy: TabFocus; background: transparent; color: {p.accent};
    border: 2px solid transparent; border-radius: 6px; padding: 0 3px;
}}
QToolButton[kind="link"]:hover {{ color: {p.accent_hover}; background: {p.accent_soft}; }}
QToolButton[kind="link"]:focus {{ border-color: {p.accent}; }}
QToolButton[kind="icon"]:hover {{ background: {p.hover}; }}
QToolButton[kind="icon"]:checked {{ background: {p.accent_soft}; }}
QToolButton[kind="icon"]:focus {{ border-color: {p.accent}; }}
QToolButton[kind="action"] {{
    qproperty-focusPolicy: TabFocus; background: {p.surface}; color: {p.text};
    border: 1px solid {p.control_border}; border-radius: 6px; padding: 4px 10px;
}}
QToolButton[kind="action"]:hover {{ background: {p.hover}; }}
QToolButton[kind="action"]:pressed {{ background: {p.track}; }}
QToolButton[kind="action"]:focus {{ border: 2px solid {p.accent}; padding: 3px 9px; }}
QLineEdit#inPlace, QLineEdit#inPlace:focus {{ padding: 0 7px; border-radius: 0; }}

QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {p.scroll_handle}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:hover {{ background: {p.control_border}; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
