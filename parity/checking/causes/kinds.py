"""What kind of mistake a cause is, in a few words."""

from __future__ import annotations

import ast
import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from parity.checking.causes.renaming import in_their_names
from parity.checking.report import Cause
from parity.describing.concept import NOTHING, Concept, Text

KINDS: dict[str, Text] = {
    "sign": Text("a sign", "符号の誤り"),
    "factor": Text("a factor that is wrong, missing or too many", "係数の誤り・過不足"),
    "number": Text("a wrong number or setting", "定数や設定の誤り"),
    "term": Text("a term that is missing or too many", "項の過不足"),
    "axis": Text("an axis or an index", "軸または添字の誤り"),
    "order": Text("the order of an array's axes or parts", "配列の軸や並びの誤り"),
    "exchanged": Text(
        "operands that are exchanged, or other brackets", "項や引数の入れ替わり、または括弧の位置"
    ),
    "shape": Text("the shape of an array", "配列の形の誤り"),
    "condition": Text("a condition", "条件の誤り"),
    "name": Text("another array than the one that belongs there", "使う配列の取り違え"),
    "function": Text("a function that is missing, too many or another", "関数の誤り・過不足"),
    "formula": Text("another formula than the concept's", "別の式"),
    "in_place": Text("what is changed in place, and what is not", "その場での書き換えの有無"),
    "missing": Text("something that is not done at all", "処理の抜け"),
    "state": Text("what is kept between calls", "呼び出し間で保つ状態の誤り"),
    "random": Text("random numbers", "乱数の扱い"),
    "precision": Text("precision of the numbers", "数値の精度"),
    "zero": Text("a gradient of zero", "勾配が 0 になる誤り"),
    "point": Text("a derivative taken at another point", "微分を評価する点の誤り"),
    "import_left_out": Text("an import that could not be made", "できなかった import"),
    "undefined": Text("a name that is not there", "存在しない名前"),
    "results": Text("what a function returns", "関数の戻り値"),
    "arguments": Text("the arguments of a call", "呼び出しの引数"),
    "type": Text("the type of a value", "値の型"),
    "setting": Text("a setting that is not the usual one", "標準と異なる設定"),
}

OF_FINGERPRINTS = {
    "sign": "sign", "constant_factor": "factor", "missing_factor": "factor",
    "missing_term": "term", "scaled_term": "factor", "factor_by_row": "factor",
    "transposed": "order", "permuted": "order", "wrong_shape": "shape",
    "wrong_condition": "condition", "other_formula": "formula", "float32": "precision",
    "overflow": "precision", "nan": "precision", "epsilon_place": "precision",
    "changed_in_place": "in_place", "state_kept": "state", "global_random": "random",
    "wrong_start": "state", "never_written": "missing",
    "zero_gradient": "zero", "derivative_at_output": "point",
}  # fmt: skip
"""The kinds of causes that are no listed mistakes."""

TERMS = ("Add", "Sub")

ALIKE = 0.4
"""How alike two lines must be for one to be an edit of the other."""

_TOKEN = re.compile(r"[A-Za-z_][\w.]*|\d+\.?\d*(?:e-?\d+)?|\*\*|//|[<>=!]=|\S")
_MOVES = {"T", "transpose", "reshape", "swapaxes", "ravel", "flatten", "concatenate", "flip"}


def told(causes: Sequence[Cause], concept: Concept) -> list[Cause]:
    """Return the causes, each with its kind, and mended in the user's names where that is known."""
    mistakes = {mistake.name: mistake for mistake in concept.mistakes}
    found = []
    for cause in causes:
        mistake = mistakes.get(cause.name)
        kind, mended = cause.kind, cause.mended
        if not kind.en:
            known = KINDS.get(OF_FINGERPRINTS.get(cause.name, ""), NOTHING)
            if mistake:
                known = kind_of_edit(mistake.wrong, mistake.line)
            elif cause.name.startswith("as_if_"):
                known = KINDS["setting"]
            kind = known
        if mistake and cause.line and not mended:
            mended = in_their_names(cause.line.text, mistake.wrong, mistake.line)
        found.append(replace(cause, kind=kind, mended=mended))
    return found


def kind_of_edit(wrong: str, right: str) -> Text:
    """Return the kind of a mistake that writes ``wrong`` where ``right`` belongs."""
    if wrong.strip() in ("pass", "continue"):
        return KINDS["missing"]
    a, b = _nodes(wrong), _nodes(right)
    if not a or not b:
        return KINDS["condition" if re.match(r"(if|while|for)\b", right) else "formula"]
    alike = difflib.SequenceMatcher(None, _TOKEN.findall(wrong), _TOKEN.findall(right)).ratio()
    return KINDS[_kind(a, b) if alike > ALIKE else "formula"]


def _kind(a: list[ast.AST], b: list[ast.AST]) -> str:
    if _in_place(a) != _in_place(b) and set(_names(a)) == set(_names(b)):
        return "in_place"
    if _comparisons(a) != _comparisons(b):
        return "condition"
    if (_calls(a) ^ _calls(b)) & _MOVES:
        return "order"
    operators_a, operators_b = _operators(a), _operators(b)
    terms_a, terms_b = (sum(found[kind] for kind in TERMS) for found in (operators_a, operators_b))
    if terms_a != terms_b:
        return "term"
    if _axes(a) != _axes(b):
        return "axis"
    if _calls(a) != _calls(b):
        return "function"
    changed = (operators_a - operators_b) + (operators_b - operators_a)
    if changed:
        return "sign" if set(changed) <= {*TERMS, "USub"} else "factor"
    if _names(a) != _names(b):
        return "name"
    return "number" if _numbers(a) != _numbers(b) else "exchanged"


def _nodes(line: str) -> list[ast.AST]:
    try:
        return list(ast.walk(ast.parse(line.split("  #")[0].strip())))
    except SyntaxError:
        return []


def _in_place(nodes: list[ast.AST]) -> bool:
    """Tell whether a line changes an array rather than making a new one."""
    for node in nodes:
        if isinstance(node, ast.AugAssign):
            return True
        if isinstance(node, ast.Assign):
            return isinstance(node.targets[0], ast.Subscript)
    return False


def _comparisons(nodes: list[ast.AST]) -> list[str]:
    return sorted(ast.dump(op) for n in nodes if isinstance(n, ast.Compare) for op in n.ops)


def _axes(nodes: list[ast.AST]) -> list[str]:
    """Return the axes, and what indices there are, of a line."""
    keywords = [n for n in nodes if isinstance(n, ast.keyword) and n.arg in ("axis", "keepdims")]
    indices = [ast.dump(n.slice) for n in nodes if isinstance(n, ast.Subscript)]
    return sorted([*(f"{k.arg}={ast.dump(k.value)}" for k in keywords), *indices])


def _calls(nodes: list[ast.AST]) -> set[str]:
    """Return the functions and methods that are called, and ``.T``."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            found.add(name)
        if isinstance(node, ast.Attribute) and node.attr == "T":
            found.add("T")
    return found


def _operators(nodes: list[ast.AST]) -> Counter[str]:
    """Return the operators; 1 - x is one of its own, since it is a factor and no term."""
    found: Counter[str] = Counter()
    for node in nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
            left = node.left
            found["1 -" if isinstance(left, ast.Constant) and left.value == 1 else "Sub"] += 1
        elif isinstance(node, ast.BinOp | ast.AugAssign | ast.UnaryOp):
            found[type(node.op).__name__] += 1
    return found


def _numbers(nodes: list[ast.AST]) -> list[str]:
    return sorted(repr(node.value) for node in nodes if isinstance(node, ast.Constant))


def _names(nodes: list[ast.AST]) -> Counter[str]:
    named = [n for n in nodes if isinstance(n, ast.Name | ast.Attribute)]
    return Counter(ast.unparse(node) for node in named)
