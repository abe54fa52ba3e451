"""What people get wrong in a plain recurrent layer."""

from __future__ import annotations

from parity.concepts.recurrent import _shared as shared
from parity.describing.concept import Mistake, Text

MISTAKES = (
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
        name="state_gradient_dropped",
        ja="状態の勾配を捨てる",
        line="dh_new = dy[:, t] + dh  # the state is seen by the output and by the next step",
        wrong="dh_new = dy[:, t]",
        why=shared.STATE_GRADIENT_DROPPED,
    ),
    Mistake(
        name="last_state_without_gradient",
        ja="最後の状態に勾配がない",
        line="dh = np.zeros_like(dy[:, 0]) if dh is None else dh",
        wrong="dh = np.zeros_like(dy[:, 0])",
        why=shared.LAST_STATE_WITHOUT_GRADIENT,
    ),
    Mistake(
        name="sum_over_time_forgotten",
        ja="時間について足さない",
        line="dW += self.x[:, t].T @ da",
        wrong="dW = self.x[:, t].T @ da",
        why=shared.SUM_OVER_TIME_FORGOTTEN,
    ),
    Mistake(
        name="bias_sum_over_time_forgotten",
        ja="バイアスの勾配を時間で足さない",
        line="db += da.sum(axis=0)",
        wrong="db = da.sum(axis=0)",
        why=shared.BIAS_SUM_OVER_TIME_FORGOTTEN,
    ),
    Mistake(
        name="state_after_for_state_before",
        ja="前の状態の代わりに後の状態を使う",
        line="dU += self.h_before[t].T @ da",
        wrong="dU += self.y[:, t].T @ da",
        why=Text(
            "U multiplied the state before the step, h_(t-1), not the one that came out of it.",
            "U が掛かったのは、その時刻の出力 h_t ではなく、直前の状態 h_(t-1) である。",
        ),
    ),
    Mistake(
        name="slope_of_the_value",
        ja="値そのものを入力とみなして傾きを求める",
        line='slope = 1 - h_new**2 if self.activation == "tanh" else h_new > 0',
        wrong='slope = 1 - np.tanh(h_new) ** 2 if self.activation == "tanh" else h_new > 0',
        why=Text(
            "h_new is tanh(a) already; the slope is 1 - h_new^2. A derivative function that "
            "takes a must be given a.",
            "h_new はすでに tanh(a) なので、傾きは 1 - h_new^2 である。"
            "a を引数に取る微分の関数には、a を渡さなければならない。",
        ),
    ),
    Mistake(
        name="recurrent_weight_not_transposed",
        ja="再帰の重みを転置しない",
        line="dh = np.where(self.within[t], da @ U.T, dh)  # through a padded step as it is",
        wrong="dh = np.where(self.within[t], da @ U, dh)",
        why=shared.U_NOT_TRANSPOSED,
    ),
    Mistake(
        name="gradient_lost_in_padding",
        ja="パディングで勾配が消える",
        line="dh = np.where(self.within[t], da @ U.T, dh)  # through a padded step as it is",
        wrong="dh = da @ U.T",
        why=shared.GRADIENT_LOST_IN_PADDING,
    ),
    Mistake(
        name="cut_one_step_late",
        ja="打ち切りが 1 時刻遅れる",
        line=shared.CUT,
        wrong="if t and self.truncate and (t - 1) % self.truncate == 0:",
        why=shared.CUT_ONE_STEP_LATE,
    ),
    Mistake(
        name="state_left_behind",
        ja="状態を前の呼び出しから受け継がない",
        line="self.state = h",
        wrong="self.state = self.h_before[0]",
        why=shared.STATE_LEFT_BEHIND,
    ),
    Mistake(
        name="steps_in_another_order_backward",
        ja="逆伝播で時刻の順序が違う",
        line="rows = da.reshape(T * N, H)",
        wrong="rows = da[::-1].reshape(T * N, H)",
        why=Text(
            "The rows of da must stand in the order of those of x and of the states.",
            "da の行は、x や状態の行と同じ順に並んでいなければならない。",
        ),
        form="fast",
    ),
    Mistake(
        name="gradient_of_the_next_state",
        ja="次の状態の勾配を返す",
        line='self.grads["U"] = self.states[:-1].reshape(T * N, H).T @ rows',
        wrong='self.grads["U"] = self.states[1:].reshape(T * N, H).T @ rows',
        why=Text(
            "The states are kept from h0 on, one more than there are steps: U met all but the "
            "last of them.",
            "状態は h0 から保存され、時刻の数より1つ多い。"
            "U が掛かったのは、最後を除いたものである。",
        ),
        form="fast",
    ),
)
