"""Every text of the program is in every translation, with its places, and is what is shown."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import ProblemCode
from capout_desktop.ui.text import problem_text
from development.source_texts import NotCollectable, SourceText, source_texts
from development.translate import FOLDER, PACKAGE, Translation, merge, places, read, write

LANGUAGES = sorted(FOLDER.glob("capout_*.ts"))
TO_DO = "run packaging/dev.py translate, and translate what it names"
_PROBLEM_WORDS = re.compile(r"problem(\(.*\))?\.(title|next_step)\b")


@pytest.fixture(scope="module")
def texts() -> list[SourceText]:
    return source_texts(PACKAGE)


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_a_translation_has_every_text_and_no_other(path: Path, texts: list[SourceText]) -> None:
    known = read(path)
    assert set(texts) - known.keys() == set(), TO_DO
    assert known.keys() - set(texts) == set(), TO_DO
    assert [text for text in texts if not known[text].finished] == [], TO_DO


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_a_translation_has_the_places_and_the_keys_of_the_original(path: Path) -> None:
    for text, found in read(path).items():
        for form in found.forms:
            assert places(form) == places(text.text), text
            assert _has_key(form) == _has_key(text.text), text
            assert form.strip() == form or text.text.strip() != text.text, text
            assert form.endswith("…") == text.text.endswith("…"), text


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_what_the_program_reads_is_what_was_translated(path: Path) -> None:
    translator = QTranslator()
    assert translator.load(str(path.with_suffix(".qm")))
    for text, found in read(path).items():
        for number, form in zip((1, 2), found.forms, strict=False):
            read_back = translator.translate(text.context, text.text, None, number)
            assert read_back == form, f"{text}: {TO_DO}"


def test_the_window_says_problems_in_the_persons_language() -> None:
    """Only `problem_words` may show a problem's words: everything else would show English."""
    plain = [
        f"{path.name}:{number}"
        for path in sorted((PACKAGE / "ui").rglob("*.py"))
        if path.name != "problem_text.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _PROBLEM_WORDS.search(line)
    ]
    assert plain == []


def test_every_code_has_words_and_no_other_has() -> None:
    assert set(problem_text.WORDS) == {*HoldReason, *ProblemCode}
    for words in problem_text.WORDS.values():
        assert words.title
        assert words.next_step.endswith((".", "{news}"))


def test_every_problem_with_places_is_given_their_values() -> None:
    given = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="Problem"),
                    args=[ast.Attribute(value=ast.Name(id=enum), attr=name), *_],
                ) if enum in {
                    "HoldReason",
                    "ProblemCode",
                }:
                    code = HoldReason.__members__.get(name) or ProblemCode[name]
                    words = problem_text.WORDS[code]
                    wanted = set(places(words.title))
                    if not words.next_step_without_values:
                        wanted |= set(places(words.next_step))
                    literals = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}
                    assert wanted <= literals, f"{path.name}:{node.lineno}"
                    given.add(code)
    with_places = {c for c, words in problem_text.WORDS.items() if places(words.title)}
    assert with_places <= given


def _has_key(text: str) -> bool:
    return re.search(r"&\w", text) is not None


# How texts are collected


def collect(folder: Path, source: str) -> list[SourceText]:
    (folder / "module.py").write_text(source, encoding="utf-8")
    return source_texts(folder)


def test_texts_are_found_wherever_they_stand(tmp_path: Path) -> None:
    found = collect(
        tmp_path,
        """
STEP = ("Two parts " "in one.")

def _tr(text):
    return QCoreApplication.translate("module", text)

class Window(QWidget):
    def show(self):
        self.tr("One") if self.lit else self.tr("Other")
        label(_tr("Of the module"), QCoreApplication.translate("else", "Of its own"))
        window.show_banner(problem, Action("Resume", self.resume))
        self._show_standing("key", problem, Action("Enter it", self.enter))
        count_text(3, "{number} file", "{number} files")

WORDS = {
    Code.BROKEN: ProblemWords("It broke", STEP),
    Code.LOST: ProblemWords("{number} lost", STEP, title_of_one="One lost"),
}
""",
    )
    assert found == [
        SourceText("Window", "One"),
        SourceText("Window", "Other"),
        SourceText("action", "Enter it"),
        SourceText("action", "Resume"),
        SourceText("count", "{number} files", counted=True),
        SourceText("else", "Of its own"),
        SourceText("module", "Of the module"),
        SourceText("problem", "It broke"),
        SourceText("problem", "One lost"),
        SourceText("problem", "Two parts in one."),
        SourceText("problem", "{number} lost"),
    ]


@pytest.mark.parametrize(
    "call",
    [
        'self.tr(f"{number} files")',
        "self.tr(text)",
        'count_text(3, self.tr("file"), self.tr("files"))',
        'ProblemWords("Lost " + name, "Look for it.")',
        'ProblemWords("Lost", "Look for it.", title_of_one=one)',
    ],
)
def test_a_text_that_cannot_be_translated_is_an_error(tmp_path: Path, call: str) -> None:
    with pytest.raises(NotCollectable, match=r"module\.py"):
        collect(tmp_path, call)


def test_translations_survive_the_file_and_move_with_their_text(tmp_path: Path) -> None:
    before = {
        SourceText("a", "Send & <keep>"): Translation(("Enviar & <dejar>",)),
        SourceText("count", "{number} files", counted=True): Translation(("uno", "muchos")),
        SourceText("b", "New"): Translation(("",), finished=False),
    }
    write(tmp_path / "capout_es.ts", "es", before)
    assert read(tmp_path / "capout_es.ts") == before
    moved = merge([SourceText("c", "Send & <keep>"), SourceText("c", "Other")], before, 2)
    assert moved[SourceText("c", "Send & <keep>")].forms == ("Enviar & <dejar>",)
    assert not moved[SourceText("c", "Other")].finished


BRITISH = re.compile(
    r"organis|colour|cancell(ed|ing)|recognis|e-mail|favour|behaviour|centre", re.IGNORECASE
)


def test_the_texts_are_american_english(texts: list[SourceText]) -> None:
    assert [text.text for text in texts if BRITISH.search(text.text)] == []
