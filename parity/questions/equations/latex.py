"""LaTeX of an expression in Python: what is printed is what is evaluated.

Sums are functions named after their index: ``sum_i(x_i ** 2)``; ``mean_i``, ``prod_i`` and
``max_i`` likewise. ``x_hat`` and ``x_bar`` carry their mark, ``sigma`` its letter.
"""

from __future__ import annotations

import ast

GREEK = frozenset(
    ("alpha", "beta", "gamma", "delta", "epsilon", "theta", "lambda_", "mu", "sigma", "pi", "eta",
     "rho", "tau", "kappa", "nu", "omega")
)  # fmt: skip
MARKS = {"hat": r"\hat", "bar": r"\bar", "tilde": r"\tilde"}
NAMED = {"exp": r"\exp", "ln": r"\ln", "tanh": r"\tanh", "max": r"\max", "min": r"\min",
         "sin": r"\sin", "cos": r"\cos"}  # fmt: skip
ADD, MULTIPLY, POWER, ATOM = 1, 2, 3, 4


class NoEquationError(ValueError):
    """An expression has something that is not printed."""


def latex(expression: str) -> str:
    """Return the LaTeX of an expression."""
    return _Printer().of(ast.parse(expression, mode="eval").body)[0]


class _Printer:
    def of(self, node: ast.expr) -> tuple[str, int]:
        """Return the LaTeX of a node, and how strongly it holds together."""
        match node:
            case ast.Constant(value=value):
                return str(value), ATOM
            case ast.Name(id=name):
                return symbol(name), ATOM
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return "-" + self.within(operand, MULTIPLY), ADD
            case ast.BinOp(left=left, op=op, right=right):
                return self.binary(left, op, right)
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self.call(name, arguments)
        raise NoEquationError(ast.unparse(node))

    def within(self, node: ast.expr, least: int) -> str:
        text, strength = self.of(node)
        return text if strength >= least else rf"\left({text}\right)"

    def binary(self, left: ast.expr, op: ast.operator, right: ast.expr) -> tuple[str, int]:
        match op:
            case ast.Add():
                return f"{self.within(left, ADD)} + {self.added(right, ADD)}", ADD
            case ast.Sub():
                return f"{self.within(left, ADD)} - {self.added(right, MULTIPLY)}", ADD
            case ast.Mult():
                first, second = self.within(left, MULTIPLY), self.within(right, MULTIPLY)
                dot = r" \cdot " if second[0].isdigit() or second.startswith("-") else r" \, "
                return f"{first}{dot}{second}", MULTIPLY
            case ast.Div():
                return rf"\frac{{{self.of(left)[0]}}}{{{self.of(right)[0]}}}", MULTIPLY
            case ast.Pow():
                return f"{self.powered(left)}^{{{self.of(right)[0]}}}", POWER
        raise NoEquationError(type(op).__name__)

    def added(self, node: ast.expr, least: int) -> str:
        """Return what stands behind a plus or a minus: no sign of its own without brackets."""
        text, strength = self.of(node)
        return rf"\left({text}\right)" if strength < least or text.startswith("-") else text

    def powered(self, node: ast.expr) -> str:
        text, strength = self.of(node)
        plain = strength == ATOM and not text.startswith("\\left")
        return text if plain else rf"\left({text}\right)"

    def call(self, name: str, arguments: list[ast.expr]) -> tuple[str, int]:
        inner = [self.of(argument)[0] for argument in arguments]
        if name == "sqrt":
            return rf"\sqrt{{{inner[0]}}}", ATOM
        if name == "abs":
            return rf"\left|{inner[0]}\right|", ATOM
        if name in ("floor", "ceil"):
            return rf"\l{name} {inner[0]} \r{name}", ATOM
        if name == "sigmoid":
            return rf"\sigma\left({inner[0]}\right)", MULTIPLY
        if name in NAMED:
            return rf"{NAMED[name]}\left({', '.join(inner)}\right)", MULTIPLY
        kind, _, index = name.partition("_")
        if kind in ("sum", "prod"):
            return rf"\{kind}_{{{index}}} {self.within(arguments[0], MULTIPLY)}", MULTIPLY
        if kind == "mean":
            size = {"i": "n", "k": "K"}[index]
            return (
                rf"\frac{{1}}{{{size}}} \sum_{{{index}}} {self.within(arguments[0], MULTIPLY)}",
                MULTIPLY,
            )
        raise NoEquationError(name)


def symbol(name: str) -> str:
    """Return the LaTeX of a name: ``sigma``, ``x_hat``, ``x_hat_i``, ``p_ij``, ``w_max``."""
    head, *rest = name.rstrip("_").split("_") if name != "lambda_" else ["lambda"]
    text = "\\" + head if head in GREEK or head + "_" in GREEK else head
    for part in rest:
        if part in MARKS:
            text = f"{MARKS[part]}{{{text}}}"
        elif "_" in text:
            raise NoEquationError(name)
        elif part in GREEK:
            text = rf"{text}_{{\{part}}}"
        else:
            text = f"{text}_{{{part}}}"
    return text
