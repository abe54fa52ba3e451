"""One dense layer at every step of a sequence."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Default, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(
    name: str,
    sizes: tuple[int, int, int, int],
    lengths: tuple[int, ...] = (),
    bias: bool = True,
) -> Case:
    """Return a case for x (N, T, D) and y (N, T, K)."""
    N, T, D, K = sizes
    return Case(
        name,
        inputs={"x": normal(N, T, D)} | ({"lengths": values(list(lengths))} if lengths else {}),
        params={"W": normal(D, K)} | ({"b": normal(K)} if bias else {}),
        upstream=normal(N, T, K),
        config={"n_in": D, "n_out": K} | ({} if bias else {"use_bias": False}),
    )


def _step_by_step(of: Implementations, a: Arrays) -> Arrays:
    """Return a dense layer for each step, with one W and b; their gradients are added."""
    steps = a["x"].shape[1]
    layers = [of("dense")(4, 5) for _ in range(steps)]
    for layer in layers:
        layer.params.update(W=a["W"], b=a["b"])
    y = [layer.forward(a["x"][:, t]) for t, layer in enumerate(layers)]
    dx = [layer.backward(a["dy"][:, t]) for t, layer in enumerate(layers)]
    sums = {f"d{name}": sum(layer.grads[name] for layer in layers) for name in "Wb"}
    return {"y": np.stack(y, axis=1), "dx": np.stack(dx, axis=1), **sums}


TimeDistributed = Concept(
    kind="layer",
    name="time_distributed",
    order=10,
    syllabus=("3-5-1",),
    needs=("dense", "simple_rnn"),
    title=Text("Dense layer at every step", "各時刻の全結合層(TimeDistributed)"),
    summary=Text(
        "The same dense layer at every step of a sequence: it turns the states of a recurrent "
        "layer into outputs.",
        "系列の各時刻に、同じ全結合層を適用する。再帰型の層の状態を出力に変える。",
    ),
    why=Text(
        "A recurrent layer gives states; what is asked for is an output at every step, such as a "
        "score for each word. The layer that makes it has one W for all steps, as the recurrent "
        "layer has, so sequence and step can be counted together as rows, and all is one product. "
        "Behind the end of a sequence nothing must be learned: padding is no answer.",
        "再帰型の層が出すのは状態であり、求めたいのは、語ごとのスコアのような各時刻の出力である。"
        "そのための層も全時刻で1つの W を共有するので、系列と時刻をまとめて行とみなし、"
        "1回の行列積で計算できる。系列の終わりより後ろからは何も学習しない。"
        "パディングは答えではないからである。",
    ),
    equation="y_t = x_t W + b",
    formula=(
        r"y_t = x_t W + b",
        r"\frac{\partial L}{\partial W} = \sum_t x_t^\top \frac{\partial L}{\partial y_t}, \quad "
        r"\frac{\partial L}{\partial b} = \sum_t \sum_n \frac{\partial L}{\partial y_{t,n}}",
        r"\frac{\partial L}{\partial x_t} = \frac{\partial L}{\partial y_t} W^\top",
    ),
    derivation=(
        Step(
            heading=Text(
                "Each step is a dense layer",
                "各時刻は、それぞれ全結合層である",
            ),
            text=Text(
                "With δ_t the gradient of y_t, a step alone gives the gradients of a dense layer.",
                "y_t の勾配を δ_t とすれば、1つの時刻からは全結合層の勾配が得られる。",
            ),
            equation=(
                r"\left. \frac{\partial L}{\partial W} \right|_t = x_t^\top \delta_t, \quad "
                r"\frac{\partial L}{\partial x_t} = \delta_t W^\top"
            ),
        ),
        Step(
            heading=Text(
                "All steps share W and b, so the gradients are sums over the steps",
                "W と b は全時刻で共有されるので、勾配は時刻についての和になる",
            ),
            text=Text(
                "Below each other as rows, X and Δ make the same sum one product. Where padding "
                "stands, δ is set to 0 first.",
                "行として縦に積んだ X と Δ を使えば、この和は1回の行列積になる。"
                "パディングの位置では、先に δ を 0 にしておく。",
            ),
            equation=(
                r"\frac{\partial L}{\partial W} = \sum_t x_t^\top \delta_t = X^\top \Delta, \quad "
                r"\frac{\partial L}{\partial b} = \sum_t \sum_n \delta_{t,n}"
            ),
            check=Text(
                "The same as a dense layer for each step whose gradients are added.",
                "時刻ごとの全結合層の勾配を足し合わせたものと一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, T, n_in)",
        "lengths": "(N,)",
        "W": "(n_in, n_out)",
        "b": "(n_out,)",
        "y": "(N, T, n_out)",
    },
    sources=(
        "Goodfellow, Bengio and Courville (2016), Deep Learning, MIT Press, section 10.2, eq. "
        "10.10 and 10.22",
    ),
    weights={
        "W": Weight("weight", "layer.kernel", torch_layout="out_in"),
        "b": Weight("bias", "layer.bias"),
    },
    cases=(
        _case("batch", (2, 3, 4, 5)),
        _case("no_bias", (3, 2, 5, 4), bias=False),
        _case("lengths", (4, 5, 3, 2), lengths=(5, 2, 1, 4)),
        _case("lengths_no_bias", (3, 5, 2, 4), lengths=(2, 4, 1), bias=False),
        _case("one_step", (4, 1, 3, 5)),
        _case("one_example", (1, 4, 3, 5)),
        _case("one_output", (3, 4, 5, 1)),
    ),
    defaults=(
        Default("use_bias", True, keras=("keras.layers.Dense", "use_bias", True)),
        Default(
            "initializer",
            None,
            keras=("keras.layers.Dense", "kernel_initializer", "glorot_uniform"),
        ),
    ),
    also_called=("time_affine", "temporal_affine", "temporal_affine_forward", "time_dense"),
    identities=(
        Identity(
            sibling="dense",
            text=Text(
                "It is a dense layer for each step, with the same W and b; their gradients are "
                "added.",
                "同じ W と b を使う全結合層を時刻ごとに適用し、勾配を足し合わせたものである。",
            ),
            case=_case("a_dense_layer_a_step", (2, 3, 4, 5)),
            left=evaluated("time_distributed"),
            right=_step_by_step,
        ),
    ),
    mistakes=(
        Mistake(
            name="only_the_last_step_learns",
            ja="最後の時刻しか学習しない",
            line='self.grads["W"] = self.rows.T @ dy_rows',
            wrong='self.grads["W"] = self.rows.reshape(N, T, -1)[:, -1].T @ dy[:, -1]',
            why=Text(
                "All steps share W, so dW is the sum of what all of them give.",
                "W は全時刻で共有されるので、dW は全時刻の寄与の和である。",
            ),
        ),
        Mistake(
            name="averaged_over_the_steps",
            ja="時刻で平均する",
            line='self.grads["W"] = self.rows.T @ dy_rows',
            wrong='self.grads["W"] = self.rows.T @ dy_rows / T',
            why=Text(
                "Whether the loss is a mean over the steps is for the loss to say; here it is a "
                "sum.",
                "時刻について平均するかどうかは損失の側で決まる。ここでは和を取る。",
            ),
        ),
        Mistake(
            name="padding_learns",
            ja="パディングが学習する",
            line="dy_rows = np.where(self.within, dy, 0).reshape(N * T, W.shape[1])",
            wrong="dy_rows = dy.reshape(N * T, W.shape[1])",
            why=Text(
                "y was set to 0 behind the end of a sequence, so no gradient passes there.",
                "系列の終わりより後ろの y は 0 にしたので、そこから勾配は流れない。",
            ),
        ),
        Mistake(
            name="steps_and_examples_mixed_up",
            ja="時刻と事例が入り交じる",
            line="y = y_rows.reshape(N, T, W.shape[1])",
            wrong="y = y_rows.reshape(T, N, W.shape[1]).swapaxes(0, 1)",
            why=Text(
                "The rows go through the steps of the first sequence, then of the second: reshape "
                "them back in the same order.",
                "行は、1番目の系列の全時刻、2番目の系列の全時刻、と並んでいる。"
                "同じ順に戻さなければならない。",
            ),
        ),
        Mistake(
            name="bias_summed_over_the_examples_alone",
            ja="バイアスの勾配を事例でしか足さない",
            line='self.grads["b"] = dy_rows.sum(axis=0)',
            wrong='self.grads["b"] = np.where(self.within, dy, 0)[:, 0].sum(axis=0)',
            why=Text(
                "b is added at every step of every sequence, so db sums over both.",
                "b は全系列の全時刻に足されるので、db はその両方についての和である。",
            ),
        ),
    ),
)
