"""What small edits put in the place of what: operators, comparisons, functions."""

from __future__ import annotations

import ast

ARITHMETIC = {
    ast.Add: ("-",), ast.Sub: ("+",), ast.Mult: ("/",), ast.Div: ("*",), ast.FloorDiv: ("/",),
    ast.Mod: ("*",), ast.Pow: ("*",), ast.BitAnd: ("|",), ast.BitOr: ("&",),
}  # fmt: skip
COMPARISONS = {
    ast.Lt: ("<=", ">="), ast.LtE: ("<", ">"), ast.Gt: (">=", "<="), ast.GtE: (">", "<"),
    ast.Eq: ("!=",), ast.NotEq: ("==",), ast.Is: ("is not",), ast.IsNot: ("is",),
    ast.In: ("not in",), ast.NotIn: ("in",),
}  # fmt: skip
SYMBOLS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|", ast.LShift: "<<",
    ast.RShift: ">>", ast.BitXor: "^",
}  # fmt: skip
LIKE = {
    "sum": "mean", "mean": "sum", "max": "min", "min": "max", "maximum": "minimum",
    "minimum": "maximum", "argmax": "argmin", "argmin": "argmax", "zeros": "ones", "ones": "zeros",
    "zeros_like": "ones_like", "ones_like": "zeros_like", "floor": "ceil", "ceil": "floor",
    "all": "any", "any": "all", "exp": "expm1", "expm1": "exp", "log": "log1p", "log1p": "log",
    "flatnonzero": "nonzero", "isfinite": "isnan",
}  # fmt: skip
"""Functions and methods, and what each is taken for."""

UNWRAPPED = {
    "abs", "sqrt", "exp", "log", "tanh", "square", "copy", "asarray", "array", "float", "int",
    "sorted", "list", "tuple", "reversed", "ascontiguousarray", "astype", "ravel",
}  # fmt: skip
"""Functions and methods that are left out, so that their argument (or object) stays."""

CHECKS = {"as_float", "of_one_shape", "distribution", "pair"}
"""Functions whose first argument is a name for their messages, besides those called require_."""
