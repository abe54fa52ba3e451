"""The residual block that ResNet is made of."""

from __future__ import annotations

from parity.concepts.networks._convnets import table
from parity.concepts.networks._residual import HE, SHORTCUT, TWO_WAYS_BACK, basic, running
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations


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
    why=Text(
        "A deeper network should do no worse than a shallow one: its further layers need only pass "
        "on what they get. In practice plain networks of 56 layers had a larger training error "
        "than those of 20, as layers of weights and activations find it hard to learn the "
        "identity. A residual block passes x on by itself and learns only what to add, for which "
        "weights near 0 are enough. On the way back the gradient, too, has a way around every "
        "block; so networks of over a hundred layers could be trained.",
        "層を増やしたネットワークは、浅いものより悪くならないはずである。"
        "増やした層は、入力をそのまま伝えるだけでよいからである。"
        "ところが、単純に重ねた 56 層のネットワークは 20 層のものより訓練誤差が大きかった。"
        "重みと活性化関数の層には、恒等写像の学習が難しいのである。"
        "残差ブロックは x をそのまま通し、加えるべき差分だけを学習する。"
        "差分なら重みが 0 に近いだけで済む。逆伝播でも勾配は各ブロックを迂回できるので、"
        "100 層を超えるネットワークの学習が可能になった。",
    ),
    equation="y = f(F(x) + x), or f(F(x) + norm(W_s * x)) where the shapes differ; "
    "F = norm(conv(f(norm(conv(x)))))",
    formula=(
        r"F(x) = \operatorname{BN}(W_2 * f(\operatorname{BN}(W_1 * x)))",
        r"y = f(F(x) + S(x))",
        SHORTCUT,
        TWO_WAYS_BACK,
    ),
    derivation=(
        Step(
            heading=Text("The last activation comes first", "最初に、最後の活性化関数を逆にたどる"),
            text=Text(
                "a is the sum in front of it, F(x) + S(x). Its slope applies to both ways alike.",
                "a はその手前の和 F(x) + S(x) である。活性化関数の傾きは、2つの道に共通に掛かる。",
            ),
            equation=r"\frac{\partial L}{\partial a} = \frac{\partial L}{\partial y} \odot f'(a)",
        ),
        Step(
            heading=Text(
                "A sum hands its gradient to both sides, undivided",
                "和は、勾配を分けずに両方に渡す",
            ),
            text=Text(
                "Both slopes are 1. The gradient is copied, not shared out; x went into both ways, "
                "so what comes back from them is added.",
                "どちらの傾きも 1 なので、勾配は分配されるのではなく、そのまま両方に渡る。"
                "x は両方の道に入っていたので、戻ってきた勾配を足し合わせる。",
            ),
            equation=(
                r"\frac{\partial a}{\partial F} = \frac{\partial a}{\partial S} = 1"
                "\n"
                r"\frac{\partial L}{\partial x} = \left(\frac{\partial F}{\partial x}\right)^\top "
                r"\frac{\partial L}{\partial a} + \left(\frac{\partial S}{\partial x}\right)^\top "
                r"\frac{\partial L}{\partial a}"
            ),
        ),
        Step(
            heading=Text(
                "Where the shortcut is x itself, the gradient arrives undiminished",
                "ショートカットが x そのものなら、勾配は弱まらずに届く",
            ),
            text=Text(
                "The slope of the shortcut is the identity. Whatever the weights of F are, even "
                "all 0, x gets the whole gradient of a. With a projection it passes one 1×1 "
                "convolution and its normalization.",
                "ショートカットの微分は恒等写像になる。F の重みが何であっても、"
                "すべて 0 であっても、a の勾配がそのまま x に届く。射影を使うときは、"
                "1×1 の畳み込みとその正規化を1回通る。",
            ),
            equation=(
                r"S(x) = x: \quad \frac{\partial L}{\partial x} = \frac{\partial L}{\partial a} + "
                r"\left(\frac{\partial F}{\partial x}\right)^\top \frac{\partial L}{\partial a}"
            ),
        ),
        Step(
            heading=Text(
                "F is gone through backward, layer by layer",
                "F の中は、層ごとに逆にたどる",
            ),
            text=Text(
                "Jᵀ is the backward pass of the part it is marked with, its transposed Jacobian, "
                "and c what the first normalization gives to the activation.",
                "Jᵀ は添字の部分の逆伝播、すなわちヤコビ行列の転置を掛けることを表す。"
                "c は、最初の正規化から活性化関数に渡る値である。",
            ),
            equation=(
                r"c = \operatorname{BN}(W_1 * x)"
                "\n"
                r"\left(\frac{\partial F}{\partial x}\right)^\top \frac{\partial L}{\partial a} = "
                r"J_{W_1}^\top J_{\text{BN}}^\top \left(f'(c) \odot J_{W_2}^\top "
                r"J_{\text{BN}}^\top \frac{\partial L}{\partial a}\right)"
            ),
            check=Text(
                "dx agrees with finite differences, with either kind of shortcut.",
                "dx は、どちらのショートカットでも数値微分と一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in, H, W)",
        "y": "(N, n_out, ceil(H / stride), ceil(W / stride))",
    },
    sources=(f"{HE}, section 3.2, eq. 1 and 2",),
    cases=(
        Case(
            "identity",
            inputs={"x": normal(4, 2, 3, 5)},
            params=basic(2, 2, False),
            buffers=running({"norm1": 2, "norm2": 2}),
            upstream=normal(4, 2, 3, 5),
            config={"n_in": 2, "n_out": 2, "activation": "tanh"},
            training=True,
            images=("x", "dx", "y"),
            options={"differences": ("dx", "dconv1.W", "dnorm1.gamma", "dnorm2.beta")},
        ),
        Case(
            "projection",
            inputs={"x": normal(3, 2, 5, 4)},
            params=basic(2, 4, True),
            buffers=running({"norm1": 4, "norm2": 4, "norm3": 4}),
            upstream=normal(3, 4, 3, 2),
            config={"n_in": 2, "n_out": 4, "stride": 2, "activation": "sigmoid"},
            training=True,
            images=("x", "dx", "y"),
            options={"differences": ("dprojection.W", "dnorm3.gamma", "dnorm1.beta")},
        ),
        Case(
            "inference",
            inputs={"x": normal(3, 2, 4, 6)},
            params=basic(2, 4, True),
            buffers=running({"norm1": 4, "norm2": 4, "norm3": 4}),
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
            params=basic(3, 3, True),
            buffers=running({"norm1": 3, "norm2": 3, "norm3": 3}),
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
                    **basic(2, 2, False),
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
