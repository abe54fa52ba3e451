"""The residual block that ResNet is made of."""

from __future__ import annotations

from parity.concepts.networks._convnets import conv, norm, statistics, table
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations


def _parameters(n_in: int, n_out: int, projects: bool) -> dict[str, Draw]:
    drawn = {
        **conv("conv1", n_out, n_in, 3, bias=False),
        **norm("norm1", n_out),
        **conv("conv2", n_out, n_out, 3, bias=False),
        **norm("norm2", n_out),
    }
    if projects:
        drawn |= {**conv("projection", n_out, n_in, 1, bias=False), **norm("norm3", n_out)}
    return drawn


def _statistics(n_out: int, *norms: str) -> dict[str, Draw]:
    return {key: draw for name in norms for key, draw in statistics(name, n_out).items()}


def _only_the_shortcut(of: Implementations, a: Arrays) -> Arrays:
    block = of("residual_block")(2, 2)
    for name, array in block.params.items():
        array[...] = a[name]
    y = block.forward(a["x"])
    return {"y": y, "dx": block.backward(a["dy"])}


def _activation_alone(of: Implementations, a: Arrays) -> Arrays:
    relu = of("relu")()
    return {"y": relu.forward(a["x"]), "dx": relu.backward(a["dy"])}


ResidualBlock = Concept(
    kind="network",
    order=10,
    syllabus=("4-1-1",),
    needs=("conv2d", "batch_norm", "relu"),
    title=Text("Residual block", "残差ブロック"),
    summary=Text(
        "Learns what to add to x: two convolutions with batch normalization, and a shortcut "
        "around them. Where the shortcut is x itself, what the last activation lets back reaches "
        "x through it as it is.",
        "x に加えるべき差分を学習する。バッチ正規化付きの畳み込みを2つ重ね、それを迂回する"
        "ショートカットを足す。ショートカットが x そのものなら、最後の活性化関数を通った勾配が"
        "そのまま x に届く。",
    ),
    equation="y = f(F(x) + x), or f(F(x) + norm(W_s * x)) where the shapes differ; "
    "F = norm(conv(f(norm(conv(x)))))",
    formula=(
        r"F(x) = \operatorname{BN}(W_2 * f(\operatorname{BN}(W_1 * x)))",
        r"y = f(F(x) + S(x))",
        r"S(x) = \begin{cases} x & n_{\text{in}} = n_{\text{out}},\ s = 1 \\ "
        r"\operatorname{BN}(W_s * x) & n_{\text{in}} \ne n_{\text{out}} \vee s > 1 \end{cases}",
        r"a = F(x) + S(x), \quad \frac{\partial L}{\partial x} = \left(\frac{\partial "
        r"F}{\partial x} + \frac{\partial S}{\partial x}\right)^\top \frac{\partial L}{\partial a}",
    ),
    shapes={
        "x": "(N, n_in, H, W)",
        "y": "(N, n_out, ceil(H / stride), ceil(W / stride))",
    },
    sources=(
        "He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition, section "
        "3.2, eq. 1 and 2",
    ),
    cases=(
        Case(
            "identity",
            inputs={"x": normal(4, 2, 3, 5)},
            params=_parameters(2, 2, False),
            buffers=_statistics(2, "norm1", "norm2"),
            upstream=normal(4, 2, 3, 5),
            config={"n_in": 2, "n_out": 2, "activation": "tanh"},
            training=True,
            images=("x", "dx", "y"),
            options={"differences": ("dx", "dconv1.W", "dnorm1.gamma", "dnorm2.beta")},
        ),
        Case(
            "projection",
            inputs={"x": normal(3, 2, 5, 4)},
            params=_parameters(2, 4, True),
            buffers=_statistics(4, "norm1", "norm2", "norm3"),
            upstream=normal(3, 4, 3, 2),
            config={"n_in": 2, "n_out": 4, "stride": 2, "activation": "sigmoid"},
            training=True,
            images=("x", "dx", "y"),
            options={"differences": ("dprojection.W", "dnorm3.gamma", "dnorm1.beta")},
        ),
        Case(
            "inference",
            inputs={"x": normal(3, 2, 4, 6)},
            params=_parameters(2, 4, True),
            buffers=_statistics(4, "norm1", "norm2", "norm3"),
            upstream=normal(3, 4, 4, 6),
            config={"n_in": 2, "n_out": 4},
            training=False,
            images=("x", "dx", "y"),
            kink=True,
        ),
        table("layer_table", (64, 14, 10), n_in=64, n_out=128, stride=2),
        Case(
            "projection_of_as_many_channels",
            inputs={"x": normal(2, 3, 5, 4)},
            params=_parameters(3, 3, True),
            buffers=_statistics(3, "norm1", "norm2", "norm3"),
            upstream=normal(2, 3, 3, 2),
            config={"n_in": 3, "n_out": 3, "stride": 2, "activation": "tanh"},
            training=True,
            images=("x", "dx", "y"),
            options={"differences": ("dprojection.W",)},
            ours=True,
        ),
    ),
    also_called=(
        "res_block",
        "resnet_block",
    ),
    identities=(
        Identity(
            sibling="relu",
            text=Text(
                "While the last gamma and beta are 0, its branch adds nothing: it is its "
                "activation alone. Residual networks are often started so.",
                "最後の gamma と beta が 0 の間は枝の出力が 0 なので、"
                "活性化関数だけになる。残差ネットワークではこの状態から学習を始めることも多い。",
            ),
            case=Case(
                "branch_of_0",
                inputs={"x": normal(4, 2, 3, 5, apart=0.125)},
                params={
                    **_parameters(2, 2, False),
                    "norm2.gamma": values([0.0, 0.0]),
                    "norm2.beta": values([0.0, 0.0]),
                },
            ),
            left=_only_the_shortcut,
            right=_activation_alone,
        ),
    ),
    mistakes=(
        Mistake(
            name="shortcut_gradient_forgotten",
            ja="ショートカットの勾配を忘れる",
            line="return dx_residual + dx_shortcut",
            wrong="return dx_residual",
            why=Text(
                "x goes two ways, so two gradients come back. The one through the shortcut is "
                "the whole point: it passes none of the branch's layers.",
                "x は2つの経路に流れるので、勾配も2つ戻ってくる。枝の層を1つも通らない"
                "ショートカット側の勾配こそが要である。",
            ),
        ),
        Mistake(
            name="shortcut_forgotten",
            ja="ショートカットを忘れる",
            line="total = residual + self.run(self.shortcut, x, training)",
            wrong="total = residual",
            why=Text(
                "Without the sum it is an ordinary stack of two convolutions.",
                "足し合わせなければ、ただ畳み込みを2つ重ねただけになる。",
            ),
        ),
        Mistake(
            name="shortcut_around_the_activation",
            ja="ショートカットが活性化を迂回する",
            line="dx_shortcut = self.run_back(self.shortcut, dtotal)",
            wrong="dx_shortcut = self.run_back(self.shortcut, dy)",
            why=Text(
                "The activation stands behind the sum, so both branches take the gradient from "
                "behind it.",
                "活性化関数は和の後にあるので、どちらの枝にも活性化関数を逆伝播した後の勾配を流す。",
            ),
        ),
        Mistake(
            name="activation_before_the_sum",
            ja="和の前に活性化する",
            line='return self.run(("activation2",), total)',
            wrong="return total",
            why=Text(
                "The block's own activation comes behind the sum. Without it, the blocks behind "
                "one another are joined by sums alone.",
                "ブロックの活性化関数は和の後に置く。省くと、ブロック同士が和だけでつながる。",
            ),
        ),
    ),
)
