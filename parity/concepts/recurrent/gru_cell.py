"""One step of a GRU."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.recurrent import _gru_shared as gru
from parity.concepts.recurrent import _shared as shared
from parity.concepts.recurrent._cases import step_case
from parity.concepts.recurrent._sources import CHO, CHUNG
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text, Weight
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, sizes: tuple[int, int, int], **more: Any) -> Case:
    two = more.get("reset") == "after" and more.get("bias", True)
    b_U = {"b_U": normal(3 * sizes[2], scale=0.5)} if two else {}
    return step_case(name, sizes, gates=3, more=b_U, **more)


def _forward(of: Implementations, a: Arrays) -> Arrays:
    """Return what the cell gives forward: the exam's function has no way back."""
    cell = of("gru_cell")(4, 5, use_bias=False)
    cell.params.update({name: a[name] for name in cell.params})
    return {"h_new": cell.forward(a["x"], a["h"])}


def _taught(of: Implementations, a: Arrays) -> Arrays:
    pairs = zip(np.split(a["W"].T, 3), np.split(a["U"].T, 3), strict=True)
    weights = [weight for pair in pairs for weight in pair]
    return {"h_new": of("gru_taught")(a["x"], a["h"], *weights)}


def _z_negated(of: Implementations, a: Arrays) -> Arrays:
    """Return the cell whose z weighs the old, with the weights of z negated."""
    cell = of("gru_cell")(4, 5, z_weighs="old")
    sign = np.repeat([1.0, -1.0, 1.0], 5)
    cell.params.update({name: sign * a[name] for name in cell.params})
    h_new = cell.forward(a["x"], a["h"])
    dx, dh = cell.backward(a["dy"])
    return {"h_new": h_new, "dx": dx, "dh": dh} | {
        f"d{name}": sign * cell.grads[name] for name in cell.params
    }


GRUCell = Concept(
    kind="layer",
    name="gru_cell",
    order=6,
    syllabus=("3-5-2",),
    needs=("lstm_cell",),
    title=Text("GRU cell, one step", "GRU セル(1ステップ)"),
    summary=Text(
        "One step of a GRU, with its backward pass: the reset gate says how much of the state the "
        "candidate sees, the update gate mixes the two.",
        "GRU の1ステップとその逆伝播。リセットゲートが候補に見せる状態の量を決め、"
        "更新ゲートが状態と候補を混ぜる。",
    ),
    why=Text(
        "An LSTM has two states and four products at each step. A GRU keeps what makes it work, a "
        "way for the gradient on which no matrix lies, with one state and three: what the update "
        "gate does not replace stays as it is, so that keeping and forgetting share one gate. The "
        "reset gate lets the candidate begin anew, as if the sequence started here.",
        "LSTM は2つの状態を持ち、1ステップに4つの積を計算する。GRU は、行列を通らずに勾配が戻る"
        "道という要点を残しながら、状態を1つ、積を3つに減らした。更新ゲートが置き換えない分は"
        "そのまま残るので、残すことと忘れることを1つのゲートで決められる。リセットゲートは、"
        "系列がここから始まったかのように候補を作り直せるようにする。",
    ),
    equation="r, z = sigmoid(x W + h U + b); n = tanh(x W_n + (r h) U_n + b_n); "
    "h_new = (1 - z) h + z n",
    formula=(
        r"r = s(x W_r + h U_r + b_r), \quad z = s(x W_z + h U_z + b_z)",
        r"n = \tanh(x W_n + (r \odot h) U_n + b_n), \quad h_{\text{new}} = (1 - z) \odot h + z "
        r"\odot n",
        r"e_n = \frac{\partial L}{\partial h_{\text{new}}} \odot z \odot (1 - n^2), \quad q = e_n "
        r"U_n^\top",
        r"e_z = \frac{\partial L}{\partial h_{\text{new}}} \odot (n - h) \odot z (1 - z), \quad "
        r"e_r = q \odot h \odot r (1 - r)",
        r"\frac{\partial L}{\partial h} = \frac{\partial L}{\partial h_{\text{new}}} \odot (1 - z) "
        r"+ q \odot r + e_r U_r^\top + e_z U_z^\top",
    ),
    derivation=gru.OF_ONE_STEP,
    shapes={
        "x": "(N, n_in)",
        "h, h_new": "(N, n_hidden)",
        "W": "(n_in, 3 n_hidden)",
        "U": "(n_hidden, 3 n_hidden)",
        "b, b_U": "(3 n_hidden,)",
    },
    sources=(CHO, CHUNG),
    weights={
        "W": Weight("weight_ih", "W", torch_layout="out_in"),
        "U": Weight("weight_hh", "U", torch_layout="out_in"),
        "b": Weight("bias_ih", "b"),
        "b_U": Weight("bias_hh", "b_U"),
    },
    cases=(
        _case("before", (3, 4, 5)),
        _case("after", (3, 4, 5), reset="after"),
        _case("before_z_old", (4, 3, 5), z_weighs="old"),
        _case("after_z_old", (4, 5, 3), reset="after", z_weighs="old"),
        _case("before_no_bias", (3, 4, 2), bias=False),
        _case("after_no_bias", (2, 4, 3), reset="after", bias=False),
        _case("before_no_bias_z_old", (2, 3, 4), bias=False, z_weighs="old"),
        _case("after_no_bias_z_old", (3, 2, 4), reset="after", bias=False, z_weighs="old"),
        _case("one_example", (1, 3, 4)),
        _case("one_example_after", (1, 4, 3), reset="after"),
        _case("one_unit", (3, 2, 1)),
        _case("one_input", (3, 1, 4), reset="after"),
        _case("saturated_gates", (2, 3, 4), scale=2.0),
    ),
    defaults=(
        Default("reset", "before", keras=("keras.layers.GRUCell", "reset_after", True)),
        Default("z_weighs", "new"),
        Default(
            "use_bias",
            True,
            torch=("torch.nn.GRUCell", "bias", True),
            keras=("keras.layers.GRUCell", "use_bias", True),
        ),
        Default(
            "initializer",
            None,
            keras=("keras.layers.GRUCell", "kernel_initializer", "glorot_uniform"),
        ),
    ),
    conventions=gru.CONVENTIONS,
    divergences=(
        Divergence(
            name="reset_after",
            ja="リセットゲートを積の後に掛ける",
            summary=gru.RESET_AFTER,
            reconciled=gru.RESET_RECONCILED,
            source=gru.RESET_SOURCE,
            case="before",
            native={"numpy": {}, "keras": {"reset": "after"}},
            quantity="h_new",
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
                    "callable": "torch_impl.recurrent.gru_cell._ItsOwnZ",
                    "n_in": 4,
                    "n_hidden": 5,
                    "reset": "after",
                },
            },
            quantity="h_new",
        ),
    ),
    also_called=("gru_step", "gru_cell_forward"),
    siblings=("gru_taught",),
    identities=(
        Identity(
            sibling="gru_taught",
            text=Text(
                "Without biases it is the exam's function, whose weights are transposed.",
                "バイアスがなければ、試験の関数と同じである(重みは転置されている)。",
            ),
            case=_case("as_the_exam_has_it", (3, 4, 5), bias=False),
            left=_forward,
            right=_taught,
        ),
        Identity(
            sibling="gru_cell",
            text=Text(
                "With the sign of the weights of z changed, z weighs the other side.",
                "z の重みの符号を反転させると、z が掛かる側が入れ替わる。",
            ),
            case=_case("z_negated", (3, 4, 5)),
            left=evaluated("gru_cell"),
            right=_z_negated,
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
            name="update_gate_on_the_other_side",
            ja="更新ゲートを掛ける側が逆",
            line='new = z if self.z_weighs == "new" else 1 - z',
            wrong='new = 1 - z if self.z_weighs == "new" else z',
            why=gru.OTHER_SIDE,
        ),
        Mistake(
            name="reset_after_the_product",
            ja="積の後でリセットを掛ける",
            line="n = np.tanh(a[2] + u_n @ U[:, 2 * H :])",
            wrong="n = np.tanh(a[2] + r * u[2])",
            why=gru.RESET_AFTER_THE_PRODUCT,
        ),
        Mistake(
            name="reset_forgotten",
            ja="リセットを忘れる",
            line="n = np.tanh(a[2] + r * u_n)",
            wrong="n = np.tanh(a[2] + u_n)",
            why=gru.RESET_FORGOTTEN,
        ),
        Mistake(
            name="one_gate_for_both",
            ja="2 つのゲートに同じ値を使う",
            line="r = sigmoid(a[at_r] + u[at_r])",
            wrong="r = sigmoid(a[at_z] + u[at_z])",
            why=Text(
                "Each gate has weights of its own; the order here is r, z, n.",
                "ゲートはそれぞれ別の重みを持つ。ここでの並びは r, z, n である。",
            ),
        ),
        Mistake(
            name="h_forgotten_in_dz",
            ja="dz で h を忘れる",
            line="dz = sign * dh_new * (n - h)",
            wrong="dz = sign * dh_new * n",
            why=gru.H_FORGOTTEN_IN_DZ,
        ),
        Mistake(
            name="past_the_candidate_forgotten",
            ja="候補を通らない経路を忘れる",
            line="dh = dh_new * (1 - new)  # past the candidate, without a matrix",
            wrong="dh = np.zeros_like(dh_new)",
            why=gru.PAST_THE_CANDIDATE_FORGOTTEN,
        ),
        Mistake(
            name="way_through_the_reset_forgotten",
            ja="リセットゲートを通る経路を忘れる",
            line="dh += dreset * r",
            wrong="dh += dreset",
            why=gru.RESET_WAY_FORGOTTEN,
        ),
        Mistake(
            name="candidate_not_reset_on_the_way_back",
            ja="逆伝播で候補にリセットを掛けない",
            line="dU_n = u_n.T @ da_n  # U met r h, not h",
            wrong="dU_n = h.T @ da_n",
            why=gru.CANDIDATE_NOT_RESET_BACKWARD,
        ),
        Mistake(
            name="slope_of_the_gate_forgotten",
            ja="ゲートの傾きを忘れる",
            line="da_r, da_z = dr * r * (1 - r), dz * z * (1 - z)",
            wrong="da_r, da_z = dr * r * (1 - r), dz",
            why=gru.GATE_SLOPE_FORGOTTEN,
        ),
        Mistake(
            name="recurrent_weight_not_transposed",
            ja="再帰の重みを転置しない",
            line="dreset = da_n @ U[:, 2 * H :].T",
            wrong="dreset = da_n @ U[:, 2 * H :]",
            why=shared.U_NOT_TRANSPOSED,
        ),
    ),
)
