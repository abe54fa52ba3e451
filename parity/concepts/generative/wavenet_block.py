"""The block that WaveNet is made of."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

_Z = r"z = \tanh(W_f * x)\, s(W_g * x)"
_BACK = (
    r"\delta_z = J_{W_r}^\top \frac{\partial L}{\partial y} + J_{W_o}^\top "
    r"\frac{\partial L}{\partial k}"
)
_LAST = (
    r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y} + J_{W_f}^\top \delta_a + "
    r"J_{W_g}^\top \delta_b"
)


def _parameters(n_in: int, n_gated: int, n_skip: int, K: int) -> dict[str, Draw]:
    drawn: dict[str, Draw] = {}
    for part, n_out, n, k in (
        ("filter", n_gated, n_in, K),
        ("gate", n_gated, n_in, K),
        ("residual", n_in, n_gated, 1),
        ("out", n_skip, n_gated, 1),
    ):
        drawn |= {f"{part}.W": normal(n_out, n, k, scale=0.5), f"{part}.b": normal(n_out)}
    return drawn


def _case(name: str, N: int, T: int, n: tuple[int, int, int], K: int = 2, **config: int) -> Case:
    """Return a case of N sequences of T steps; n holds the channels of x, z and skip."""
    n_in, n_gated, n_skip = n
    return Case(
        name,
        inputs={"x": normal(N, n_in, T)},
        params=_parameters(*n, K),
        upstream={"y": normal(N, n_in, T), "skip": normal(N, n_skip, T)},
        config={
            "n_in": n_in,
            "n_gated": n_gated,
            "n_skip": n_skip,
            **({} if K == 2 else {"kernel_size": K}),
            **config,
        },
        images=("x", "y", "skip", "dx"),
        options={"outputs": ("y", "skip")},
    )


def _filled(block: object, a: Arrays) -> None:
    for name, array in block.params.items():  # type: ignore[attr-defined]
        array[...] = a[name]


def _whole_block(of: Implementations, a: Arrays) -> Arrays:
    block = of("wavenet_block")(3, 4, 2, dilation=2)
    _filled(block, a)
    y, skip = block.forward(a["x"])
    dx = block.backward(a["dy"], a["dskip"])
    return {"y": y, "skip": skip, "dx": dx, **{f"d{n}": g for n, g in block.grads.items()}}


def _by_its_parts(of: Implementations, a: Arrays) -> Arrays:
    """Return the same from causal convolutions, a gated unit and dense layers at each step."""
    parts = {
        name: of("causal_conv1d")(n_in, n_out, K, d)
        for name, n_in, n_out, K, d in (
            ("filter", 3, 4, 2, 2),
            ("gate", 3, 4, 2, 2),
            ("residual", 4, 3, 1, 1),
            ("out", 4, 2, 1, 1),
        )
    }
    for name, part in parts.items():
        part.params.update(W=a[f"{name}.W"], b=a[f"{name}.b"])
    unit = of("gated_tanh_unit")()
    z = unit.forward(parts["filter"].forward(a["x"]), parts["gate"].forward(a["x"]))
    y, skip = a["x"] + parts["residual"].forward(z), parts["out"].forward(z)
    dz = parts["residual"].backward(a["dy"]) + parts["out"].backward(a["dskip"])
    da, db = unit.backward(dz)
    dx = a["dy"] + parts["filter"].backward(da) + parts["gate"].backward(db)
    grads = {f"d{p}.{n}": g for p, part in parts.items() for n, g in part.grads.items()}
    return {"y": y, "skip": skip, "dx": dx, **grads}


def _shut(of: Implementations, a: Arrays) -> Arrays:
    block = of("wavenet_block")(3, 2, 2)
    _filled(block, a)
    y, skip = block.forward(a["x"])
    return {"y": y, "dx": block.backward(a["dy"], np.zeros(skip.shape))}


def _untouched(of: Implementations, a: Arrays) -> Arrays:
    flat = of("flatten")()
    y = flat.forward(a["x"]).reshape(a["x"].shape)
    return {"y": y, "dx": flat.backward(a["dy"].reshape(len(y), -1))}


WaveNetBlock = Concept(
    kind="layer",
    name="wavenet_block",
    order=25,
    syllabus=("4-5-2",),
    needs=("causal_conv1d", "gated_tanh_unit", "residual_block"),
    title=Text("WaveNet block", "WaveNet のブロック"),
    summary=Text(
        "A gated, dilated causal convolution with a residual connection to the next block and a "
        "skip connection to the output.",
        "膨張した因果畳み込みにゲートを付けたブロック。残差接続で次のブロックへ、"
        "スキップ接続で出力へつながる。",
    ),
    why=Text(
        "A second of sound is 16,000 numbers, and a word depends on thousands of them. WaveNet "
        "predicts each from those before: it stacks causal convolutions whose dilation doubles "
        "from block to block, so that what is seen doubles too. Thirty such layers would be hard "
        "to train, so every block adds to its input only what it found (the residual), and hands "
        "its findings straight to the output as well (the skip): near and far, coarse and fine "
        "are summed there.",
        "1秒の音声は 16,000 個の数であり、1つの言葉はそのうち数千個に左右される。WaveNet は、"
        "それまでの標本から次の標本を予測する。ブロックごとに膨張を2倍にした因果畳み込みを重ね、"
        "見える範囲も2倍ずつ広げる。30 層も重ねると学習が難しいので、各ブロックは入力に"
        "見つけたものだけを足す(残差)。同じものを出力にも直接渡し(スキップ)、"
        "近くの情報も遠くの情報もそこで足し合わせる。",
    ),
    equation="z = tanh(W_f * x) s(W_g * x); y = x + W_r * z; skip = W_o * z",
    formula=(
        rf"{_Z}, \quad s(a) = \frac{{1}}{{1 + e^{{-a}}}}",
        r"y = x + W_r * z, \quad k = W_o * z",
        _BACK,
        _LAST,
    ),
    derivation=(
        Step(
            heading=Text(
                "z went two ways, so two gradients come back to it",
                "z は2つの道に進んだので、勾配も2つ戻る",
            ),
            text=Text(
                "k is the skip, and Jᵀ the way back of the part that it is marked with: at every "
                "step a product with the transposed weights.",
                "k はスキップである。Jᵀ は添字の部分の逆伝播を表し、時刻ごとに重みの転置を掛ける"
                "ことにあたる。",
            ),
            equation=_BACK,
        ),
        Step(
            heading=Text("The gate parts it", "ゲートで2つに分かれる"),
            text=Text(
                "a and b are what filter and gate give, s the sigmoid of b.",
                "a と b はフィルタとゲートの出力、s は b のシグモイドである。",
            ),
            equation=(
                r"\delta_a = \delta_z\, s\, (1 - \tanh(a)^2)"
                "\n"
                r"\delta_b = \delta_z \tanh(a)\, s\, (1 - s)"
            ),
        ),
        Step(
            heading=Text("Three ways lead back to x", "x には3つの道から勾配が戻る"),
            text=Text(
                "Through the filter, through the gate, and past both: the residual connection "
                "hands dy on as it is, through however many blocks.",
                "フィルタを通る道、ゲートを通る道、そして両方を迂回する道である。残差接続は、"
                "ブロックをいくつ重ねても dy をそのまま伝える。",
            ),
            equation=_LAST,
            check=Text(
                "With W_r = 0 and b_r = 0, y is x, and dx is dy and what the skip brings.",
                "W_r = 0、b_r = 0 なら y は x であり、dx は dy にスキップからの分を加えたもの"
                "になる。",
            ),
        ),
    ),
    shapes={"x": "(N, n_in, T)", "y": "(N, n_in, T)", "skip": "(N, n_skip, T)"},
    sources=(
        "van den Oord et al. (2016), WaveNet: a generative model for raw audio, sections 2.3 and "
        "2.4",
    ),
    cases=(
        _case("ordinary", 2, 5, (3, 4, 6)),
        _case("dilation_2", 1, 6, (4, 3, 5), dilation=2),
        _case("kernel_of_3", 2, 4, (1, 5, 2), K=3, dilation=3),
    ),
    defaults=(Default("kernel_size", 2), Default("dilation", 1)),
    also_called=("wavenet", "wavenet_layer", "wavenet_residual_block", "gated_residual_block"),
    identities=(
        Identity(
            sibling="causal_conv1d",
            text=Text(
                "It is two causal convolutions, a gate, and two more of 1 step.",
                "2つの因果畳み込みとゲート、それに幅 1 の畳み込み2つからなる。",
            ),
            case=Case(
                "its_parts",
                inputs={"x": normal(2, 3, 5)},
                params=_parameters(3, 4, 2, 2),
                upstream={"y": normal(2, 3, 5), "skip": normal(2, 2, 5)},
                options={"outputs": ("y", "skip")},
            ),
            left=_whole_block,
            right=_by_its_parts,
        ),
        Identity(
            sibling="flatten",
            text=Text(
                "With a residual kernel of 0 it hands x on untouched, as a flattening and back.",
                "residual の重みが 0 なら、平坦化して戻すのと同じく x をそのまま渡す。",
            ),
            case=Case(
                "residual_of_0",
                inputs={"x": normal(2, 3, 4)},
                params={
                    **_parameters(3, 2, 2, 2),
                    "residual.W": values(np.zeros((3, 2, 1))),
                    "residual.b": values(np.zeros(3)),
                },
                upstream=normal(2, 3, 4),
            ),
            left=_shut,
            right=_untouched,
        ),
    ),
    mistakes=(
        Mistake(
            name="residual_forgotten",
            ja="残差接続を忘れる",
            line="y = x + self.residual.forward(z)",
            wrong="y = self.residual.forward(z)",
            why=Text(
                "The block adds to x what it found; without the sum nothing passes it unweakened.",
                "ブロックは見つけたものを x に足す。足さなければ、弱まらずに通る道がなくなる。",
            ),
        ),
        Mistake(
            name="skip_of_the_sum",
            ja="足した後の値をスキップに渡す",
            line="skip = self.out.forward(z)",
            wrong="skip = self.out.forward(z + y.mean(axis=1, keepdims=True))",
            why=Text(
                "The skip leaves before the sum: it is made of z alone, not of what x was.",
                "スキップは足し算の前で分かれる。z だけから作られ、x は含まない。",
            ),
        ),
        Mistake(
            name="one_convolution_for_both",
            ja="フィルタとゲートに同じ畳み込みを使う",
            line="z = self.unit.forward(self.filter.forward(x), self.gate.forward(x))",
            wrong="z = self.unit.forward(self.filter.forward(x), self.filter.forward(x))",
            why=Text(
                "Filter and gate have weights of their own.",
                "フィルタとゲートは、それぞれ別の重みを持つ。",
            ),
        ),
        Mistake(
            name="gradient_of_the_skip_forgotten",
            ja="スキップの勾配を忘れる",
            line="dz = self.residual.backward(dy) + self.out.backward(dskip)  # z went both ways",
            wrong="dz, _ = self.residual.backward(dy), self.out.backward(dskip)",
            why=Text(
                "z went into y and into the skip, so it collects from both.",
                "z は y とスキップの両方に使われたので、両方の勾配を足し合わせる。",
            ),
        ),
        Mistake(
            name="shortcut_gradient_forgotten",
            ja="残差接続の勾配を忘れる",
            line="return dy + self.filter.backward(da) + self.gate.backward(db)",
            wrong="return self.filter.backward(da) + self.gate.backward(db)",
            why=Text(
                "x is in the sum itself, too: dy comes back to it as it is.",
                "x は和そのものにも入っているので、dy がそのまま戻る。",
            ),
        ),
    ),
)
