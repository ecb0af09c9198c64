"""Single faults that can be put into a module: each replaces one piece of its source.

What nobody can observe is left alone: log texts, docstrings, annotations, decorators, messages of
exceptions, texts of the window, `__repr__`, what runs on other systems than Linux only, and whether
a delay or a limit is a little longer.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
_DROPPED = {"casefold", "lower", "upper", "strip", "rstrip", "lstrip"}
_UNSEEN_CALLS = {
    *("debug", "info", "warning", "error", "exception", "critical", "log"),
    *("tr", "_tr", "count_text", "ProblemWords", "TypeVar", "getLogger", "cast", "overload"),
}
_REACHED = """
import builtins as _capout_builtins
if not hasattr(_capout_builtins, 'capout_reached'):
    _capout_builtins.capout_reached = {otherwise}
_capout_reached = _capout_builtins.capout_reached
"""
_LARGE = 20
_UNSEEN_FUNCTIONS = {"__repr__", "__str__", "__rich_repr__"}


@dataclass(frozen=True, slots=True)
class Mutation:
    """Replacement of one piece of a module.

    Attributes:
        start: Where the replaced piece begins, in bytes of the source.
        end: Where it ends.
        line: Its first line, from 1.
        before: The replaced piece.
        after: What replaces it.
        block: The innermost block of code that contains it; see `blocks`.
    """

    start: int
    end: int
    line: int
    before: str
    after: str
    block: str

    def applied_to(self, source: bytes) -> bytes:
        """Return `source` with the fault in it."""
        return source[: self.start] + self.after.encode() + source[self.end :]


def mutations(source: bytes) -> list[Mutation]:
    """Return every fault for a module, in the order of the source."""
    finder = _Finder(source)
    finder.visit(ast.parse(source))
    unique = {(m.start, m.end, m.after): m for m in finder.found if m.before != m.after}
    return sorted(unique.values(), key=lambda m: (m.start, m.end, m.after))


def with_probes(source: bytes, module: str, otherwise: str = "set()") -> str:
    """Return the module so that each block adds its name to `builtins.capout_reached`.

    Args:
        source: The module.
        module: Its name, with which the names of its blocks begin.
        otherwise: Expression that makes the set in a process that has none yet.
    """
    tree = ast.parse(source)
    _Prober(module).visit(tree)
    future = [n for n, node in enumerate(tree.body) if isinstance(node, ast.ImportFrom)][:1]
    place = future[0] + 1 if future else 1
    tree.body[place:place] = ast.parse(_REACHED.format(otherwise=otherwise)).body
    return ast.unparse(ast.fix_missing_locations(tree))


def blocks_of(probed: str) -> list[str]:
    """Return the names that the probes in a module add."""
    return re.findall(r"^\s*_capout_reached\.add\('([^']*)'\)$", probed, re.MULTILINE)


def block_at(source: bytes, line: int) -> str:
    """Return the innermost block of code with this line; empty outside functions."""
    locator = _Locator(line)
    locator.visit(ast.parse(source))
    return locator.found


class _Scoped(ast.NodeVisitor):
    """Keeps the name of the block that is being visited, such as `Queue.send/if3`."""

    def __init__(self) -> None:
        self._scope: list[str] = []
        self._counts: dict[str, int] = {}
        self.block = ""

    def visit(self, node: ast.AST) -> None:
        """Visit `node`, and each list of statements in it as a block of its own."""
        outer = self.block
        named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if named:
            self._scope.append(getattr(node, "name", ""))
        self.enter(node)
        for field, value in ast.iter_fields(node):
            if not isinstance(value, list):
                if isinstance(value, ast.AST):
                    self.visit_field(node, field, value)
                continue
            if value and isinstance(value[0], ast.stmt):
                inside = self._name_block(node)
                if inside:
                    self.block = inside
                self.statements(node, value)
                self.block = outer
            else:
                for item in value:
                    if isinstance(item, ast.AST):
                        self.visit_field(node, field, item)
        if named:
            self._scope.pop()

    def enter(self, node: ast.AST) -> None:
        """Look at `node` before its parts."""

    def visit_field(self, node: ast.AST, field: str, value: ast.AST) -> None:
        """Visit a part of `node` that is not a list of statements."""
        self.visit(value)

    def statements(self, node: ast.AST, body: list[ast.stmt]) -> None:
        """Visit the statements of a block."""
        for statement in list(body):
            self.visit(statement)

    def _name_block(self, node: ast.AST) -> str:
        if isinstance(node, ast.Module | ast.ClassDef):
            return ""
        path = ".".join(self._scope)
        if not path:
            return ""
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return path
        self._counts[path] = self._counts.get(path, 0) + 1
        return f"{path}/{self._counts[path]}"


class _Prober(_Scoped):
    def __init__(self, module: str) -> None:
        super().__init__()
        self._module = f"{module} "

    def statements(self, node: ast.AST, body: list[ast.stmt]) -> None:
        name = self.block
        super().statements(node, body)
        if name and not isinstance(node, ast.Module | ast.ClassDef):
            body.insert(0, ast.parse(f"_capout_reached.add({self._module + name!r})").body[0])


class _Locator(_Scoped):
    def __init__(self, line: int) -> None:
        super().__init__()
        self.found = ""
        self._line = line

    def statements(self, node: ast.AST, body: list[ast.stmt]) -> None:
        if any(one.lineno <= self._line <= (one.end_lineno or 0) for one in body):
            self.found = self.block
        super().statements(node, body)


class _Finder(_Scoped):
    def __init__(self, source: bytes) -> None:
        super().__init__()
        self.found: list[Mutation] = []
        self._source = source
        self._starts = [0]
        for line in source.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def visit(self, node: ast.AST) -> None:
        """Look for faults in `node`, unless nobody could see them."""
        if self._is_unseen(node):
            return
        super().visit(node)

    def _is_unseen_amount(self, node: ast.AST) -> bool:
        """Return whether `node` only says how long to wait or how large something may be.

        Tests must not depend on the exact value, so one more or less of it is no fault.
        """
        if self.block:
            return False
        match node:
            case ast.BinOp(op=ast.LShift(), left=ast.Constant(), right=ast.Constant()):
                return True
            case ast.Constant(value=float()):
                return True
            case ast.Constant(value=int(value)):
                return value >= _LARGE
        return False

    def visit_field(self, node: ast.AST, field: str, value: ast.AST) -> None:
        annotation = field in {"annotation", "returns", "decorator_list", "bases", "keywords"}
        if annotation and not isinstance(node, ast.Call):
            return
        if isinstance(value, ast.arg):
            return
        with self._on_another_system(isinstance(node, ast.IfExp) and _is_left_out(node, field)):
            super().visit_field(node, field, value)

    def statements(self, node: ast.AST, body: list[ast.stmt]) -> None:
        """Visit the statements of a block but docstrings."""
        field = "orelse" if body is getattr(node, "orelse", None) else "body"
        with self._on_another_system(isinstance(node, ast.If) and _is_left_out(node, field)):
            for statement in body:
                if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                    continue
                self.visit(statement)

    @contextmanager
    def _on_another_system(self, left_out: bool) -> Iterator[None]:
        """Find nothing meanwhile if `left_out`; the blocks are counted all the same."""
        before = len(self.found)
        yield
        if left_out:
            del self.found[before:]

    def enter(self, node: ast.AST) -> None:
        in_init = self.block.endswith(".__init__") and isinstance(node, ast.Assign)
        if isinstance(node, ast.BoolOp) and any(_linux_says(v) is not None for v in node.values):
            return
        if isinstance(node, ast.IfExp) and _linux_says(node.test) is not None:
            return
        for after in () if in_init else _replacements(node):
            self._add(node, after)
        if (
            isinstance(node, ast.If | ast.While)
            and not isinstance(node.test, ast.Constant)
            and _linux_says(node.test) is None
        ):
            self._add(node.test, "False")
            if isinstance(node, ast.If):
                self._add(node.test, "True")
        if isinstance(node, ast.ExceptHandler) and node.type and not _only_reworded(node):
            self._add(node.type, "()")  # it catches nothing

    def _add(self, node: ast.AST, after: str) -> None:
        start, end = self._place(node)
        before = self._source[start:end].decode()
        self.found.append(
            Mutation(start, end, getattr(node, "lineno", 0), before, after, self.block)
        )

    def _place(self, node: ast.AST) -> tuple[int, int]:
        if not isinstance(node, ast.expr | ast.stmt):
            raise TypeError(f"{node} has no place of its own")
        end_line, end_column = node.end_lineno or 0, node.end_col_offset or 0
        return (
            self._starts[node.lineno - 1] + node.col_offset,
            self._starts[end_line - 1] + end_column,
        )

    def _is_unseen(self, node: ast.AST) -> bool:
        match node:
            case ast.JoinedStr() | ast.Assert() | ast.Raise() | ast.Import() | ast.ImportFrom():
                return True
            case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
                return name in _UNSEEN_CALLS
            case ast.FunctionDef(name=name):
                return name in _UNSEEN_FUNCTIONS
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                return True
            case ast.Assign(targets=[ast.Name(id=name)]):
                return name in {"__all__", "__slots__"}
            case ast.Expr(value=ast.Await(value=call)) | ast.Expr(value=call):
                return self._is_unseen(call)
            case ast.keyword(arg=name):
                return name is not None and ("timeout" in name or name == "indent")
        return self._is_unseen_amount(node) or _linux_says(node) is not None


def _replacements(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                for other in _COMPARISONS[type(operator)]:
                    changed = copy.deepcopy(node)
                    changed.ops[place] = other()
                    yield ast.unparse(changed)
        case ast.BoolOp(op=op, values=values):
            changed_op: ast.boolop = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield f"({ast.unparse(ast.BoolOp(op=changed_op, values=values))})"
            for dropped in range(len(values)):
                kept = [value for place, value in enumerate(values) if place != dropped]
                rest = kept[0] if len(kept) == 1 else ast.BoolOp(op=op, values=kept)
                yield f"({ast.unparse(rest)})"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield f"({ast.unparse(operand)})"
        case ast.BinOp(op=op, left=left, right=right) if type(op) in _ARITHMETIC:
            if not any(isinstance(one, ast.JoinedStr | ast.List) for one in (left, right)):
                other_op = _ARITHMETIC[type(op)]()
                yield f"({ast.unparse(ast.BinOp(left=left, op=other_op, right=right))})"
        case ast.IfExp(body=body, orelse=orelse):
            yield f"({ast.unparse(body)})"
            yield f"({ast.unparse(orelse)})"
        case ast.Constant(value=bool(value)):
            yield str(not value)
        case ast.Constant(value=int(value)) | ast.Constant(value=float(value)):
            yield repr(value + 1)
            if value:
                yield repr(value - 1)
        case ast.Call(func=ast.Name(id=name)) if name in _NAMES:
            other_call = copy.deepcopy(node)
            other_call.func = ast.Name(id=_NAMES[name])
            if name == "sorted":
                other_call.keywords = []
            yield ast.unparse(other_call)
        case ast.Call(func=ast.Attribute(attr=name, value=value)) if name in _DROPPED:
            yield ast.unparse(value)
        case ast.Call(func=func, keywords=keywords) if keywords and _is(func, "replace"):
            for dropped in range(len(keywords)):
                changed_call = copy.deepcopy(node)
                del changed_call.keywords[dropped]
                yield ast.unparse(changed_call)
        case ast.Expr(value=ast.Call() | ast.Await(value=ast.Call())) | ast.AugAssign():
            if "super()" not in ast.unparse(node):
                yield "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "pass"
        case ast.Delete() | ast.Continue() | ast.Break():
            yield "pass"


def _linux_says(test: ast.AST) -> bool | None:
    """Return what a question for the system is on Linux; None if it is another question."""
    match test:
        case ast.Compare(
            left=ast.Attribute(value=ast.Name(id="sys"), attr="platform"),
            ops=[ast.Eq() | ast.NotEq() as operator],
            comparators=[ast.Constant(value=str(system))],
        ):
            return (system == "linux") is isinstance(operator, ast.Eq)
        case ast.BoolOp(op=ast.And(), values=values):
            return False if any(_linux_says(value) is False for value in values) else None
    return None


def _is_left_out(node: ast.If | ast.IfExp, field: str) -> bool:
    """Return whether that part of `node` runs on other systems only."""
    on_linux = _linux_says(node.test)
    return on_linux is not None and field == ("orelse" if on_linux else "body")


def _only_reworded(handler: ast.ExceptHandler) -> bool:
    """Return whether the handler only raises another exception, or catches all already."""
    catches_all = handler.type is not None and _is(handler.type, "Exception")
    return catches_all or isinstance(handler.body[-1], ast.Raise)


def _is(node: ast.expr, name: str) -> bool:
    match node:
        case ast.Name(id=found) | ast.Attribute(attr=found):
            return found == name
    return False
