"""Update of `resources/translations/` from the source.

python3 packaging/dev.py translate

New texts are added, removed texts are dropped, and all others stay unchanged. The translations,
made with Qt Linguist or any editor, are then compiled into the files that the program reads.
Untranslated texts are listed; the exit code is 1 while there are any.
"""

from __future__ import annotations

import string
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from development.source_texts import NotCollectable, SourceText, source_texts
from development.virtual_environment import SCRIPTS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "capout_desktop"
FOLDER = ROOT / "resources" / "translations"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
FORMS = {"es": 2}
"""Number of plural forms of each language in Qt Linguist."""


@dataclass(frozen=True, slots=True)
class Translation:
    """Translation of a text; a counted text has a form for each plural category."""

    forms: tuple[str, ...]
    finished: bool = True


Translations = dict[SourceText, Translation]


def main() -> int:
    """Update every language."""
    try:
        wanted = source_texts(PACKAGE)
    except NotCollectable as error:
        print(f"translate: capout_desktop/{error}")
        return 1
    left = 0
    for path in sorted(FOLDER.glob("capout_*.ts")):
        language = path.stem.partition("_")[2]
        before = read(path)
        after = merge(wanted, before, FORMS[language])
        write(path, language, after)
        untranslated = [text for text in wanted if not after[text].finished]
        gone = len(before.keys() - set(wanted))
        print(f"translate: {path.name}: {len(wanted)} texts, {gone} dropped")
        for text in untranslated:
            print(f"  not translated: [{text.context}] {text.text}")
        for text in wrong_places(after):
            print(f"  other places than in English: [{text.context}] {text.text}")
            left += 1
        left += len(untranslated)
        compile_to_qm(path)
    return 1 if left else 0


def merge(wanted: Iterable[SourceText], known: Translations, forms: int) -> Translations:
    """Return the translation of each text; a new text takes that of the same text elsewhere."""
    by_words = {(text.text, text.counted): found for text, found in known.items() if found.finished}
    merged = {}
    for text in wanted:
        empty = Translation(("",) * (forms if text.counted else 1), finished=False)
        found = known.get(text) or by_words.get((text.text, text.counted)) or empty
        merged[text] = found if len(found.forms) == len(empty.forms) else empty
    return merged


def read(path: Path) -> Translations:
    """Read a Qt Linguist file."""
    found: Translations = {}
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own
        for message in context.iter("message"):
            counted = message.get("numerus") == "yes"
            text = SourceText(context.findtext("name", ""), message.findtext("source", ""), counted)
            translation = message.find("translation")
            if translation is None or translation.get("type") in {"vanished", "obsolete"}:
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")]
            forms = forms if counted else [translation.text or ""]
            finished = translation.get("type") != "unfinished" and all(forms)
            found[text] = Translation(tuple(forms), finished)
    return found


def write(path: Path, language: str, translations: Translations) -> None:
    """Write a file as Qt Linguist does, sorted by context and text."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    for name, texts in groupby(sorted(translations), key=lambda text: text.context):
        context = ET.SubElement(root, "context")
        ET.SubElement(context, "name").text = name
        for text in texts:
            found = translations[text]
            message = ET.SubElement(context, "message", {"numerus": "yes"} if text.counted else {})
            ET.SubElement(message, "source").text = text.text
            translation = ET.SubElement(message, "translation")
            if not found.finished:
                translation.set("type", "unfinished")
            if text.counted:
                for form in found.forms:
                    ET.SubElement(translation, "numerusform").text = form
            else:
                translation.text = found.forms[0]
    ET.indent(root, "    ")
    path.write_text(HEAD + ET.tostring(root, encoding="unicode") + "\n", encoding="utf-8")


def wrong_places(translations: Translations) -> list[SourceText]:
    """Return the texts whose translation has other placeholders than the English text."""
    return [
        text
        for text, found in translations.items()
        if found.finished and any(places(form) != places(text.text) for form in found.forms)
    ]


def places(text: str) -> set[str]:
    """Return the names of the placeholders."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def compile_to_qm(path: Path) -> None:
    """Compile a Linguist file into the file that the program reads."""
    command = [str(SCRIPTS / "pyside6-lrelease"), "-silent", str(path), "-qm"]
    subprocess.run([*command, str(path.with_suffix(".qm"))], check=True)


if __name__ == "__main__":
    sys.exit(main())
