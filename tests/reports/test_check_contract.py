"""``parity contract``: for every concept the shapes of code that a check accepts."""

import ast
import functools
import inspect
import io
import re
import sys

import numpy as np
import pytest
from every import every
from rich.cells import cell_len
from rich.console import Console

import reports.console
from parity.checking.reading.binding import UnknownShapeError
from parity.checking.reading.sessions.choose import choose
from parity.checking.reading.sessions.session import StumbleError
from parity.checking.reading.spellings import Names
from parity.describing.concept import draw_case
from parity.harness.evaluators.subject import implementation
from parity.harness.registry import all_concepts
from reports.check.contract import WIDTH, contract_text, print_contract, quantities, understood
from reports.check.skeletons.facts import facts_of
from reports.check.skeletons.sections import sections
from reports.check.words import WORDS, about_shape

LANGUAGES = ("en", "ja")
CONCEPTS = all_concepts()

every_concept = every(name=CONCEPTS)
in_both_languages = every(name=CONCEPTS, language=LANGUAGES)


@functools.cache
def found_in(name, language="en"):
    return sections(CONCEPTS[name], language)


def codes(name, language="en"):
    return {section.key: section.code for section in found_in(name, language)}


def arguments_of(function):
    """Return the arguments of a parsed function, with the defaults as they are written."""
    names = [argument.arg for argument in function.args.args]
    defaults = [
        np.inf if ast.unparse(default) == "np.inf" else ast.literal_eval(default)
        for default in function.args.defaults
    ]
    bare = len(names) - len(defaults)
    return {
        **dict.fromkeys(names[:bare], inspect.Parameter.empty),
        **dict(zip(names[bare:], defaults, strict=True)),
        **({several.arg: inspect.Parameter.empty} if (several := function.args.vararg) else {}),
    }


@in_both_languages
def test_every_concept_has_skeletons_that_are_python(name, language):
    found = found_in(name, language)
    assert found
    for section in found:
        tree = ast.parse(section.code)
        assert tree.body
        assert all(isinstance(part, ast.ClassDef | ast.FunctionDef) for part in tree.body)
        assert any(isinstance(part, ast.Return | ast.AugAssign) for part in ast.walk(tree))


@in_both_languages
def test_the_text_has_no_empty_part_and_keeps_its_width(name, language):
    text = contract_text(CONCEPTS[name], language)
    for line in text.splitlines():
        assert cell_len(line) <= WIDTH, line
    for key in ("quantities", "command", "other_names"):
        heading = WORDS[key][language == "ja"]
        assert re.search(rf"^{re.escape(heading)}\n    \S", text, re.MULTILINE), key
    assert f"--as {name}\n" in text
    assert re.search(r"--map \w+=\w+\n", text)
    for number, section in enumerate(found_in(name, language), start=1):
        assert re.search(rf"^{number}\. \S.*\n    \S", text, re.MULTILINE)
        for line in section.code.splitlines():
            assert line.strip() in text


@every_concept
def test_both_languages_show_the_same_code(name):
    english, japanese = codes(name, "en"), codes(name, "ja")
    assert list(english) == list(japanese)
    for key, code in english.items():
        assert ast.dump(ast.parse(code)) == ast.dump(ast.parse(japanese[key]))


@every_concept
def test_japanese_comments_are_japanese(name):
    for key, code in codes(name, "ja").items():
        for comment in re.findall(r"# (.*)", code):
            # Signatures and shapes are the same in both; English prose is not.
            assert not re.search(r"\b(any|as|or|scalar|with|from|the|and|is|of)\b", comment), key


@every_concept
def test_the_shapes_of_the_inputs_stand_beside_them(name):
    concept = CONCEPTS[name]
    facts = facts_of(concept)
    for key, code in codes(name).items():
        if key in ("shape_keras", "shape_of_sizes", "shape_initializer", "shape_of_shape"):
            continue
        comments = " ".join(re.findall(r"# (.*)", code))
        for array in facts.inputs:
            shape = concept.shapes.get(array)
            if shape:
                assert " ".join(about_shape(shape, "en").split()) in comments, (key, array)


# The skeletons are understood by the check itself.

PLACEHOLDERS = {"shape_torch", "shape_keras", "shape_network"}
"""Shapes whose skeletons need more than placeholders to be constructed."""


@every_concept
def test_the_check_understands_every_skeleton(name):
    """It finds what to pass for every argument, and arrives at what the skeleton leaves open."""
    for key, code in codes(name).items():
        # The shapes of a network and of a framework need more to be constructed.
        if CONCEPTS[name].kind != "network" and key not in PLACEHOLDERS:
            is_understood(CONCEPTS[name], code)


def is_understood(concept, code):
    namespace = {"np": np}
    exec(code, namespace)
    subject = namespace[ast.parse(code).body[0].name]
    chosen = choose(subject, concept, Names(), "yours", namespace)
    case = draw_case(concept, with_the_parameters_of(code, concept))
    # ``return y`` names what is not there yet: to get so far is to be understood.
    with pytest.raises(StumbleError, match="NameError") as stumble:
        use(chosen, case)
    assert stumble.value.stage != "constructor"


def with_the_parameters_of(code, concept):
    """Return the first case that has every parameter which a skeleton takes."""
    known = {name for case in concept.cases for name in case.params}
    taken = {name for name in known if re.search(rf"\b{re.escape(name)}\b", code)}
    cases = [case for case in concept.cases if case.params] or concept.cases
    return next((case for case in cases if taken <= set(case.params)), cases[0])


def use(chosen, case):
    """Run a subject on a case, as far as it comes."""
    if case.kind == "initializer":
        chosen.draw(case, 0)
    elif case.kind == "optimizer":
        params = {name: array.copy() for name, array in case.params.items()}
        session = chosen.open(case, params)
        session.step({name: np.ones_like(array) for name, array in params.items()})
    else:
        inputs = {name: array.copy() for name, array in case.inputs[0].items()}
        chosen.start(case).forward(inputs)


def test_what_is_not_understood_would_be_found_out():
    """The test above can fail."""
    concept = CONCEPTS["dense"]
    code = codes("dense")["shape_book"].replace("W, b", "first, second, third")
    namespace = {}
    exec(code, namespace)
    chosen = choose(namespace["Dense"], concept, Names(), "yours", namespace)
    with pytest.raises(UnknownShapeError):
        chosen.start(draw_case(concept, concept.cases[0]))


# What the skeletons say, shape by shape.


def test_the_books_class_takes_arrays_and_keeps_gradients():
    tree = ast.parse(codes("dense")["shape_book"]).body[0]
    methods = {method.name: method for method in tree.body}
    assert list(arguments_of(methods["__init__"])) == ["self", "W", "b"]
    assert list(arguments_of(methods["backward"])) == ["self", "dout"]
    assert "self.dW, self.db = dW, db" in codes("dense")["shape_book"]
    batch_norm = codes("batch_norm")["shape_book"]
    assert "def forward(self, x, train_flg=True):" in batch_norm
    assert "running_mean=None" in batch_norm


def test_the_second_books_class_has_lists_only_where_there_are_parameters():
    assert "self.params = [W, b]" in codes("dense")["shape_lists"]
    assert "self.grads[1][...] = db" in codes("dense")["shape_lists"]
    assert "shape_lists" not in codes("relu")


def test_a_pair_returns_the_gradients_in_order():
    code = codes("batch_norm")["shape_pair"]
    assert "def batch_norm_forward(x, gamma, beta, batch_norm_param):" in code
    assert "return y, cache" in code
    assert "def batch_norm_backward(dout, cache):\n    return dx, dgamma, dbeta" in code
    for setting in ("momentum", "epsilon", "running_mean", 'mode ("train", "test")'):
        assert setting in code
    assert "def dense_backward(dout, cache):\n    return dx, dW, db" in codes("dense")["shape_pair"]


def test_only_elementwise_activations_have_a_derivative():
    assert "def d_sigmoid(x):" in codes("sigmoid")["shape_derivative"]
    assert "def d_leaky_relu(x, slope=0.01):" in codes("leaky_relu")["shape_derivative"]
    for name in ("softmax", "log_softmax", "prelu", "dense", "l2"):
        assert "shape_derivative" not in codes(name)


def test_our_own_protocol_has_dictionaries():
    code = codes("batch_norm")["shape_ours"]
    assert 'self.params = {"gamma": ..., "beta": ...}' in code
    assert 'self.buffers = {"running_mean": ..., "running_var": ...}' in code
    assert 'self.grads["gamma"] = dgamma' in code
    assert "def forward(self, x, training=True):" in code


def test_losses_have_their_forms():
    found = codes("softmax_cross_entropy")
    assert "def forward(self, x, t):" in found["shape_book"]
    assert "def backward(self, dout=1):" in found["shape_book"]
    assert "return loss, dx" in found["shape_loss_and_gradient"]
    assert "return loss  #" in found["shape_loss_function"]
    assert "return loss, dy" in codes("cross_entropy")["shape_loss_and_gradient"]


def test_frameworks_have_their_names_and_layouts():
    dense = codes("dense")
    assert re.search(r"self\.weight = .*# W \(n_out, n_in\)", dense["shape_torch"])
    assert re.search(r"self\.kernel = .*# W \(n_in, n_out\)", dense["shape_keras"])
    conv = codes("conv2d")["shape_keras"]
    assert "# W (kh, kw, n_in / groups, n_out)" in conv
    assert "# x (N, H, W, n_in)" in conv
    assert "# y (N, OH, OW, n_out)" in conv
    norm = codes("batch_norm")
    assert 'self.register_buffer("running_var"' in norm["shape_torch"]
    assert (
        "self.moving_variance = self.add_weight(shape=..., trainable=False)" in norm["shape_keras"]
    )
    assert "# x (N, C), (N, T, C), (N, H, W, C) or (N, D, H, W, C)" in norm["shape_keras"]


@every(name=[n for n, c in CONCEPTS.items() if c.kind == "function"])
def test_a_function_has_the_exact_signature(name):
    function = ast.parse(codes(name)["shape_function"]).body[0]
    twin = implementation("numpy", CONCEPTS[name])
    assert function.name == twin.__name__
    theirs = inspect.signature(twin).parameters
    given = arguments_of(function)
    assert list(given) == list(theirs)
    for argument, parameter in theirs.items():
        if isinstance(parameter.default, int | float | str | tuple):
            assert given[argument] == parameter.default


def test_an_optimizer_is_a_class_or_a_function():
    found = codes("adam")
    assert "def update(self, params, grads):" in found["shape_optimizer_class"]
    assert "def adam(w, dw, config):" in found["shape_optimizer_function"]
    assert "return next_w, config" in found["shape_optimizer_function"]
    assert "beta2" in found["shape_optimizer_function"]


def test_an_initializer_is_called_with_a_shape_or_with_sizes():
    found = codes("he_normal")
    assert "def he_normal(shape, truncated=False):" in found["shape_of_shape"]
    assert "def he_normal(n_in, n_out, truncated=False):" in found["shape_of_sizes"]
    assert "def __call__(self, shape, seed=None):" in found["shape_initializer"]


def test_a_network_is_the_books_only_where_it_learns():
    code = codes("mlp")["shape_network"]
    assert "self, input_size, hidden_size_list, output_size, activation=" in code
    for part in ("def predict(self, x", "def loss(self, x, t):", "def gradient(self, x, t):"):
        assert part in code
    assert "dense2: W2, b2" in code
    assert "conv1: W1, b1; dense1: W2, b2" in codes("simple_convnet")["shape_network"]
    assert list(codes("residual_block")) == ["shape_ours"]


def test_quantities_stand_in_the_order_of_the_computation():
    assert quantities(CONCEPTS["batch_norm"], "en") == [
        "y", "running_mean", "running_var", "dgamma", "dbeta", "dx",
    ]  # fmt: skip
    assert quantities(CONCEPTS["softmax_cross_entropy"], "en") == ["loss", "dx"]
    assert quantities(CONCEPTS["fans"], "ja") == ["fan_in", "fan_out"]
    assert quantities(CONCEPTS["adam"], "en") == ["w after every step"]
    assert quantities(CONCEPTS["mlp"], "en")[:3] == ["y", "ddense3.b", "ddense3.W"]


@every_concept
def test_other_names_are_those_that_the_check_understands(name):
    concept = CONCEPTS[name]
    listed = understood(concept, "en")
    wanted = [name for name, _ in listed]
    assert len(set(wanted)) == len(wanted)
    for ours, others in listed:
        assert others
        assert ours not in others
        if not ours.startswith("d"):
            assert all(other in Names().of(ours) for other in others)
    if concept.kind == "layer" and facts_of(concept).params:
        ours, others = listed[-1]
        assert set(others) <= set(Names().gradient_of(ours[1:]))


def test_the_map_line_names_what_people_rename():
    assert "--map dW=grad_w\n" in contract_text(CONCEPTS["dense"], "en")
    assert "--map dgamma=grad_gamma\n" in contract_text(CONCEPTS["batch_norm"], "ja")
    assert "--map lr=my_lr\n" in contract_text(CONCEPTS["sgd"], "en")


def test_a_shape_in_words_is_translated():
    assert about_shape("any, from 0 to 1", "ja") == "任意の形、0 以上 1 以下"
    assert about_shape("scalar, or as y without a reduction", "ja") == (
        "スカラー(縮約しないなら y と同じ形)"
    )
    assert about_shape("(N, C) or (N, C, H, W)", "ja") == "(N, C) または (N, C, H, W)"
    assert about_shape("any", "en") == "of any shape"
    assert about_shape("as x", "en") == "as x"


# Printed.


def test_in_a_pipe_the_text_is_plain(capsys):
    print_contract(CONCEPTS["conv2d"], "ja")
    assert capsys.readouterr().out == contract_text(CONCEPTS["conv2d"], "ja")


@pytest.mark.parametrize("width", [50, 80, 120])
def test_on_a_terminal_code_is_coloured_and_fits(width, monkeypatch):
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=True, color_system="standard", legacy_windows=False
    )
    monkeypatch.setattr(reports.console, "out", console)
    print_contract(CONCEPTS["batch_norm"], "en")
    sent = stream.getvalue()
    plain = re.sub(r"\x1b\[[\d;]*m", "", sent)
    assert max(map(cell_len, plain.splitlines())) <= width
    assert re.search(r"\x1b\[[\d;]*mclass\x1b", sent)
    if width >= WIDTH:
        assert plain == contract_text(CONCEPTS["batch_norm"], "en")


@pytest.mark.parametrize("encoding", ["cp932", "cp1252"])
def test_a_console_of_another_encoding_can_print_it(encoding, monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, write_through=True))
    for concept in CONCEPTS.values():
        print_contract(concept, "ja")
    shown = raw.getvalue().decode(encoding)
    assert ("として受け付けるコード" in shown) == (encoding == "cp932")
    assert ("What is accepted as" in shown) == (encoding == "cp1252")
