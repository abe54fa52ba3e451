"""The fast optimizers where only large parameters lead: in pieces; and in any order of axes."""

import numpy as np
import pytest

from numpy_impl.optimizers import in_pieces
from parity.harness.evaluators.subject import fast_form, implementation
from parity.harness.registry import all_concepts

OPTIMIZERS = {c.name: c for c in all_concepts().values() if c.kind == "optimizer" and c.fast}
OPTIONS = {
    "sgd": [{"weight_decay": 0.1}],
    "momentum": [{"form": "buffer"}, {"weight_decay": 0.1}],
    "nesterov": [{"form": "buffer"}, {"weight_decay": 0.1}],
    "adagrad": [{"epsilon_place": "inside", "initial_accumulator": 0.1}],
    "rmsprop": [{"epsilon_place": "inside"}],
    "adam": [
        {"epsilon_place": "uncorrected", "epsilon": 0.1},
        {"bias_correction": False, "weight_decay": 0.1},
    ],
    "adamw": [{"epsilon_place": "uncorrected", "epsilon": 0.1}],
    "amsgrad": [{"epsilon_place": "uncorrected", "epsilon": 0.1}],
}
CASES = [
    (name, options) for name in OPTIMIZERS for options in ({}, {"lr": 0.0}, *OPTIONS.get(name, ()))
]


def test_every_optimizer_of_the_course_has_a_fast_form():
    assert len(OPTIMIZERS) >= 9
    assert OPTIONS.keys() < OPTIMIZERS.keys()


@pytest.mark.parametrize(("name", "options"), CASES, ids=str)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_pieces_give_what_the_whole_gives(name, options, dtype, monkeypatch):
    monkeypatch.setattr(in_pieces, "PIECE", 4)
    rng = np.random.default_rng(3)

    def arrays():
        """Of one piece, of three pieces of which the last is short, and two in other orders."""
        given = {"b": rng.standard_normal(3), "W": rng.standard_normal((5, 2))}
        given |= {"F": np.asfortranarray(rng.standard_normal((3, 4)))}
        given |= {"apart": rng.standard_normal((4, 6))[:, ::2], "none": np.empty((0, 2))}
        return {key: array.astype(dtype, order="K") for key, array in given.items()}

    params = arrays()
    apart = rng.standard_normal((4, 6)).astype(dtype)
    params["apart"] = apart[:, ::2]
    own = {key: array.copy(order="K") for key, array in params.items()}
    plain = implementation("numpy", OPTIMIZERS[name])(**options)
    fast = fast_form(OPTIMIZERS[name])(**options)
    steps = []
    step = fast.step
    monkeypatch.setattr(fast, "step", lambda w, *more: (steps.append(w.shape), step(w, *more)))
    for _ in range(3):
        grads = arrays()
        kept = {key: array.copy() for key, array in grads.items()}
        plain.update(own, grads)
        fast.update(params, grads)
        assert all((grads[key] == kept[key]).all() for key in grads)
    close = {"rtol": 0, "atol": 1e-14 if dtype == np.float64 else 2e-6}
    for key, array in own.items():
        np.testing.assert_allclose(params[key], array, **close)
        assert params[key].dtype == dtype
    assert fast.state.keys() == plain.state.keys()
    for symbol, remembered in plain.state.items():
        for key, array in remembered.items():
            np.testing.assert_allclose(fast.state[symbol][key], array, **close)
    assert fast.t == plain.t == 3
    assert set(steps) == {(3,), (4,), (2,), (3, 4), (4, 3), (0, 2)}


def test_state_that_was_put_in_is_used_in_whatever_order_it_lies(monkeypatch):
    monkeypatch.setattr(in_pieces, "PIECE", 4)
    v = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    fast = fast_form(OPTIMIZERS["momentum"])(lr=1.0)
    fast.state["v"] = {"w": v}
    w = np.zeros((2, 3))
    fast.update({"w": w}, {"w": np.ones((2, 3))})
    np.testing.assert_allclose(w, 0.9 * np.arange(6.0).reshape(2, 3) - 1)
    assert fast.state["v"]["w"] is v
