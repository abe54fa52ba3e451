"""Group normalization."""

from __future__ import annotations

from typing import Any

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
from parity.describing.identity import Identity, evaluated

_DX = "dx = (g - through_mean - x_hat * through_var) / self.std"
_ONE_VALUE = "a group of one number loses its mean, so the number becomes 0"


def _case(name: str, x: Draw, groups: int, affine: bool = True, **more: Any) -> Case:
    """Return a case for x (N, C, ...)."""
    config: dict[str, Any] = {"n_groups": groups, "n_channels": x.shape[1]}
    config |= {key: more.pop(key) for key in ("epsilon",) if key in more}
    return Case(
        name,
        inputs={"x": x},
        params=scale_and_shift(x.shape[1]) if affine else {},
        config=config if affine else {**config, "affine": False},
        images=IMAGES,
        **more,
    )


GroupNorm = Concept(
    kind="layer",
    order=5,
    syllabus=("3-7-3",),
    needs=("instance_norm", "layer_norm"),
    title=Text("Group normalization", "グループ正規化(Group Normalization)"),
    summary=Text(
        "Parts the channels into groups, and gives every group of every example mean 0 and "
        "variance 1; then a learned scale and shift for each channel.",
        "チャネルをグループに分け、データごと・グループごとに平均 0・分散 1 に正規化し、"
        "チャネルごとに学習されるスケールとシフトを施す。",
    ),
    why=Text(
        "Large images leave room for a few examples only, and the mean of two of them is a poor "
        "estimate: batch normalization then errs more the smaller the batch is. Group "
        "normalization takes the mean within one example. All channels together, as layer "
        "normalization has it, would mix features of quite different kinds; each channel alone, "
        "as instance normalization has it, loses how strong they are beside each other. A group "
        "stands between the two.",
        "画像が大きいと、一度に扱えるデータは数件になる。2件の平均は当てにならず、"
        "バッチ正規化はバッチが小さいほど不正確になる。グループ正規化は1件のデータの中で平均を取る。"
        "レイヤー正規化のように全チャネルをまとめると性質の異なる特徴が混ざり、"
        "インスタンス正規化のように1チャネルずつ扱うと、チャネルどうしの強さの違いが失われる。"
        "グループはその中間に当たる。",
    ),
    equation="y = gamma (x - mu) / sqrt(var + epsilon) + beta, mu and var of a group of channels "
    "of one example",
    formula=(
        r"\mu = \frac{1}{m} \sum_i x_i, \quad \sigma^2 = \frac{1}{m} \sum_i (x_i - \mu)^2",
        r"\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}, \quad y_i = \gamma_i "
        r"\hat{x}_i + \beta_i",
        r"g_i = \gamma_i \frac{\partial L}{\partial y_i}",
        r"\frac{\partial L}{\partial x_i} = \frac{1}{\sqrt{\sigma^2 + \epsilon}} \left( g_i - "
        r"\frac{1}{m} \sum_k g_k - \hat{x}_i \frac{1}{m} \sum_k g_k \hat{x}_k \right)",
    ),
    derivation=derivation(
        shared=Step(
            heading=Text(
                "gamma and beta belong to a channel, so their gradients are sums over its places",
                "gamma と beta はチャネルのものなので、勾配はそのチャネルの全位置にわたる和になる",
            ),
            text=Text(
                "Let δ be the gradient that arrives. A channel's gamma serves all examples and all "
                "of space, whatever group the channel is in.",
                "届く勾配を δ とする。チャネルの gamma は、どのグループに属していても、"
                "全データの全位置に使われる。",
            ),
            equation=(
                r"\delta_{nct} = \frac{\partial L}{\partial y_{nct}}"
                "\n"
                r"\frac{\partial L}{\partial \gamma_c} = \sum_{n,t} \delta_{nct} \hat{x}_{nct}, "
                r"\quad \frac{\partial L}{\partial \beta_c} = \sum_{n,t} \delta_{nct}"
            ),
            check=Text(
                "The sums go over examples and space; the means below over a group's channels and "
                "space.",
                "ここでの和はデータと位置について、以下の平均はグループ内のチャネルと位置について"
                "取る。",
            ),
        ),
        values=Text(
            "Now i goes through the m values of one group of one example: m is the number of its "
            "channels times that of places. gamma differs from channel to channel, so it stays "
            "with each value: g is the gradient of x̂.",
            "以下の i は、1件のデータの1グループにある m 個の値を表す(m はチャネル数×位置の数)。"
            "gamma はチャネルごとに異なるので値ごとに掛けておく。g は x̂ の勾配である。",
        ),
        last=(
            r"\frac{\partial L}{\partial x_i} = \frac{1}{s} \left( g_i - \frac{1}{m} \sum_k g_k - "
            r"\hat{x}_i \frac{1}{m} \sum_k g_k \hat{x}_k \right)"
        ),
        check=Text(
            "Moving all values of a group alike changes no y, so dx sums to 0 over each group.",
            "グループ内の値をすべて同じだけずらしても y は変わらないので、"
            "dx のグループごとの和は 0 になる。",
        ),
    ),
    shapes={
        "x": "(N, C), (N, C, T), (N, C, H, W) or (N, C, D, H, W)",
        "gamma, beta": "(C,)",
        "y": "as x",
    },
    sources=("Wu and He (2018), Group normalization, section 3, eq. 1, 2 and 7",),
    weights=WEIGHTS,
    cases=(
        _case("images", normal(2, 6, 4, 5), 3),
        _case("one_group", normal(3, 4, 2, 5), 1),
        _case("features", normal(3, 6), 2),
        _case("sequences", normal(3, 4, 5), 2, epsilon=0.125),
        _case("volumes", normal(2, 4, 3, 1, 5), 2),
        _case("each_channel_alone", normal(2, 3, 4, 5), 3),
        _case("no_affine", normal(3, 4, 5, 2), 2, affine=False),
        _case("sequences_no_affine", normal(2, 6, 5), 3, affine=False, epsilon=0.25),
        _case("large_epsilon", normal(2, 4, 3, 5, scale=2.0), 2, epsilon=0.5),
        _case("large_mean", normal(3, 4, 5, 2, shift=50.0), 2),
        _case("one_example", normal(1, 6, 4, 3), 2),
        _case(
            "one_value",
            normal(3, 4),
            4,
            epsilon=0.01,
            zero={"dx": _ONE_VALUE, "dgamma": _ONE_VALUE},
        ),
    ),
    defaults=(
        Default(
            "epsilon",
            1e-5,
            torch=("torch.nn.GroupNorm", "eps", 1e-5),
            keras=("keras.layers.GroupNormalization", "epsilon", 1e-3),
        ),
        Default(
            "affine",
            True,
            torch=("torch.nn.GroupNorm", "affine", True),
            keras=("keras.layers.GroupNormalization", "scale", True),
        ),
    ),
    divergences=(
        default_epsilon(
            {"callable": "torch.nn.GroupNorm", "num_groups": 3, "num_channels": 6},
            {"callable": "keras.layers.GroupNormalization", "groups": 3},
            "images",
        ),
    ),
    conventions=(
        epsilon_beside(
            _DX,
            "dx = (g - through_mean - x_hat * through_var * self.std / (self.std - self.epsilon)) "
            "/ self.std",
        ),
    ),
    also_called=(
        "group_normalization",
        "groupnorm",
        "gn",
        "groupnorm_forward",
        "spatial_groupnorm",
        "group_norm_layer",
    ),
    identities=(
        Identity(
            sibling="instance_norm",
            text=Text(
                "With a group for each channel it is instance normalization.",
                "グループ数をチャネル数と同じにすると、インスタンス正規化になる。",
            ),
            case=Case(
                "a_group_for_each_channel",
                inputs={"x": normal(2, 4, 5, 3)},
                params=scale_and_shift(4),
                config={"n_channels": 4, "epsilon": 0.01},
            ),
            left=evaluated("group_norm", n_groups=4),
            right=evaluated("instance_norm"),
        ),
        Identity(
            sibling="layer_norm",
            text=Text(
                "With one group and without gamma and beta it is layer normalization over the "
                "channels and space.",
                "グループを1つにし、gamma と beta を除けば、チャネルと位置の全体にわたる"
                "レイヤー正規化である。",
            ),
            case=Case(
                "one_group_for_all",
                inputs={"x": normal(3, 4, 2, 5)},
                config={"epsilon": 0.125, "affine": False},
            ),
            left=evaluated("group_norm", n_groups=1, n_channels=4),
            right=evaluated("layer_norm", normalized_shape=(4, 2, 5)),
        ),
    ),
    mistakes=(
        Mistake(
            name="normalized_over_the_batch",
            ja="バッチ方向にも平均を取る",
            line="self.axes = tuple(range(2, parts.ndim))  # a group's channels, and space",
            wrong="self.axes = (0, *range(2, parts.ndim))",
            why=OVER_THE_BATCH,
        ),
        Mistake(
            name="each_channel_by_itself",
            ja="チャネルごとに正規化する",
            line="self.axes = tuple(range(2, parts.ndim))  # a group's channels, and space",
            wrong="self.axes = tuple(range(3, parts.ndim))",
            why=Text(
                "The channels of a group share one mean and one variance; each by itself is "
                "instance normalization.",
                "グループ内のチャネルは平均と分散を共有する。1チャネルずつならインスタンス正規化に"
                "なってしまう。",
            ),
        ),
        Mistake(
            name="groups_and_channels_exchanged",
            ja="グループ数とグループ内のチャネル数を取り違える",
            line="return a.reshape(len(a), self.n_groups, per_group, *a.shape[2:])",
            wrong="return a.reshape(len(a), per_group, self.n_groups, *a.shape[2:])",
            why=Text(
                "n_groups says how many groups there are, not how many channels are in one.",
                "n_groups はグループの個数であり、1グループに入るチャネルの数ではない。",
            ),
        ),
        Mistake(
            name="variance_unbiased",
            ja="不偏分散を使う",
            line="var = ((parts - mu) ** 2).mean(axis=self.axes, keepdims=True)",
            wrong="var = parts.var(axis=self.axes, ddof=1, keepdims=True)",
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
            wrong="dx = (g - x_hat * through_var) / self.std",
            why=NO_MEAN,
        ),
        Mistake(
            name="variance_term_dropped",
            ja="分散を通る項が抜けている",
            line=_DX,
            wrong="dx = (g - through_mean) / self.std",
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
