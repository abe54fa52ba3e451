"""The harness can fail: mistakes that nobody listed are found out too."""

import ast

import numpy as np
import pytest

from parity.describing.concept import Mistake, Text
from parity.harness import recorded_references
from parity.harness.against_records import differs
from parity.harness.evaluators.subject import implementation, way_back
from parity.harness.mistakes import edited_source, lines_of, load_source, source_path
from parity.harness.registry import all_concepts

CONCEPTS = all_concepts()
BACKWARD = {"backward", "update_one"}

# (concept, right line, wrong line): made up after the listed ones, and not among them.
UNLISTED = [
    ("dense", "return dy @ W.T", "return np.zeros_like(self.x)"),
    (
        "softmax_cross_entropy",
        "self.t = (1 - self.label_smoothing) * t + self.label_smoothing / C",
        "self.t = (1 - self.label_smoothing) * t + self.label_smoothing / (C - 1)",
    ),
    ("batch_norm", "return var * (n / (n - 1))", "return var * ((n - 1) / n)"),
    (
        "adam",
        "m[...] = self.beta1 * m + (1 - self.beta1) * g",
        "m[...] = self.beta1 * m + (1 - self.beta1) * np.sign(g)",
    ),
    ("mlp", "dx = layer.backward(dx)", "dx = layer.backward(dx) * (1 + 1e-9)"),
]


def caught(concept, implementation):
    return differs(concept, implementation, recorded_references.load(concept))


@pytest.mark.parametrize(("name", "right", "wrong"), UNLISTED)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_an_unlisted_mistake_is_caught(name, right, wrong):
    concept = CONCEPTS[name]
    assert (right, wrong) not in {(m.line, m.wrong) for m in concept.mistakes}
    source = source_path(concept).read_text(encoding="utf-8")
    edited = edited_source(concept, Mistake("unlisted", right, wrong, Text("", "")), source)
    assert caught(concept, load_source(concept, edited, "unlisted"))


def sign_changes():
    """Yield (concept, line, column, operator) for each + and - of every backward pass."""
    for concept in CONCEPTS.values():
        source = source_path(concept).read_text(encoding="utf-8")
        own = lines_of(concept, source)
        for node in ast.walk(ast.parse(source)):
            backward = {*BACKWARD, concept.way_back}
            if not (isinstance(node, ast.FunctionDef) and node.name in backward):
                continue
            if node.lineno - 1 not in own:
                continue
            for part in ast.walk(node):
                kind = isinstance(part, ast.BinOp | ast.AugAssign)
                if kind and isinstance(part.op, ast.Add | ast.Sub):
                    yield concept.name, part.lineno, part.col_offset
                elif isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub):
                    if isinstance(part.operand, ast.Constant):
                        continue  # an axis, such as -1
                    yield concept.name, part.lineno, part.col_offset


class ChangeSign(ast.NodeTransformer):
    def __init__(self, line, column):
        self.place = (line, column)
        self.changed = 0

    def visit(self, node):
        self.generic_visit(node)
        if (getattr(node, "lineno", 0), getattr(node, "col_offset", -1)) != self.place:
            return node
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Add | ast.Sub):
            node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
            self.changed += 1
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            self.changed += 1
            return node.operand
        return node


@pytest.mark.parametrize(("name", "line", "column"), sorted(set(sign_changes())))
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_changed_sign_in_a_backward_pass_is_caught(name, line, column):
    concept = CONCEPTS[name]
    tree = ast.parse(source_path(concept).read_text(encoding="utf-8"))
    change = ChangeSign(line, column)
    tree = ast.fix_missing_locations(change.visit(tree))
    assert change.changed
    assert caught(concept, load_source(concept, ast.unparse(tree), "changed_sign"))


DIFFERENTIABLE = [
    concept.name
    for concept in CONCEPTS.values()
    if concept.has_gradients
    and any(not any(f"d{name}" in case.zero for name in case.inputs) for case in concept.cases)
]


@pytest.mark.parametrize("name", DIFFERENTIABLE)
def test_a_backward_pass_that_returns_zeros_is_caught(name):
    """The check that sums and upstream gradients of ones let through."""
    concept = CONCEPTS[name]
    right = implementation("numpy", concept)

    def zeros(given):
        several = given if isinstance(given, tuple) else (given,)
        found = tuple(np.zeros_like(each) for each in several)
        return found if isinstance(given, tuple) else found[0]

    if concept.kind == "function":
        back = way_back(concept, right)
        source = source_path(concept).read_text(encoding="utf-8")
        vacuous = load_source(concept, source, "vacuous")
        vacuous.__globals__[concept.way_back] = lambda *given: zeros(back(*given))
        assert caught(concept, vacuous)
        return

    class Vacuous(right):
        def backward(self, *dy):
            given = super().backward(*dy)
            for gradient in self.grads.values():  # all there is of what begins with word numbers
                gradient[...] = 0
            return given if given is None else zeros(given)

    assert caught(concept, Vacuous)


def test_only_the_step_function_has_no_gradient_to_lose():
    flat = {c.name for c in CONCEPTS.values() if c.has_gradients} - set(DIFFERENTIABLE)
    assert flat == {"step"}
