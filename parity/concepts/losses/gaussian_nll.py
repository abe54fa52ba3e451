"""The negative log-likelihood of a Gaussian."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.losses._conventions import BY_ELEMENT, NOT_AVERAGED, SUMMED
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations


def _case(name: str, *shape: int, **config: Any) -> Case:
    none = config.get("reduction") == "none"
    return Case(
        name,
        inputs={
            "mu": normal(*shape),
            "t": normal(*shape),
            "var": uniform(*shape, low=0.25, high=3.0),
        },
        upstream=normal(*shape) if none else SCALAR,
        config=config,
        options={"outputs": ("L",)},
    )


def _of_variance_1(of: Implementations, a: Arrays) -> Arrays:
    return {"L": of("gaussian_nll")(a["mu"], a["t"], np.ones_like(a["mu"]))}


def _half_the_mean_square(of: Implementations, a: Arrays) -> Arrays:
    return {"L": of("mean_squared_error")().forward(a["mu"], a["t"]) / 2}


gaussian_nll = Concept(
    kind="function",
    order=10,
    syllabus=("1-2-3", "1-2-4"),
    needs=("mean_squared_error",),
    title=Text("Gaussian negative log-likelihood", "ガウス分布の負の対数尤度"),
    summary=Text(
        "The loss of a network that predicts a mean and a variance: the squared error in units of "
        "the variance, and the variance's own price.",
        "平均と分散を予測するネットワークの損失。二乗誤差を分散で割り、分散を大きくする代償を"
        "加える。",
    ),
    why=Text(
        "A squared error takes every target for equally noisy. Where the noise varies, a few noisy "
        "examples decide. Maximum likelihood tells what to do: let the network say the variance as "
        "well. A large one divides the error, but log var keeps it from growing without need; for "
        "each point the best variance is the squared error itself. With one fixed variance what is "
        "left is the squared error: that is why one minimizes squares.",
        "二乗誤差は、どの目標値にも同じ大きさのノイズがあるとみなす。ノイズの大きさが違うと、"
        "ノイズの大きい少数のデータに左右される。最尤推定によれば、分散もネットワークに"
        "予測させればよい。分散を大きくすれば誤差の項は小さくなるが、log var の項が必要以上に"
        "大きくなるのを防ぐ。各点で最適な分散は、二乗誤差そのものである。"
        "分散を1つに固定すると残るのは二乗誤差であり、これが二乗誤差を最小化する理由である。",
    ),
    equation="L = mean 1/2 (log var + (t - mu)^2 / var)",
    formula=(
        r"L = \frac{1}{n} \sum_i \frac{1}{2} \left( \log v_i + \frac{(t_i - \mu_i)^2}{v_i} "
        r"\right)",
        r"\frac{\partial L}{\partial \mu_i} = \frac{1}{n} \frac{\mu_i - t_i}{v_i}, \quad "
        r"\frac{\partial L}{\partial v_i} = \frac{1}{2 n} \left( \frac{1}{v_i} - \frac{(t_i - "
        r"\mu_i)^2}{v_i^2} \right)",
    ),
    derivation=(
        Step(
            heading=Text("The logarithm of the density", "密度関数の対数をとる"),
            text=Text(
                "The exponential goes, and the root in front becomes half a logarithm. The "
                "constant 1/2 log 2π moves nothing and is left out.",
                "指数関数が外れ、前の平方根は対数の 1/2 になる。定数 1/2 log 2π は勾配に影響しない"
                "ので省く。",
            ),
            equation=r"L = \frac{1}{n} \sum_i \frac{1}{2} \left( \log v_i + \frac{(t_i - "
            r"\mu_i)^2}{v_i} \right)",
        ),
        Step(
            heading=Text(
                "The variance is drawn to the squared error",
                "分散は二乗誤差に引き寄せられる",
            ),
            text=Text(
                "log v gives 1 / v, and 1 / v gives -1 / v².",
                "log v の微分は 1 / v、1 / v の微分は -1 / v² である。",
            ),
            equation=r"\frac{\partial L}{\partial v_i} = \frac{1}{2 n} \left( \frac{1}{v_i} - "
            r"\frac{(t_i - \mu_i)^2}{v_i^2} \right)",
            check=Text(
                "It is 0 where v is (t - mu)².",
                "v = (t - mu)² のとき 0 になる。",
            ),
        ),
    ),
    shapes={
        "mu": "any, n elements",
        "t": "as mu",
        "var": "as mu, not negative",
        "L": "scalar, or as mu without a reduction",
    },
    sources=(
        "Nix and Weigend (1994), Estimating the mean and variance of the target probability "
        "distribution, ICNN, eq. 4",
    ),
    cases=(
        _case("mean", 4, 3),
        _case("sum", 5, 2, reduction="sum"),
        _case("none", 3, 5, reduction="none"),
        _case("full", 4, 2, full=True),
        _case("full_none", 3, 4, full=True, reduction="none"),
        _case("one_axis", 7),
        _case("many_axes", 2, 3, 4),
        Case(
            "held_from_0",
            inputs={
                "mu": values([[0.5, 1.0, -1.0], [0.25, 2.0, 0.0]]),
                "t": values([[0.25, 1.0, -0.5], [0.75, 1.5, 0.125]]),
                "var": values([[0.0, 0.0625, 0.5], [0.25, 2.0, 0.03125]]),
            },
            upstream=SCALAR,
            config={"eps": 0.125},
            kink=True,
            ours=True,  # most code has no eps
            options={"outputs": ("L",)},
        ),
    ),
    defaults=(
        Default("full", False, torch=("torch.nn.GaussianNLLLoss", "full", False)),
        Default("eps", 1e-6, torch=("torch.nn.GaussianNLLLoss", "eps", 1e-6)),
        Default("reduction", "mean", torch=("torch.nn.GaussianNLLLoss", "reduction", "mean")),
    ),
    conventions=(
        SUMMED,
        BY_ELEMENT,
        Convention(
            name="with_the_constant",
            text=Text(
                "The constant 1/2 log 2 pi is added: it is the whole logarithm of the density.",
                "定数 1/2 log 2 pi を加えた、密度関数の対数の全体である。",
            ),
            config={"full": True},
        ),
    ),
    also_called=("gaussian_nll_loss", "gaussian_negative_log_likelihood", "heteroscedastic_loss"),
    identities=(
        Identity(
            sibling="mean_squared_error",
            text=Text(
                "With a variance of 1 everywhere it is half the mean squared error.",
                "分散がすべて 1 なら、平均二乗誤差の半分になる。",
            ),
            case=Case(
                "variance_1",
                inputs={"mu": normal(4, 3), "t": normal(4, 3)},
                options={"outputs": ("L",)},
            ),
            left=_of_variance_1,
            right=_half_the_mean_square,
        ),
    ),
    mistakes=(
        Mistake(
            name="price_of_the_variance_forgotten",
            ja="log var を忘れる",
            line="losses = 0.5 * (np.log(var) + (t - mu) ** 2 / var)",
            wrong="losses = 0.5 * ((t - mu) ** 2 / var)",
            why=Text(
                "Without log var an infinite variance is best.",
                "log var がないと、分散を無限大にするのが最適になってしまう。",
            ),
        ),
        Mistake(
            name="deviation_for_the_variance",
            ja="分散の代わりに標準偏差とみなす",
            line="losses = 0.5 * (np.log(var) + (t - mu) ** 2 / var)",
            wrong="losses = 0.5 * (np.log(var**2) + (t - mu) ** 2 / var**2)",
            why=Text(
                "What is given is the variance: already a square.",
                "与えられるのは分散であり、すでに2乗した値である。",
            ),
        ),
        Mistake(
            name="half_of_the_logarithm_forgotten",
            ja="対数の 1/2 を忘れる",
            line="losses = 0.5 * (np.log(var) + (t - mu) ** 2 / var)",
            wrong="losses = np.log(var) + 0.5 * (t - mu) ** 2 / var",
            why=Text(
                "It is the logarithm of the deviation, half that of the variance.",
                "対数をとるのは標準偏差であり、分散の対数の半分になる。",
            ),
        ),
        Mistake(
            name="error_of_wrong_sign",
            ja="誤差の符号が逆",
            line="dmu = each * (mu - t) / var",
            wrong="dmu = each * (t - mu) / var",
            why=Text(
                "The square hides the sign in the loss; the gradient points from t to mu.",
                "損失では2乗で符号が消えるが、勾配は t から mu に向かう。",
            ),
        ),
        Mistake(
            name="variance_not_squared",
            ja="分散を2乗しない",
            line="dvar = each * 0.5 * (1 / var - (t - mu) ** 2 / var**2)",
            wrong="dvar = each * 0.5 * (1 / var - (t - mu) ** 2 / var)",
            why=Text(
                "The derivative of 1 / v is -1 / v².",
                "1 / v の微分は -1 / v² である。",
            ),
        ),
        Mistake(
            name="gradient_not_averaged",
            ja="勾配を平均しない",
            line="each = shared(dL, mu, reduction)",
            wrong="each = np.broadcast_to(dL, mu.shape)",
            why=NOT_AVERAGED,
        ),
    ),
)
