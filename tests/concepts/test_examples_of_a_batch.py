"""A batch is its examples, however many they are; and one channel, filter or class is a size too.

The cases have few batch sizes, and their axes differ in length, so no axis has the length 1
everywhere.
"""

from dataclasses import replace

import numpy as np
import pytest

from numpy_impl.layers.conv2d import Conv2d
from numpy_impl.layers.conv_transpose2d import ConvTranspose2d
from numpy_impl.layers.fast_conv2d import FastConv2d
from parity.describing.concept import draw_case
from parity.harness.evaluators import numpy_evaluator
from parity.harness.evaluators.evaluation import outputs_of
from parity.harness.evaluators.subject import fast_form, implementation
from parity.harness.registry import all_concepts

RNG = np.random.default_rng(41)


def of_single_examples():
    """Yield (concept, case, class) where the examples of a batch do not know each other."""
    for concept in all_concepts().values():
        if concept.kind not in ("layer", "network"):
            continue
        for case in concept.cases:
            # Of several steps, each starts from the weights that the whole batch before has moved.
            apart = {"optimizer", "own_steps", "layer_table", "sampled"}
            special = case.on_request or apart & set(case.options)
            if special or case.training or case.config.get("axis", -1) == 0:
                continue
            if not case.config.get("track_running_stats", True):
                continue  # the batch's own statistics, in inference too
            if set(case.inputs) != {"x"} or len(case.inputs["x"].shape) < 2:
                continue
            forms = [
                implementation("numpy", concept),
                *([fast_form(concept)] if concept.fast else []),
            ]
            for form in forms:
                yield pytest.param(concept, case, form, id=f"{form.__name__}-{case.name}")


def _axis(array, examples):
    """Return the axis of the examples: the states of several layers stand one after the other."""
    return 0 if array.shape[0] == examples else 1


@pytest.mark.parametrize(("concept", "case", "form"), [*of_single_examples()])
def test_a_batch_gives_what_its_examples_give(concept, case, form):
    drawn = draw_case(concept, case)

    n = len(drawn.inputs[0]["x"])
    further = drawn.further[0] if drawn.further else {}

    def given(examples):
        part = replace(
            drawn,
            inputs=({"x": drawn.inputs[0]["x"][examples]},),
            upstream=(drawn.upstream[0][examples],),
            further=({o: np.take(a, examples, _axis(a, n)) for o, a in further.items()},),
        )
        return numpy_evaluator.evaluate(part, "float64", form).quantities

    many = [i for _ in range(5) for i in range(n)]
    whole, alone = given(many), [given([i]) for i in range(n)]
    for name in whole:
        if name == "dx" or name in outputs_of(drawn):
            of_all = [alone[i][name] for i in many]
            expected = np.concatenate(of_all, axis=_axis(whole[name], len(many)))
        elif name in concept.weights or name in drawn.buffers or name in case.zero:
            continue
        else:
            expected = sum(alone[i][name] for i in many)
        size = np.max(np.abs(expected), initial=1e-300)
        np.testing.assert_allclose(whole[name], expected, rtol=0, atol=1e-13 * size, err_msg=name)


@pytest.mark.parametrize(("n_in", "n_out"), [(1, 1), (1, 3), (3, 1)])
@pytest.mark.parametrize("options", [{}, {"stride": 2}, {"stride": 2, "padding": 1}])
def test_one_channel_is_convolved_back_and_forth(n_in, n_out, options):
    """A transposed convolution is the gradient of x of the convolution, and the other way round."""
    back = ConvTranspose2d(n_in, n_out, (3, 2), use_bias=False, seed=1, **options)
    x = RNG.standard_normal((1, n_in, 5, 4))
    y = back.forward(x)
    for form in (Conv2d, FastConv2d):
        forth = form(n_out, n_in, (3, 2), use_bias=False, **options)
        forth.params["W"] = back.params["W"]
        image = RNG.standard_normal(y.shape)
        np.testing.assert_allclose(back.backward(image), forth.forward(image), atol=1e-14)
        np.testing.assert_allclose(forth.backward(x), y, atol=1e-14)
        np.testing.assert_allclose(forth.grads["W"], back.grads["W"], atol=1e-13)
