"""What every layer and network starts from: which arrays, drawn how, from which seed."""

import inspect

import numpy as np
import pytest

from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.layers.dropout import Dropout
from numpy_impl.networks.block_net import BlockNet
from numpy_impl.networks.choices import initializer_called
from numpy_impl.networks.mlp import MLP
from numpy_impl.networks.network import Network
from parity.harness.evaluators.subject import fast_form, implementation
from parity.harness.registry import all_concepts

KINDS = ("layer", "network")
# Their weights have other names: test_recurrent.py, test_word_vectors.py and the tests of each
# model have those.
ELSEWHERE = {
    concept.name
    for concept in all_concepts().values()
    if concept.group in ("recurrent", "models", "attention", "transformer")
    or concept.name in ("cbow", "skip_gram")
}
SUBJECTS = {
    form.__name__: (form, next(c for c in concept.cases if not c.on_request).config)
    for concept in all_concepts().values()
    if concept.kind in KINDS and concept.name not in ELSEWHERE
    for form in (implementation("numpy", concept), *([fast_form(concept)] if concept.fast else []))
}
WEIGHTS = ("W", "W_depth", "W_point")
CONSTANTS = {
    "b": 0.0,
    "beta": 0.0,
    "gamma": 1.0,
    "running_mean": 0.0,
    "running_var": 1.0,
    "a": 0.25,
}
SEEDED = [name for name, (f, _) in SUBJECTS.items() if "seed" in inspect.signature(f).parameters]
USUAL = {"Embedding": Gauss(0.01), "FastEmbedding": Gauss(0.01), "DCGAN": Gauss(0.02)}
DRAWN = [
    name for name in SEEDED if "initializer" in inspect.signature(SUBJECTS[name][0]).parameters
]


def made(name, **more):
    form, config = SUBJECTS[name]
    return form(**{**config, **more})


def parts_of(subject, before=""):
    """Yield (name, part) of everything that is no network itself, in the order of its making."""
    for name, part in subject.layers.items():
        if isinstance(part, Network):
            yield from parts_of(part, f"{before}{name}.")
        else:
            yield f"{before}{name}", part


def asks_for_seeds(kind):
    """Tell whether a network's parts ask it for their seeds, and are not given spawned ones."""
    spawned = any(hasattr(inspect.getmodule(base), "spawned") for base in kind.__mro__)
    return issubclass(kind, Network) and not spawned


def weights_of(subject):
    return {name: array for name, array in subject.params.items() if name.split(".")[-1] in WEIGHTS}


@pytest.mark.parametrize("name", SUBJECTS)
def test_biases_scales_and_statistics_start_at_their_constants(name):
    subject = made(name)
    for key, array in {**subject.params, **subject.buffers}.items():
        leaf = key.split(".")[-1]
        assert array.dtype == np.float64
        if leaf not in WEIGHTS:
            np.testing.assert_array_equal(array, np.full(array.shape, CONSTANTS[leaf]), key)
    assert not subject.grads


@pytest.mark.parametrize("name", DRAWN)
def test_a_layer_draws_with_its_initializer_from_its_seed(name):
    default = inspect.signature(SUBJECTS[name][0]).parameters["initializer"].default
    usual = USUAL.get(name, GlorotUniform())
    usual = usual if default is None else initializer_called(default)
    for given, rule in (({}, usual), ({"initializer": Gauss(0.5)}, Gauss(0.5))):
        subject = made(name, seed=7, **given)
        if "W" in subject.params:
            np.testing.assert_array_equal(subject.params["W"], rule(subject.params["W"].shape, 7))
            continue
        for key, W in weights_of(subject).items():
            width = rule.scale(W.shape)
            if rule.distribution == "uniform":
                assert 0.3 * width < np.abs(W).max() <= width, key
            elif W.size > 16:
                assert 0.5 * width < W.std() < 1.6 * width, key


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_seed_draws_the_same_and_no_seed_never_does(name):
    one, same, other = (weights_of(made(name, seed=seed)) for seed in (5, 5, 6))
    without = [weights_of(made(name)) for _ in range(2)]
    for key, W in one.items():
        np.testing.assert_array_equal(W, same[key])
        assert not np.array_equal(W, other[key])
        assert not np.array_equal(without[0][key], without[1][key])


@pytest.mark.parametrize("name", [n for n in DRAWN if "W" not in made(n).params])
def test_two_seeds_share_no_weights(name):
    drawn = [W for seed in range(4) for W in weights_of(made(name, seed=seed)).values()]
    assert len({W.tobytes() for W in drawn}) == len(drawn)


@pytest.mark.parametrize("name", [n for n in DRAWN if asks_for_seeds(SUBJECTS[n][0])])
def test_the_seeds_of_a_networks_parts_are_spawned(name, monkeypatch):
    """So that no part of any network draws what another part draws, whatever the two seeds."""
    given = []
    real = Network.next_seed
    monkeypatch.setattr(Network, "next_seed", lambda self: given.append(real(self)) or given[-1])
    made(name, seed=0)
    first = list(given)
    made(name, seed=1)
    assert len(set(given)) == len(given) >= 2
    (child, *_) = np.random.SeedSequence(0).spawn(1)
    assert first[0] == int(child.generate_state(1, np.uint64)[0])


def test_two_networks_share_no_layer_and_no_mask():
    """With seed + 1, seed + 2, ... the second layer of seed 0 would be the first of seed 1."""
    networks = [MLP((6, 6, 6, 6), dropout=0.5, seed=seed) for seed in range(4)]
    drawn = [W for network in networks for W in weights_of(network).values()]
    masks = [
        part.rng.random(8)
        for network in networks
        for _, part in parts_of(network)
        if isinstance(part, Dropout)
    ]
    for arrays in (drawn, masks):
        flat = {array.tobytes() for array in arrays}
        assert len(flat) == len(arrays)
    blocks = [BlockNet((1, 8, 8), n_stem=2, n_block=2, seed=seed) for seed in (0, 1, 99, 100)]
    kernels = [
        part.params["W"] for net in blocks for _, part in parts_of(net) if "W" in part.params
    ]
    assert len({kernel.ravel()[:2].tobytes() for kernel in kernels}) == len(kernels)
    assert MLP((6, 6), seed=None).next_seed() is None


@pytest.mark.parametrize("scaling", ["inverted", "taught"])
def test_masks_come_from_the_seed_and_go_on(scaling):
    x = np.ones((5, 6))
    one, same, other, none = (Dropout(0.5, scaling, seed) for seed in (3, 3, 4, None))
    first, second = one.forward(x), one.forward(x)
    np.testing.assert_array_equal(same.forward(x), first)
    assert not np.array_equal(first, second)
    assert not np.array_equal(other.forward(x), first)
    assert not np.array_equal(none.forward(x), Dropout(0.5, scaling).forward(x))
    np.testing.assert_array_equal(first > 0, np.random.default_rng(3).random((5, 6)) >= 0.5)


def first_draws(form, config, seed):
    """Return where each array that is drawn begins, in relation to its size."""
    for name, array in form(**config, seed=seed).params.items():
        start = array.ravel()[:3]
        if array.size > 3 and np.unique(array).size > 1 and np.all(start):
            yield name, tuple(np.round(start / np.linalg.norm(start), 9))


@pytest.mark.parametrize(
    "concept", [c for c in all_concepts().values() if c.kind in KINDS], ids=lambda c: c.name
)
def test_no_two_arrays_begin_alike_whatever_the_seeds(concept):
    """Of no layer, no direction and no part of a network: two draws of one seed would."""
    case = next(c for c in concept.cases if not c.on_request)
    config = {key: value for key, value in case.config.items() if key != "seed"}
    for form in (implementation("numpy", concept), *([fast_form(concept)] if concept.fast else [])):
        if "seed" not in inspect.signature(form).parameters:
            continue
        drawn = [one for seed in range(3) for one in first_draws(form, config, seed)]
        starts = [start for name, start in drawn if not name.endswith("b")]  # a gate's may be open
        assert len(set(starts)) == len(starts)
