"""The residual block that wide residual networks are made of."""

from __future__ import annotations

import numpy as np

from parity.concepts.networks._convnets import RATE_OF_DROPPING, conv, norm, table
from parity.concepts.networks._residual import running
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, bernoulli, normal, values
from parity.describing.identity import Arrays, Identity, Implementations


def _parameters(n_in: int, n_out: int, projects: bool) -> dict[str, Draw]:
    drawn = {
        **norm("norm1", n_in),
        **conv("conv1", n_out, n_in, 3, bias=False),
        **norm("norm2", n_out),
        **conv("conv2", n_out, n_out, 3, bias=False),
    }
    return drawn | conv("projection", n_out, n_in, 1, bias=False) if projects else drawn


def _block(of: Implementations, a: Arrays) -> Arrays:
    block = of("wide_residual_block")(3, 3)
    for name, array in block.params.items():
        array[...] = a[name]
    return {"y": block.forward(a["x"]), "dx": block.backward(a["dy"])}


def _nothing_at_all(of: Implementations, a: Arrays) -> Arrays:
    flatten = of("flatten")()
    y = flatten.forward(a["x"]).reshape(a["x"].shape)
    return {"y": y, "dx": flatten.backward(a["dy"].reshape(len(y), -1))}


ZEROS = np.zeros((3, 3, 3, 3))

WideResidualBlock = Concept(
    kind="network",
    order=19,
    syllabus=("4-1-1",),
    needs=("residual_block", "dropout"),
    title=Text("Wide residual block", "Wide ResNet の残差ブロック"),
    summary=Text(
        "A residual block with many channels, normalized and activated in front of each "
        "convolution, with dropout between them. Nothing follows the sum.",
        "チャネル数を増やした残差ブロック。各畳み込みの前に正規化と活性化関数を置き、"
        "2つの畳み込みの間にドロップアウトを挟む。和の後には何も置かない。",
    ),
    why=Text(
        "A thousand layers brought the residual network little more than a hundred did: with a "
        "way around every block, few of them need to learn anything. Sixteen layers ten times as "
        "wide do better, and compute faster, since wide matrices suit a graphics card. So many "
        "weights overfit, hence the dropout between the convolutions; on the shortcut it would "
        "harm. With norm and activation in front, x itself runs through a whole stage.",
        "残差ネットワークを 1000 層にしても、100 層からの伸びはわずかだった。"
        "どのブロックも迂回できるので、何も学習しないブロックが増えるからである。"
        "16 層で幅を10倍にしたほうが精度が高く、幅の広い行列は GPU に向くので計算も速い。"
        "重みが多いと過学習するので、畳み込みの間にドロップアウトを入れる。ショートカットに"
        "入れると害になる。正規化と活性化を前に置くと、x そのものが段を通り抜ける。",
    ),
    equation="y = x + conv(drop(f(norm(conv(h))))), h = f(norm(x)); W_s * h in place of x "
    "where the "
    "shapes differ",
    formula=(
        r"h = f(\operatorname{BN}(x)), \quad F(h) = W_2 * \operatorname{drop}(f("
        r"\operatorname{BN}(W_1 * h)))",
        r"y = F(h) + S, \quad S = \begin{cases} x & n_{\text{in}} = n_{\text{out}},\ s = 1 \\ "
        r"W_s * h & n_{\text{in}} \ne n_{\text{out}} \vee s > 1 \end{cases}",
    ),
    derivation=(
        Step(
            heading=Text(
                "The gradient of y goes to both sides as it is", "y の勾配は、そのまま両方に渡る"
            ),
            text=Text(
                "Nothing stands behind the sum, so nothing weakens it. F is passed last layer "
                "first; u is what its normalization gives, and m the mask of the dropout.",
                "和の後には何もないので、勾配は弱まらない。F の中は後ろの層から順に逆にたどる。"
                "u は F の正規化の出力、m はドロップアウトのマスクである。",
            ),
            equation=(
                r"\left(\frac{\partial F}{\partial h}\right)^\top \frac{\partial L}{\partial y} = "
                r"J_{W_1}^\top J_{\text{BN}}^\top \left(f'(u) \odot m \odot J_{W_2}^\top "
                r"\frac{\partial L}{\partial y}\right)"
            ),
        ),
        Step(
            heading=Text(
                "Where the shapes fit, x gets the gradient of y besides",
                "形状が同じなら、x には y の勾配も届く",
            ),
            text=Text(
                "c is what the first normalization gives. A stage of such blocks is a sum, so the "
                "gradient at its end reaches its beginning whole, with a term more for each "
                "block.",
                "c は最初の正規化の出力である。このブロックを重ねた段は和の形になるので、"
                "段の終わりの勾配がそのまま始めに届き、ブロックごとに項が1つずつ加わる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y} + J_{\text{BN}}"
                r"^\top \left(f'(c) \odot \left(\frac{\partial F}{\partial h}\right)^\top "
                r"\frac{\partial L}{\partial y}\right)"
            ),
        ),
        Step(
            heading=Text(
                "With a projection both sides lead to h", "射影を使うときは、どちらも h に戻る"
            ),
            text=Text(
                "The projection sees what is normalized and activated, as F does.",
                "射影も F と同じく、正規化し活性化した値を入力とする。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x} = J_{\text{BN}}^\top \left(f'(c) \odot \left("
                r"\left(\frac{\partial F}{\partial h}\right)^\top \frac{\partial L}{\partial y} + "
                r"J_{W_s}^\top \frac{\partial L}{\partial y}\right)\right)"
            ),
            check=Text(
                "dx agrees with finite differences, with a projection and without one.",
                "dx は、射影があってもなくても数値微分と一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in, H, W)",
        "y": "(N, n_out, ceil(H / stride), ceil(W / stride))",
    },
    sources=(
        "Zagoruyko and Komodakis (2016), Wide residual networks, section 2 and figure 1d",
        "He, Zhang, Ren and Sun (2016), Identity mappings in deep residual networks, section 4",
    ),
    cases=(
        Case(
            "identity_with_dropout",
            inputs={
                "x": normal(2, 3, 4, 5),
                "masks.dropout1": bernoulli(2, 3, 4, 5, keep=0.75),
            },
            params=_parameters(3, 3, False),
            buffers=running({"norm1": 3, "norm2": 3}),
            upstream=normal(2, 3, 4, 5),
            config={"n_in": 3, "n_out": 3, "dropout": 0.25, "activation": "tanh"},
            training=True,
            images=("x", "dx", "y", "masks.dropout1"),
            options={"differences": ("dx", "dconv1.W", "dnorm1.gamma", "dnorm2.beta")},
        ),
        Case(
            "projection",
            inputs={"x": normal(3, 2, 5, 4)},
            params=_parameters(2, 4, True),
            buffers=running({"norm1": 2, "norm2": 4}),
            upstream=normal(3, 4, 3, 2),
            config={"n_in": 2, "n_out": 4, "stride": 2, "activation": "sigmoid"},
            training=True,
            images=("x", "dx", "y"),
            options={"differences": ("dx", "dprojection.W", "dnorm1.beta")},
        ),
        Case(
            "inference",
            inputs={"x": normal(2, 3, 5, 4)},
            params=_parameters(3, 4, True),
            buffers=running({"norm1": 3, "norm2": 4}),
            upstream=normal(2, 4, 5, 4),
            config={"n_in": 3, "n_out": 4, "dropout": 0.5},
            training=False,
            images=("x", "dx", "y"),
            kink=True,
        ),
        table("layer_table", (160, 14, 10), n_in=160, n_out=320, stride=2),
    ),
    also_called=("wide_resnet_block", "pre_activation_block", "wide_basic"),
    identities=(
        Identity(
            sibling="flatten",
            text=Text(
                "With a last kernel of 0 it changes nothing: x goes through, and so does dy, as "
                "through a flattening and back.",
                "最後のカーネルが 0 なら何も変えない。平坦化して元に戻すのと同じく、"
                "x も dy もそのまま通る。",
            ),
            case=Case(
                "last_kernel_of_0",
                inputs={"x": normal(2, 3, 4, 5)},
                params={
                    **_parameters(3, 3, False),
                    "conv2.W": values(np.zeros((3, 3, 3, 3)).tolist()),
                },
            ),
            left=_block,
            right=_nothing_at_all,
        ),
    ),
    mistakes=(
        Mistake(
            name="shortcut_gradient_forgotten",
            ja="ショートカットの勾配を忘れる",
            line="return dy + self.run_back(self.before, dh)",
            wrong="return self.run_back(self.before, dh)",
            why=Text(
                "x itself is a summand of y, so the gradient of y reaches it whole.",
                "x 自身が y の項なので、y の勾配がそのまま x に届く。",
            ),
        ),
        Mistake(
            name="shortcut_of_the_activated",
            ja="ショートカットに活性化後の値を使う",
            line='shortcut = self.run(("projection",), h) if self.projects else x',
            wrong='shortcut = self.run(("projection",), h) if self.projects else h',
            why=Text(
                "Where the shapes fit, x itself is added, neither normalized nor activated.",
                "形状が同じなら、正規化も活性化もしていない x をそのまま足す。",
            ),
        ),
        Mistake(
            name="gradient_of_the_projection_forgotten",
            ja="射影の勾配を忘れる",
            line='dh = dh + self.run_back(("projection",), dy)',
            wrong='self.run_back(("projection",), dy)',
            why=Text(
                "h goes into F and into the projection, so two gradients come back to it.",
                "h は F と射影の両方に入るので、勾配も2つ戻ってくる。",
            ),
        ),
        Mistake(
            name="keeps_instead_of_drops",
            ja="落とす割合と残す割合を取り違える",
            line='self.add("dropout1", Dropout(dropout, seed=self.next_seed()))',
            wrong='self.add("dropout1", Dropout(1 - dropout, seed=self.next_seed()))',
            why=RATE_OF_DROPPING,
        ),
    ),
)
