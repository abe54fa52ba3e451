"""Equations: what is printed is what is evaluated, and only the right one is what it claims."""

import re
import tomllib

import numpy as np
import pytest
from later import Later

from parity.describing.syllabus import ITEMS
from parity.harness.registry import all_concepts
from parity.questions.equations.evaluating import AXES, drawn, value
from parity.questions.equations.latex import NoEquationError, latex
from parity.questions.equations.reading import FOLDER, equations, read
from parity.questions.written.reading import WrittenError

EQUATIONS = {one.asked.name: one for one in equations()}
torch, F = Later("torch"), Later("torch.nn.functional")
DRAWS = 6
NEAR, FAR = 1e-6, 1e-3


def t(a):
    return torch.tensor(np.asarray(a, dtype=float), dtype=torch.float64, requires_grad=True)


def slope(f, x):
    x = t(x)
    return torch.autograd.grad(f(x).sum(), x)[0].numpy()


def peak(f, low, high):
    """Return where f is largest, by golden sections."""
    ratio = (5**0.5 - 1) / 2
    for _ in range(120):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (a, high) if f(a) < f(b) else (low, b)
    return (low + high) / 2


def logit(s):
    return np.log(s / (1 - s))


def jacobian(v):
    p = v["p_i"].ravel()
    whole = torch.autograd.functional.jacobian(lambda z: torch.softmax(z, 0), t(np.log(p)))
    return whole.numpy()[:, : v["p_j"].size]


def softmax_gradient(v):
    z = t(np.log(v["p_i"].ravel()))
    (-(torch.log_softmax(z, 0) * t(v["t_i"].ravel())).sum()).backward()
    return z.grad.numpy()


def gaussian_divergence(v):
    normal = torch.distributions.Normal
    mu, sigma = float(v["mu"].item()), float(v["sigma"].item())
    return torch.distributions.kl_divergence(normal(mu, sigma), normal(0.0, 1.0)).item()


def batch_gradient(v):
    sigma, hat = float(v["sigma"].item()), v["x_hat_i"].ravel()
    x = t(hat * sigma)
    y = (x - x.mean()) / x.std(unbiased=False)
    return torch.autograd.grad(y, x, t(v["g_i"].ravel()))[0].numpy()


def averaged(v):
    m = 0.0
    for _ in range(int(v["t"].item())):
        m = v["beta"] * m + (1 - v["beta"]) * 1.0
    return v["m"] / m  # m is proportional to g


def ridge(v):
    x, target, strength = v["x_i"].ravel(), v["t_i"].ravel(), v["lambda_"].item()
    rows = np.append(x, np.sqrt(strength))[:, None]
    return np.linalg.lstsq(rows, np.append(target, 0.0), rcond=None)[0][0]


def convolved(v):
    n, k, p, s = (int(v[name].item()) for name in "nkps")
    return F.conv1d(torch.zeros(1, 1, n), torch.zeros(1, 1, k), padding=p, stride=s).shape[-1]


def spread(v):
    n, k, p, s = (int(v[name].item()) for name in "nkps")
    x, kernel = torch.zeros(1, 1, n), torch.zeros(1, 1, k)
    return F.conv_transpose1d(x, kernel, padding=p, stride=s).shape[-1]


def dilated(v):
    k, d = int(v["k"].item()), int(v["d"].item())
    return 2000 - F.conv1d(torch.zeros(1, 1, 2000), torch.zeros(1, 1, k), dilation=d).shape[-1] + 1


def lstm_parameters(v):
    d, h = int(v["d"].item()), int(v["h"].item())
    return sum(p.numel() for p in torch.nn.LSTM(d, h).parameters()) - 4 * h  # it has two biases


def separable(v):
    m, k, c, places = int(v["m"].item()), int(v["k"].item()), 7, 10
    return places * (c * k * k + c * m) / (places * c * k * k * m)


def iou(v):
    d = v["d"].item()
    a, b = 1.0, 1.0
    overlap = d * (a + b) / 2
    return overlap / (a + b - overlap)


def joint(v):
    p = v["p_ij"].reshape(v["p_ij"].shape[AXES["i"]], v["p_ij"].shape[AXES["j"]])

    def entropy(q):
        return -(q * np.log(q)).sum()

    return entropy(p.sum(0)) + entropy(p.sum(1)) - entropy(p)


REFERENCES = {
    "slope-of-the-sigmoid": lambda v: slope(torch.sigmoid, logit(v["s"])),
    "slope-of-tanh": lambda v: slope(torch.tanh, np.arctanh(v["y"])),
    "slope-of-swish": lambda v: slope(F.silu, v["x"]),
    "jacobian-of-softmax": jacobian,
    "gradient-of-softmax-cross-entropy": softmax_gradient,
    "binary-cross-entropy": lambda v: F.binary_cross_entropy(t(v["y"]), t(v["t"])).item(),
    "stable-cross-entropy-of-a-logit": lambda v: F.binary_cross_entropy_with_logits(
        t(v["z"]), t(v["t"])
    ).item(),
    "gaussian-negative-log-likelihood": lambda v: -torch.distributions.Normal(
        t(v["mu"]), t(v["sigma"])
    ).log_prob(t(v["x"])).item(),
    "huber-beyond-its-threshold": lambda v: F.huber_loss(
        t(v["r"] + v["delta"]), t(0 * v["r"]), delta=v["delta"].item()
    ).item(),
    "label-smoothing": lambda v: (
        v["t_i"].ravel() * (1 - v["epsilon"].item())
        + np.full(v["t_i"].size, v["epsilon"].item()) / v["n"].item()
    ),
    "triplet-loss": lambda v: max(0.0, v["p"].item() + v["m"].item() - v["n"].item()),
    "kl-divergence": lambda v: F.kl_div(
        t(np.log(v["q_i"].ravel())), t(v["p_i"].ravel()), reduction="sum"
    ).item(),
    "mutual-information": joint,
    "kl-of-a-gaussian-encoder": gaussian_divergence,
    "map-of-a-coin": lambda v: peak(
        lambda q: (v["k"].item() + v["a"].item() - 1) * np.log(q)
        + (v["n"].item() - v["k"].item() + v["b"].item() - 1) * np.log(1 - q), 1e-9, 1 - 1e-9,
    ),
    "perplexity-from-probabilities": lambda v: np.prod(v["p_i"]) ** (-1 / v["p_i"].size),
    "posterior-of-a-test": lambda v: 1 / (
        1 + v["b"].item() / v["a"].item() * (1 - v["p"].item()) / v["p"].item()
    ),
    "correcting-adams-average": averaged,
    "limit-of-glorot-uniform": lambda v: np.sqrt(3) * np.sqrt(2 / (v["n"] + v["m"])),
    "weight-decay-in-a-step": lambda v: v["w"] - v["eta"] * (
        v["g"] + slope(lambda w: v["lambda_"].item() / 2 * w**2, v["w"])
    ),
    "ridge-with-one-weight": ridge,
    "batch-norm-gradient": batch_gradient,
    "federated-average": lambda v: np.repeat(
        v["w_k"].ravel(), v["n_k"].ravel().astype(int)
    ).mean(),
    "size-of-a-convolution": convolved,
    "size-of-a-transposed-convolution": spread,
    "reach-of-a-dilated-kernel": dilated,
    "parameters-of-an-lstm": lstm_parameters,
    "separable-against-ordinary": separable,
    "td-error": lambda v: (v["r"] + v["gamma"] * v["u"]) - v["v"],
    "best-discriminator": lambda v: peak(
        lambda q: v["p"].item() * np.log(q) + v["q"].item() * np.log(1 - q), 1e-9, 1 - 1e-9
    ),
    "data-from-noise": None,
    "f-measure": lambda v: 1 / np.mean([1 / v["p"].item(), 1 / v["r"].item()]),
    "iou-from-dice": iou,
    "cosine-similarity": lambda v: F.cosine_similarity(
        t(v["a_i"].ravel()), t(v["b_i"].ravel()), dim=0
    ).item(),
    "centre-ness": lambda v: (
        min(v["l"] / v["r"], v["r"] / v["l"]) * min(v["t"] / v["b"], v["b"] / v["t"])
    ) ** 0.5,
}  # fmt: skip


def values_of(name, seed):
    """Return the drawn inputs; those that hang together are made so."""
    v = drawn(EQUATIONS[name].inputs, seed)
    if name == "jacobian-of-softmax":  # one distribution, seen along two axes
        v["p_i"] = np.random.default_rng(seed).dirichlet(np.full(4, 2.0)).reshape(4, 1, 1)
        v["p_j"], v["d_ij"] = v["p_i"].reshape(1, 4, 1), np.eye(4).reshape(4, 4, 1)
    if name == "slope-of-swish":
        v["s"] = 1 / (1 + np.exp(-v["x"]))
    if name == "huber-beyond-its-threshold":
        v["r"] = v["r"] + v["delta"]
    if name == "size-of-a-transposed-convolution":
        v["p"] = np.minimum(v["p"], v["k"] - 1)
    return v


def expected(name, v):
    if name == "data-from-noise":
        return None
    if name == "huber-beyond-its-threshold":
        v = {**v, "r": v["r"] - v["delta"]}
    return np.asarray(REFERENCES[name](v), dtype=float)


def off(got, want):
    got, want = np.squeeze(np.asarray(got, dtype=float)), np.squeeze(want)
    if got.shape != want.shape or not np.isfinite(got).all():
        return np.inf
    return np.max(np.abs(got - want)) / max(np.max(np.abs(want)), 1e-12)


@pytest.mark.parametrize("name", EQUATIONS)
def test_only_the_right_equation_gives_what_another_way_gives(name):
    one = EQUATIONS[name]
    worst = dict.fromkeys(range(4), 0.0)
    for seed in range(DRAWS):
        v = values_of(name, seed)
        if name == "data-from-noise":  # the other way round: noise is added to known data
            want = np.asarray(0.7)
            v["x"] = np.sqrt(v["a"]) * 0.7 + np.sqrt(1 - v["a"]) * v["e"]
        else:
            want = expected(name, v)
        for i, expression in enumerate(one.values):
            with np.errstate(all="ignore"):
                worst[i] = max(worst[i], off(value(expression, v), want))
    for i, distance in worst.items():
        if i == one.asked.right:
            assert distance < NEAR, (one.values[i], distance)
        else:
            assert distance > FAR, one.values[i]


def test_every_equation_has_a_second_way():
    assert set(REFERENCES) == set(EQUATIONS)
    assert len(EQUATIONS) >= 35


@pytest.mark.parametrize("one", EQUATIONS.values(), ids=EQUATIONS)
def test_an_equation_is_whole(one):
    asked = one.asked
    assert set(asked.items) <= set(ITEMS)
    assert set(asked.concepts) <= set(all_concepts())
    assert len({c.en for c in asked.choices}) == len({w.en for w in asked.why}) == 4
    assert len({w.ja for w in asked.why}) == 4
    assert all(w.ja.endswith("。") and w.en.endswith(".") for w in asked.why)
    # A name in the choices is one that the stem has shown.
    named = set(re.findall(r"[A-Za-z]+", asked.stem.en + asked.stem.ja)) | {"lambda", "pi"}
    known = named | {"sigma", "mu", "eta", "beta", "gamma", "epsilon", "delta"}
    for name in one.inputs:
        head = name.rstrip("_").split("_")[0]
        assert head in known or any(head in word for word in known), name


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        ("s * (1 - s)", r"s \, \left(1 - s\right)"),
        ("-(t * ln(y))", r"-t \, \ln\left(y\right)"),
        ("a - (b + c)", r"a - \left(b + c\right)"),
        ("a + (b + c)", "a + b + c"),
        ("-(a + b)", r"-\left(a + b\right)"),
        ("(a + b) ** 2 / x_hat_i", r"\frac{\left(a + b\right)^{2}}{\hat{x}_{i}}"),
        ("sum_i(x_i + 1)", r"\sum_{i} \left(x_{i} + 1\right)"),
        ("sqrt(lambda_ / sigma ** 2)", r"\sqrt{\frac{\lambda}{\sigma^{2}}}"),
        ("2 * 3", r"2 \cdot 3"),
    ],
)
def test_an_expression_is_printed_as_it_is_evaluated(expression, printed):
    assert latex(expression) == printed


@pytest.mark.parametrize("expression", ["a if b else c", "f(x)", "a @ b", "[a]", "x_i_j"])
def test_what_cannot_be_printed_is_refused(expression):
    with pytest.raises(NoEquationError):
        latex(expression)


def test_an_equation_that_lacks_something_is_refused():
    text = (FOLDER / "losses.toml").read_text("utf-8")
    for broken in (text.replace("right = true\n", "", 1),
                   re.sub(r"(?m)^why_ja = .*\n", "", text, count=1),
                   re.sub(r"(?m)^value = .*\n", "", text, count=1)):  # fmt: skip
        tomllib.loads(broken)
        with pytest.raises(WrittenError):
            list(read(broken))
