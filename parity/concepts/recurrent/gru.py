"""The GRU layer."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.recurrent import _gru_shared as gru
from parity.concepts.recurrent import _shared as shared
from parity.concepts.recurrent._cases import ALL, sequence_case
from parity.concepts.recurrent._sources import CHO, CHUNG
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text, Weight
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, sizes: tuple[int, int, int, int], **more: Any) -> Case:
    two = more.get("reset") == "after" and more.get("bias", True)
    b_U = {"b_U": normal(3 * sizes[3], scale=0.5)} if two else {}
    return sequence_case(name, sizes, gates=3, more=b_U, **more)


def _by_cells(of: Implementations, a: Arrays) -> Arrays:
    """Return what cells give that are called step by step, with the gradients of all of them."""
    cells = [of("gru_cell")(4, 5, reset="after") for _ in range(3)]
    h, ys = a["h0"], []
    for t, cell in enumerate(cells):
        cell.params.update({name: a[name] for name in cell.params})
        h = cell.forward(a["x"][:, t], h)
        ys.append(h)
    dh, dx = a["dh"], np.empty_like(a["x"])
    for t in reversed(range(3)):
        dx[:, t], dh = cells[t].backward(a["dy"][:, t] + dh)
    names = ("W", "U", "b", "b_U")
    sums = {f"d{name}": sum(cell.grads[name] for cell in cells) for name in names}
    return {"y": np.stack(ys, axis=1), "h": h, "dx": dx, "dh0": dh, **sums}


GRU = Concept(
    kind="layer",
    name="gru",
    order=7,
    syllabus=("3-5-2",),
    needs=("simple_rnn", "gru_cell"),
    title=Text("GRU", "GRU"),
    summary=Text(
        "Reads a sequence with one state that an update gate replaces in part, and a candidate "
        "that sees the part of it that a reset gate lets through.",
        "1つの状態を、更新ゲートで部分的に置き換えながら系列を読む。候補には、"
        "リセットゲートを通った分だけ状態が見える。",
    ),
    why=Text(
        "A GRU does for most sequences what an LSTM does, with three quarters of the weights and "
        "one state. Its gradient has a way through time on which only 1 - z is multiplied; where "
        "the update gate stays nearly shut, it comes back almost unchanged. Two details make its "
        "code hard to compare: where the reset gate acts, and which of the two shares z is.",
        "GRU は、LSTM の4分の3の重みと1つの状態で、多くの系列に対して LSTM に近い働きをする。"
        "勾配には 1 - z だけが掛かって時間を渡る道があり、更新ゲートがほぼ閉じていれば、"
        "ほとんど変わらずに戻る。コードを比べるときに注意が要るのは、リセットゲートが"
        "どこに掛かるかと、z がどちらの割合を表すかの2点である。",
    ),
    equation="r, z = sigmoid(x_t W + h_(t-1) U + b); n = tanh(x_t W_n + (r h_(t-1)) U_n + b_n); "
    "y_t = h_t = (1 - z) h_(t-1) + z n",
    formula=(
        r"r_t = s(x_t W_r + h_{t-1} U_r + b_r), \quad z_t = s(x_t W_z + h_{t-1} U_z + b_z)",
        r"n_t = \tanh(x_t W_n + (r_t \odot h_{t-1}) U_n + b_n)",
        r"y_t = h_t = (1 - z_t) \odot h_{t-1} + z_t \odot n_t",
        r"e_n = g_t \odot z_t \odot (1 - n_t^2), \quad q = e_n U_n^\top",
        r"e_z = g_t \odot (n_t - h_{t-1}) \odot z_t (1 - z_t), \quad e_r = q \odot h_{t-1} \odot "
        r"r_t (1 - r_t)",
        r"\left. \frac{\partial L}{\partial h_{t-1}} \right|_t = g_t \odot (1 - z_t) + q \odot r_t "
        r"+ e_r U_r^\top + e_z U_z^\top",
    ),
    derivation=gru.THROUGH_TIME,
    shapes={
        "x": "(N, T, n_in)",
        "h0, h": "(N, n_hidden)",
        "lengths": "(N,)",
        "W": "(n_in, 3 n_hidden)",
        "U": "(n_hidden, 3 n_hidden)",
        "b, b_U": "(3 n_hidden,)",
        "y": "(N, T, n_hidden)",
    },
    sources=(CHO, CHUNG),
    weights={
        "W": Weight("weight_ih_l0", "cell.W", torch_layout="out_in"),
        "U": Weight("weight_hh_l0", "cell.U", torch_layout="out_in"),
        "b": Weight("bias_ih_l0", "cell.b"),
        "b_U": Weight("bias_hh_l0", "cell.b_U"),
    },
    fast="recurrent.fast_gru.FastGRU",
    cases=(
        _case("before", (3, 4, 5, 6), differences=ALL),
        _case("after", (3, 4, 5, 6), reset="after", differences=(*ALL, "db_U")),
        _case("before_z_old", (2, 4, 3, 5), z_weighs="old"),
        _case("after_z_old", (2, 4, 3, 5), reset="after", z_weighs="old"),
        _case("no_first_state", (4, 3, 2, 5), given=False),
        _case("no_first_state_after", (4, 3, 5, 2), given=False, reset="after"),
        _case("before_no_bias", (2, 5, 3, 4), bias=False),
        _case("after_no_bias", (2, 5, 4, 3), bias=False, reset="after"),
        _case("after_no_bias_z_old", (2, 3, 5, 4), bias=False, reset="after", z_weighs="old"),
        _case("lengths", (4, 5, 3, 6), lengths=(5, 2, 1, 4)),
        _case("lengths_after", (4, 5, 3, 6), lengths=(5, 2, 1, 4), reset="after"),
        _case(
            "lengths_after_z_old",
            (3, 5, 4, 2),
            lengths=(2, 4, 1),
            given=False,
            reset="after",
            z_weighs="old",
        ),
        _case("truncated", (2, 5, 4, 3), truncate=2),
        _case("truncated_after", (2, 6, 3, 4), truncate=3, reset="after"),
        _case("truncated_lengths", (4, 6, 3, 5), truncate=2, lengths=(6, 2, 1, 3)),
        _case(
            "truncated_lengths_after",
            (4, 6, 3, 5),
            truncate=2,
            lengths=(6, 2, 1, 3),
            reset="after",
        ),
        _case("stateful", (2, 3, 4, 5), given=False, stateful=True, repeat=3),
        _case("stateful_after", (2, 3, 5, 4), given=False, stateful=True, repeat=2, reset="after"),
        _case(
            "stateful_lengths",
            (3, 4, 2, 5),
            given=False,
            stateful=True,
            lengths=(4, 2, 1),
            repeat=2,
        ),
        _case("one_step", (4, 1, 3, 5)),
        _case("one_example", (1, 4, 3, 5)),
        _case("one_unit", (3, 4, 2, 1)),
        _case("one_input", (3, 5, 1, 4), reset="after"),
        _case("forty_steps", (1, 40, 2, 3)),
    ),
    defaults=(
        Default("reset", "before", keras=("keras.layers.GRU", "reset_after", True)),
        Default("z_weighs", "new"),
        Default("use_bias", True, keras=("keras.layers.GRU", "use_bias", True)),
        Default("stateful", False, keras=("keras.layers.GRU", "stateful", False)),
        Default("truncate", None),
        Default(
            "initializer",
            None,
            keras=("keras.layers.GRU", "kernel_initializer", "glorot_uniform"),
        ),
    ),
    conventions=gru.CONVENTIONS,
    divergences=(
        Divergence(
            name="gate_order",
            ja="ゲートの並び順",
            summary=gru.GATE_ORDER,
            reconciled=gru.REORDERED,
            source=gru.GATE_ORDER_SOURCE,
            case="before",
            native={
                "torch": {},
                "keras": {
                    "callable": "tf_impl.recurrent.gru._GatesAsTheyAre",
                    "n_in": 5,
                    "n_hidden": 6,
                },
            },
            quantity="y",
        ),
        Divergence(
            name="reset_after",
            ja="リセットゲートを積の後に掛ける",
            summary=gru.RESET_AFTER,
            reconciled=gru.RESET_RECONCILED,
            source=gru.RESET_SOURCE,
            case="before",
            native={"numpy": {}, "keras": {"reset": "after"}},
            quantity="y",
        ),
        Divergence(
            name="side_of_the_update_gate",
            ja="更新ゲートが掛かる側",
            summary=gru.SIDE_OF_Z,
            reconciled=gru.SIDE_RECONCILED,
            source=gru.SIDE_SOURCE,
            case="after",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.recurrent.gru._ItsOwnZ",
                    "n_in": 5,
                    "n_hidden": 6,
                    "reset": "after",
                },
            },
            quantity="y",
        ),
        shared.OUTPUT_OF_PADDED_STEPS,
    ),
    siblings=("gru_cell", "gru_taught"),
    also_called=("time_gru", "gru_layer", "gru_forward"),
    identities=(
        Identity(
            sibling="gru_cell",
            text=Text(
                "It is the GRU cell, called step by step; the gradients of the weights are the "
                "sums of the cells'.",
                "GRU セルを1ステップずつ呼び出したものであり、重みの勾配は各セルの勾配の和である。",
            ),
            case=_case("a_cell_a_step", (2, 3, 4, 5), reset="after"),
            left=evaluated("gru"),
            right=_by_cells,
        ),
    ),
    mistakes=(
        Mistake(
            name="order_of_keras",
            ja="Keras の順に並べる",
            line=gru.ORDER,
            wrong='order = "zrn"',
            why=gru.ORDER_OF_KERAS,
        ),
        Mistake(
            name="state_not_carried",
            ja="状態を引き継がない",
            line="h = np.where(self.within[t], h_new, h)  # a padded step keeps the state",
            wrong="h = np.zeros_like(h_new)",
            why=shared.STATE_NOT_CARRIED,
        ),
        Mistake(
            name="padded_step_changes_the_state",
            ja="パディングの時刻で状態が変わる",
            line="h = np.where(self.within[t], h_new, h)  # a padded step keeps the state",
            wrong="h = h_new",
            why=shared.PADDED_STEP_CHANGES_THE_STATE,
        ),
        Mistake(
            name="reset_after_the_product",
            ja="積の後でリセットを掛ける",
            line="n = np.tanh(a[2] + (r * h) @ U[:, 2 * H :])",
            wrong="n = np.tanh(a[2] + r * u[2])",
            why=gru.RESET_AFTER_THE_PRODUCT,
        ),
        Mistake(
            name="reset_forgotten",
            ja="リセットを忘れる",
            line="n = np.tanh(a[2] + (r * h) @ U[:, 2 * H :])",
            wrong="n = np.tanh(a[2] + u[2])",
            why=gru.RESET_FORGOTTEN,
        ),
        Mistake(
            name="update_gate_on_the_other_side",
            ja="更新ゲートを掛ける側が逆",
            line='new = z if self.z_weighs == "new" else 1 - z',
            wrong='new = 1 - z if self.z_weighs == "new" else z',
            why=gru.OTHER_SIDE,
        ),
        Mistake(
            name="state_gradient_dropped",
            ja="状態の勾配を捨てる",
            line="dh_new = np.where(self.within[t], dy[:, t] + dh, 0)",
            wrong="dh_new = np.where(self.within[t], dy[:, t], 0)",
            why=shared.STATE_GRADIENT_DROPPED,
        ),
        Mistake(
            name="past_the_candidate_forgotten",
            ja="候補を通らない経路を忘れる",
            line="dh_old = dh_new * (1 - new)  # past the candidate, without a matrix",
            wrong="dh_old = np.zeros_like(dh_new)",
            why=gru.PAST_THE_CANDIDATE_FORGOTTEN,
        ),
        Mistake(
            name="h_forgotten_in_dz",
            ja="dz で h を忘れる",
            line="dz = sign * dh_new * (n - h)",
            wrong="dz = sign * dh_new * n",
            why=gru.H_FORGOTTEN_IN_DZ,
        ),
        Mistake(
            name="way_through_the_reset_forgotten",
            ja="リセットゲートを通る経路を忘れる",
            line="dh_old += dreset * r",
            wrong="dh_old += dreset",
            why=gru.RESET_WAY_FORGOTTEN,
        ),
        Mistake(
            name="candidate_not_reset_on_the_way_back",
            ja="逆伝播で候補にリセットを掛けない",
            line="dU[:, 2 * H :] += (r * h).T @ da_n  # U met r h, not h",
            wrong="dU[:, 2 * H :] += h.T @ da_n",
            why=gru.CANDIDATE_NOT_RESET_BACKWARD,
        ),
        Mistake(
            name="sum_over_time_forgotten",
            ja="時間について足さない",
            line="dW += self.x[:, t].T @ da",
            wrong="dW = self.x[:, t].T @ da",
            why=shared.SUM_OVER_TIME_FORGOTTEN,
        ),
        Mistake(
            name="gradient_lost_in_padding",
            ja="パディングで勾配が消える",
            line="dh = np.where(self.within[t], dh_old, dh)  # through a padded step as it is",
            wrong="dh = dh_old",
            why=shared.GRADIENT_LOST_IN_PADDING,
        ),
        Mistake(
            name="candidates_gradient_from_the_state",
            ja="候補の勾配を状態から求める",
            line="dU[:, 2 * H :] = self.u_n.reshape(T * N, H).T @ rows[:, 2 * H :]",
            wrong="dU[:, 2 * H :] = hs.T @ rows[:, 2 * H :]",
            why=gru.CANDIDATE_NOT_RESET_BACKWARD,
            form="fast",
        ),
    ),
)
