"""Instance normalization."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.layers._normalization import EPSILON_INSIDE, GAMMA_TIMES
from parity.concepts.layers._parts_of_an_example import (
    IMAGES,
    NO_MEAN,
    NO_VARIANCE,
    OVER_THE_BATCH,
    OVER_THE_BATCH_ALONE,
    UNBIASED,
    WEIGHTS,
    default_epsilon,
    derivation,
    epsilon_beside,
    scale_and_shift,
)
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

_DX = "return (dx_hat - through_mean - self.x_hat * through_var) / self.std"
_ONE_PIXEL = "a channel of one pixel loses its mean, so the pixel becomes 0"


def _case(name: str, x: Draw, affine: bool = True, **more: Any) -> Case:
    """Return a case for x (N, C, ...)."""
    config: dict[str, Any] = {"n_channels": x.shape[1]}
    config |= {key: more.pop(key) for key in ("epsilon",) if key in more}
    return Case(
        name,
        inputs={"x": x},
        params=scale_and_shift(x.shape[1]) if affine else {},
        config=config if affine else {**config, "affine": False},
        images=IMAGES,
        **more,
    )


def _batch_norm_of_each_example(of: Implementations, a: Arrays) -> Arrays:
    """Return what batch normalization gives for each example as a batch of its own."""
    norm = of("batch_norm")(a["x"].shape[1], epsilon=0.125)
    norm.params.update(gamma=a["gamma"], beta=a["beta"])
    parts: dict[str, list[np.ndarray]] = {"y": [], "dx": [], "dgamma": [], "dbeta": []}
    for x, dy in zip(a["x"], a["dy"], strict=True):
        parts["y"].append(norm.forward(x[None], training=True))
        parts["dx"].append(norm.backward(dy[None]))
        parts["dgamma"].append(norm.grads["gamma"])
        parts["dbeta"].append(norm.grads["beta"])
    whole = {name: np.concatenate(parts[name]) for name in ("y", "dx")}
    return whole | {name: np.sum(parts[name], axis=0) for name in ("dgamma", "dbeta")}


InstanceNorm = Concept(
    kind="layer",
    order=4,
    syllabus=("3-7-3",),
    needs=("batch_norm",),
    title=Text("Instance normalization", "インスタンス正規化(Instance Normalization)"),
    summary=Text(
        "Gives every channel of every example mean 0 and variance 1 over its own pixels, then a "
        "learned scale and shift.",
        "データごと・チャネルごとに、その画素全体で平均 0・分散 1 に正規化し、"
        "学習されるスケールとシフトを施す。",
    ),
    why=Text(
        "How bright and how rich in contrast a photograph is belongs to that photograph, not to "
        "what is to be painted. Batch normalization leaves it in, as it divides by what the whole "
        "batch has in common. Instance normalization takes it off each picture for itself, which "
        "made the transfer of a style much better; gamma and beta then say which contrast the "
        "style has.",
        "写真の明るさやコントラストは、その写真ごとのものであって、これから描く絵とは関係がない。"
        "バッチ正規化はバッチ全体に共通する量で割るため、それを残してしまう。"
        "インスタンス正規化は画像1枚ずつから取り除くので、画風変換の質が大きく上がった。"
        "画風のコントラストは gamma と beta が表す。",
    ),
    equation="y = gamma (x - mu) / sqrt(var + epsilon) + beta, mu and var of one channel of one "
    "example",
    formula=(
        r"\mu_{nc} = \frac{1}{m} \sum_t x_{nct}, \quad \sigma_{nc}^2 = \frac{1}{m} \sum_t "
        r"(x_{nct} - \mu_{nc})^2",
        r"\hat{x}_{nct} = \frac{x_{nct} - \mu_{nc}}{\sqrt{\sigma_{nc}^2 + \epsilon}}, \quad "
        r"y_{nct} = \gamma_c \hat{x}_{nct} + \beta_c",
        r"\frac{\partial L}{\partial \gamma_c} = \sum_{n,t} \frac{\partial L}{\partial y_{nct}} "
        r"\hat{x}_{nct}, \quad \frac{\partial L}{\partial \beta_c} = \sum_{n,t} \frac{\partial "
        r"L}{\partial y_{nct}}",
        r"g_{nct} = \gamma_c \frac{\partial L}{\partial y_{nct}}",
        r"\frac{\partial L}{\partial x_{nct}} = \frac{1}{\sqrt{\sigma_{nc}^2 + \epsilon}} \left( "
        r"g_{nct} - \frac{1}{m} \sum_k g_{nck} - \hat{x}_{nct} \frac{1}{m} \sum_k g_{nck} "
        r"\hat{x}_{nck} \right)",
    ),
    derivation=derivation(
        shared=Step(
            heading=Text(
                "gamma and beta are shared by examples and pixels, so their gradients are sums",
                "gamma と beta は全データの全画素で共有されるので、勾配は和になる",
            ),
            text=Text(
                "Let δ be the gradient that arrives, n the example, c the channel and t the pixel.",
                "届く勾配を δ、データを n、チャネルを c、画素を t とする。",
            ),
            equation=(
                r"\delta_{nct} = \frac{\partial L}{\partial y_{nct}}"
                "\n"
                r"\frac{\partial L}{\partial \gamma_c} = \sum_{n,t} \delta_{nct} \hat{x}_{nct}, "
                r"\quad \frac{\partial L}{\partial \beta_c} = \sum_{n,t} \delta_{nct}"
            ),
        ),
        values=Text(
            "Now i goes through the m pixels of one channel of one example, which share μ and σ². "
            "They also share gamma; g is the gradient of x̂.",
            "以下の i は、1件のデータの1チャネルにある m 個の画素を表す。"
            "これらは μ と σ² を共有し、gamma も共有する。g は x̂ の勾配である。",
        ),
        last=(
            r"g_i = \gamma \delta_i, \quad \frac{\partial L}{\partial x_i} = \frac{1}{s} \left( "
            r"g_i - \frac{1}{m} \sum_k g_k - \hat{x}_i \frac{1}{m} \sum_k g_k \hat{x}_k \right)"
        ),
        check=Text(
            "Brightening a channel of one picture changes no y, so dx sums to 0 over its pixels.",
            "画像1枚の1チャネルを一様に明るくしても y は変わらないので、dx の画素についての和は 0 "
            "になる。",
        ),
    ),
    shapes={
        "x": "(N, C, T), (N, C, H, W) or (N, C, D, H, W)",
        "gamma, beta": "(C,)",
        "y": "as x",
    },
    sources=(
        "Ulyanov, Vedaldi and Lempitsky (2016), Instance normalization: the missing ingredient for "
        "fast stylization, section 2",
    ),
    weights=WEIGHTS,
    cases=(
        _case("images", normal(2, 3, 4, 5)),
        _case("sequences", normal(3, 4, 5), epsilon=0.125),
        _case("volumes", normal(2, 3, 4, 1, 5)),
        _case("no_affine", normal(3, 2, 4, 5), affine=False),
        _case("sequences_no_affine", normal(2, 3, 5), affine=False, epsilon=0.25),
        _case("large_epsilon", normal(2, 4, 3, 5, scale=2.0), epsilon=0.5),
        _case("large_mean", normal(3, 2, 5, 4, shift=50.0)),
        _case("one_example", normal(1, 3, 4, 5)),
        _case("one_channel", normal(3, 1, 4, 5)),
        _case("two_pixels", normal(3, 4, 1, 2), epsilon=0.125),
        _case(
            "one_pixel",
            normal(3, 4, 1, 1),
            epsilon=0.01,
            zero={"dx": _ONE_PIXEL, "dgamma": _ONE_PIXEL},
            refused_by={"torch": "Expected more than 1 spatial element"},
        ),
    ),
    defaults=(
        Default(
            "epsilon",
            1e-5,
            torch=("torch.nn.InstanceNorm2d", "eps", 1e-5),
            keras=("keras.layers.GroupNormalization", "epsilon", 1e-3),
        ),
        Default(
            "affine",
            True,
            torch=("torch.nn.InstanceNorm2d", "affine", False),
            keras=("keras.layers.GroupNormalization", "scale", True),
        ),
    ),
    divergences=(
        default_epsilon(
            {"callable": "torch.nn.InstanceNorm2d", "num_features": 2},
            {
                "callable": "keras.layers.GroupNormalization",
                "groups": -1,
                "center": False,
                "scale": False,
            },
            "no_affine",
        ),
    ),
    conventions=(
        epsilon_beside(
            _DX,
            "return (dx_hat - through_mean - self.x_hat * through_var * self.std / (self.std - "
            "self.epsilon)) / self.std",
        ),
    ),
    also_called=(
        "instance_normalization",
        "instancenorm",
        "instance_norm1d",
        "instance_norm2d",
        "instance_norm3d",
        "contrast_normalization",
    ),
    identities=(
        Identity(
            sibling="batch_norm",
            text=Text(
                "It is batch normalization, in training, of each example as a batch of its own.",
                "データを1件ずつ別のバッチとした、学習時のバッチ正規化である。",
            ),
            case=Case(
                "batches_of_one",
                inputs={"x": normal(3, 2, 4, 5)},
                params=scale_and_shift(2),
                config={"n_channels": 2, "epsilon": 0.125},
            ),
            left=evaluated("instance_norm"),
            right=_batch_norm_of_each_example,
        ),
    ),
    mistakes=(
        Mistake(
            name="normalized_over_the_batch",
            ja="バッチ方向にも平均を取る",
            line="self.axes = tuple(range(2, x.ndim))  # space alone: no other example, no other "
            "channel",
            wrong="self.axes = (0, *range(2, x.ndim))",
            why=OVER_THE_BATCH,
        ),
        Mistake(
            name="channels_together",
            ja="チャネルをまとめて正規化する",
            line="self.axes = tuple(range(2, x.ndim))  # space alone: no other example, no other "
            "channel",
            wrong="self.axes = tuple(range(1, x.ndim))",
            why=Text(
                "Each channel has a mean of its own; all together is layer normalization.",
                "平均はチャネルごとに求める。まとめて求めるとレイヤー正規化になる。",
            ),
        ),
        Mistake(
            name="rows_by_themselves",
            ja="行ごとに正規化する",
            line="self.axes = tuple(range(2, x.ndim))  # space alone: no other example, no other "
            "channel",
            wrong="self.axes = (x.ndim - 1,)",
            why=Text(
                "A channel of an image has one mean over height and width together.",
                "画像の1チャネルの平均は、高さと幅をまとめた1つの数である。",
            ),
        ),
        Mistake(
            name="variance_unbiased",
            ja="不偏分散を使う",
            line="var = ((x - mu) ** 2).mean(axis=self.axes, keepdims=True)",
            wrong="var = x.var(axis=self.axes, ddof=1, keepdims=True)",
            why=UNBIASED,
        ),
        Mistake(
            name="epsilon_outside_the_root",
            ja="epsilon を根号の外に出す",
            line="self.std = np.sqrt(var + self.epsilon)",
            wrong="self.std = np.sqrt(var) + self.epsilon",
            why=EPSILON_INSIDE,
        ),
        Mistake(
            name="mean_term_dropped",
            ja="平均を通る項が抜けている",
            line=_DX,
            wrong="return (dx_hat - self.x_hat * through_var) / self.std",
            why=NO_MEAN,
        ),
        Mistake(
            name="variance_term_dropped",
            ja="分散を通る項が抜けている",
            line=_DX,
            wrong="return (dx_hat - through_mean) / self.std",
            why=NO_VARIANCE,
        ),
        Mistake(
            name="gamma_forgotten_on_the_way_back",
            ja="逆伝播で gamma を忘れる",
            line='dx_hat = dy * self.per_channel(self.params["gamma"])',
            wrong="dx_hat = dy",
            why=GAMMA_TIMES,
        ),
        Mistake(
            name="gradient_of_gamma_averaged",
            ja="gamma の勾配を平均する",
            line='self.grads["gamma"] = (dy * self.x_hat).sum(axis=shared)',
            wrong='self.grads["gamma"] = (dy * self.x_hat).mean(axis=shared)',
            why=OVER_THE_BATCH_ALONE,
        ),
    ),
)
