"""Layer normalization."""

from __future__ import annotations

from parity.concepts.layers._layer_norm_cases import CASES
from parity.concepts.layers._layer_norm_derivation import DERIVATION
from parity.concepts.layers._normalization import EPSILON_INSIDE, GAMMA_TIMES
from parity.describing.concept import (
    Case,
    Concept,
    Convention,
    Default,
    Divergence,
    Mistake,
    Text,
    Weight,
)
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

_DX = "dx = (dx_hat - through_mean - self.x_hat * through_var) / self.std"


def _batch_norm_of_the_transpose(of: Implementations, a: Arrays) -> Arrays:
    norm = of("batch_norm")(len(a["x"]), epsilon=0.125)
    y = norm.forward(a["x"].T, training=True)
    return {"y": y.T, "dx": norm.backward(a["dy"].T).T}


LayerNorm = Concept(
    kind="layer",
    order=3,
    fast="layers.fast_layer_norm.FastLayerNorm",
    syllabus=("3-7-3", "3-6-1"),
    needs=("batch_norm",),
    title=Text("Layer normalization", "レイヤー正規化(Layer Normalization)"),
    summary=Text(
        "Gives every example mean 0 and variance 1 over its own features, then a learned scale and "
        "shift. The batch plays no part, so training and inference are the same.",
        "データごとに、その特徴量全体で平均 0・分散 1 に正規化し、学習されるスケールとシフトを"
        "施す。バッチには依存しないので、学習時と推論時の計算が同じになる。",
    ),
    why=Text(
        "Batch normalization needs a batch: with few examples its statistics are rough, in a "
        "sequence every step would need its own, and inference must compute something else than "
        "training. Layer normalization takes the mean and the variance of one example's features "
        "instead. It works with a single example, at every step of a sequence alike, and is what "
        "stands around the parts of a Transformer.",
        "バッチ正規化にはバッチが要る。データが少なければ統計量は粗くなり、系列では時刻ごとの"
        "統計量が必要になり、推論時には学習時と別の計算をしなければならない。"
        "レイヤー正規化は、1件のデータの特徴量について平均と分散を求める。データが1件でも、"
        "系列のどの時刻でも同じように使えるので、Transformer の各部分に置かれている。",
    ),
    equation="y = gamma (x - mu) / sqrt(var + epsilon) + beta, mu and var of each example",
    formula=(
        r"\mu_n = \frac{1}{D} \sum_d x_{nd}, \quad \sigma_n^2 = \frac{1}{D} \sum_d (x_{nd} - "
        r"\mu_n)^2",
        r"\hat{x}_{nd} = \frac{x_{nd} - \mu_n}{\sqrt{\sigma_n^2 + \epsilon}}, \quad y_{nd} = "
        r"\gamma_d \hat{x}_{nd} + \beta_d",
        r"\frac{\partial L}{\partial \gamma_d} = \sum_n \frac{\partial L}{\partial y_{nd}} "
        r"\hat{x}_{nd}, \quad \frac{\partial L}{\partial \beta_d} = \sum_n \frac{\partial "
        r"L}{\partial y_{nd}}",
        r"g_{nd} = \gamma_d \frac{\partial L}{\partial y_{nd}}",
        r"\frac{\partial L}{\partial x_{nd}} = \frac{1}{\sqrt{\sigma_n^2 + \epsilon}} \left( "
        r"g_{nd} - \frac{1}{D} \sum_k g_{nk} - \hat{x}_{nd} \frac{1}{D} \sum_k g_{nk} "
        r"\hat{x}_{nk} \right)",
    ),
    derivation=DERIVATION,
    shapes={
        "x": "(..., *normalized_shape)",
        "gamma, beta": "(*normalized_shape)",
        "y": "as x",
    },
    sources=("Ba, Kiros and Hinton (2016), Layer normalization, section 3, eq. 3 and 4",),
    weights={
        "gamma": Weight(torch="weight", keras="gamma"),
        "beta": Weight(torch="bias", keras="beta"),
    },
    cases=CASES,
    defaults=(
        Default(
            "epsilon",
            1e-5,
            torch=("torch.nn.LayerNorm", "eps", 1e-5),
            keras=("keras.layers.LayerNormalization", "epsilon", 1e-3),
        ),
        Default(
            "affine",
            True,
            torch=("torch.nn.LayerNorm", "elementwise_affine", True),
            keras=("keras.layers.LayerNormalization", "scale", True),
        ),
        Default(
            "use_beta",
            True,
            torch=("torch.nn.LayerNorm", "bias", True),
            keras=("keras.layers.LayerNormalization", "center", True),
        ),
    ),
    divergences=(
        Divergence(
            name="default_epsilon",
            ja="epsilon の既定値",
            summary=Text(
                "Untouched, PyTorch adds 1e-5 to the variance and Keras 1e-3.",
                "既定値のままでは、分散に加える値は PyTorch が 1e-5、Keras が 1e-3 である。",
            ),
            reconciled=Text("Set epsilon.", "epsilon を明示的に指定する。"),
            source="torch.nn.LayerNorm and keras.layers.LayerNormalization signatures",
            case="features",
            native={
                "torch": {"callable": "torch.nn.LayerNorm", "normalized_shape": 4},
                "keras": {"callable": "keras.layers.LayerNormalization"},
            },
            quantity="y",
        ),
        Divergence(
            name="axes_or_shape",
            ja="軸の番号か形状か",
            summary=Text(
                "PyTorch is told the lengths of the trailing axes, Keras the axes, by default the "
                "last one alone. Of x (N, T, D) Keras then normalizes each step for itself; "
                "PyTorch with normalized_shape=(T, D) both axes together.",
                "PyTorch には末尾の軸の長さを、Keras には軸の番号を渡す(既定では最後の軸だけ)。"
                "x (N, T, D) を Keras は時刻ごとに正規化し、"
                "normalized_shape=(T, D) の PyTorch は2つの軸をまとめて正規化する。",
            ),
            reconciled=Text(
                "Keras: axis=[-2, -1] for two trailing axes.",
                "末尾の2軸なら、Keras では axis=[-2, -1] とする。",
            ),
            source="torch.nn.LayerNorm: normalized_shape; keras.layers.LayerNormalization: axis=-1",
            case="two_axes_no_affine",
            native={
                "torch": {},
                "keras": {
                    "callable": "keras.layers.LayerNormalization",
                    "epsilon": 0.25,
                    "center": False,
                    "scale": False,
                },
            },
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            name="epsilon_beside_the_deviation",
            text=Text(
                "epsilon is added to the standard deviation, outside the root. PyTorch and Keras "
                "have it inside.",
                "epsilon を根号の外で標準偏差に足している。PyTorch と Keras では根号の中にある。",
            ),
            edits={
                "self.std = np.sqrt(var + self.epsilon)": "self.std = np.sqrt(var) + self.epsilon",
                _DX: "dx = (dx_hat - through_mean - self.x_hat * through_var * self.std "
                "/ (self.std - self.epsilon)) / self.std",
            },
        ),
        Convention(
            name="epsilon_beside_in_the_forward_pass",
            text=Text(
                "epsilon is added to the standard deviation, outside the root, and the gradient is "
                "written as if it stood inside, as in PyTorch and Keras: that is off by about as "
                "much as epsilon is, which does not show where it is small.",
                "順伝播では epsilon を根号の外で標準偏差に足し、勾配は PyTorch や Keras のように"
                "根号の中にあるものとして書いている。ずれは epsilon と同程度なので、"
                "小さな値であれば差は現れない。",
            ),
            edits={
                "self.std = np.sqrt(var + self.epsilon)": "self.std = np.sqrt(var) + self.epsilon",
            },
        ),
        Convention(
            name="unbiased_and_epsilon_beside",
            text=Text(
                "It divides by the unbiased standard deviation (D - 1) plus epsilon, as the "
                "Annotated Transformer does. The paper, PyTorch and Keras divide the variance by "
                "D, and have epsilon inside the root.",
                "The Annotated Transformer と同じく、不偏の標準偏差(D - 1 で割る)に epsilon を"
                "足して割っている。論文と PyTorch、Keras では分散を D で割り、epsilon は根号の中に"
                "ある。",
            ),
            edits={
                "self.std = np.sqrt(var + self.epsilon)": "self.n = x.size / var.size; "
                "self.std = np.sqrt(var * (self.n / (self.n - 1))) + self.epsilon",
                _DX: "dx = (dx_hat - through_mean - self.x_hat * through_var * self.std "
                "/ (self.std - self.epsilon) * (self.n / (self.n - 1))) / self.std",
            },
        ),
    ),
    also_called=("layer_normalization", "layernorm", "ln", "layernorm_forward", "layer_norm_layer"),
    identities=(
        Identity(
            sibling="batch_norm",
            text=Text(
                "Without gamma and beta it is batch normalization, in training, with examples and "
                "features exchanged.",
                "gamma と beta を除けば、データと特徴量を入れ替えた学習時のバッチ正規化である。",
            ),
            case=Case(
                "batch_norm_of_the_transpose",
                inputs={"x": normal(4, 6)},
                config={"normalized_shape": 6, "epsilon": 0.125, "affine": False},
            ),
            left=evaluated("layer_norm"),
            right=_batch_norm_of_the_transpose,
        ),
    ),
    mistakes=(
        Mistake(
            name="normalized_over_the_batch",
            ja="バッチ方向に正規化する",
            line="self.axes = tuple(range(-n_axes, 0))  # the features', never the batch's",
            wrong="self.axes = tuple(range(x.ndim - n_axes))",
            why=Text(
                "That is batch normalization: each feature over the examples. Here every example "
                "is normalized over its own features.",
                "これは特徴量ごとにデータ方向で正規化するバッチ正規化である。"
                "ここではデータごとに、そのデータの特徴量について正規化する。",
            ),
        ),
        Mistake(
            name="last_axis_alone",
            ja="最後の軸しか使わない",
            line="self.axes = tuple(range(-n_axes, 0))  # the features', never the batch's",
            wrong="self.axes = (-1,)",
            why=Text(
                "With two trailing axes the mean is one number for both together, not one for "
                "each row.",
                "末尾の2軸を指定したときの平均は、2軸をまとめた1つの数であり、行ごとの数ではない。",
            ),
        ),
        Mistake(
            name="variance_unbiased",
            ja="不偏分散を使う",
            line="var = ((x - mu) ** 2).mean(axis=self.axes, keepdims=True)",
            wrong="var = x.var(axis=self.axes, ddof=1, keepdims=True)",
            why=Text(
                "The variance is divided by D, not by D - 1 (torch.std divides by D - 1 unless "
                "told otherwise).",
                "分散は D - 1 ではなく D で割る(torch.std は指定しない限り D - 1 で割る)。",
            ),
        ),
        Mistake(
            name="epsilon_outside_the_root",
            ja="epsilon を根号の外に出す",
            line="self.std = np.sqrt(var + self.epsilon)",
            wrong="self.std = np.sqrt(var) + self.epsilon",
            why=EPSILON_INSIDE,
        ),
        Mistake(
            name="root_forgotten",
            ja="平方根を忘れる",
            line="self.std = np.sqrt(var + self.epsilon)",
            wrong="self.std = var + self.epsilon",
            why=Text(
                "Divided by the variance, the result has variance 1 / var, not 1.",
                "分散で割ると、結果の分散は 1 ではなく 1 / var になる。",
            ),
        ),
        Mistake(
            name="mean_term_dropped",
            ja="平均を通る項が抜けている",
            line=_DX,
            wrong="dx = (dx_hat - self.x_hat * through_var) / self.std",
            why=Text(
                "Moving one x moves the mean of its example, and so every other feature: that "
                "takes the mean of the gradient off.",
                "x を1つ動かすとそのデータの平均が動き、他のすべての特徴量に影響する。"
                "そのため勾配からその平均が引かれる。",
            ),
        ),
        Mistake(
            name="variance_term_dropped",
            ja="分散を通る項が抜けている",
            line=_DX,
            wrong="dx = (dx_hat - through_mean) / self.std",
            why=Text(
                "Moving one x also moves the variance of its example, through which every feature "
                "changes.",
                "x を動かすとそのデータの分散も動き、それを通じてすべての特徴量が変わる。",
            ),
        ),
        Mistake(
            name="statistics_taken_for_constants",
            ja="統計量を定数とみなす",
            line=_DX,
            wrong="dx = dx_hat / self.std",
            why=Text(
                "mu and var are computed from x, here always: their gradients belong to dx.",
                "mu と var は常に x から計算されるので、それらを通る勾配も dx に含まれる。",
            ),
        ),
        Mistake(
            name="gamma_behind_the_means",
            ja="γ を平均の外に出している",
            line="dx = (dx_hat - through_mean - self.x_hat * through_var) / self.std",
            wrong='dx = self.params.get("gamma", 1.0) * (dy - dy.mean(self.axes, keepdims=True) - '
            "self.x_hat * (dy * self.x_hat).mean(self.axes, keepdims=True)) / self.std",
            why=Text("gamma stands within the means.", "γ は特徴ごとに異なり、平均の中に入る。"),
        ),
        Mistake(
            name="gamma_forgotten_on_the_way_back",
            ja="逆伝播で gamma を忘れる",
            line='dx_hat = dy * self.params["gamma"]',
            wrong="dx_hat = dy",
            why=GAMMA_TIMES,
        ),
        Mistake(
            name="gradient_of_gamma_from_x",
            ja="gamma の勾配に x̂ でなく x を使う",
            line='self.grads["gamma"] = (dy * self.x_hat).sum(axis=examples)',
            wrong='self.grads["gamma"] = (dy * (self.x_hat * self.std)).sum(axis=examples)',
            why=Text(
                "gamma multiplied x_hat, which had been divided by the deviation already.",
                "gamma が掛かったのは、標準偏差で割った後の x_hat である。",
            ),
        ),
    ),
)
