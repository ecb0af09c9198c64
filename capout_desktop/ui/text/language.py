"""Language of the user interface; set before a window is created."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from capout_desktop.resources import resource_path

LANGUAGES = {"en": "English", "es": "Español"}
"""Native names of the available languages, by code."""

_PROPERTY = "window_language"
"""Property of the application with the code of the language in use."""


_translators: list[QTranslator] = []
"""The translators that are installed."""


def language_for(chosen: str) -> str:
    """Return the code of the language that is used for a choice: one of `LANGUAGES`.

    Args:
        chosen: A code such as `es`. The system's language is used if it is empty or unknown, and
            English if the program does not speak that.
    """
    if chosen in LANGUAGES:
        return chosen
    spoken = QLocale.system().uiLanguages() or [""]
    language = spoken[0].replace("_", "-").partition("-")[0]
    return language if language in LANGUAGES else "en"


def use_language(application: QCoreApplication, chosen: str) -> str:
    """Install the translations and the locale of a language; return its code.

    Those of the language before are removed. Texts that are already shown do not change. English
    is the language of the source, so no file is read for it.

    Args:
        application: Owns the translators.
        chosen: As for `language_for`.
    """
    while _translators:
        application.removeTranslator(_translators.pop())
    system = QLocale.system()
    locale, _, country = system.name().partition("_")
    if chosen in LANGUAGES and locale != chosen:
        QLocale.setDefault(QLocale(f"{chosen}_{country or 'US'}"))
    else:
        QLocale.setDefault(system)
    language = language_for(chosen)
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
        _translators.append(translator)
