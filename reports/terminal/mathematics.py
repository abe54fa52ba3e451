"""LaTeX as plain text, where no equation can be set."""

from __future__ import annotations

import re

from parity.describing.text import Text

MATH = re.compile(r"\$([^$]+)\$")
SYMBOLS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "theta": "θ", "lambda": "λ", "mu": "μ", "sigma": "σ", "pi": "π", "eta": "η", "rho": "ρ",
    "tau": "τ", "nabla": "∇", "partial": "∂", "sum": "Σ", "prod": "∏", "int": "∫", "cdot": "·",
    "le": "≤", "ge": "≥", "neq": "≠", "sim": "~", "leftarrow": "←", "in": "∈", "cap": "∩",
    "cup": "∪", "infty": "∞", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "times": "×", "|": "‖", "ln": "ln", "exp": "exp", "max": "max", "min": "min", "tanh": "tanh",
    "sin": "sin", "cos": "cos", ",": " ", "left": "", "right": "",
}  # fmt: skip
_GROUP = r"\{((?:[^{}]|\{[^{}]*\})*)\}"


def readable(text: str) -> str:
    """Return a text with its LaTeX between dollars, and its marks, as plain characters."""
    return MATH.sub(lambda found: _plain(found[1]), text).replace("**", "").replace("`", "")


def shown(text: Text, language: str) -> str:
    """Return a text in one language, as plain characters."""
    return readable(text[language])


def _plain(latex: str) -> str:
    for _ in range(8):  # from the inside out
        latex, n = re.subn(rf"\\frac{_GROUP}{_GROUP}", r"(\1)/(\2)", latex)
        latex, m = re.subn(rf"\\(?:mathbb|mathrm|text|operatorname){_GROUP}", r"\1", latex)
        latex, k = re.subn(rf"\\sqrt{_GROUP}", r"√(\1)", latex)
        latex, h = re.subn(rf"\\hat{_GROUP}", "\\1\u0302", latex)
        latex, b = re.subn(
            rf"\\bar{_GROUP}|\\bar\\alpha", lambda f: (f[1] or "α") + "\u0304", latex
        )
        if not (n or m or k or h or b):
            break
    latex = re.sub(r"\\([A-Za-z]+|[|,])", lambda f: SYMBOLS.get(f[1], f[1]), latex)
    latex = re.sub(r"([_^])\{(.)\}", r"\1\2", latex)
    latex = re.sub(r"([_^])\{([^{}]*)\}", r"\1(\2)", latex)
    return re.sub(r" +", " ", latex.replace("{", "").replace("}", "")).strip()
