"""What people get wrong in the course's binary addition."""

from __future__ import annotations

from parity.concepts.recurrent._shared import STATE_NOT_CARRIED
from parity.describing.concept import Mistake, Text

MISTAKES = (
    Mistake(
        name="state_not_carried",
        ja="状態を引き継がない",
        line="u = x[:, t] @ W_in + z @ W",
        wrong="u = x[:, t] @ W_in + np.zeros_like(z) @ W",
        why=STATE_NOT_CARRIED,
    ),
    Mistake(
        name="gradient_from_the_future_dropped",
        ja="未来からの勾配を捨てる",
        line="dz = delta @ W.T + delta_out @ W_out.T  # z is seen by the next step and the output",
        wrong="dz = delta_out @ W_out.T",
        why=Text(
            "z_t reaches the loss twice: by the output of its step, and by every later step. "
            "Without the second term nothing teaches the network to keep the carry.",
            "z_t は、その時刻の出力と、それ以降の時刻の両方を通って損失に届く。第2の道を"
            "落とすと、繰り上がりを保持することを学習できない。",
        ),
    ),
    Mistake(
        name="state_after_for_state_before",
        ja="前の状態の代わりに後の状態を使う",
        line="dW += self.zs[t].T @ delta  # zs[t] is the state before step t",
        wrong="dW += self.zs[t + 1].T @ delta",
        why=Text(
            "W multiplied the state before the step; the one after it went into W_out.",
            "W が掛かったのは直前の状態である。その時刻の状態が使われるのは W_out のほうである。",
        ),
    ),
    Mistake(
        name="sum_over_time_forgotten",
        ja="時間について足さない",
        line="dW_in += self.x[:, t].T @ delta",
        wrong="dW_in = self.x[:, t].T @ delta",
        why=Text(
            "All steps share W_in, so its gradient is a sum; an assignment keeps only that of "
            "the first step, which is computed last.",
            "W_in は全時刻で共有されるので、勾配は和になる。代入では、"
            "最後に計算される最初の時刻の分しか残らない。",
        ),
    ),
    Mistake(
        name="slope_of_the_state_at_its_value",
        ja="状態の傾きを活性化後の値で求める",
        line="delta = dz * slope(self.us[t])",
        wrong="delta = dz * slope(self.zs[t + 1])",
        why=Text(
            "The slope belongs to u_t, the sum before the activation; z_t is activated already.",
            "傾きは活性化前の和 u_t で取る。z_t はすでに活性化された値である。",
        ),
    ),
    Mistake(
        name="recurrent_weight_not_transposed",
        ja="再帰の重みを転置しない",
        line="dz = delta @ W.T + delta_out @ W_out.T  # z is seen by the next step and the output",
        wrong="dz = delta @ W + delta_out @ W_out.T",
        why=Text(
            "W is square, so a forgotten transpose raises no error; the gradient goes to the "
            "wrong units.",
            "W は正方行列なので転置を忘れてもエラーにならないが、勾配が別のユニットに流れる。",
        ),
    ),
    Mistake(
        name="error_not_halved",
        ja="誤差を半分にしない",
        line="L = L + 0.5 * ((y[:, t] - d[:, t]) ** 2).sum() / N",
        wrong="L = L + ((y[:, t] - d[:, t]) ** 2).sum() / N",
        why=Text(
            "The half is what makes y - d the gradient; a loss without it has twice that slope.",
            "1/2 を付けるから勾配が y - d になる。付けない損失の傾きはその2倍である。",
        ),
    ),
    Mistake(
        name="loss_of_the_last_step",
        ja="最後の時刻の損失しか使わない",
        line="L = L + 0.5 * ((y[:, t] - d[:, t]) ** 2).sum() / N",
        wrong="L = 0.5 * ((y[:, t] - d[:, t]) ** 2).sum() / N",
        why=Text(
            "Every digit has an error of its own, and the loss is their sum.",
            "誤差は桁ごとにあり、損失はその和である。",
        ),
    ),
    Mistake(
        name="not_averaged_over_the_examples",
        ja="事例で平均しない",
        line="dy = dL * (self.y[:, t] - self.d[:, t]) / N",
        wrong="dy = dL * (self.y[:, t] - self.d[:, t])",
        why=Text(
            "The loss is a mean over the examples, so is its gradient.",
            "損失はデータについての平均なので、勾配もデータ数で割る。",
        ),
    ),
)
