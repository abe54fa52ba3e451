"""The parts that the pages are made of: docstrings, sources, symbols, equations, prose."""

import ast
import html
import re

import pytest
from every import every

from parity.describing.concept import FRAMEWORKS
from parity.harness.registry import all_concepts
from reports.site.source.alignment import rows
from reports.site.source.code import plain_line
from reports.site.source.docstrings import docstring_of
from reports.site.source.equations import formulas
from reports.site.source.sources import source_of
from reports.site.source.symbols import symbols_of, tokens_of
from reports.site.text.prose import inline, plain

CONCEPTS = all_concepts()


def test_a_docstring_is_prose_formulas_and_arguments():
    node = ast.parse(
        'def f(a, b):\n    """Do it\n    well.\n\n        y = a + b\n\n    More.\n\n    Args:\n'
        "        a: first: one.\n            And on.\n        b: second.\n\n    Raises:\n"
        '        ValueError: never.\n    """\n'
    ).body[0]
    says = docstring_of(node)
    assert [(p.text, p.formula) for p in says.prose] == [
        ("Do it well.", False),
        ("y = a + b", True),
        ("More.", False),
    ]
    assert says.arguments == (("a", "first: one. And on."), ("b", "second."))


def test_one_argument_of_two_lines_is_whole():
    node = ast.parse(
        'def f(a):\n    """Do.\n\n    Args:\n        a: one\n            two.\n    """\n'
    )
    assert docstring_of(node.body[0]).arguments == (("a", "one two."),)


def test_markup_becomes_elements_and_the_rest_is_escaped():
    assert inline("a < b, ``x`` and :class:`torch.nn.ReLU`, **not** `y`") == (
        "a &lt; b, <code>x</code> and <code>torch.nn.ReLU</code>, <strong>not</strong> "
        "<code>y</code>"
    )
    assert plain("``x`` and :func:`~numpy.exp`, **not** y") == "x and numpy.exp, not y"


@every(name=CONCEPTS, framework=FRAMEWORKS)
def test_the_parts_are_the_source_without_docstrings_and_comments(name, framework):
    from parity.harness.mistakes import lines_of, source_path

    packages = {"numpy": "numpy_impl", "torch": "torch_impl", "keras": "tf_impl"}
    concept = CONCEPTS[name]
    text = source_path(concept, packages[framework]).read_text(encoding="utf-8")
    own = lines_of(concept, text)
    named = {getattr(node, "name", ""): node for node in ast.parse(text).body}
    names = [concept.twin, concept.way_back] if framework == "numpy" else [concept.twin]
    node = ast.Module([named[name] for name in names if name in named], [])
    for part in ast.walk(node):
        if isinstance(part, ast.ClassDef | ast.FunctionDef) and ast.get_docstring(part):
            part.body = part.body[1:] or [ast.Pass()]
    source = source_of(name, framework)
    shown = [line for part in source.parts for line in part.lines]
    assert all(line.number - 1 in own for line in shown)
    assert len({line.number for line in shown}) == len(shown)
    empty = all(isinstance(n, ast.Pass) for n in getattr(node, "body", []))
    code = "\n".join(line.code for line in shown) + ("\n    pass" if empty else "")
    # Methods without anything but a docstring have no body left.
    assert ast.unparse(ast.parse(_filled(code))) == ast.unparse(node)


def _filled(code):
    """Give a body to each function that lost its only line, a docstring."""
    try:
        ast.parse(code)
        return code
    except SyntaxError:
        lines = code.splitlines()
        for i, line in enumerate(lines):
            indent = len(line) - len(line.lstrip())
            after = next((x for x in lines[i + 1 :] if x.strip()), "")
            if line.rstrip().endswith(":") and len(after) - len(after.lstrip()) <= indent:
                lines[i] += " pass"
        return "\n".join(lines)


@every(name=CONCEPTS)
def test_tokens_are_the_code_of_the_lines(name):
    for framework in FRAMEWORKS:
        tokens = tokens_of(name)[framework]
        for part in source_of(name, framework).parts:
            for line in part.lines:
                said = "".join(token.text for token in tokens.get(line.number, ()))
                assert said == line.code, (framework, line.number)


def test_a_symbol_is_the_same_under_every_name():
    tokens = tokens_of("batch_norm")
    assert {"gamma", "beta", "epsilon", "momentum", "x", "dx", "dy"} <= symbols_of("batch_norm")

    def named(framework, text):
        return {
            token.symbol
            for line in tokens[framework].values()
            for token in line
            if token.text == text
        }

    assert named("torch", "eps") == {"epsilon"}
    assert named("keras", "inputs") == {"x"}
    assert named("keras", "moving_variance") == {"running_var"}
    assert named("numpy", "self") == {""}
    assert "lr" in symbols_of("adam")
    assert "np" not in symbols_of("dense")


def test_backward_stands_beside_autograds_line():
    found = {row.role: row for row in rows(CONCEPTS["batch_norm"], "en")}
    numpy, torch, keras = found["backward"].cells
    assert [block.name for block in numpy.blocks] == ["backward"]
    assert "".join(torch.autograd).count("data-s") >= 6
    assert 'data-s="gamma">weight<' in torch.autograd[0]
    assert 'data-s="gamma">gamma<' in keras.autograd[0]
    assert "tape" in keras.autograd[0]
    step = {row.role: row for row in rows(CONCEPTS["step"], "en")}["backward"]
    assert step.cells[1].flat
    assert not step.cells[1].autograd
    assert "backward" not in {row.role for row in rows(CONCEPTS["adam"], "en")}


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("embedding", "dW, = torch.autograd.grad(y, layer.weight, dy)"),
        ("seq2seq", "grads = torch.autograd.grad(y, layer.parameters(), dy)"),
        ("decoder", "dh0, dc0, *grads = torch.autograd.grad(y, (h0, c0, *layer.parameters()), dy)"),
    ],
)
def test_words_have_no_gradient_and_of_parts_no_one_parameter_is_named(name, line):
    backward = next(row for row in rows(CONCEPTS[name], "en") if row.role == "backward")
    shown = re.sub("<[^>]*>", "", str(backward.cells[1].autograd[0]))
    assert html.unescape(shown) == line


def test_what_a_class_inherits_is_named():
    forward = {row.role: row for row in rows(CONCEPTS["relu"], "en")}["forward"]
    assert forward.cells[1].inherited == ("nn.ReLU",)


def test_notes_stand_beside_their_lines_and_not_in_them():
    (forward,) = (p for p in source_of("batch_norm", "numpy").parts if p.name == "forward")
    noted = [line for line in forward.lines if line.note]
    assert [(line.code.strip(), line.note) for line in noted] == [
        ("self.axes = (0, *range(2, x.ndim))", "every axis but the channels'")
    ]


def test_letters_of_an_equation_are_symbols_of_the_code():
    shown = "".join(formulas(CONCEPTS["batch_norm"]))
    assert 'data-s="gamma">' in shown
    assert 'data-s="x"' in shown


def test_a_line_of_code_is_escaped():
    assert "&lt;" in plain_line("w = a < b")
    assert "<script" not in plain_line('x = "<script>"')
