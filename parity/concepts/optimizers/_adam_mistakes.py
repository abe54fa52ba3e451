"""What people get wrong in Adam."""

from __future__ import annotations

from parity.concepts.optimizers._averages import ROOT_LATER
from parity.concepts.optimizers._epsilon import ACTS_LIKE_1E4
from parity.describing.concept import Mistake, Text

MISTAKES = (
    Mistake(
        name="first_average_not_corrected",
        ja="1 次の移動平均を補正しない",
        line="c1 = 1 - self.beta1**self.t",
        wrong="c1 = 1.0",
        why=Text(
            "m starts at 0 and is ten times too small at the first step (beta1 = 0.9).",
            "m は 0 から始まるので、最初のステップでは10分の1になる(beta1 = 0.9 のとき)。",
        ),
    ),
    Mistake(
        name="second_average_not_corrected",
        ja="2 次の移動平均を補正しない",
        line="c2 = 1 - self.beta2**self.t",
        wrong="c2 = 1.0",
        why=Text(
            "v starts at 0 too, so that the first steps are up to 1 / sqrt(1 - beta2) times "
            "too long.",
            "v も 0 から始まるので、補正しないと最初の更新量が"
            "最大で 1 / sqrt(1 - beta2) 倍になる。",
        ),
    ),
    Mistake(
        name="one_beta_for_both_corrections",
        ja="両方の補正に同じ beta を使う",
        line="c2 = 1 - self.beta2**self.t",
        wrong="c2 = 1 - self.beta1**self.t",
        why=Text(
            "Each average is corrected with its own beta.",
            "それぞれの平均は、それ自身の beta で補正する。",
        ),
    ),
    Mistake(
        name="steps_counted_from_0",
        ja="ステップを 0 から数える",
        line="c1 = 1 - self.beta1**self.t",
        wrong="c1 = 1 - self.beta1 ** (self.t - 1)",
        why=Text(
            "At the first step t is 1; with 0 the correction divides by 1 - 1 = 0.",
            "最初のステップでは t = 1 である。t = 0 とすると 1 - 1 = 0 で割ることになる。",
        ),
    ),
    Mistake(
        name="correction_stuck_at_the_first_step",
        ja="補正が 1 ステップ目のまま",
        line="c2 = 1 - self.beta2**self.t",
        wrong="c2 = 1 - self.beta2",
        why=Text(
            "The power t is missing: the correction is right at the first step and never fades.",
            "t 乗が抜けている。最初のステップでしか正しくなく、補正がいつまでも弱まらない。",
        ),
    ),
    Mistake(
        name="square_forgotten",
        ja="二乗を忘れる",
        line="v[...] = self.beta2 * v + (1 - self.beta2) * g**2",
        wrong="v[...] = self.beta2 * v + (1 - self.beta2) * np.abs(g)",
        why=ROOT_LATER,
    ),
    Mistake(
        name="betas_swapped_in_the_average",
        ja="移動平均で 2 つの beta を取り違える",
        line="m[...] = self.beta1 * m + (1 - self.beta1) * g",
        wrong="m[...] = (1 - self.beta1) * m + self.beta1 * g",
        why=Text(
            "beta1 is the share of the old average that is kept.",
            "beta1 は過去の平均を残す割合である。",
        ),
    ),
    Mistake(
        name="root_forgotten",
        ja="平方根を忘れる",
        line="root = np.sqrt(v / c2) + self.epsilon",
        wrong="root = v / c2 + self.epsilon",
        why=Text(
            "Without the root the step grows as gradients shrink.",
            "平方根を取らないと、勾配が小さいほど更新量が大きくなってしまう。",
        ),
    ),
    Mistake(
        name="epsilon_inside_the_root",
        ja="epsilon を根号の中に入れる",
        line="root = np.sqrt(v / c2) + self.epsilon",
        wrong="root = np.sqrt(v / c2 + self.epsilon)",
        why=ACTS_LIKE_1E4,
    ),
    Mistake(
        name="epsilon_on_the_corrected_root",
        ja="補正後の根に epsilon を足す",
        line="root = (np.sqrt(v) + self.epsilon) / c2**0.5",
        wrong="root = np.sqrt(v / c2) + self.epsilon",
        why=Text(
            "That is the paper's and PyTorch's place; Keras adds epsilon before the correction.",
            "これは論文と PyTorch の位置である。Keras は補正の前に epsilon を加える。",
        ),
    ),
    Mistake(
        name="gradient_instead_of_its_average",
        ja="移動平均の代わりに勾配を使う",
        line="w -= self.lr * (m / c1) / root",
        wrong="w -= self.lr * g / root",
        why=Text(
            "That is RMSprop with a correction: the step must use the average m.",
            "これは補正付きの RMSprop である。更新には勾配の移動平均 m を使う。",
        ),
    ),
    Mistake(
        name="decay_decoupled",
        ja="荷重減衰を勾配から切り離す",
        line="g = g + self.weight_decay * w",
        wrong="w -= self.lr * self.weight_decay * w",
        why=Text(
            "That is AdamW. As an L2 penalty the decay is part of g, and so of m and v.",
            "これは AdamW である。L2 正則化なら減衰項は g の一部であり、m と v にも入る。",
        ),
    ),
)
