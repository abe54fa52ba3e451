"""The reparameterization trick."""

from __future__ import annotations

import numpy as np

from parity.concepts.generative._shared import LOG_VAR_AS_SIGMA, NO_NOISE_GRADIENT
from parity.concepts.generative._sources import KINGMA
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, *shape: int, log_var: Draw | None = None) -> Case:
    return Case(
        name,
        inputs={
            "mu": normal(*shape),
            "log_var": normal(*shape) if log_var is None else log_var,
            "eps": normal(*shape),
        },
        upstream=normal(*shape),
        differentiable=NO_NOISE_GRADIENT,
        options={"outputs": ("z",)},
    )


def _as_an_affine_layer(of: Implementations, a: Arrays) -> Arrays:
    """Return z as one dense layer of the noise for each example: diag(sigma) and the bias mu."""
    found: dict[str, list[np.ndarray]] = {"z": [], "dmu": [], "dlog_var": []}
    for mu, log_var, eps, dy in zip(a["mu"], a["log_var"], a["eps"], a["dy"], strict=True):
        layer, sigma = of("dense")(len(mu), len(mu)), np.exp(log_var / 2)
        layer.params.update({"W": np.diag(sigma), "b": mu})
        found["z"].append(layer.forward(eps[np.newaxis])[0])
        layer.backward(dy[np.newaxis])
        found["dmu"].append(layer.grads["b"])
        found["dlog_var"].append(np.diag(layer.grads["W"]) * sigma / 2)
    return {name: np.stack(rows) for name, rows in found.items()}


reparameterize = Concept(
    kind="function",
    order=3,
    syllabus=("4-6-3",),
    needs=("dense",),
    title=Text("Reparameterization trick", "再パラメータ化トリック"),
    summary=Text(
        "A draw from a normal distribution, written as mean plus standard deviation times noise "
        "from outside, so that a gradient goes back to both.",
        "正規分布からの抽出を、平均 + 標準偏差 × 外から与えるノイズと書く。"
        "こうすると平均と標準偏差に勾配が届く。",
    ),
    why=Text(
        "A VAE draws its latent vector, and a draw has no derivative: how would another mean have "
        "changed a number out of a generator? Written as mu + sigma eps, all chance is in eps, "
        "which depends on nothing; what is left is an affine map, and back-propagation goes "
        "through it. The noise must be the same on the way back as it was on the way there.",
        "VAE は潜在ベクトルを確率的に抽出するが、抽出そのものは微分できない。乱数の値が、"
        "平均を変えたら"
        "どう変わったかを問えないからである。mu + sigma eps と書けば、偶然は何にも依存しない "
        "eps にすべて移る。残りはアフィン変換なので、誤差逆伝播が通る。"
        "逆伝播では順伝播と同じノイズを使わなければならない。",
    ),
    equation="z = mu + sigma eps, sigma = exp(log_var / 2), eps from N(0, 1)",
    formula=(
        r"z = \mu + \sigma \odot \epsilon, \quad \sigma = \exp\left(\tfrac{1}{2} \log \sigma^2"
        r"\right), \quad \epsilon \sim N(0, 1)",
        r"\frac{\partial L}{\partial \mu} = \frac{\partial L}{\partial z}",
        r"\frac{\partial L}{\partial \log \sigma^2} = \frac{1}{2} \frac{\partial L}{\partial z} "
        r"\odot \epsilon \odot \sigma",
    ),
    derivation=(
        Step(
            heading=Text(
                "The mean is only added, sigma is multiplied with the noise",
                "平均は足されるだけで、sigma にはノイズが掛かる",
            ),
            text=Text(
                "The noise is a constant here, as an input of the network is.",
                "ここではノイズは、ネットワークの入力と同じく定数である。",
            ),
            equation=r"\frac{\partial z}{\partial \mu} = 1, \quad \frac{\partial z}"
            r"{\partial \sigma} = \epsilon",
        ),
        Step(
            heading=Text(
                "sigma is its own derivative, times the half",
                "sigma の微分は、自分自身の 1/2 倍である",
            ),
            text=Text(
                "The encoder says the logarithm of the variance; half of it is that of sigma.",
                "エンコーダの出力は分散の対数であり、その半分が sigma の対数である。",
            ),
            equation=r"\frac{\partial \sigma}{\partial \log \sigma^2} = \frac{1}{2} \sigma",
            check=Text(
                "With eps = 0 nothing reaches the variance: z = mu whatever it is.",
                "eps = 0 なら分散に勾配は届かない。分散が何であっても z = mu だからである。",
            ),
        ),
    ),
    shapes={"mu": "(..., n_latent)", "log_var": "as mu", "eps": "as mu", "z": "as mu"},
    sources=(f"{KINGMA}, section 2.4",),
    cases=(
        _case("batch", 4, 3),
        _case("more_axes", 2, 3, 5),
        _case("one_example", 1, 4),
        _case("narrow_and_wide", 2, 3, log_var=values([[-12.0, 0.0, 6.0], [3.0, -5.0, 8.0]])),
    ),
    also_called=("sample", "sampling", "sample_z", "reparam", "reparametrize", "sample_latent"),
    identities=(
        Identity(
            sibling="dense",
            text=Text(
                "For one example it is a dense layer of the noise, with sigma on the diagonal of "
                "W and mu as its bias.",
                "1つのデータについては、対角に sigma を並べた W と、バイアス mu をもつ"
                "全結合層をノイズに適用したものである。",
            ),
            case=_case("affine_in_the_noise", 2, 3),
            left=evaluated("reparameterize"),
            right=_as_an_affine_layer,
        ),
    ),
    mistakes=(
        Mistake(
            name="noise_drawn_again",
            ja="ノイズを引き直す",
            line="dsigma = dz * eps",
            wrong="dsigma = dz * np.random.default_rng(0).standard_normal(dz.shape)",
            why=Text(
                "Backward differentiates the z that was computed, with the noise that made it. "
                "Another draw gives the gradient of another z.",
                "逆伝播が微分するのは、実際に計算された z である。ノイズを引き直すと、"
                "別の z の勾配になってしまう。",
            ),
        ),
        Mistake(
            name="log_variance_taken_for_sigma",
            ja="対数分散を標準偏差とみなす",
            line="return mu + sigma * eps",
            wrong="return mu + log_var * eps",
            why=LOG_VAR_AS_SIGMA,
        ),
        Mistake(
            name="half_forgotten_on_the_way_back",
            ja="逆伝播で 1/2 を忘れる",
            line="dlog_var = dsigma * 0.5 * sigma  # sigma is its own derivative, times the "
            "inner 1/2",
            wrong="dlog_var = dsigma * sigma",
            why=Text(
                "sigma = exp(log_var / 2): the inner derivative is 1/2.",
                "sigma = exp(log_var / 2) なので、内側の微分の 1/2 が掛かる。",
            ),
        ),
        Mistake(
            name="gradient_at_the_variance",
            ja="標準偏差でなく分散の勾配を返す",
            line="dlog_var = dsigma * 0.5 * sigma  # sigma is its own derivative, times the "
            "inner 1/2",
            wrong="dlog_var = dsigma",
            why=Text(
                "That is the gradient of sigma; the encoder's number is log sigma^2.",
                "これは sigma についての勾配である。エンコーダが出すのは log sigma^2 である。",
            ),
        ),
        Mistake(
            name="no_noise",
            ja="ノイズを加えない",
            line="return mu + sigma * eps",
            wrong="return mu + sigma",
            why=Text(
                "Without the noise the same x always gives the same z, and nothing is drawn.",
                "ノイズがないと、同じ x からは常に同じ z が得られ、抽出にならない。",
            ),
        ),
    ),
)
