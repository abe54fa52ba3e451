"""How the gradients of a simple recurrent layer are derived: back-propagation through time."""

from __future__ import annotations

from parity.concepts.recurrent._shared import ALL_AGREE, STATE_GOES_TWO_WAYS, STEPS_SHARE_WEIGHTS
from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "Unrolled in time, it is a deep network with shared weights",
            "時間方向に展開すれば、重みを共有した深いネットワークである",
        ),
        text=Text(
            "a_t is the sum before the activation f, δ_t the gradient that arrives at the output "
            "y_t = h_t. W, U and b are the same at every step.",
            "活性化関数 f の手前の和を a_t、出力 y_t = h_t に届く勾配を δ_t とする。"
            "W, U, b は全時刻で共通である。",
        ),
        equation=(
            r"a_t = x_t W + h_{t-1} U + b, \quad h_t = f(a_t)"
            "\n"
            r"\delta_t = \frac{\partial L}{\partial y_t}"
        ),
    ),
    Step(
        heading=STATE_GOES_TWO_WAYS,
        text=Text(
            "h_t is the output of its step, and it enters a_(t+1). g_t collects both; at the last "
            "step the gradient of the last state stands in for the second.",
            "h_t はその時刻の出力であり、a_(t+1) にも入る。両方を合わせた勾配を g_t とする。"
            "最後の時刻では、最後の状態に届く勾配が第2項の代わりになる。",
        ),
        equation=(
            r"g_t = \delta_t + \frac{\partial L}{\partial a_{t+1}} U^\top, \quad g_T = \delta_T + "
            r"\frac{\partial L}{\partial h}"
        ),
        check=Text(
            "With one step it is the gradient of a dense layer and an activation.",
            "1ステップなら、全結合層と活性化関数の勾配に一致する。",
        ),
    ),
    Step(
        heading=Text(
            "Through the activation the gradient is multiplied by its slope",
            "活性化関数を通ると、その傾きが掛かる",
        ),
        text=Text(
            "The slope of tanh can be written with its value h_t, which was kept; that of ReLU is "
            "1 where h_t is positive, else 0.",
            "tanh の傾きは、保存してある値 h_t で書ける。ReLU の傾きは h_t が正なら 1、"
            "そうでなければ 0 である。",
        ),
        equation=(
            r"e_t = \frac{\partial L}{\partial a_t} = g_t \odot f'(a_t)"
            "\n"
            r"\tanh'(a_t) = 1 - h_t^2"
        ),
    ),
    Step(
        heading=STEPS_SHARE_WEIGHTS,
        text=Text(
            "Each step alone is a dense layer in x_t and in h_(t-1); t runs over all steps, n over "
            "the examples.",
            "1つの時刻だけを見れば、x_t と h_(t-1) についての全結合層である。"
            "t は全時刻、n は全データを動く。",
        ),
        equation=(
            r"\frac{\partial L}{\partial W} = \sum_t x_t^\top e_t, \quad \frac{\partial L}"
            r"{\partial U} = \sum_t h_{t-1}^\top e_t"
            "\n"
            r"\frac{\partial L}{\partial b} = \sum_t \sum_n e_{t,n}, \quad \frac{\partial L}"
            r"{\partial x_t} = e_t W^\top"
        ),
        check=ALL_AGREE,
    ),
    Step(
        heading=Text(
            "Over k steps the gradient is multiplied by k matrices: it vanishes or explodes",
            "k ステップさかのぼると行列が k 回掛かり、勾配は消えるか発散する",
        ),
        text=Text(
            "Each step back multiplies by the slopes and by U. With s the largest singular value "
            "of U and f' at most 1, the norm is at most s to the power k: below 1 it vanishes. "
            "Above 1 it can explode, which ReLU, whose slope stays 1, shows first.",
            "1ステップ戻るごとに、傾きと U が掛かる。U の最大特異値を s とすると、f' は 1 以下"
            "なので、ノルムは高々 s の k 乗倍である。s が 1 より小さければ勾配は消え、大きければ"
            "発散しうる。傾きが 1 のままの ReLU では特に起こりやすい。",
        ),
        equation=(
            r"\frac{\partial h_t}{\partial h_{t-k}} = \prod_{j=1}^{k} U \, \text{diag}(f'"
            r"(a_{t-k+j}))"
            "\n"
            r"\left\| \frac{\partial h_t}{\partial h_{t-k}} \right\| \le s^k"
        ),
    ),
    Step(
        heading=Text(
            "Truncated, the chain is cut after every k steps",
            "打ち切ると、鎖は k ステップごとに切れる",
        ),
        text=Text(
            "The state itself is carried on, only its gradient is not: the state at a cut counts "
            "as a constant. That bounds memory and time, and gives up what is farther away.",
            "状態そのものは引き継ぎ、勾配だけを切る。切れ目の状態は定数とみなす。"
            "メモリと時間が抑えられる代わりに、それより遠い依存関係は学習されない。",
        ),
        equation=r"g_t = \delta_t \quad (t = k, 2k, \dots)",
        check=Text(
            "The same as detaching the state in PyTorch, and stop_gradient in TensorFlow.",
            "PyTorch の detach、TensorFlow の stop_gradient と同じ結果になる。",
        ),
    ),
)
