"""A recurrent layer that reads a sequence from both ends."""

from __future__ import annotations

from typing import Any

from parity.concepts.recurrent._parts import parts_case
from parity.concepts.recurrent._sources import SCHUSTER
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations


def _case(name: str, sizes: tuple[int, int, int, int], **more: Any) -> Case:
    parts = ("forward_layer", "backward_layer")
    y = sizes[3] if more.get("merge") == "sum" else 2 * sizes[3]
    return parts_case(name, parts, (sizes[2], sizes[2]), sizes, y, **more)


def _both(of: Implementations, a: Arrays) -> Any:
    layer = of("bidirectional")(3, 4, use_bias=False)
    for name, weight in layer.params.items():
        part, leaf = name.split(".")
        weight[...] = a[f"{leaf}_{part[0]}"].T
    return layer


def _outputs(of: Implementations, a: Arrays) -> Arrays:
    y, _ = _both(of, a).forward(a["xs"][None])
    return {"ys": y[0] @ a["V"].T}


def _taught(of: Implementations, a: Arrays) -> Arrays:
    return {"ys": of("bidirectional_rnn_net")(*(a[n] for n in _EXAM))}


_EXAM = ("xs", "W_f", "U_f", "W_b", "U_b", "V")

Bidirectional = Concept(
    kind="layer",
    name="bidirectional",
    order=8,
    syllabus=("3-5-1",),
    needs=("simple_rnn", "lstm"),
    title=Text("Bidirectional recurrent layer", "双方向 RNN(Bidirectional)"),
    summary=Text(
        "Two layers read a sequence, one from each end; every output knows what comes before it "
        "and what comes after.",
        "2つの層が系列を両端から読む。どの時刻の出力も、それより前と後の両方を踏まえている。",
    ),
    why=Text(
        "What a word means often depends on what follows it. A recurrent layer knows, at each "
        "step, only what came before. A second one that reads from the end knows what comes after, "
        "and side by side they know both. So it needs the whole sequence before the first output: "
        "it serves to tag, to translate from and to recognize, not to predict what comes next.",
        "単語の意味は、後ろに続く語に左右されることが多い。再帰型の層が各時刻で知っているのは、"
        "それより前だけである。末尾から読む層をもう1つ用意すれば後ろのこともわかり、並べれば"
        "両方がわかる。最初の出力にも系列全体が要るので、タグ付け・翻訳の入力側・認識には使えるが、"
        "次に来るものの予測には使えない。",
    ),
    equation="y_t = (h_t, k_t) or h_t + k_t; h reads x_1, ..., x_T, k reads x_T, ..., x_1",
    formula=(
        r"h_t = \text{forth}(x_t, h_{t-1}), \quad k_t = \text{back}(x_t, k_{t+1})",
        r"y_t = (h_t, k_t) \quad (y_t = h_t + k_t)",
        r"\frac{\partial L}{\partial x_t} = \left. \frac{\partial L}{\partial x_t} "
        r"\right|_{\text{forth}} + \left. \frac{\partial L}{\partial x_t} \right|_{\text{back}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Each half of y hands its gradient to its own layer",
                "y の半分ずつが、それぞれの層に勾配を渡す",
            ),
            text=Text(
                "Side by side, the gradient is cut in two; of a sum, both get all of it. ∇ stands "
                "for the gradient of L.",
                "横に並べた場合、勾配は2つに切り分けられる。和の場合は、両方が全体を受け取る。"
                "L の勾配を ∇ と書く。",
            ),
            equation=(
                r"\nabla_{h_t} = \nabla_{y_t}[{:}\,H], \quad \nabla_{k_t} = \nabla_{y_t}[H\,{:}]"
                "\n"
                r"\nabla_{h_t} = \nabla_{k_t} = \nabla_{y_t}"
            ),
        ),
        Step(
            heading=Text(
                "Turning round in time is a permutation, so its gradient is turned round as well",
                "時間の反転は並べ替えなので、勾配も同じように反転させる",
            ),
            text=Text(
                "R turns the steps of each sequence round within its length. It undoes itself, so "
                "what it does to the inputs it does to the gradients.",
                "R は、各系列の長さの中で時刻を逆順に並べ替える。2回行うと元に戻るので、"
                "入力に行うことを勾配にも行えばよい。",
            ),
            equation=(
                r"k = R \, \text{back}(R \, x), \quad R R = I"
                "\n"
                r"\nabla_x = R \, \text{back}'(R \, \nabla_k)"
            ),
        ),
        Step(
            heading=Text(
                "x went into both layers, so dx is the sum",
                "x は両方の層に入るので、dx は和になる",
            ),
            text=Text(
                "Each layer is differentiated as it is alone; only x is shared.",
                "それぞれの層の逆伝播は単独のときと同じで、共有されているのは x だけである。",
            ),
            equation=(r"\nabla_x = \text{forth}'(\nabla_h) + R \, \text{back}'(R \, \nabla_k)"),
            check=Text(
                "dx agrees with finite differences, with nn.RNN(bidirectional=True) and with "
                "keras.layers.Bidirectional.",
                "dx は、数値微分、nn.RNN(bidirectional=True)、keras.layers.Bidirectional と"
                "一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, T, n_in)",
        "h0, c0, h, c": "(2, N, n_hidden)",
        "lengths": "(N,)",
        "y": "(N, T, 2 n_hidden) or (N, T, n_hidden)",
    },
    sources=(SCHUSTER,),
    cases=(
        _case("concat", (3, 4, 5, 6)),
        _case("sum", (3, 4, 2, 5), merge="sum"),
        _case("lstm", (4, 3, 5, 6), layer="lstm"),
        _case("lstm_sum", (3, 5, 4, 6), layer="lstm", merge="sum"),
        _case("gru", (4, 3, 2, 5), layer="gru"),
        _case("gru_sum_no_bias", (3, 4, 2, 5), layer="gru", merge="sum", bias=False),
        _case("no_first_state", (4, 3, 2, 5), given=False),
        _case("no_bias", (3, 5, 2, 4), bias=False),
        _case("lengths", (4, 5, 3, 6), lengths=(5, 2, 1, 4)),
        _case("lengths_none_full", (3, 5, 4, 6), lengths=(2, 4, 1), given=False),
        _case("lengths_sum", (3, 4, 2, 5), lengths=(4, 1, 3), merge="sum"),
        _case("lengths_lstm", (4, 5, 3, 6), layer="lstm", lengths=(5, 2, 1, 4)),
        _case("lengths_gru", (3, 5, 4, 6), layer="gru", lengths=(2, 5, 3)),
        _case("one_step", (4, 1, 3, 5)),
        _case("one_example", (1, 4, 3, 5), layer="lstm"),
    ),
    defaults=(
        Default("layer", "simple_rnn"),
        Default(
            "merge",
            "concat",
            keras=("keras.layers.Bidirectional", "merge_mode", "concat"),
        ),
        Default("use_bias", True),
        Default("initializer", None),
    ),
    divergences=(
        Divergence(
            name="go_backwards_gives_reversed_outputs",
            ja="go_backwards の出力は逆順",
            summary=Text(
                "A Keras layer with go_backwards=True gives its outputs in the order in which it "
                "goes, the last step first. Put beside a forward layer as they are, each step gets "
                "the backward output of another.",
                "go_backwards=True とした Keras の層は、読んだ順、つまり最後の時刻から順に出力を"
                "並べる。そのまま順方向の出力と並べると、各時刻に別の時刻の逆方向の出力が付く。",
            ),
            reconciled=Text(
                "Turn its outputs round in time, as keras.layers.Bidirectional does.",
                "出力を時間方向に反転させる。keras.layers.Bidirectional はそうしている。",
            ),
            source="keras/src/layers/rnn/bidirectional.py: y_rev = ops.flip(y_rev, axis=1)",
            case="concat",
            native={
                "numpy": {},
                "keras": {
                    "callable": "tf_impl.recurrent.bidirectional._NotTurned",
                    "n_in": 5,
                    "n_hidden": 6,
                },
            },
            quantity="y",
        ),
    ),
    also_called=("bi_rnn", "birnn", "bidirectional_rnn", "time_bi_lstm", "bilstm"),
    identities=(
        Identity(
            sibling="bidirectional_rnn_net",
            text=Text(
                "Of simple layers without bias, and with V behind it, it is the exam's function.",
                "バイアスのない単純な RNN で、後ろに V を掛ければ、試験の関数と同じになる。",
            ),
            case=Case(
                "as_the_exam_has_it",
                inputs={
                    "xs": normal(5, 3),
                    "W_f": normal(4, 3, scale=0.5),
                    "U_f": normal(4, 4, scale=0.5),
                    "W_b": normal(4, 3, scale=0.5),
                    "U_b": normal(4, 4, scale=0.5),
                    "V": normal(2, 8),
                },
            ),
            left=_outputs,
            right=_taught,
        ),
    ),
    mistakes=(
        Mistake(
            name="backward_direction_not_reversed",
            ja="逆方向の系列を反転しない",
            line="y_back, *last_back = self.back.forward(self.turned(x), **first_back, "
            "lengths=lengths)",
            wrong="y_back, *last_back = self.back.forward(x, **first_back, lengths=lengths)",
            why=Text(
                "The second layer must read from the end; given x as it is, it is a second forward "
                "layer.",
                "2つ目の層は末尾から読む。x をそのまま渡すと、順方向の層が2つあるだけになる。",
            ),
        ),
        Mistake(
            name="outputs_not_turned_back",
            ja="出力を元の向きに戻さない",
            line="y_back = self.turned(y_back)  # back in the order of x",
            wrong="y_back = y_back",
            why=Text(
                "Its outputs come last step first; beside the forward ones they must stand in the "
                "order of x.",
                "逆方向の出力は最後の時刻から並ぶ。順方向の出力と並べるには、"
                "x の順に戻さなければならない。",
            ),
        ),
        Mistake(
            name="padding_turned_to_the_front",
            ja="反転でパディングが前に来る",
            line="source = np.where(t < lengths, lengths - 1 - t, t)",
            wrong="source = np.broadcast_to(self.T - 1 - t, (len(lengths), self.T))",
            why=Text(
                "Turned round as a whole, a padded sequence begins with its padding: the layer "
                "reads that, and stops before the end of the sequence. It must be turned within "
                "its own length.",
                "全体を反転させると、短い系列はパディングから始まってしまう。"
                "層はパディングを読み、系列の終わりに届く前に止まる。"
                "それぞれの長さの中で反転させなければならない。",
            ),
        ),
        Mistake(
            name="gradient_not_turned",
            ja="勾配の向きを変えない",
            line="dx_back, *dfirst_back = self.back.backward(self.turned(dy_back), **dlast_back)",
            wrong="dx_back, *dfirst_back = self.back.backward(dy_back, **dlast_back)",
            why=Text(
                "The outputs were turned round, so their gradients must be too.",
                "出力を反転させたのだから、その勾配も反転させる。",
            ),
        ),
        Mistake(
            name="only_the_forward_layers_dx",
            ja="順方向の層の dx しか返さない",
            line="dx = dx_forth + self.turned(dx_back)  # x went into both",
            wrong="dx = dx_forth",
            why=Text(
                "x went into both layers, so both hand a gradient back.",
                "x は両方の層に入ったので、両方から勾配が戻る。",
            ),
        ),
        Mistake(
            name="dx_not_turned_back",
            ja="dx を元の向きに戻さない",
            line="dx = dx_forth + self.turned(dx_back)  # x went into both",
            wrong="dx = dx_forth + dx_back",
            why=Text(
                "The backward layer's dx is in the order in which it read: turn it back before "
                "the two are added.",
                "逆方向の層の dx は、その層が読んだ順に並んでいる。反転させてから足す。",
            ),
        ),
        Mistake(
            name="halves_exchanged",
            ja="前半と後半を取り違える",
            line="return (np.concatenate([y_forth, y_back], axis=2), *last)",
            wrong="return (np.concatenate([y_back, y_forth], axis=2), *last)",
            why=Text(
                "The forward half stands first, here as in both frameworks.",
                "順方向の半分が先である。どちらのフレームワークでも同じである。",
            ),
        ),
    ),
)
