"""Makes mutants of a Python file: general small edits, none of them chosen for what it computes.

Every operator is one of the usual ones (an operator for another, an operand alone, a boundary, a
constant, a statement left out, an argument left out, a function for its like). Docstrings,
annotations, imports and the words of error messages are left alone. A mutant is an edit of the
source's text, so that lines, comments and numbers of lines stay where they are.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from operators import ARITHMETIC, CHECKS, COMPARISONS, LIKE, SYMBOLS, UNWRAPPED


@dataclass(frozen=True)
class Mutant:
    """One edit of a file.

    Attributes:
        path: the file, from the root of the repository.
        where: the class and function that it stands in, with dots; "" at the top.
        before: the lines that are edited, as one.
        after: the same with the edit.
        nth: which of the edits that read so in this place, from 0.
        kind: the operator.
        line: the number of the line, from 1.
        span: where the edit begins and ends in the source, in characters.
        text: what is written there.
        refuses: it is an edit of a check that refuses invalid input.
        first: the first line of the innermost function, its decorators left out; 0 outside.
        default: it is an edit of an argument's default.
    """

    path: str
    where: str
    before: str
    after: str
    nth: int
    kind: str
    line: int
    span: tuple[int, int]
    text: str
    refuses: bool
    first: int
    default: bool

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What names the mutant for as long as its function reads as it does."""
        return self.path, self.where, self.before, self.after, self.nth

    def source(self, original: str) -> str:
        """Return the file's source with the edit made."""
        start, stop = self.span
        return original[:start] + self.text + original[stop:]


def mutants(path: str, source: str) -> list[Mutant]:
    """Return the mutants of a file, those left out that compile to what was there."""
    original = _code(source)
    found: list[Mutant] = []
    seen: Counter[tuple[str, str, str, str]] = Counter()
    taken: set[tuple[tuple[int, int], str]] = set()
    for edit in _Walk(source).edits():
        if (edit.span, edit.text) in taken:
            continue
        taken.add((edit.span, edit.text))
        named = (path, edit.where, edit.before, edit.after)
        mutant = Mutant(
            path, edit.where, edit.before, edit.after, seen[named], edit.kind, edit.line,
            edit.span, edit.text, edit.refuses, edit.first, edit.default,
        )  # fmt: skip
        code = _code(mutant.source(source))
        if code is not None and code != original:
            seen[named] += 1
            found.append(mutant)
    return found


def edits(path: str, source: str) -> set[tuple[str, str, str, str]]:
    """Return the names of all edits, those that change nothing among them; it takes no time."""
    return {(path, edit.where, edit.before, edit.after) for edit in _Walk(source).edits()}


def _code(source: str) -> object:
    try:
        return compile(source, "mutant", "exec", dont_inherit=True, optimize=0)
    except SyntaxError:
        return None


@dataclass(frozen=True)
class _Edit:
    where: str
    before: str
    after: str
    kind: str
    line: int
    span: tuple[int, int]
    text: str
    refuses: bool
    first: int
    default: bool


class _Walk:
    """Goes through one source, and yields its edits."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tree = ast.parse(source)
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.lines = source.splitlines()
        self.where: list[str] = []
        self.first = 0
        self.refuses = False
        self.default = False
        self.only_refusing: set[str] = set()

    def edits(self) -> Iterator[_Edit]:
        for statement in self.tree.body:
            yield from self.statement(statement)

    def place(self, line: int, column: int) -> int:
        """Return the index in the source of a line (from 1) and a column in bytes of UTF-8."""
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def span(self, node: ast.AST) -> tuple[int, int]:
        return (
            self.place(node.lineno, node.col_offset),  # type: ignore[attr-defined]
            self.place(node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
        )

    def text(self, node: ast.AST) -> str:
        """Return the code of a node, in brackets where it could be torn apart."""
        start, stop = self.span(node)
        code = self.source[start:stop]
        atoms = ast.Name | ast.Constant | ast.Attribute | ast.Call | ast.Subscript | ast.List
        return code if isinstance(node, atoms | ast.Tuple | ast.Dict) else f"({code})"

    def edit(self, node: ast.AST, after: str, kind: str) -> _Edit:
        start, stop = span = self.span(node)
        begin = self.source.rfind("\n", 0, start) + 1
        end = self.source.find("\n", stop)
        lines = self.source[begin:start], self.source[start:stop], self.source[stop:end]
        before, edited = (
            " ".join("".join((lines[0], t, lines[2])).split()) for t in (lines[1], after)
        )
        line = node.lineno  # type: ignore[attr-defined]
        where = ".".join(self.where)
        state = self.refuses, self.first, self.default
        return _Edit(where, before, edited, kind, line, span, after, *state)

    # Statements

    def statement(self, node: ast.stmt) -> Iterator[_Edit]:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Raise():
                return
            case ast.Expr(ast.Constant()):
                return  # a docstring
            case ast.FunctionDef():
                yield from self.function(node)
            case ast.ClassDef():
                yield from self.inside(node.name, node.body)
            case ast.If():
                yield from self.branch(node)
            case ast.Assign() | ast.AugAssign() | ast.AnnAssign() | ast.Expr() | ast.Return():
                yield from self.simple(node)
            case _:
                yield from self.any_statement(node)

    def inside(self, name: str, body: list[ast.stmt]) -> Iterator[_Edit]:
        self.where.append(name)
        for statement in body:
            yield from self.statement(statement)
        self.where.pop()

    def function(self, node: ast.FunctionDef) -> Iterator[_Edit]:
        outer, refused = self.first, self.refuses
        self.first = node.lineno
        self.refuses = refused or node.name.lstrip("_").startswith("require_")
        self.where.append(node.name)
        self.default = True
        for default in [*node.args.defaults, *node.args.kw_defaults]:
            if default is not None:
                yield from self.expression(default)
        self.default = False
        self.where.pop()
        names, self.only_refusing = self.only_refusing, _only_refusing(node)
        yield from self.inside(node.name, node.body)
        self.first, self.refuses, self.only_refusing = outer, refused, names

    def branch(self, node: ast.If) -> Iterator[_Edit]:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        refused = self.refuses
        self.refuses = refused or any(isinstance(s, ast.Raise) for s in node.body)
        yield from self.condition(node.test)
        if not isinstance(node.body[-1], ast.Raise):  # else it only words the message
            for statement in node.body:
                yield from self.statement(statement)
        self.refuses = refused
        for statement in node.orelse:
            yield from self.statement(statement)

    def simple(self, node: ast.stmt) -> Iterator[_Edit]:
        value = getattr(node, "value", None)
        declared = isinstance(node, ast.AnnAssign) and value is None
        names = self.names(node)
        typed = isinstance(value, ast.Call) and ast.unparse(value.func) == "TypeVar"
        alias = not self.where and (
            (isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr))
            or (isinstance(value, ast.Subscript) and ast.unparse(value.value) == "Literal")
        )
        if declared or typed or alias or names & {"__all__"}:
            return
        refused = self.refuses
        if names and names <= self.only_refusing:
            self.refuses = True
        if isinstance(node, ast.Expr) and isinstance(value, ast.Call):
            called = ast.unparse(value.func).rpartition(".")[2]
            self.refuses = refused or called.startswith("require_")
        if isinstance(node, ast.Return):
            if value is not None and not (isinstance(value, ast.Constant) and value.value is None):
                yield self.edit(node, "return None", "return_nothing")
        elif self.where or isinstance(node, ast.Expr):
            yield self.edit(node, "pass", "statement_left_out")
        if isinstance(node, ast.AugAssign):
            yield from self.augmented(node)
        if value is not None:
            yield from self.expression(value)
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            if isinstance(target, ast.Subscript):
                yield from self.expression(target.slice)
        self.refuses = refused

    @staticmethod
    def names(node: ast.stmt) -> set[str]:
        targets = getattr(node, "targets", [getattr(node, "target", None)])
        return {target.id for target in targets if isinstance(target, ast.Name)}

    def augmented(self, node: ast.AugAssign) -> Iterator[_Edit]:
        start, stop = self.span(node.target)[1], self.span(node.value)[0]
        symbol = SYMBOLS[type(node.op)]
        between = self.source[start:stop]
        for other in (*(f"{o}=" for o in ARITHMETIC.get(type(node.op), ())), "="):
            text = between.replace(f"{symbol}=", other, 1)
            after = (
                self.source[self.span(node)[0] : start]
                + text
                + self.source[stop : self.span(node)[1]]
            )
            yield self.edit(node, after, "operator_changed")

    def any_statement(self, node: ast.stmt) -> Iterator[_Edit]:
        """Go on inside loops, with and try; the test of a while is a condition."""
        if isinstance(node, ast.While):
            yield from self.condition(node.test)
        for name, field in ast.iter_fields(node):
            if name == "test" and isinstance(node, ast.While):
                continue
            for part in field if isinstance(field, list) else [field]:
                if isinstance(part, ast.stmt):
                    yield from self.statement(part)
                elif isinstance(part, ast.ExceptHandler | ast.match_case):
                    for statement in part.body:
                        yield from self.statement(statement)
                elif isinstance(part, ast.withitem):
                    yield from self.expression(part.context_expr)
                elif isinstance(part, ast.expr) and name in ("iter", "test", "subject"):
                    yield from self.expression(part)
        if isinstance(node, ast.Continue | ast.Break):
            other = "break" if isinstance(node, ast.Continue) else "continue"
            yield self.edit(node, other, "jump_changed")

    # Expressions

    def condition(self, node: ast.expr) -> Iterator[_Edit]:
        """Negate a condition, unless one of its own edits does."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            pass
        elif not isinstance(node, ast.Compare):
            yield self.edit(node, f"(not {self.text(node)})", "condition_negated")
        yield from self.expression(node)

    def expression(self, node: ast.expr) -> Iterator[_Edit]:
        match node:
            case ast.BinOp():
                yield from self.binary(node)
            case ast.UnaryOp():
                yield from self.unary(node)
            case ast.BoolOp():
                yield from self.boolean(node)
            case ast.Compare():
                yield from self.comparison(node)
            case ast.Constant():
                yield from self.constant(node)
            case ast.Call():
                yield from self.call(node)
            case ast.IfExp():
                yield from self.condition(node.test)
                yield from self.expression(node.body)
                yield from self.expression(node.orelse)
                return
            case ast.JoinedStr() | ast.Lambda():
                if isinstance(node, ast.Lambda):
                    yield from self.expression(node.body)
                return
            case ast.Attribute(attr="T"):
                yield self.edit(node, self.text(node.value), "transposition_left_out")
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                yield from self.comprehension(node)
                return
        for child in ast.iter_child_nodes(node):
            if child is self.name_in_a_message(node):
                continue
            if _is_unknown_length(node, child):
                yield from self.unary(child)
                continue
            if isinstance(child, ast.expr):
                yield from self.expression(child)
            elif isinstance(child, ast.keyword) and child.arg != "strict":
                yield from self.expression(child.value)

    @staticmethod
    def name_in_a_message(node: ast.expr) -> ast.expr | None:
        """Return the argument that a check is given for what it says only."""
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Name)):
            return None
        named = node.func.id.startswith("require_") or node.func.id in CHECKS
        return node.args[0] if named else None

    def comprehension(self, node: ast.expr) -> Iterator[_Edit]:
        for part in ("key", "value", "elt"):
            if hasattr(node, part):
                yield from self.expression(getattr(node, part))
        for loop in node.generators:  # type: ignore[attr-defined]
            yield from self.expression(loop.iter)
            for test in loop.ifs:
                yield self.edit(test, "True", "condition_fixed")
                yield from self.condition(test)

    def binary(self, node: ast.BinOp) -> Iterator[_Edit]:
        left, right = self.text(node.left), self.text(node.right)
        for symbol in ARITHMETIC.get(type(node.op), ()):
            yield self.edit(node, f"({left} {symbol} {right})", "operator_changed")
        yield self.edit(node, left, "operand_left_out")
        yield self.edit(node, right, "operand_left_out")

    def unary(self, node: ast.UnaryOp) -> Iterator[_Edit]:
        yield self.edit(node, self.text(node.operand), "sign_left_out")

    def boolean(self, node: ast.BoolOp) -> Iterator[_Edit]:
        word = "or" if isinstance(node.op, ast.And) else "and"
        parts = [self.text(value) for value in node.values]
        yield self.edit(node, f"({f' {word} '.join(parts)})", "operator_changed")
        own = "and" if isinstance(node.op, ast.And) else "or"
        for i in range(len(parts)):
            rest = parts[:i] + parts[i + 1 :]
            yield self.edit(node, f"({f' {own} '.join(rest)})", "operand_left_out")

    def comparison(self, node: ast.Compare) -> Iterator[_Edit]:
        sides = [node.left, *node.comparators]
        for i, operator in enumerate(node.ops):
            for symbol in COMPARISONS[type(operator)]:
                words = [self.text(sides[0])]
                for j, own in enumerate(node.ops):
                    words += [symbol if j == i else _symbol(own), self.text(sides[j + 1])]
                yield self.edit(node, f"({' '.join(words)})", "comparison_changed")

    def constant(self, node: ast.Constant) -> Iterator[_Edit]:
        value = node.value
        if isinstance(value, bool):
            yield self.edit(node, str(not value), "constant_changed")
        elif isinstance(value, int):
            yield self.edit(node, str(value + 1), "constant_changed")
            if value > 0:
                yield self.edit(node, str(value - 1), "constant_changed")
        elif isinstance(value, float):
            other = repr(value * 1.5) if value else "1.0"
            yield self.edit(node, other, "constant_changed")
        elif isinstance(value, str):
            yield self.edit(node, repr(f"{value}_"), "constant_changed")

    def call(self, node: ast.Call) -> Iterator[_Edit]:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        start, stop = self.span(node)
        if called in LIKE:
            end = self.span(node.func)[1]
            text = self.source[start : end - len(called)] + LIKE[called] + self.source[end:stop]
            yield self.edit(node, text, "function_changed")
        if called in UNWRAPPED:
            of_module = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in (
                "np", "math",
            )  # fmt: skip
            if isinstance(node.func, ast.Attribute) and not of_module:
                yield self.edit(node, self.text(node.func.value), "call_left_out")
            elif node.args:
                yield self.edit(node, self.text(node.args[0]), "call_left_out")
        for keyword in node.keywords:
            if keyword.arg is None or keyword.arg == "strict":
                continue  # strict=True refuses what cannot come
            rest = [self.source[slice(*self.span(a))] for a in node.args]
            rest += [self.source[slice(*self.span(k))] for k in node.keywords if k is not keyword]
            head = self.source[start : self.span(node.func)[1]]
            yield self.edit(node, f"{head}({', '.join(rest)})", "argument_left_out")


def _only_refusing(function: ast.FunctionDef) -> set[str]:
    """Return the names that a function uses to refuse invalid input, and for nothing else."""
    everywhere: Counter[str] = Counter()
    refusing: Counter[str] = Counter()
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            everywhere[node.id] += 1
        if isinstance(node, ast.If) and isinstance(node.body[-1], ast.Raise):
            parts = [node.test, *node.body]
            refusing.update(
                name.id for part in parts for name in ast.walk(part) if isinstance(name, ast.Name)
            )
    return {name for name, count in refusing.items() if count == everywhere[name]}


def _is_unknown_length(node: ast.expr, child: ast.AST) -> bool:
    """Tell whether ``child`` is the -1 of a reshape: any other negative number means the same."""
    called = isinstance(node, ast.Call) and ast.unparse(node.func).endswith("reshape")
    return called and isinstance(child, ast.UnaryOp) and ast.unparse(child) == "-1"


def _symbol(operator: ast.cmpop) -> str:
    return {
        ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
        ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
    }[type(operator)]  # fmt: skip
