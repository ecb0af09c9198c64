"""Collector of the translatable texts in the program's source, for Qt Linguist's files.

lupdate knows only `tr` in classes; this also collects the table of problem texts and counts. A
text that cannot be collected is an error, so that no English is left in a translation.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROBLEM, ACTION, COUNT = "problem", "action", "count"
"""Contexts of the texts without a class: those of the table of problems, and counts."""


@dataclass(frozen=True, slots=True, order=True)
class SourceText:
    """Translatable text of the source.

    Attributes:
        context: The class or the part of the window that shows it.
        text: The English text; the plural form if the text is counted.
        counted: Whether a translation has a form for each plural category.
    """

    context: str
    text: str
    counted: bool = False


class NotCollectable(ValueError):  # noqa: N818 - what it is, not what went wrong
    """Raised if a translatable text is not a literal."""


def source_texts(package: Path) -> list[SourceText]:
    """Return every text of the package, once, in the order of contexts and texts.

    Raises:
        NotCollectable: a translated text is not a literal; says where.
    """
    found: set[SourceText] = set()
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] in {"sandbox", "store"}:
            continue  # no texts of their own for the user
        try:
            found.update(_Module(ast.parse(path.read_text(encoding="utf-8"))).texts())
        except NotCollectable as error:
            raise NotCollectable(f"{path.relative_to(package)}:{error}") from None
    return sorted(found)


class _Module:
    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._constants: dict[str, ast.expr] = {}
        self._contexts: dict[str, str] = {}
        for node in tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self._constants[name] = value
                case ast.FunctionDef(name=name):
                    context = _translated_by(node)
                    if context:
                        self._contexts[name] = context

    def texts(self) -> Iterator[SourceText]:
        yield from self._walk(self._tree, "")

    def _walk(self, node: ast.AST, class_name: str) -> Iterator[SourceText]:
        if isinstance(node, ast.FunctionDef) and node.name in self._contexts:
            return
        if isinstance(node, ast.ClassDef):
            class_name = node.name
        if isinstance(node, ast.Call):
            yield from self._call(node, class_name)
        for child in ast.iter_child_nodes(node):
            yield from self._walk(child, class_name)

    def _call(self, call: ast.Call, class_name: str) -> Iterator[SourceText]:
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr="tr"), args=[text]):
                yield from self._said(class_name, text)
            case ast.Call(func=ast.Name(id=name), args=[text]) if name in self._contexts:
                yield from self._said(self._contexts[name], text)
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="QCoreApplication"), attr="translate"),
                args=[ast.Constant(value=str(context)), text],
            ) if context not in {PROBLEM, ACTION, COUNT}:
                yield from self._said(context, text)
            case ast.Call(func=ast.Name(id="count_text"), args=[_, one, many]):
                list(self._said(COUNT, one))
                yield from (
                    SourceText(COUNT, text.text, counted=True) for text in self._said(COUNT, many)
                )
            case ast.Call(func=ast.Name(id="Action"), args=[text, _]):
                yield from self._said(ACTION, text)
            case ast.Call(func=ast.Name(id="ProblemWords"), args=args, keywords=keywords):
                for text in (*args, *(keyword.value for keyword in keywords)):
                    yield from self._said(PROBLEM, text)

    def _said(self, context: str, node: ast.expr) -> Iterator[SourceText]:
        match node:
            case ast.Constant(value=str(text)):
                if text:
                    yield SourceText(context, text)
            case ast.Constant(value=None):
                return
            case ast.IfExp(body=body, orelse=orelse):
                yield from self._said(context, body)
                yield from self._said(context, orelse)
            case ast.Name(id=name) if name in self._constants:
                yield from self._said(context, self._constants[name])
            case _:
                raise NotCollectable(f"{node.lineno}: {ast.unparse(node)} is not a literal")


def _translated_by(function: ast.FunctionDef) -> str:
    """Return the context in which a module's own `_tr` looks texts up; empty for others."""
    match function:
        case ast.FunctionDef(
            args=ast.arguments(args=[ast.arg(arg=given)]),
            body=[
                ast.Return(
                    value=ast.Call(
                        func=ast.Attribute(value=ast.Name(id="QCoreApplication"), attr="translate"),
                        args=[ast.Constant(value=str(context)), ast.Name(id=passed)],
                    )
                )
            ],
        ) if given == passed:
            return context
    return ""
