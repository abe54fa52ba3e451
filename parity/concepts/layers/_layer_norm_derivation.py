"""How the gradients of layer normalization are derived: those of batch normalization, turned."""

from __future__ import annotations

from parity.concepts.layers._normalization import TWO_MEANS
from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "gamma and beta are shared by the examples, so their gradients are sums over them",
            "gamma と beta はデータの間で共有されるので、勾配はデータについての和になる",
        ),
        text=Text(
            "Let δ be the gradient that arrives from behind. gamma_d and beta_d serve the feature "
            "d of every example, though each example has its own mean and variance.",
            "後ろから届く勾配を δ とする。平均と分散はデータごとに別だが、"
            "gamma_d と beta_d はすべてのデータの特徴量 d に使われる。",
        ),
        equation=(
            r"\delta_{nd} = \frac{\partial L}{\partial y_{nd}}"
            "\n"
            r"\frac{\partial L}{\partial \gamma_d} = \sum_n \delta_{nd} \hat{x}_{nd}, \quad "
            r"\frac{\partial L}{\partial \beta_d} = \sum_n \delta_{nd}"
        ),
        check=Text(
            "The sums run over the leading axes, the means below over the trailing ones.",
            "ここでの和は先頭側の軸、以下の平均は末尾側の軸について取る。",
        ),
    ),
    Step(
        heading=Text(
            "Within one example three ways lead from x to x̂",
            "1件のデータの中で、x から x̂ へは3つの道がある",
        ),
        text=Text(
            "x_d stands in its own x̂_d, and moves μ and σ² of its example, which stand in all D of "
            "them. No way leads to another example. g stands for the gradient of x̂.",
            "x_d は自分の x̂_d に現れるほか、そのデータの μ と σ² を動かし、"
            "それらは D 個すべての x̂ に現れる。ほかのデータへの道はない。x̂ の勾配を g と書く。",
        ),
        equation=(
            r"g_d = \gamma_d \delta_d, \quad s = \sqrt{\sigma^2 + \epsilon}, \quad \hat{x}_d = "
            r"\frac{x_d - \mu}{s}"
            "\n"
            r"\frac{\partial L}{\partial x_d} = \frac{g_d}{s} + \frac{\partial L}{\partial \mu} "
            r"\frac{\partial \mu}{\partial x_d} + \frac{\partial L}{\partial \sigma^2} "
            r"\frac{\partial \sigma^2}{\partial x_d}"
        ),
    ),
    Step(
        heading=Text(
            "The ways through the mean and through the variance",
            "平均を通る道と、分散を通る道",
        ),
        text=Text(
            "μ is subtracted from each x̂; its detour through σ² vanishes, as deviations from a "
            "mean sum to 0. Where σ² grows, each x̂ shrinks.",
            "μ はどの x̂ からも引かれている。偏差の和は 0 なので、σ² を経由する分は消える。"
            "σ² が増えると、どの x̂ も縮む。",
        ),
        equation=(
            r"\frac{\partial L}{\partial \mu} = -\frac{1}{s} \sum_k g_k, \quad \frac{\partial "
            r"\mu}{\partial x_d} = \frac{1}{D}"
            "\n"
            r"\frac{\partial L}{\partial \sigma^2} = -\frac{1}{2 s^2} \sum_k g_k \hat{x}_k, \quad "
            r"\frac{\partial \sigma^2}{\partial x_d} = \frac{2 s}{D} \hat{x}_d"
        ),
    ),
    Step(
        heading=TWO_MEANS,
        text=Text(
            "The same as in batch normalization, with the features in place of the examples.",
            "データの代わりに特徴量について平均を取ることを除けば、バッチ正規化と同じである。",
        ),
        equation=(
            r"\frac{\partial L}{\partial x_d} = \frac{1}{s} \left( g_d - \frac{1}{D} \sum_k g_k - "
            r"\hat{x}_d \frac{1}{D} \sum_k g_k \hat{x}_k \right)"
        ),
        check=Text(
            "Moving all features of an example alike changes no y, so each row of dx sums to 0.",
            "1件のデータの特徴量をすべて同じだけずらしても y は変わらないので、"
            "dx の各行の和は 0 になる。",
        ),
    ),
)
