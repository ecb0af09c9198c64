"""The user guide: it opens in the window's language, is whole, and says what the window says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from helpers.desktop import Desktop
from helpers.shown import Shown
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtWidgets import QApplication

from capout_desktop.resources import guide_path, resource_path
from capout_desktop.ui.help.shortcuts_sheet import shortcut_groups
from capout_desktop.ui.text.language import LANGUAGES, use_language, window_language

Live = Callable[..., Desktop]
MOST_BYTES_OF_PICTURES = 2_500_000


class Page(HTMLParser):
    """What a page of the guide refers to, and what it says in bold, italics and keys."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.path = guide_path(language)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.tags: set[str] = set()
        self.language: str | None = None
        self.names: list[str] = []
        self.rows: list[list[str]] = []
        self._open: list[str] = []
        self.feed(self.path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag == "html":
            self.language = given.get("lang")
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag == "img":
            self.images.append(given)
        if tag == "b":
            self.names.append("")
        if tag == "tr":
            self.rows.append([])
        if tag == "kbd" and "table" in self._open:
            self.rows[-1].append("")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "b" in self._open:
            self.names[-1] += data
        if "kbd" in self._open and "table" in self._open:
            self.rows[-1][-1] += data


@pytest.fixture(params=sorted(LANGUAGES))
def page(request: pytest.FixtureRequest) -> Page:
    return Page(request.param)


@pytest.fixture
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """A language that the window speaks; afterwards it speaks English again."""
    before = QLocale()
    yield use_language(qapp, request.param)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    use_language(qapp, "en")
    QLocale.setDefault(before)


@pytest.mark.parametrize("spoken", sorted(LANGUAGES), indirect=True)
def test_the_guide_opens_in_the_language_of_the_window(
    spoken: str, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    # What stands in is the person's browser, which this session has not.
    monkeypatch.setattr("capout_desktop.ui.widgets.desktop_files.open_file", opened.append)

    async def scenario(desktop: Desktop) -> None:
        desktop.window.help.guide_action.trigger()

    live(scenario)
    assert window_language() == spoken
    assert [Path(name).name for name in opened] == [f"guide.{spoken}.html"]
    assert f'<html lang="{spoken}">' in Path(opened[0]).read_text(encoding="utf-8")


def test_the_guide_is_in_the_help_menu_with_the_key_for_help(shown: Shown) -> None:
    action = shown.window.help.guide_action
    assert action in shown.window.help.groups[0]
    assert action.shortcuts() == QKeySequence.keyBindings(QKeySequence.StandardKey.HelpContents)[:1]
    groups = dict(shortcut_groups(shown.window))
    assert ("User guide", "F1") in groups["Help"]


def test_every_link_of_the_guide_leads_somewhere(page: Page) -> None:
    assert page.language == page.path.name.split(".")[1]
    assert len(page.ids) == len(set(page.ids))
    assert page.links
    for link in page.links:
        file, _, part = link.partition("#")
        target = page.path.parent / file if file else page.path
        assert target.is_file(), link
        if part:
            assert part in page.ids, link


def test_every_picture_of_the_guide_is_there_and_described(page: Page) -> None:
    assert page.images
    for image in page.images:
        picture = QImage(str(page.path.parent / (image["src"] or "")))
        assert not picture.isNull(), image
        assert image["alt"], image
        if "width" in image:
            stated = (int(image["width"] or 0), int(image["height"] or 0))
            assert stated == (picture.width(), picture.height()), image["src"]


def test_the_guide_loads_nothing_and_runs_nothing(page: Page) -> None:
    assert not page.tags & {"script", "link", "iframe", "object", "video", "audio"}
    text = page.path.read_text(encoding="utf-8")
    assert not re.search(r"(src|href)=\"\w+:|url\(|@import|\son\w+=", text)
    assert "prefers-color-scheme: dark" in text


def test_the_guide_has_no_unused_picture() -> None:
    used = {
        (page.path.parent / (image["src"] or "")).resolve()
        for page in map(Page, LANGUAGES)
        for image in page.images
    }
    there = [file for file in resource_path("guide", "images").rglob("*") if file.is_file()]
    assert {file.resolve() for file in there} == used
    assert sum(file.stat().st_size for file in there) <= MOST_BYTES_OF_PICTURES


def test_bold_texts_of_the_guide_match_the_window() -> None:
    """In English and in Spanish, and both pages say the same in the same order."""
    translations = translations_of_names()
    english, spanish = Page("en"), Page("es")
    for name in english.names:
        assert plain(name) in translations, f"the window has no {name!r}"
    for name, word in zip(english.names, spanish.names, strict=True):
        assert plain(word) in translations[plain(name)], f"{name!r} is not {word!r} in Spanish"


def test_both_pages_have_the_same_parts() -> None:
    english, spanish = Page("en"), Page("es")
    assert english.ids == spanish.ids
    assert [name(i) for i in english.images] == [name(i) for i in spanish.images]


def test_the_keys_in_the_guide_are_those_of_the_window(shown: Shown, page: Page) -> None:
    listed = {keys for _, rows in shortcut_groups(shown.window) for _, keys in rows}
    told = {
        "+".join(row).replace("Enter", "Return").replace("Supr", "Del")
        for row in page.rows
        if len(row) > 1 or row[:1] in (["F5"], ["Del"], ["Supr"])
    }
    told = {"Ctrl+1" if keys == "Ctrl+1+4" else keys for keys in told}
    # On a Mac the guide has a key of its own; selecting everything is the table's own key.
    told = {"F1" if keys.startswith("F1") else keys for keys in told} - {"Ctrl+A"}
    assert told <= listed
    assert listed - told <= {"Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+Q"}


def translations_of_names() -> dict[str, set[str]]:
    """The Spanish words of everything that the window can say, without marks and dots."""
    names: dict[str, set[str]] = {}
    root = ElementTree.parse(resource_path("translations", "capout_es.ts")).getroot()
    for message in root.iter("message"):
        source, translation = message.findtext("source"), message.findtext("translation")
        if source and translation:
            names.setdefault(plain(source), set()).add(plain(translation))
    return names


def plain(text: str) -> str:
    return " ".join(re.sub(r"&(.)", r"\1", text).rstrip("….").split())


def name(image: dict[str, str | None]) -> str:
    return (image["src"] or "").rpartition("/")[2]
