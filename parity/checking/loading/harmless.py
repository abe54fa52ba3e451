"""Tells definitions from work, so that checking a notebook never trains a network."""

from __future__ import annotations

import ast

_ROOTS = {"np", "numpy", "math", "cp", "cupy"}
"""Modules whose functions compute; what reads or writes files is left out below."""

_FILES = {
    "load", "loadtxt", "genfromtxt", "fromfile", "fromregex", "memmap", "save", "savez",
    "savez_compressed", "savetxt", "open_memmap", "DataSource", "tofile", "dump",
}  # fmt: skip
_CALLS = {
    "int", "float", "complex", "bool", "str", "len", "range", "list", "dict", "tuple", "set",
    "frozenset", "sum", "min", "max", "abs", "round", "sorted", "zip", "enumerate", "slice",
    "object", "property", "staticmethod", "classmethod", "partial", "functools.partial",
    "namedtuple", "collections.namedtuple", "OrderedDict", "collections.OrderedDict",
    "defaultdict", "collections.defaultdict", "deque", "collections.deque", "TypeVar",
    "typing.TypeVar", "NewType", "typing.NewType", "os.path.join", "os.path.dirname", "Path",
    "pathlib.Path", "torch.device", "torch.cuda.is_available", "torch.tensor", "torch.zeros",
    "torch.ones", "torch.manual_seed",
}  # fmt: skip
_METHODS = {
    "reshape", "astype", "copy", "transpose", "ravel", "flatten", "squeeze", "sum", "mean", "std",
    "var", "max", "min", "argmax", "argmin", "cumsum", "dot", "round", "clip", "tolist", "item",
    "keys", "values", "items", "get", "format", "split", "join", "lower", "upper", "strip",
    "replace", "index", "count", "randn", "rand", "normal", "uniform", "integers",
}  # fmt: skip
_PATH = {"sys.path.append", "sys.path.insert", "sys.path.extend"}
_VALUES = (
    ast.Constant, ast.Name, ast.Attribute, ast.Subscript, ast.Slice, ast.Starred, ast.Tuple,
    ast.List, ast.Set, ast.Dict, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp,
    ast.JoinedStr, ast.FormattedValue, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
    ast.comprehension, ast.keyword, ast.operator, ast.unaryop, ast.boolop, ast.cmpop,
    ast.expr_context,
)  # fmt: skip


def definitions(statement: ast.stmt) -> ast.stmt | None:
    """Return what of ``statement`` defines something and does no work; ``None`` if nothing does.

    Imports, functions, classes and assignments of harmless values count; an ``if`` or ``try`` is
    kept with those of its statements that do.
    """
    match statement:
        case (
            ast.Import()
            | ast.ImportFrom()
            | ast.FunctionDef()
            | ast.AsyncFunctionDef()
            | ast.ClassDef()
        ):
            return statement
        case ast.Assign(value=value) | ast.AugAssign(value=value):
            return statement if harmless(value) else None
        case ast.AnnAssign(value=value):
            return statement if value is None or harmless(value) else None
        case ast.Expr(value=ast.Call(func=function, args=arguments)):
            allowed = _dotted(function) in _PATH and all(map(harmless, arguments))
            return statement if allowed else None
        case ast.If(test=test, body=body, orelse=orelse):
            if not harmless(test):
                return None
            kept = ast.If(test, _kept(body), _kept(orelse))
            return ast.copy_location(kept, statement) if kept.body or kept.orelse else None
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
            if not _kept(body):
                return None
            caught = [
                ast.copy_location(
                    ast.ExceptHandler(h.type, h.name, _kept(h.body) or _nothing(h)), h
                )
                for h in handlers
            ]
            tried = ast.Try(_kept(body), caught, _kept(orelse), _kept(final))
            return ast.copy_location(tried, statement)
    return None


def _kept(body: list[ast.stmt]) -> list[ast.stmt]:
    kept = [found for statement in body if (found := definitions(statement))]
    return kept or (_nothing(body[0]) if body else [])


def _nothing(like: ast.AST) -> list[ast.stmt]:
    return [ast.copy_location(ast.Pass(), like)]


def harmless(value: ast.AST) -> bool:
    """Tell whether evaluating ``value`` is quick and changes nothing."""
    if isinstance(value, ast.Lambda):  # a definition: its body does not run
        return all(map(harmless, [*value.args.defaults, *filter(None, value.args.kw_defaults)]))
    if isinstance(value, ast.Call):
        return _harmless_call(value.func) and all(
            map(harmless, [*value.args, *(keyword.value for keyword in value.keywords)])
        )
    if not isinstance(value, _VALUES):
        return False
    return all(map(harmless, ast.iter_child_nodes(value)))


def _harmless_call(function: ast.expr) -> bool:
    name = _dotted(function)
    first, *rest = name.split(".")
    if name in _CALLS:
        return True
    if first in _ROOTS and rest:
        return _FILES.isdisjoint(rest)
    # A method of an array, a string or a dictionary.
    return (
        isinstance(function, ast.Attribute)
        and function.attr in _METHODS
        and harmless(function.value)
    )


def _dotted(node: ast.expr) -> str:
    """Return ``np.random.randn`` for such an expression, and "" for any other."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])


def bound_names(statement: ast.AST) -> list[str]:
    """Return the names that ``statement`` would bind; ``*`` for a star import."""
    found: list[str] = []
    match statement:
        case ast.Import(names=names):
            return [alias.asname or alias.name.partition(".")[0] for alias in names]
        case ast.ImportFrom(names=names):
            return [alias.asname or alias.name for alias in names]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Name(id=name, ctx=ast.Store()):
            return [name]
    for child in ast.iter_child_nodes(statement):
        if not isinstance(child, ast.Lambda):
            found += bound_names(child)
    return found
