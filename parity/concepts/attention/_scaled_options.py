"""What is said of scaled dot-product attention's soft cap, dropout and scale."""

from __future__ import annotations

from parity.describing.concept import Divergence, Mistake, Text
from parity.describing.identity import Arrays, Implementations


def without_cap(of: Implementations, a: Arrays) -> Arrays:
    """Return what attention gives with a cap that no score comes near."""
    attention = of("scaled_dot_product_attention")(softcap=2.0**30)
    y = attention.forward(a["Q"], a["K"], a["V"])
    dQ, dK, dV = attention.backward(a["dy"])
    return {"y": y, "dQ": dQ, "dK": dK, "dV": dV}


SCALE_OF_FLOAT32 = Divergence(
    name="scale_of_float32",
    ja="float32 に丸められた縮尺",
    summary=Text(
        "Keras' function and its layer MultiHeadAttention round 1 / sqrt(d_k) to float32, whatever "
        "the type of the inputs. Where d_k is a power of 4 nothing is lost; else float64 keeps no "
        "more than 8 digits.",
        "Keras の関数と MultiHeadAttention 層は、入力の型によらず 1 / √d_k を float32 に丸める。"
        "d_k が 4 のべき乗なら誤差はないが、それ以外では float64 でも8桁しか合わない。",
    ),
    reconciled=Text(
        "Keras: compute the scores by ops.matmul, with a scale of the inputs' type.",
        "Keras では、入力と同じ型の係数を使い、ops.matmul でスコアを計算する。",
    ),
    source="keras/src/backend/tensorflow/nn.py: dot_product_attention, scale = 1 / sqrt(cast(H, "
    '"float32"))',
    case="heads_of_three",
    native={
        "numpy": {},
        "keras": {"callable": "tf_impl.attention.scaled_dot_product_attention._HeadsOfKeras"},
    },
    quantity="y",
)

OF_THE_OPTIONS = (
    Mistake(
        name="cap_by_clipping",
        ja="ソフトキャップでなく切り捨てる",
        line="self.t = np.tanh(scores / cap)",
        wrong="self.t = np.clip(scores / cap, -1, 1)",
        why=Text(
            "A soft cap bends, it does not cut: clipped scores have no gradient.",
            "ソフトキャップは切り捨てではなく、なだらかに抑える。クリップすると勾配が消える。",
        ),
    ),
    Mistake(
        name="cap_not_multiplied_back",
        ja="キャップを掛け戻さない",
        line="scores = cap * self.t",
        wrong="scores = self.t",
        why=Text(
            "tanh ends at 1; multiplied by c again, small scores stay as they were.",
            "tanh の値は 1 までである。c を掛け直せば、小さいスコアは元のまま保たれる。",
        ),
    ),
    Mistake(
        name="slope_of_the_cap_forgotten",
        ja="キャップの傾きを忘れる",
        line="dproducts = dscores if self.softcap is None else dscores * (1 - self.t**2)",
        wrong="dproducts = dscores",
        why=Text(
            "The products went through tanh, so its slope, 1 - t^2, stands on the way back.",
            "内積は tanh を通ったので、逆伝播では傾き 1 - t^2 が掛かる。",
        ),
    ),
    Mistake(
        name="slope_of_the_cap_for_the_bias",
        ja="バイアスにまでキャップの傾きを掛ける",
        line="return dQ, dK, dV, summed_to(self.bias_shape, dscores)",
        wrong="return dQ, dK, dV, summed_to(self.bias_shape, dproducts)",
        why=Text(
            "The bias was added behind the cap, so its gradient does not pass tanh.",
            "bias はキャップの後に足したので、その勾配は tanh を通らない。",
        ),
    ),
    Mistake(
        name="dropped_weights_not_made_up_for",
        ja="落とした重みの分を補わない",
        line="return kept / scores.dtype.type(1 - self.rate)",
        wrong="return kept.astype(scores.dtype)",
        why=Text(
            "What is kept is divided by 1 - rate, so that the mean stays what it is in inference.",
            "残した重みを 1 - rate で割り、期待値を推論時と同じに保つ。",
        ),
    ),
    Mistake(
        name="dropout_forgotten_on_the_way_back",
        ja="逆伝播でドロップアウトを忘れる",
        line="dweights = dy @ V.swapaxes(-1, -2) * self.m",
        wrong="dweights = dy @ V.swapaxes(-1, -2)",
        why=Text(
            "A weight that was dropped had no part in y: no gradient goes through it.",
            "落とされた重みは y に寄与していないので、勾配も通らない。",
        ),
    ),
)
