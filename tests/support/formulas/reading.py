"""Reads LaTeX, and the equations of the terminal, into trees; what it cannot read it refuses."""

from __future__ import annotations

import re
from collections.abc import Collection

from formulas.tree import (
    At,
    Binary,
    Call,
    Cases,
    Gradient,
    Many,
    Number,
    Over,
    Ref,
    Statement,
    Tree,
    Unary,
)

FUNCTIONS = {"exp", "log", "tanh", "max", "min", "sign", "erf", "sqrt", "sigmoid", "sin", "cos"}
SIGNS = {"=": "=", "\\approx": "≈", "\\leftarrow": "←", "<-": "←"}
COMPARED = {"<": "<", ">": ">", "\\le": "<=", "<=": "<=", "\\ge": ">=", ">=": ">=", "\\ne": "!=",
            "\\in": "in", "\\notin": "not in", "\\ni": "has", "=": "="}  # fmt: skip
TOKEN = re.compile(
    r"\\(?:text|operatorname)\{(?P<word>[^}]*)\}|(?P<command>\\[a-zA-Z]+)|(?P<pair>\\[\\|])"
    r"|(?P<number>\d+(?:\.\d+)?(?:e-?\d+)?)|(?P<letter>[A-Za-z])|(?P<sign>\S)"
)
PLAIN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?(?:e-\d+)?)|(?P<name>[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*)"
    r"|(?P<sign><-|<=|>=|\S)"
)
GREEK = {"ell", "mu", "gamma", "beta", "alpha", "epsilon", "sigma", "lambda", "rho", "delta", "Phi",
         "phi", "pi"}  # fmt: skip

Token = tuple[str, str]


class UnreadableError(Exception):
    """The reader does not know this."""


def statements(line: str, functions: Collection[str], plain: bool = False) -> list[Statement]:
    """Return the statements of a line.

    Args:
        line: LaTeX, or with ``plain`` as the terminal shows it.
        functions: names that are called and not multiplied.
        plain: whether words are names.
    """
    line = re.sub(r"^[a-z ]+: ", "", line) if plain else line
    split = r";\s+|,\s\s+|,\s(?=\w+ = )" if plain else r",?\s*\\quad\s*|,\s*\\;\s*|\n"
    return [
        Reader(tokens_of(part, plain), functions).statement()
        for part in re.split(split, line)
        if part
    ]


def tokens_of(line: str, plain: bool) -> list[Token]:
    line = line.replace(r"\\", r" \row ")
    line = re.sub(r"\\[,;!]|\\ |\\limits", " ", line)
    line = re.sub(r"\\(left|right)\s*(\\\||\|)", r" \\\1bar\2 ", line)
    line = re.sub(r"\\(?:left|right)(?![a-z])", " ", line)
    kinds = PLAIN if plain else TOKEN
    return [(m.lastgroup or "", m[m.lastgroup or 0]) for m in kinds.finditer(line)]


class Reader:
    """Reads one statement, from left to right."""

    def __init__(self, tokens: list[Token], functions: Collection[str]) -> None:
        self.functions = {*functions, *FUNCTIONS}
        self.tokens = tokens
        self.at = 0

    @property
    def line(self) -> str:
        return " ".join(token for _, token in self.tokens)

    def within(self) -> Reader:
        """Return a reader of what stands in the braces here."""
        return Reader(self.braces(), self.functions)

    # What stands here.

    def next(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.tokens[place][1] if place < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        found = self.next()
        if expected and found != expected:
            raise UnreadableError(f"{expected!r} expected before {found!r} in {self.line}")
        self.at += 1
        return found

    def took(self, *wanted: str) -> bool:
        if self.next() in wanted and self.at < len(self.tokens):
            self.at += 1
            return True
        return False

    def braces(self) -> list[Token]:
        """Return what stands in the braces here."""
        self.take("{")
        start, depth = self.at, 1
        while depth:
            if self.at >= len(self.tokens):
                raise UnreadableError(f"an open brace in {self.line}")
            depth += {"{": 1, "}": -1}.get(self.take(), 0)
        return self.tokens[start : self.at - 1]

    # Sentences.

    def statement(self) -> Statement:
        sides, signs = [self.sum()], []
        while self.next() in SIGNS:
            signs.append(SIGNS[self.take()])
            sides.append(self.sum())
        if self.at < len(self.tokens):
            raise UnreadableError(f"{self.next()!r} in {self.line}")
        return Statement(tuple(sides), tuple(signs))

    def condition(self) -> Tree:
        """Return a comparison, in brackets or not."""
        start = self.at
        if self.took("("):
            inner = self.comparison()
            if isinstance(inner, Binary) and inner.operator in COMPARED.values():
                self.take(")")
                return inner
            self.at = start
        return self.comparison()

    def comparison(self) -> Tree:
        left = self.sum()
        if self.next() not in COMPARED:
            return left
        operator = COMPARED[self.take()]
        return Binary(operator, left, self.sum())

    def sum(self) -> Tree:
        left = Unary("-", self.product()) if self.took("-") else self.product()
        while self.next() in ("+", "-"):
            left = Binary(self.take(), left, self.product())
        return left

    def product(self) -> Tree:
        left = self.factor()
        while True:
            if self.took("\\odot"):
                left = Binary("×", left, self.factor())
            elif self.took("\\cdot"):
                left = Binary("·", left, self.factor())
            elif self.next() in ("*", "/"):
                left = Binary(self.take(), left, self.factor())
            elif self.begins():
                left = Binary(" ", left, self.factor())
            else:
                return left

    def begins(self) -> bool:
        """Tell whether a factor begins here."""
        if self.at >= len(self.tokens):
            return False
        kind, token = self.tokens[self.at]
        if kind in ("word", "letter", "name", "number"):
            return True
        known = {
            "\\frac",
            "\\tfrac",
            "\\sqrt",
            "\\sum",
            "\\prod",
            "\\hat",
            "\\bar",
            "\\overline",
            "\\left" + "bar",
        }
        known |= {f"\\{name}" for name in GREEK | FUNCTIONS}
        return token in ("(", "{", "[", "\\leftbar", "\\lfloor", "\\begin") or token in known

    def factor(self) -> Tree:
        found = self.atom()
        while True:
            if self.took("^"):
                found = self.raised(found)
            elif self.next() == "_" and not isinstance(found, Ref):
                self.take()
                found = At(found, self.subscripts())
            else:
                return found

    def raised(self, base: Tree) -> Tree:
        if self.took("\\top"):
            return Unary("transpose", base)
        if self.next() == "{":
            exponent = self.within()
            return Binary("^", base, exponent.sum())
        if self.next() == "T":
            self.take()
            return Unary("transpose", base)
        negative = self.took("-")
        exponent = self.atom()
        return Binary("^", base, Unary("-", exponent) if negative else exponent)

    # Words.

    def atom(self) -> Tree:
        kind = self.tokens[self.at][0] if self.at < len(self.tokens) else ""
        token = self.take()
        if kind == "number":
            return Number(float(token))
        if kind in ("word", "letter", "name"):
            return self.named(token)
        if token == "(":
            return self.bracketed(")")
        if token == "[":
            return self.bracketed("]")
        if token == "|":
            inner = self.sum()
            self.take("|")
            return Unary("abs", inner)
        if token == "\\|":
            inner = self.sum()
            self.take("\\|")
            return Unary("norm", inner)
        if token == "{":
            inner = self.sum()
            self.take("}")
            return inner
        return self.command(token.removeprefix("\\"))

    def bracketed(self, end: str) -> Tree:
        items = [self.sum() if end == ")" else self.comparison()]
        while self.took(","):
            items.append(self.sum())
        self.take(end)
        alone = len(items) == 1 and (end == ")" or getattr(items[0], "operator", "") in COMPARED)
        return items[0] if alone else Many(tuple(items))

    def command(self, name: str) -> Tree:
        if name in ("frac", "tfrac"):
            return self.fraction()
        if name == "leftbar":
            which = self.take()
            inner = self.sum()
            self.take("\\rightbar")
            self.take(which)
            return Unary("abs" if which == "|" else "norm", inner)
        if name == "lfloor":
            inner = self.sum()
            self.take("\\rfloor")
            return Unary("floor", inner)
        if name == "sqrt":
            return Unary("sqrt", self.within().sum())
        if name in ("hat", "bar"):
            inner = self.within().atom()
            if not isinstance(inner, Ref):
                raise UnreadableError(f"a hat on {inner}")
            return self.named(f"{inner.name}_{name}")
        if name == "overline":
            return Unary("mean", self.within().sum())
        if name in ("sum", "prod") or (name == "max" and self.next() == "_"):
            return self.over(name)
        if name == "begin":
            return self.cases()
        if name in GREEK | FUNCTIONS:
            return self.named(name)
        raise UnreadableError(f"\\{name} in {self.line}")

    def named(self, name: str) -> Tree:
        while self.took("'"):
            name += "'"
        if re.fullmatch(r"(sum|max)_\w", name) and name not in self.functions:  # of the terminal
            return Over(name[:3], (name[4],), (), self.product())
        plain = re.fullmatch(r"([A-Za-z]+)_(\d|[a-z]|n[ck])", name)
        if plain:
            base, sub = plain[1], plain[2]
            letters = tuple(Number(float(s)) if s.isdigit() else Ref(s) for s in sub)
            return Ref(base, letters)
        called = Ref(name, self.subscripts() if self.took("_") else ())
        whole = "_".join([name, *(sub.name for sub in called.subs if isinstance(sub, Ref))])
        if name in self.functions or whole in self.functions:
            if self.took("("):
                inner = self.bracketed(")")
                return Call(called, inner.items if isinstance(inner, Many) else (inner,))
            if name in FUNCTIONS:
                return Call(called, (self.factor(),))
        return called

    def subscripts(self) -> tuple[Tree, ...]:
        if self.next() != "{":
            kind, token = self.tokens[self.at]
            self.take()
            return (Number(float(token)) if kind == "number" else Ref(token.removeprefix("\\")),)
        if self.tokens[self.at + 1][0] == "word" and self.next(2) == "}":
            return (Ref(self.within().take()),)
        inner = self.within()
        kinds = {kind for kind, _ in inner.tokens}
        if kinds == {"letter"}:  # x_{nc} has two
            return tuple(Ref(token) for _, token in inner.tokens)
        found = [inner.sum()]
        while inner.took(","):
            found.append(inner.sum())
        if inner.at < len(inner.tokens):
            raise UnreadableError(f"{inner.next()!r} in {inner.line}")
        return tuple(found)

    def fraction(self) -> Tree:
        above, below = self.within(), self.within()
        if above.took("\\partial") and below.took("\\partial"):
            of = "".join(token for _, token in above.tokens[1:]).removeprefix("\\")
            logarithm = below.took("\\log")
            by = below.factor()
            if logarithm and isinstance(by, Binary) and isinstance(by.left, Ref):
                by = Ref("log_var", by.left.subs)
            if by == Binary("^", Ref("sigma"), Number(2.0)):
                by = Ref("sigma^2")
            if not of or not isinstance(by, Ref):
                raise UnreadableError(f"a derivative in {self.line}")
            return Gradient(of, by)
        return Binary("/", above.sum(), below.sum())

    def single(self) -> Reader:
        """Return a reader of the one token here."""
        self.take()
        return Reader([self.tokens[self.at - 1]], self.functions)

    def over(self, operator: str) -> Tree:
        self.take("_")
        below = self.within() if self.next() == "{" else self.single()
        if re.fullmatch(r"\w( , \w)*", below.line):
            return Over(operator, tuple(below.line.split(" , ")), (), self.product())
        counted = re.match(r"(\w(?: , \w)*) : ", below.line)
        indices = tuple(counted[1].split(" , ")) if counted else ()
        below.at += 2 * len(indices)
        where = [below.comparison()]
        while below.took("\\atop"):
            where.append(below.comparison())
        if below.at < len(below.tokens):
            raise UnreadableError(f"{below.next()!r} in {below.line}")
        return Over(operator, indices, tuple(where), self.product())

    def cases(self) -> Tree:
        if self.within().line != "c a s e s":
            raise UnreadableError("another environment than cases")
        rows = []
        while not self.took("\\end"):
            value = self.sum()
            self.take("&")
            rows.append((value, self.condition()))
            self.took("\\row")
        self.braces()
        return Cases(tuple(rows))
