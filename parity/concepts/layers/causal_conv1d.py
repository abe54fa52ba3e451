"""Convolution along time that sees nothing of what is to come."""

from __future__ import annotations

from typing import Any

from parity.concepts.layers import _convolutions as shared
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

_FORWARD = (
    r"y_{n,o,t} = b_o + \sum_{c,k} W_{o,c,k}\, x_{n,\,c,\,t - (K - 1 - k) d}, \quad "
    r"x_{n,c,t} = 0 \; (t < 0)"
)
_WEIGHTS = (
    r"\frac{\partial L}{\partial W_{o,c,k}} = \sum_{n,t} \frac{\partial L}{\partial y_{n,o,t}} "
    r"x_{n,\,c,\,t - (K - 1 - k) d}",
    r"\frac{\partial L}{\partial b_o} = \sum_{n,t} \frac{\partial L}{\partial y_{n,o,t}}",
)
_BACKWARD = (
    r"\frac{\partial L}{\partial x_{n,c,u}} = \sum_{o,k} W_{o,c,k} "
    r"\frac{\partial L}{\partial y_{n,\,o,\,u + (K - 1 - k) d}}"
)


def _case(
    name: str, x: tuple[int, int, int], W: tuple[int, int, int], bias: bool = True, **config: Any
) -> Case:
    n_out, _, kernel = W
    return Case(
        name,
        inputs={"x": normal(*x)},
        params={"W": normal(*W), **({"b": normal(n_out)} if bias else {})},
        upstream=normal(x[0], n_out, x[2]),
        config={"n_in": x[1], "n_out": n_out, "kernel_size": kernel, **config},
        images=("x", "y", "dx"),
    )


def _padded_on_both_sides(of: Implementations, a: Arrays) -> Arrays:
    """Return what a convolution with padding on both sides gives, less the steps that look on."""
    conv = of("conv1d")(3, 4, 2, padding=2, dilation=2)
    conv.params.update(W=a["W"], b=a["b"])
    y = conv.forward(a["x"])[:, :, :5]
    dy = 0 * conv.forward(a["x"])
    dy[:, :, :5] = a["dy"]
    return {"y": y, "dx": conv.backward(dy), "dW": conv.grads["W"], "db": conv.grads["b"]}


CausalConv1d = Concept(
    kind="layer",
    order=33,
    syllabus=("3-4-2", "4-5-2"),
    needs=("conv1d",),
    title=Text("Causal convolution", "因果畳み込み"),
    summary=Text(
        "A convolution along time whose output at a step depends on that step and earlier ones "
        "alone; with a dilation it looks far back with few weights.",
        "各時刻の出力が、その時刻とそれより前だけで決まる1次元畳み込み。膨張を使うと、"
        "少ない重みで遠い過去まで見られる。",
    ),
    why=Text(
        "A model that predicts the next sample of a sound, or the next price, must not see it. A "
        "convolution centred on its step does: it looks as far ahead as back. Here all padding is "
        "before the first step, so that the kernel ends at the step itself. In training all steps "
        "are computed at once, as no recurrent layer can. With a kernel of 2 and dilations of 1, "
        "2, 4, ..., 512, ten layers see 1024 steps back.",
        "音声の次の標本や明日の株価を予測するモデルは、それを見てはならない。時刻を中心に置く"
        "普通の畳み込みは、過去と同じだけ未来も見てしまう。ここではパディングをすべて先頭に置き、"
        "カーネルの終わりをその時刻に合わせる。再帰層と違い、学習では全時刻を同時に計算できる。"
        "カーネルの大きさが 2 でも、膨張を 1、2、4、…、512 と増やせば、10 層で 1024 時刻前まで"
        "見える。",
    ),
    equation="y[n, o, t] = sum_{c,k} W[o, c, k] x[n, c, t - (K - 1 - k) d] + b[o]",
    formula=(_FORWARD, *_WEIGHTS, _BACKWARD),
    derivation=(
        Step(
            heading=Text(
                "The kernel ends at the step itself", "カーネルの終わりを、その時刻に合わせる"
            ),
            text=Text(
                "k counts the K elements of the kernel, o and c the channels of y and x. The last "
                "element, K - 1, meets the step t, each one before it d steps earlier. There are "
                "zeros before the first step.",
                "k はカーネルの K 個の要素、o と c は y と x のチャネルの番号である。最後の要素 "
                "K - 1 が時刻 t に、その1つ前は d 時刻だけ前に掛かる。先頭より前は 0 とする。",
            ),
            equation=_FORWARD,
        ),
        Step(
            heading=Text(
                "Weights and bias serve every step", "重みとバイアスは、どの時刻でも共有される"
            ),
            text=Text(
                "So their gradients are sums over the steps: what multiplies a weight there is "
                "the step of x that it met.",
                "そのため勾配は全時刻についての和になる。ある時刻で重みに掛かっているのは、"
                "その重みが見た x の値である。",
            ),
            equation="\n".join(_WEIGHTS),
        ),
        Step(
            heading=Text(
                "A step of x hears from itself and from later steps",
                "x の勾配は、同じ時刻とそれより後の y から届く",
            ),
            text=Text(
                "Turned round, t - (K - 1 - k) d = u says t = u + (K - 1 - k) d: gradients come "
                "back from the future, just as values went into it. Beyond the end there is none.",
                "t - (K - 1 - k) d = u を t について解くと t = u + (K - 1 - k) d である。値が未来へ"
                "進んだように、勾配は未来から戻る。末尾より後からは届かない。",
            ),
            equation=_BACKWARD,
            check=Text(
                "The gradient of y at the step t is 0 for all x behind t.",
                "時刻 t の y の勾配は、t より後の x ではすべて 0 になる。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in, T)",
        "W": "(n_out, n_in, K)",
        "b": "(n_out,)",
        "y": "(N, n_out, T)",
    },
    sources=(
        "van den Oord et al. (2016), WaveNet: a generative model for raw audio, section 2.1",
        'keras.layers.Conv1D documentation, padding="causal"',
    ),
    weights={
        "W": Weight(torch="weight", keras="kernel", keras_layout="hwio"),
        "b": Weight(torch="bias", keras="bias"),
    },
    cases=(
        _case("plain", (2, 3, 5), (4, 3, 2)),
        _case("kernel_of_3", (2, 1, 4), (5, 1, 3)),
        _case("dilation_2", (2, 3, 5), (4, 3, 2), dilation=2),
        _case("dilation_3", (1, 2, 8), (4, 2, 3), dilation=3),
        _case("reaches_before_all_of_x", (3, 2, 4), (5, 2, 3), dilation=4),
        _case("one_element", (2, 3, 5), (4, 3, 1), dilation=2),
        _case("one_step", (3, 2, 1), (4, 2, 3)),
        _case("no_bias", (2, 3, 4), (5, 3, 2), False, use_bias=False),
    ),
    defaults=(
        Default(
            "dilation",
            1,
            torch=("torch.nn.Conv1d", "dilation", 1),
            keras=("keras.layers.Conv1D", "dilation_rate", 1),
        ),
    ),
    divergences=(
        Divergence(
            name="same_looks_ahead",
            ja="same のパディングでは未来が見える",
            summary=Text(
                "PyTorch's Conv1d has no causal padding: 'same' gives as many steps, but puts half "
                "of the padding behind, so y sees what comes later. Keras' Conv1D has "
                "padding='causal'.",
                "PyTorch の Conv1d に因果的なパディングはない。'same' でも長さは同じになるが、"
                "パディングの半分が後ろに置かれ、未来が見えてしまう。Keras の Conv1D には "
                "padding='causal' がある。",
            ),
            reconciled=Text(
                "In PyTorch pad (K - 1) d zeros before x with torch.nn.functional.pad.",
                "PyTorch では torch.nn.functional.pad で x の前に 0 を (K - 1) d 個足す。",
            ),
            source="torch.nn.Conv1d and keras.layers.Conv1D documentation, padding",
            case="kernel_of_3",
            native={
                "torch": {
                    "callable": "torch.nn.Conv1d",
                    "in_channels": 1,
                    "out_channels": 5,
                    "kernel_size": 3,
                    "padding": "same",
                },
                "keras": {
                    "callable": "keras.layers.Conv1D",
                    "filters": 5,
                    "kernel_size": 3,
                    "padding": "causal",
                },
            },
            quantity="y",
        ),
    ),
    also_called=("causal_conv", "dilated_causal_conv", "causal_convolution", "causal_conv_1d"),
    identities=(
        Identity(
            sibling="conv1d",
            text=Text(
                "It is conv1d with causal padding.", "因果的なパディングをした conv1d である。"
            ),
            case=Case(
                "causal_padding",
                inputs={"x": normal(2, 3, 5)},
                params={"W": normal(4, 3, 2), "b": normal(4)},
                upstream=normal(2, 4, 5),
                config={"n_in": 3, "n_out": 4, "kernel_size": 2, "dilation": 2},
            ),
            left=evaluated("causal_conv1d"),
            right=evaluated("conv1d", padding="causal"),
        ),
        Identity(
            sibling="conv1d",
            text=Text(
                "It is conv1d with as much padding on both sides, less the last steps.",
                "両側に同じだけパディングした conv1d から、末尾の時刻を落としたものである。",
            ),
            case=Case(
                "last_steps_dropped",
                inputs={"x": normal(2, 3, 5)},
                params={"W": normal(4, 3, 2), "b": normal(4)},
                upstream=normal(2, 4, 5),
            ),
            left=evaluated("causal_conv1d", n_in=3, n_out=4, kernel_size=2, dilation=2),
            right=_padded_on_both_sides,
        ),
    ),
    mistakes=(
        Mistake(
            name="padded_behind",
            ja="後ろにパディングする",
            line="self.x = np.pad(x, ((0, 0), (0, 0), (self.before, 0)))"
            "  # all of it before the first step",
            wrong="self.x = np.pad(x, ((0, 0), (0, 0), (0, self.before)))",
            why=Text(
                "With the zeros behind, the kernel begins at the step and looks ahead only.",
                "0 を後ろに足すと、カーネルはその時刻から始まり、未来だけを見ることになる。",
            ),
        ),
        Mistake(
            name="half_of_the_padding_behind",
            ja="パディングを両側に半分ずつ置く",
            line="self.x = np.pad(x, ((0, 0), (0, 0), (self.before, 0)))"
            "  # all of it before the first step",
            wrong="self.x = np.pad(x, ((0, 0), (0, 0), (self.before // 2, "
            "self.before - self.before // 2)))",
            why=Text(
                "That is 'same': as many steps, but each sees half a kernel of the future.",
                "これは 'same' であり、長さは同じでも、カーネルの半分だけ未来が見える。",
            ),
        ),
        Mistake(
            name="kernel_reversed",
            ja="カーネルを逆順にする",
            line="y += W[:, :, k] @ self.seen(self.x, k)",
            wrong="y += W[:, :, -1 - k] @ self.seen(self.x, k)",
            why=shared.AS_IT_STANDS,
        ),
        Mistake(
            name="bias_gradient_of_the_last_step",
            ja="バイアスの勾配を最後の時刻だけで求める",
            line='self.grads["b"] = dy.sum(axis=(0, 2))',
            wrong='self.grads["b"] = dy[:, :, -1].sum(axis=0)',
            why=shared.AT_EVERY_STEP,
        ),
        Mistake(
            name="cut_at_the_wrong_end",
            ja="dx を先頭から切り出す",
            line="return dx[:, :, self.before :]  # what came to the zeros leads nowhere",
            wrong="return dx[:, :, : self.T]",
            why=Text(
                "x begins behind the zeros; cut from the front on, dx is shifted into the future.",
                "x は先頭の 0 の後ろから始まる。先頭から切り出すと dx が未来側にずれる。",
            ),
        ),
        Mistake(
            name="steps_overwrite",
            ja="勾配を足さずに上書きする",
            line="self.seen(dx, k)[...] += W[:, :, k].T @ dy  # up to K steps of y see a step",
            wrong="self.seen(dx, k)[...] = W[:, :, k].T @ dy",
            why=shared.FROM_EVERY_WINDOW,
        ),
    ),
)
