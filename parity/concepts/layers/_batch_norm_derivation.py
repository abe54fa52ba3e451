"""How the gradients of batch normalization are derived: three ways lead from x to the loss."""

from __future__ import annotations

from parity.concepts.layers._normalization import TWO_MEANS
from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "gamma and beta are shared, so their gradients are sums",
            "gamma と beta は共有されるので、勾配は和になる",
        ),
        text=Text(
            "Let δ be the gradient that arrives from behind. One gamma and one beta serve all n "
            "numbers of a channel; each output adds its share, with the local derivative x̂ for "
            "gamma and 1 for beta.",
            "後ろから届く勾配を δ とする。1つの gamma と1つの beta がチャネル内の n 個すべてに"
            "使われるので、各出力からの寄与を足し合わせる。"
            "局所的な微分は gamma については x̂、beta については 1 である。",
        ),
        equation=(
            r"\delta_i = \frac{\partial L}{\partial y_i}"
            "\n"
            r"\frac{\partial L}{\partial \gamma} = \sum_i \delta_i \hat{x}_i, \quad "
            r"\frac{\partial L}{\partial \beta} = \sum_i \delta_i"
        ),
        check=Text(
            "Both have the shape of the parameter, (C,); finite differences give the same.",
            "どちらもパラメータと同じ形 (C,) になる。数値微分とも一致する。",
        ),
    ),
    Step(
        heading=Text("From y to x̂ the gradient is scaled by gamma", "y から x̂ へは gamma 倍になる"),
        text=Text(
            "y = gamma x̂ + beta is a straight line in x̂ with the slope gamma. From here on g "
            "stands for the gradient of x̂.",
            "y = gamma x̂ + beta は x̂ についての直線で、傾きは gamma である。"
            "以下では x̂ の勾配を g と書く。",
        ),
        equation=r"g_i = \frac{\partial L}{\partial \hat{x}_i} = \gamma \, \delta_i",
    ),
    Step(
        heading=Text("Three ways lead from x to x̂", "x から x̂ へは3つの道がある"),
        text=Text(
            "xᵢ stands in its own x̂ᵢ. But it also moves the mean and the variance, and with "
            "them every x̂ of the channel. The chain rule adds the three ways up; in inference μ "
            "and σ² are constants, and only the first is left.",
            "xᵢ は自分自身の x̂ᵢ に直接現れるだけでなく、平均と分散も動かし、それを通じて"
            "チャネル内のすべての x̂ に影響する。連鎖律はこの3つの道の和になる。"
            "推論時には μ と σ² が定数なので、最初の道だけが残る。",
        ),
        equation=(
            r"\hat{x}_i = \frac{x_i - \mu}{s}, \quad s = \sqrt{\sigma^2 + \epsilon}"
            "\n"
            r"\frac{\partial L}{\partial x_i} = \frac{g_i}{s} + \frac{\partial L}{\partial "
            r"\sigma^2} \frac{\partial \sigma^2}{\partial x_i} + \frac{\partial L}{\partial \mu} "
            r"\frac{\partial \mu}{\partial x_i}"
        ),
    ),
    Step(
        heading=Text(
            "Through the variance: where it grows, every x̂ shrinks",
            "分散を通る道:分散が増えると x̂ はすべて縮む",
        ),
        text=Text(
            "x̂ is x - μ times the power -1/2 of σ² + ε, whose derivative brings down -1/2 and one "
            "more 1/s². The third line uses xᵢ - μ = s x̂ᵢ.",
            "x̂ は x - μ に σ² + ε の -1/2 乗を掛けたものなので、微分すると係数 -1/2 が前に出て、"
            "1/s² がもう1つ掛かる。3行目では xᵢ - μ = s x̂ᵢ を使った。",
        ),
        equation=(
            r"\frac{\partial \hat{x}_i}{\partial \sigma^2} = -\frac{\hat{x}_i}{2 s^2}"
            "\n"
            r"\frac{\partial L}{\partial \sigma^2} = -\frac{1}{2 s^2} \sum_i g_i \hat{x}_i"
            "\n"
            r"\frac{\partial \sigma^2}{\partial x_i} = \frac{2}{n} (x_i - \mu) = \frac{2 s}{n} "
            r"\hat{x}_i"
        ),
        check=Text(
            "The sign: a larger variance makes outputs smaller, so the first derivative is "
            "negative where x̂ is positive.",
            "符号:分散が大きいほど出力は小さくなるので、x̂ が正なら1つ目の微分は負になる。",
        ),
    ),
    Step(
        heading=Text(
            "Through the mean: the detour by the variance vanishes",
            "平均を通る道:分散を経由する分は消える",
        ),
        text=Text(
            "μ stands in every x̂ and in σ² as well. But deviations from a mean sum to 0, so σ² "
            "does not react to a small move of μ, and the direct way remains.",
            "μ はすべての x̂ に現れ、σ² の中にも現れる。しかし平均からの偏差の和は 0 なので、"
            "μ をわずかに動かしても σ² は変わらず、直接の道だけが残る。",
        ),
        equation=(
            r"\frac{\partial \sigma^2}{\partial \mu} = -\frac{2}{n} \sum_i (x_i - \mu) = 0"
            "\n"
            r"\frac{\partial L}{\partial \mu} = -\frac{1}{s} \sum_i g_i, \quad "
            r"\frac{\partial \mu}{\partial x_i} = \frac{1}{n}"
        ),
    ),
    Step(
        heading=TWO_MEANS,
        text=Text(
            "Every term has the factor 1/s. What is taken off g are its mean, the way through μ, "
            "and x̂ times the mean of g x̂, the way through σ².",
            "どの項も 1/s でくくれる。g から引かれるのは、μ を通る道である g の平均と、"
            "σ² を通る道である「x̂ に g x̂ の平均を掛けたもの」である。",
        ),
        equation=(
            r"\bar{g} = \frac{1}{n} \sum_j g_j, \quad \overline{g \hat{x}} = \frac{1}{n} \sum_j "
            r"g_j \hat{x}_j"
            "\n"
            r"\frac{\partial L}{\partial x_i} = \frac{1}{s} \left( g_i - \bar{g} - \hat{x}_i \, "
            r"\overline{g \hat{x}} \right)"
        ),
        check=Text(
            "dx of every case agrees with finite differences and with the autograd of PyTorch "
            "and Keras.",
            "すべてのケースの dx が、数値微分、PyTorch と Keras の自動微分と一致する。",
        ),
    ),
    Step(
        heading=Text(
            "A test for one's own code: two sums are 0",
            "自分のコードの検算:2つの和が 0 になる",
        ),
        text=Text(
            "Moving all x of a channel alike changes no y, so the gradients sum to 0. Stretching "
            "them about their mean changes y only through ε, so their sum with the weights x̂ is "
            "nearly 0. A forgotten term breaks one of the two.",
            "チャネルのすべての x を同じだけずらしても y は変わらないので、勾配の和は 0 になる。"
            "平均を中心に引き伸ばしても、ε の分を除けば y は変わらないので、"
            "x̂ を重みとする和もほぼ 0 になる。項を1つ落とせば、どちらかが崩れる。",
        ),
        equation=(
            r"\sum_i \frac{\partial L}{\partial x_i} = 0"
            "\n"
            r"\sum_i \hat{x}_i \frac{\partial L}{\partial x_i} = \frac{\epsilon}{s^3} \sum_i g_i "
            r"\hat{x}_i \approx 0"
        ),
        check=Text(
            "With an upstream gradient of ones dx is exactly 0: such a test would pass a backward "
            "pass that returns zeros.",
            "上流の勾配をすべて 1 にすると dx はちょうど 0 になる。"
            "そのようなテストでは、0 を返すだけの逆伝播も通ってしまう。",
        ),
    ),
)
