"""What README.md and CONTRIBUTING.md name exists: files, modules, classes, functions, options.

What stands in backquotes or in a block of code is read word by word; `kind_of` says what a word is.
"""

from __future__ import annotations

import importlib
import re
from enum import Enum, auto
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAPERS = ("README.md", "CONTRIBUTING.md")
TOPS = (ROOT, ROOT / "capout_desktop", ROOT / "packaging")
"""Where a path in the documents may begin."""
MADE_BY_COMMANDS = ("build/", "dist/", "./")
SUFFIXES = {".py", ".md", ".toml", ".lock", ".yml", ".spec", ".html", ".png", ".json"}
IDENTIFIER = r"[A-Za-z_]\w*"


class Kind(Enum):
    """What a word is: the first of these that fits."""

    PLACEHOLDER = auto()
    """Has `…`, a bracket or a bar in it, or is a web address: stands for something."""
    MADE = auto()
    """Lies in a folder that a command makes."""
    PATH = auto()
    """Has a slash, or ends as a file does."""
    OPTION = auto()
    """Begins with a hyphen, and is longer than `-k`."""
    DOTTED = auto()
    """Identifiers with dots between them: a module, and perhaps something in it."""
    NAME = auto()
    """An identifier with a capital letter or an underscore, or with parentheses behind it."""
    OTHER = auto()
    """A command, a key or a value in lower case: nothing that could be looked up."""


def kind_of(word: str) -> Kind:
    if re.search(r"[…{}<>|\[\]]|://", without_call(word)):
        return Kind.PLACEHOLDER
    if word.startswith(MADE_BY_COMMANDS):
        return Kind.MADE
    if "/" in word or Path(word).suffix in SUFFIXES:
        return Kind.PATH
    if word.startswith("-") and len(word) > 2:
        return Kind.OPTION
    if re.fullmatch(rf"{IDENTIFIER}(\.{IDENTIFIER})+", without_call(word)):
        return Kind.DOTTED
    called = without_call(word)
    if re.fullmatch(IDENTIFIER, called) and (called != word or re.search("[A-Z_]", called)):
        return Kind.NAME
    return Kind.OTHER


def exists(word: str) -> bool:
    kind = kind_of(word)
    if kind is Kind.PATH:
        return any((top / word).exists() for top in TOPS)
    if kind is Kind.DOTTED:
        return can_be_imported(without_call(word))
    if kind in {Kind.OPTION, Kind.NAME}:
        called = re.escape(without_call(word))
        # The word first: what begins with a look at the character before is searched ten times as
        # slowly.
        return re.search(rf"{called}(?<![\w-]{called})(?![\w-])", sources()) is not None
    return True


def without_call(word: str) -> str:
    return word.removesuffix("(…)").removesuffix("()")


def can_be_imported(name: str) -> bool:
    """Whether a dotted name leads to a module, or to something in one."""
    first = name.partition(".")[0]
    package = ROOT / "capout_desktop"
    if (package / first).is_dir() or (package / f"{first}.py").is_file():
        name = f"capout_desktop.{name}"
    module, *rest = name.split(".")
    try:
        found: object = importlib.import_module(module)
        for part in rest:
            module = f"{module}.{part}"
            found = getattr(found, part, None) or importlib.import_module(module)
    except ImportError:
        return False
    return True


@cache
def sources() -> str:
    """Every line of Python but those of this test, which names what does not exist."""
    files = {file for top in ("capout_desktop", "packaging", "tests") for file in python_files(top)}
    return "\n".join(file.read_text(encoding="utf-8") for file in files - {Path(__file__)})


def python_files(top: str) -> list[Path]:
    return list((ROOT / top).rglob("*.py"))


def words(text: str) -> list[str]:
    """The words of what is written as code; what follows two spaces and `#` is a remark."""
    # What an example in Python adds does not exist yet.
    text = re.sub(r"^ *```python\n.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    blocks = re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```\n.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    code = re.findall(r"`([^`\n]+)`", rest)
    for block in blocks:
        code += [line.partition("  #")[0] for line in block.splitlines()]
    return [word.strip(",;") for piece in code for word in piece.split()]


@pytest.mark.parametrize("paper", PAPERS)
def test_everything_that_a_paper_names_exists(paper: str) -> None:
    named = words((ROOT / paper).read_text(encoding="utf-8"))
    assert sum(kind_of(word) is Kind.PATH for word in named) >= 5
    assert sorted({word for word in named if not exists(word)}) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_link_of_a_paper_leads_to_a_file(paper: str) -> None:
    text = (ROOT / paper).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / link).is_file()] == []


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("capout-desktop_…_amd64.deb", Kind.PLACEHOLDER),
        ("{name}", Kind.PLACEHOLDER),
        ("build/screens/", Kind.MADE),
        ("./add-to-menu", Kind.MADE),
        ("ui/nowhere/columns.py", Kind.PATH),
        ("nowhere.py", Kind.PATH),
        ("--no-such-option", Kind.OPTION),
        ("-k", Kind.OTHER),
        ("capout_desktop.nowhere", Kind.DOTTED),
        ("domain.lifecycle.no_such_rule", Kind.DOTTED),
        ("NoSuchClass", Kind.NAME),
        ("NO_SUCH_CONSTANT", Kind.NAME),
        ("no_such_function()", Kind.NAME),
        ("_no_such_tr(…)", Kind.NAME),
        ("pytest", Kind.OTHER),
        ("frame-form=envelope", Kind.OTHER),
    ],
)
def test_a_word_is_told_by_its_form_and_what_is_missing_is_found(word: str, kind: Kind) -> None:
    assert kind_of(word) is kind
    assert exists(word) is (kind in {Kind.PLACEHOLDER, Kind.MADE, Kind.OTHER})


@pytest.mark.parametrize(
    "word",
    ["dev.py", "ui/documents/", "domain.lifecycle.reduce", "capout_desktop.sandbox", "Document"],
)
def test_what_is_there_is_found(word: str) -> None:
    assert exists(word)
