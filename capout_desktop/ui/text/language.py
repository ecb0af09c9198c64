"""Language of the user interface; set once, before the window is created."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from capout_desktop.resources import resource_path

LANGUAGES = {"en": "English", "es": "Español"}
"""Native names of the available languages, by code."""

_PROPERTY = "window_language"
"""Property of the application with the language code that was set at the start."""


def use_language(application: QCoreApplication, chosen: str) -> str:
    """Install the translations and the locale of a language; return its code.

    English is the language of the source, so no file is read for it. If nothing is chosen,
    or the language is unknown, the system's language is used.

    Args:
        application: Owns the translators.
        chosen: A code such as `es`; empty for the system's language.
    """
    system = QLocale.system()
    language = chosen
    if chosen in LANGUAGES:
        country = system.name().partition("_")[2]
        if system.name().partition("_")[0] != chosen:
            QLocale.setDefault(QLocale(f"{chosen}_{country or 'US'}"))
    else:
        spoken = system.uiLanguages() or [""]
        language = spoken[0].replace("_", "-").partition("-")[0]
    if language not in LANGUAGES:
        language = "en"
    application.setProperty(_PROPERTY, language)
    if language == "en":
        return language
    from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415 - not needed for English

    _read(application, f"capout_{language}", str(resource_path("translations")))
    # Qt's own texts: standard buttons, the file dialog, the context menus of text fields.
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    _read(application, f"qtbase_{language}", qt)
    return language


def window_language() -> str:
    """Return the language code of the user interface: one of `LANGUAGES`."""
    application = QCoreApplication.instance()
    spoken = application.property(_PROPERTY) if application is not None else None
    return spoken if spoken in LANGUAGES else "en"


def _read(application: QCoreApplication, name: str, folder: str) -> None:
    translator = QTranslator(application)
    if translator.load(name, folder):
        application.installTranslator(translator)
