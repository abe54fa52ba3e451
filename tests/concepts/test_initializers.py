"""The initializers beyond their cases: distributions, seeds, signals through layers, errors."""

import json
import math

import numpy as np
import pytest

from numpy_impl.initializers.fans import fans
from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.glorot_normal import GlorotNormal
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.he_normal import HeNormal
from numpy_impl.initializers.he_uniform import HeUniform
from numpy_impl.initializers.initializer import TRUNCATED_STD
from numpy_impl.initializers.lecun_normal import LecunNormal
from numpy_impl.initializers.lecun_uniform import LecunUniform
from numpy_impl.initializers.xavier_taught import XavierTaught
from numpy_impl.initializers.zeros import Zeros
from parity.harness.comparing import tolerances
from parity.harness.registry import all_concepts

SHAPE = (120, 400)
KERNEL = (40, 30, 5, 4)  # fan_in 600, fan_out 800
NORMAL = [XavierTaught, LecunNormal, GlorotNormal, HeNormal]
UNIFORM = [LecunUniform, GlorotUniform, HeUniform]
ALL = [Zeros, Gauss, *NORMAL, *UNIFORM]
SIGMAS = 4  # a right draw is outside with probability 6e-5; the seed is fixed


def live(run_in, framework, code):
    """Run ``code`` in a process of its own, and return what it leaves in ``result``."""
    done = run_in(framework, f"import json\n{code}\nprint(json.dumps(result))")
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_fans_count_what_goes_in_and_out():
    assert fans((7, 3)) == (7, 3)
    assert fans((6, 5, 2, 3)) == (30, 36)
    assert fans((6, 5, 2)) == (10, 12)
    assert fans((6, 5, 2, 3, 4)) == (120, 144)


@pytest.mark.parametrize("shape", [(), (3,), (1, 2, 3, 4, 5, 6)])
def test_shapes_of_no_layer_are_refused(shape):
    listed = str(shape).replace("(", r"\(").replace(")", r"\)")
    with pytest.raises(ValueError, match=rf"{listed}.*\(n_in, n_out\)"):
        fans(shape)
    for make in (*NORMAL, *UNIFORM):
        with pytest.raises(ValueError, match=listed):
            make()(shape, 1)


@pytest.mark.parametrize(
    ("make", "dense", "kernel"),
    [
        (XavierTaught, math.sqrt(1 / 120), math.sqrt(1 / 600)),
        (LecunNormal, math.sqrt(1 / 120), math.sqrt(1 / 600)),
        (GlorotNormal, math.sqrt(2 / 520), math.sqrt(2 / 1400)),
        (HeNormal, math.sqrt(2 / 120), math.sqrt(2 / 600)),
        (LecunUniform, math.sqrt(1 / 120), math.sqrt(1 / 600)),
        (GlorotUniform, math.sqrt(2 / 520), math.sqrt(2 / 1400)),
        (HeUniform, math.sqrt(2 / 120), math.sqrt(2 / 600)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_drawn_has_the_standard_deviation_that_is_named(make, dense, kernel):
    for shape, std in ((SHAPE, dense), (KERNEL, kernel)):
        options = [{}, {"truncated": True}] if make in NORMAL else [{}]
        for config in options:
            drawn = make(**config)(shape, 1)
            assert drawn.shape == shape
            # A normal sample's standard deviation scatters by std / sqrt(2 n), others' by less.
            assert abs(drawn.std() - std) < SIGMAS * std / math.sqrt(2 * drawn.size)
            assert abs(drawn.mean()) < SIGMAS * std / math.sqrt(drawn.size)


@pytest.mark.parametrize("make", NORMAL)
def test_a_truncated_draw_has_nothing_beyond_two_sigma_of_its_parent(make):
    whole, cut = make(), make(truncated=True)
    assert cut.scale(SHAPE) == pytest.approx(whole.scale(SHAPE) / 0.8796256610342398, rel=1e-15)
    assert np.abs(cut(SHAPE, 2)).max() <= 2 * cut.scale(SHAPE)
    assert np.abs(cut(SHAPE, 2)).max() > 1.99 * cut.scale(SHAPE)
    beyond = np.mean(np.abs(whole(SHAPE, 2)) > 2 * whole.scale(SHAPE))
    assert beyond == pytest.approx(0.0455, abs=SIGMAS * math.sqrt(0.0455 / 48_000))


def test_the_standard_deviation_of_the_truncated_normal_is_the_textbooks():
    density, share = math.exp(-2) / math.sqrt(2 * math.pi), math.erf(2 / math.sqrt(2))
    assert pytest.approx(math.sqrt(1 - 4 * density / share), rel=1e-14) == TRUNCATED_STD


@pytest.mark.parametrize("make", UNIFORM)
def test_a_uniform_draw_fills_its_limits(make):
    initializer = make()
    drawn, limit = initializer(SHAPE, 3), initializer.scale(SHAPE)
    assert 0.999 * limit < drawn.max() <= limit
    assert -limit <= drawn.min() < -0.999 * limit


@pytest.mark.parametrize(
    ("initializer", "distribution"),
    [
        (Gauss(1.0), ("norm",)),
        *((make(), ("norm",)) for make in NORMAL),
        *((make(truncated=True), ("truncnorm", -2, 2)) for make in NORMAL),
        *((make(), ("uniform", -1, 2)) for make in UNIFORM),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else type(value).__name__,
)
def test_the_distribution_is_the_one_of_the_name(initializer, distribution):
    from scipy import stats

    name, *arguments = distribution
    unit = initializer(SHAPE, 4).ravel() / initializer.scale(SHAPE)
    assert stats.kstest(unit, name, arguments).pvalue > tolerances.FALSE_ALARM


@pytest.mark.parametrize("make", ALL)
def test_the_same_seed_draws_the_same_and_the_global_state_is_left_alone(make):
    kept = np.random.get_state()[1].copy()  # noqa: NPY002
    a, b, c = (make()((30, 20), seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(a, b)
    assert np.array_equal(a, c) == (make is Zeros)
    assert np.array_equal(make()((30, 20)), make()((30, 20))) == (make is Zeros)
    np.testing.assert_array_equal(np.random.get_state()[1], kept)  # noqa: NPY002


def test_zeros_are_zeros_of_any_shape_and_never_negative():
    for shape in ((3,), (3, 4), (2, 3, 4), KERNEL):
        drawn = Zeros()(shape, 1)
        assert drawn.shape == shape
        assert not drawn.any()
        assert not np.signbit(drawn).any()


def test_gauss_takes_any_shape_and_its_own_sigma():
    assert Gauss(0.0)((3,), 1).tolist() == [0, 0, 0]
    drawn = Gauss(0.3)((50_000,), 1)
    assert abs(drawn.std() - 0.3) < SIGMAS * 0.3 / math.sqrt(100_000)
    with pytest.raises(ValueError, match="sigma is -1"):
        Gauss(-1)


@pytest.mark.parametrize("make", NORMAL)
def test_truncated_is_yes_or_no(make):
    with pytest.raises(ValueError, match="truncated is 'keras', but must be one of True, False"):
        make(truncated="keras")


def test_he_carries_a_signal_through_relu_layers_where_gauss_and_xavier_lose_it():
    """Claim C13: He for ReLU, Xavier for S-shaped activations."""

    def after_ten_layers(initializer, activation):
        h = np.random.default_rng(7).standard_normal((200, 400))
        for layer in range(10):
            h = activation(h @ initializer((400, 400), layer))
        return float(np.mean(h**2))

    def relu(h):
        return np.maximum(h, 0)

    assert 0.5 < after_ten_layers(HeNormal(), relu) < 2
    # Without He's 2 every layer halves the square; with sigma 0.01 it multiplies by 0.02.
    assert after_ten_layers(XavierTaught(), relu) < 2**-9
    assert after_ten_layers(Gauss(0.01), relu) < 0.02**9
    assert after_ten_layers(XavierTaught(), np.tanh) > 0.02
    assert after_ten_layers(Gauss(0.01), np.tanh) < 1e-12


def test_distances_and_bounds_of_distributions_are_scipys():
    from scipy import stats

    rng = np.random.default_rng(8)
    for a, b in (
        (rng.standard_normal(700), rng.standard_normal(500)),
        (rng.standard_normal(700), rng.uniform(-1, 1, 900)),
        (rng.integers(0, 5, 300).astype(float), rng.integers(0, 4, 200).astype(float)),
    ):
        found = tolerances.distribution_distance(a, b)
        assert found == pytest.approx(stats.ks_2samp(a, b).statistic, abs=1e-15)
        n, m = a.size, b.size
        # The leading term of Kolmogorov's series, which is all that matters so far out.
        limit = stats.kstwobign.isf(tolerances.FALSE_ALARM) * math.sqrt((n + m) / (n * m))
        assert tolerances.distribution_bound(n, m) == pytest.approx(limit, rel=1e-6)


def test_the_recorded_size_is_enough_to_tell_distributions_apart():
    concept = all_concepts()["he_normal"]
    shape, seed = (concept.case("dense").options[name] for name in ("shape", "seed"))
    he, rng, scale = HeNormal()(shape, seed), np.random.default_rng(9), HeNormal().scale(shape)
    limit = tolerances.distribution_bound(he.size, he.size)
    wide = math.sqrt(3) * scale  # a uniform distribution of the same standard deviation
    for other in (
        rng.uniform(-wide, wide, he.size),
        rng.choice([-scale, scale], he.size),
        scale * rng.standard_normal(he.size) + scale / 5,
        1.3 * scale * rng.standard_normal(he.size),
    ):
        assert tolerances.distribution_distance(he, other) > limit
    again = scale * rng.standard_normal(he.size)
    assert tolerances.distribution_distance(he, again) < limit


@pytest.mark.torch
def test_torchs_layers_draw_by_the_rule_that_is_quoted(run_in):
    found = live(
        run_in,
        "torch",
        """
import math, torch
from torch import nn
result = {}
layers = {"Linear": lambda: nn.Linear(7, 3), "Conv2d": lambda: nn.Conv2d(5, 6, (2, 3))}
for name, make in layers.items():
    torch.manual_seed(1)
    layer = make()
    torch.manual_seed(1)
    weight = nn.init.kaiming_uniform_(torch.empty_like(layer.weight), a=math.sqrt(5))
    root = layer.weight[0].numel() ** 0.5
    largest = [parameter.abs().max().item() * root for parameter in (layer.weight, layer.bias)]
    result[name] = [torch.equal(layer.weight, weight), *largest]
""",
    )
    for name in ("Linear", "Conv2d"):
        same, weight, bias = found[name]
        assert same
        assert 0.8 < weight <= 1 + 1e-6
        assert 0.2 < bias <= 1 + 1e-6


@pytest.mark.keras
def test_keras_layers_draw_by_the_rule_that_is_quoted_and_the_twins_are_exact(run_in):
    found = live(
        run_in,
        "keras",
        """
import keras, math
import numpy as np
from tf_impl.initializers.he_uniform import HeUniform
rules = [layer.kernel_initializer for layer in
         (keras.layers.Dense(3), keras.layers.Conv2D(3, 2))]
biases = [layer.bias_initializer for layer in (keras.layers.Dense(3), keras.layers.Conv2D(3, 2))]
unit = np.array(keras.random.uniform((7, 3), -1, 1, dtype="float64", seed=1))
def limit(rule, **more):
    return float(np.median(np.array(rule((7, 3), dtype="float64", **more)) / unit))
result = {
    "kernel": [type(rule).__name__ for rule in rules],
    "bias": [type(rule).__name__ for rule in biases],
    "own": limit(keras.initializers.HeUniform(1)) / math.sqrt(6 / 7) - 1,
    "ours": limit(HeUniform(), seed=1) / math.sqrt(6 / 7) - 1,
}
""",
    )
    assert found["kernel"] == ["GlorotUniform"] * 2
    assert found["bias"] == ["Zeros"] * 2
    assert 1e-10 < abs(found["own"]) < 6e-8
    assert abs(found["ours"]) < 1e-15
