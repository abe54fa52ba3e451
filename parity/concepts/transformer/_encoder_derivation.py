"""How the gradients of an encoder block are derived."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "Back through the second normalization, to the sum",
            "2つ目の正規化を戻り、和に達する",
        ),
        text=Text(
            "In post-norm the last thing is a layer normalization of s₂ = h + FFN(h). Its backward "
            "pass turns the gradient of y into that of s₂, and fills gamma's and beta's.",
            "post-norm では、最後に s₂ = h + FFN(h) をレイヤー正規化する。その逆伝播により、"
            "y の勾配から s₂ の勾配と、gamma・beta の勾配が得られる。",
        ),
        equation=(
            r"\delta_2 = \frac{\partial L}{\partial s_2} = \left( \frac{\partial \operatorname"
            r"{LN}_2}{\partial s_2} \right)^\top \frac{\partial L}{\partial y}"
        ),
    ),
    Step(
        heading=Text(
            "A sum hands the same gradient to both sides",
            "和は、同じ勾配を両側に渡す",
        ),
        text=Text(
            "h went two ways: into the network and past it. What comes back from the network is "
            "added to what came past it.",
            "h は、ネットワークに入る経路とそれを迂回する経路の2つに流れた。"
            "ネットワークから戻る勾配を、迂回してきた勾配に足す。",
        ),
        equation=(
            r"\frac{\partial L}{\partial h} = \delta_2 + \left( \frac{\partial \operatorname{FFN}}"
            r"{\partial h} \right)^\top \delta_2"
        ),
    ),
    Step(
        heading=Text(
            "The attention's half is the same once more",
            "注意機構の側も、もう一度同じである",
        ),
        text=Text(
            "s₁ = x + MHA(x) is normalized to h. In self-attention x was queries, keys and values "
            "at once, and besides it went past: four gradients add up.",
            "s₁ = x + MHA(x) を正規化したものが h である。自己注意では x がクエリ・キー・バリューを"
            "兼ね、さらに迂回もしたので、4つの勾配が足し合わされる。",
        ),
        equation=(
            r"\delta_1 = \left( \frac{\partial \operatorname{LN}_1}{\partial s_1} \right)^\top "
            r"\frac{\partial L}{\partial h}, \quad \frac{\partial L}{\partial x} = \delta_1 + "
            r"\left( \frac{\partial \operatorname{MHA}}{\partial x} \right)^\top \delta_1"
        ),
    ),
    Step(
        heading=Text(
            "In pre-norm the normalization stands within the branch",
            "pre-norm では、正規化は枝の中にある",
        ),
        text=Text(
            "Then nothing stands on the way past: the gradient of y reaches x as it is, whatever "
            "the number of blocks. This is why deep pre-norm networks train without a warm-up.",
            "このとき迂回路には何もない。何ブロック重ねても、y の勾配はそのまま x に届く。"
            "深い pre-norm のネットワークがウォームアップなしで学習できるのはこのためである。",
        ),
        equation=(
            r"\frac{\partial L}{\partial h} = \frac{\partial L}{\partial y} + \left( \frac"
            r"{\partial \operatorname{LN}_2}{\partial h} \right)^\top \left( \frac{\partial "
            r"\operatorname{FFN}}{\partial \operatorname{LN}_2} \right)^\top \frac"
            r"{\partial L}{\partial y}"
        ),
        check=Text(
            "The same as PyTorch's nn.TransformerEncoderLayer and as a block of Keras' layers by "
            "automatic differentiation, and as finite differences.",
            "PyTorch の nn.TransformerEncoderLayer、および Keras の層で組んだブロックの自動微分と"
            "一致し、数値微分とも一致する。",
        ),
    ),
)
