"""Arguments that are left out: each default is tried by leaving it out, in a case or here."""

import inspect

import numpy as np
import pytest
from every import every

from numpy_impl.generative.dcgan import DCGAN
from numpy_impl.generative.diffusion import Diffusion
from numpy_impl.gradients.gradient_check import gradient_check
from numpy_impl.gradients.numerical_gradient import numerical_gradient
from numpy_impl.models.beam_search_decoding import beam_search_decoding
from numpy_impl.models.greedy_decoding import greedy_decoding
from numpy_impl.networks.siamese import Siamese
from numpy_impl.recurrent.bidirectional import Bidirectional
from numpy_impl.recurrent.stacked_rnn import StackedRNN
from numpy_impl.training.gradient_accumulation import gradient_accumulation
from numpy_impl.transformer.transformer import Transformer
from numpy_impl.transformer.vision_transformer import VisionTransformer
from parity.harness.evaluators.subject import implementation
from parity.harness.registry import all_concepts

RNG = np.random.default_rng(8)
SEQUENCES = RNG.standard_normal((2, 3, 4))
WORDS = RNG.integers(1, 5, (2, 3))
IMAGES = RNG.standard_normal((2, 1, 4, 6))
POINT = RNG.standard_normal((2, 3))
SCORES = RNG.standard_normal((4, 5, 5))
DRAWN = ("seed", "initializer")
"""What a layer draws if they are left out is tried in test_starting_values.py."""


def cubed(v):
    return float((v**3).sum())


LEFT_OUT = {
    "numerical_gradient": {"h": 1e-4},
    "gradient_check": {"h": 1e-4},
    "bidirectional": {"layer": "simple_rnn"},
    "stacked_rnn": {"layer": "simple_rnn", "n_layers": 2},
    "greedy_decoding": {"start": 0},
    "beam_search_decoding": {"start": 0},
    "transformer": {"n_blocks": 2},
    "vision_transformer": {"n_blocks": 2},
    "dcgan": {"kernel_size": 4},
    "gradient_accumulation": {"lr": 0.01},
    "siamese": {"hidden": 32, "n_out": 8, "activation": "relu"},
    "diffusion": {"n_steps": 1000, "beta_first": 0.0001, "beta_last": 0.02},
}
"""Defaults that every case says, and what they are."""

CALLS = {
    "numerical_gradient": lambda **more: numerical_gradient(cubed, POINT, **more),
    "gradient_check": lambda **more: gradient_check(cubed, POINT, POINT, **more),
    "gradient_accumulation": lambda **more: gradient_accumulation(
        POINT[0], SEQUENCES[0, :, :3], n_accumulated=2, **more
    ),
    "siamese": lambda **more: Siamese(3, seed=1, **more).forward(POINT, POINT[::-1]),
    "bidirectional": lambda **more: Bidirectional(4, 3, seed=1, **more).forward(SEQUENCES)[0],
    "stacked_rnn": lambda **more: StackedRNN(4, 3, seed=1, **more).forward(SEQUENCES)[0],
    "greedy_decoding": lambda **more: greedy_decoding(SCORES, **more)[1],
    "beam_search_decoding": lambda **more: beam_search_decoding(SCORES, **more)[1],
    "transformer": lambda **more: Transformer(5, 4, 2, 3, seed=1, **more).forward(WORDS, WORDS),
    "vision_transformer": lambda **more: VisionTransformer(
        1, (4, 6), 2, 3, 4, 2, 5, seed=1, **more
    ).forward(IMAGES),
    "dcgan": lambda **more: DCGAN(3, 2, (1, 4, 6), seed=1, **more).params["generator.deconv1.W"],
    "diffusion": lambda **more: Diffusion(4, 3, seed=1, **more).forward(
        SEQUENCES[0], np.array([0, 500, 999]), SEQUENCES[1]
    ),
}


def always_given(concept):
    """Return the arguments with a default that every case of a concept gives."""
    parameters = inspect.signature(implementation("numpy", concept)).parameters.values()
    left = {p.name for p in parameters if p.default is not p.empty and p.name not in DRAWN}
    for case in concept.cases:
        given = {*case.config, *case.inputs}
        left &= given
    return left


@every(name=all_concepts())
def test_every_default_is_left_out_somewhere(name):
    assert always_given(all_concepts()[name]) == set(LEFT_OUT.get(name, {}))


@pytest.mark.parametrize(
    ("name", "argument"), [(name, a) for name, given in LEFT_OUT.items() for a in given]
)
def test_what_is_left_out_is_its_default(name, argument):
    call, given = CALLS[name], LEFT_OUT[name]
    rest = {a: v for a, v in given.items() if a != argument}
    np.testing.assert_array_equal(call(**rest), call(**given))
