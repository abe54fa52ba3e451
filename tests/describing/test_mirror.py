"""The four trees have one shape: the same paths, names and arguments."""

import ast
import functools

import pytest
from every import every
from repository import ROOT

from parity.harness.evaluators import PACKAGES
from parity.harness.mistakes import lines_of, source_path
from parity.harness.registry import all_concepts

CONCEPTS = all_concepts()
# What the trees share besides concepts: base classes, the training step, choices by name.
SUPPORT = {"layer.py", "seeds.py", "validation.py",
           "layers/threads.py", "networks/choices.py", "networks/layer_table.py",
           "networks/multiples.py",
           "networks/network.py", "networks/training.py", "optimizers/optimizer.py",
           "optimizers/in_pieces.py", "optimizers/fast_adadelta.py", "optimizers/fast_adagrad.py",
           "optimizers/fast_adam.py", "optimizers/fast_adamw.py", "optimizers/fast_amsgrad.py",
           "optimizers/fast_momentum.py", "optimizers/fast_nesterov.py",
           "optimizers/fast_rmsprop.py", "optimizers/fast_sgd.py",
           "activations/classes.py",
           "attention/masked_softmax.py", "attention/source.py",
           "recurrent/fast_gru.py", "recurrent/fast_lstm.py", "recurrent/fast_simple_rnn.py",
           "recurrent/gru_steps.py", "recurrent/parts.py", "recurrent/sequences.py",
           "attention/fast_multi_head_attention.py",
           "attention/fast_scaled_dot_product_attention.py",
           "embedding/fast_embedding.py", "embedding/indices.py",
           "embedding/word_indices.py", "embedding/word_vectors.py",
           "exam/batches.py", "exam/cells.py", "exam/given_weights.py", "exam/param_and_grad.py",
           "transformer/relative_position_bias.py",
           "generative/descending.py", "generative/gaussians.py",
           "generative/judgements.py",
           "generative/noise_schedule.py", "losses/reducing.py",
           "gradients/clipping.py", "gradients/variable.py",
           "information/distributions.py", "augmentation/images.py",
           "training/steps.py", "training/scheduled.py",
           "metrics/averaging.py", "metrics/class_numbers.py",
           "metrics/ranking.py", "models/binary_tree.py",
           "initializers/initializer.py", "initializers/normal.py", "initializers/uniform.py",
           "layers/fast_avg_pool2d.py", "layers/fast_batch_norm.py", "layers/fast_conv2d.py",
           "layers/fast_layer_norm.py",
           "layers/fast_max_pool2d.py",
           "layers/global_pool2d.py", "layers/padding.py", "layers/pool.py",
           "layers/convolution.py", "layers/spread.py",
           "layers/transposed_convolution.py", "layers/windows.py",
           "layers/row_then_column_pool2d.py",
           "layers/conv_in_line.py", "layers/conv_in_rows.py", "layers/windows_in_line.py",
           "layers/window_blocks.py", "layers/window_counts.py",
           "losses/alignments.py", "losses/arguments.py", "losses/class_numbers.py",
           "losses/clipping.py",
           "losses/elements.py", "losses/kept_targets.py", "losses/log_likelihood.py",
           "losses/loss.py", "losses/weights.py",
           "models/next_word_scores.py", "models/token_labels.py",
           "regularizers/rate.py", "reinforcement/policies.py", "reinforcement/q_network.py",
           "reinforcement/tables.py",
           "reinforcement/tabular.py", "reinforcement/transitions.py",
           "transformer/cached_attention.py", "transformer/packed.py",
           "vision/boxes.py", "vision/regions.py", "explanation/autograd.py"}  # fmt: skip
# What belongs to a framework and not to the concept: the parameters that torch's optimizers are
# given, and Keras' own keyword arguments.
FRAMEWORK_ARGUMENTS = {"self", "params", "kwargs", "args"}


@functools.cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def definitions(path):
    return {
        node.name: node
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
    }


def arguments(path, twin):
    """Return [(name, default as source)] of a function, or of a class's constructor."""
    nodes = {n.name: n for n in ast.parse(path.read_text(encoding="utf-8")).body
             if isinstance(n, ast.ClassDef | ast.FunctionDef)}  # fmt: skip
    node = nodes[twin]
    while isinstance(node, ast.ClassDef):
        own = [n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__"]
        if own:
            node = own[0]
        else:
            bases = [b.id for b in node.bases if isinstance(b, ast.Name) and b.id in nodes]
            if not bases:
                return []
            node = nodes[bases[0]]
    positional = node.args.args
    defaults = [None] * (len(positional) - len(node.args.defaults)) + node.args.defaults
    found = list(zip(positional, defaults, strict=True))
    found += list(zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True))
    return [
        (argument.arg, ast.unparse(default) if default else None)
        for argument, default in found
        if argument.arg not in FRAMEWORK_ARGUMENTS
    ]


@every(name=CONCEPTS, package=PACKAGES.values())
def test_every_concept_has_its_twin(name, package):
    concept = CONCEPTS[name]
    path = source_path(concept, package)
    assert path.exists(), f"{path.relative_to(ROOT)} is missing"
    assert concept.twin in definitions(path)


@pytest.mark.parametrize("name", CONCEPTS)
def test_twins_take_the_same_arguments_with_the_same_defaults(name):
    concept = CONCEPTS[name]
    ours = arguments(source_path(concept), concept.twin)
    for package in ("torch_impl", "tf_impl"):
        assert arguments(source_path(concept, package), concept.twin) == ours, package


@pytest.mark.parametrize("package", PACKAGES.values())
def test_everything_public_in_a_tree_is_a_concept(package):
    known = {(concept.module, concept.twin) for concept in CONCEPTS.values()}
    for path in (ROOT / package).rglob("*.py"):
        relative = path.relative_to(ROOT / package)
        if relative.as_posix() in SUPPORT or relative.name == "__init__.py":
            continue
        module = ".".join(relative.with_suffix("").parts)
        for twin in definitions(path):
            of = twin.removesuffix("_backward") if package == "numpy_impl" else twin
            assert (module, of) in known, f"{package}/{relative}: {twin}"


@pytest.mark.parametrize("package", PACKAGES.values())
def test_a_tree_knows_nothing_of_the_harness(package):
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(tree_of(path)):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            foreign = {"parity", "reports", *PACKAGES.values()} - {package}
            assert not foreign & {name.split(".")[0] for name in names}, path


def test_only_numpy_computes_in_the_numpy_tree():
    allowed = {"numpy", "numpy_impl", "__future__", "math", "typing", "collections", "dataclasses",
               "abc", "functools", "concurrent", "contextlib", "ctypes", "threading",
               "itertools", "os", "pathlib", "copy"}  # fmt: skip
    for path in (ROOT / "numpy_impl").rglob("*.py"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Import):
                assert {alias.name.split(".")[0] for alias in node.names} <= allowed, path
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] in allowed, path


def test_nothing_but_the_layouts_moves_axes_in_the_harness():
    for path in (ROOT / "parity").rglob("*.py"):
        if path.name != "layouts.py":  # a mistake's line is text, and may say transpose
            nodes = ast.walk(tree_of(path))
            assert not any(getattr(node, "attr", "") == "transpose" for node in nodes), path


@every(name=CONCEPTS)
def test_every_class_and_method_of_a_concept_says_its_shapes_or_what_it_returns(name):
    concept = CONCEPTS[name]
    source = source_path(concept).read_text(encoding="utf-8")
    own = "\n".join(source.splitlines()[lines_of(concept, source).start :])
    node = ast.parse(own).body[0]
    assert ast.get_docstring(node)
    for method in ast.walk(node):
        if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
            assert ast.get_docstring(method), f"{name}.{method.name}"
