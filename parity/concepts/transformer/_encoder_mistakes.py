"""What people get wrong in an encoder block."""

from __future__ import annotations

from parity.concepts.transformer._blocks import (
    BRANCH_NORMALIZED,
    MASK_NOT_PASSED,
    RESIDUAL_GRADIENT,
)
from parity.describing.concept import Mistake, Text

MISTAKES = (
    Mistake(
        name="residual_forgotten",
        ja="残差接続を忘れる",
        line="h = self.norm1.forward(x + self.attention.forward(x, mask=mask))",
        wrong="h = self.norm1.forward(self.attention.forward(x, mask=mask))",
        why=Text(
            "Each sublayer says what to add to x. Without the sum the network forgets its "
            "input at every block, and gradients must pass all of them.",
            "サブ層が答えるのは、x に何を足すかである。足さなければブロックごとに入力が失われ、"
            "勾配もすべての層を通らなければならない。",
        ),
    ),
    Mistake(
        name="residual_around_the_normalization",
        ja="残差接続が正規化の位置を誤る",
        line="h = self.norm1.forward(x + self.attention.forward(x, mask=mask))",
        wrong="h = x + self.norm1.forward(self.attention.forward(x, mask=mask))",
        why=BRANCH_NORMALIZED,
    ),
    Mistake(
        name="residual_of_the_normalized",
        ja="正規化した値を残差に使う",
        line="h = x + self.attention.forward(self.norm1.forward(x), mask=mask)",
        wrong="x = self.norm1.forward(x); h = x + self.attention.forward(x, mask=mask)",
        why=Text(
            "In pre-norm the way past holds x itself. If the normalized x is added instead, "
            "nothing goes through a deep network unchanged.",
            "pre-norm の迂回路を通るのは x そのものである。正規化した x を足すと、"
            "深いネットワークをそのまま通り抜けるものがなくなる。",
        ),
    ),
    Mistake(
        name="second_residual_from_x",
        ja="2 つ目の残差を x からとる",
        line="return self.norm2.forward(h + self.feed_forward.forward(h))",
        wrong="return self.norm2.forward(x + self.feed_forward.forward(h))",
        why=Text(
            "The second sum adds to h, what the first one gave: with x, the attention would "
            "reach y through the network alone.",
            "2つ目の和で足すのは、1つ目の結果 h に対してである。x に足すと、"
            "注意機構の結果がネットワーク経由でしか y に届かない。",
        ),
    ),
    Mistake(
        name="normalized_over_the_positions",
        ja="位置の方向に正規化する",
        line="return self.norm2.forward(h + self.feed_forward.forward(h))",
        wrong="s = h + self.feed_forward.forward(h); self.norm2.forward(s); gamma, beta = "
        'self.norm2.params["gamma"], self.norm2.params["beta"]; return gamma * (s - '
        "s.mean(axis=1, keepdims=True)) / np.sqrt(s.var(axis=1, keepdims=True) + "
        "self.norm2.epsilon) + beta",
        why=Text(
            "Layer normalization takes mean and variance over the features of each position, "
            "the last axis. Over the positions every word would depend on the padding.",
            "レイヤー正規化の平均と分散は、位置ごとに特徴量(最後の軸)について取る。"
            "位置の軸で取ると、どの単語の結果もパディングに左右される。",
        ),
    ),
    Mistake(
        name="mask_not_passed_on",
        ja="マスクを渡さない",
        line="h = self.norm1.forward(x + self.attention.forward(x, mask=mask))",
        wrong="h = self.norm1.forward(x + self.attention.forward(x))",
        why=MASK_NOT_PASSED,
    ),
    Mistake(
        name="mask_not_passed_on_in_pre_norm",
        ja="pre-norm でマスクを渡さない",
        line="h = x + self.attention.forward(self.norm1.forward(x), mask=mask)",
        wrong="h = x + self.attention.forward(self.norm1.forward(x))",
        why=MASK_NOT_PASSED,
    ),
    Mistake(
        name="residual_gradient_forgotten",
        ja="残差接続の勾配を忘れる",
        line="return dsum1 + self.attention.backward(dsum1)",
        wrong="return self.attention.backward(dsum1)",
        why=RESIDUAL_GRADIENT,
    ),
    Mistake(
        name="residual_gradient_from_behind_the_normalization",
        ja="残差の勾配を正規化の後からとる",
        line="dh = dsum2 + self.feed_forward.backward(dsum2)",
        wrong="dh = dy + self.feed_forward.backward(dsum2)",
        why=Text(
            "In post-norm the normalization stands behind the sum: both sides get the gradient "
            "of the sum, not that of y.",
            "post-norm では正規化が和の後にある。どちらの側に渡すのも、y の勾配ではなく"
            "和の勾配である。",
        ),
    ),
)
