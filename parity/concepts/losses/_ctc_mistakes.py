"""What people get wrong in CTC."""

from __future__ import annotations

from parity.describing.concept import Mistake, Text

OF_CTC = (
    Mistake(
        name="skip_between_equal_labels",
        ja="同じラベルの間を飛び越す",
        line="may_skip = labels != np.roll(labels, 2)",
        wrong="may_skip = labels != self.blank",
        why=Text(
            "Without a blank between them two equal labels are merged into one: a blank must "
            "not be skipped there.",
            "間にブランクがないと、同じ2つのラベルは1つにまとめられてしまう。"
            "そこではブランクを飛び越してはいけない。",
        ),
    ),
    Mistake(
        name="blanks_skipped_to",
        ja="ブランクへ飛び越す",
        line="may_skip = labels != np.roll(labels, 2)",
        wrong="may_skip = np.arange(len(labels)) >= 2",
        why=Text(
            "A skip leads over a blank from label to label. From blank to blank it would leave "
            "out the label between.",
            "飛び越せるのはブランクだけで、ラベルからラベルへ移る。"
            "ブランクからブランクへ飛ぶと、間のラベルが抜け落ちる。",
        ),
    ),
    Mistake(
        name="blanks_not_inserted",
        ja="ブランクを挿入しない",
        line="labels = with_blanks(t[n, : counts[n]], self.blank)",
        wrong="labels = t[n, : counts[n]].astype(np.intp)",
        why=Text(
            "Before, between and behind the labels the blank may be said; without these places "
            "each step would have to say a label.",
            "ラベルの前後と間にはブランクが入りうる。その位置を設けないと、"
            "どの時刻でもラベルを出さなければならなくなる。",
        ),
    ),
    Mistake(
        name="best_way_alone",
        ja="最良の経路だけを数える",
        line="ways = np.logaddexp(np.logaddexp(stay, step), skip)",
        wrong="ways = np.maximum(np.maximum(stay, step), skip)",
        why=Text(
            "The maximum finds the best alignment (Viterbi). p(t) is the sum over all of them.",
            "最大値を取ると、最良のアライメント1つの確率になる(ビタビアルゴリズム)。"
            "p(t) はすべてのアライメントについての和である。",
        ),
    ),
    Mistake(
        name="repeats_not_merged",
        ja="続く同じ文字をまとめない",
        line="ways = np.logaddexp(np.logaddexp(stay, step), skip)",
        wrong="ways = np.logaddexp(np.where(labels == self.blank, stay, -np.inf), "
        "np.logaddexp(step, skip))",
        why=Text(
            "A label may be said at several steps in a row, which are then merged. Whoever "
            "never stays at a label counts only ways that say each label once.",
            "同じラベルは何時刻続いてもよく、あとで1つにまとめられる。ラベルの位置に"
            "とどまる遷移がないと、各ラベルを1回だけ出す列しか数えない。",
        ),
    ),
    Mistake(
        name="last_blank_required",
        ja="最後のブランクを必須とする",
        line="log_p = np.logaddexp.reduce(alpha[-1, -2:])  # the last blank may be said or not",
        wrong="log_p = alpha[-1, -1]",
        why=Text(
            "The last step may say the last label or the blank behind it: p(t) is the sum of both.",
            "最後の時刻は、最後のラベルでも、その後ろのブランクでもよい。p(t) は両者の和である。",
        ),
    ),
    Mistake(
        name="step_counted_twice",
        ja="時刻を 2 度数える",
        line="ways = alpha + beta - log_y[:, labels]  # both have counted step t",
        wrong="ways = alpha + beta",
        why=Text(
            "alpha and beta both hold the probability of step t, which counts once.",
            "alpha と beta のどちらにも時刻 t の確率が含まれるので、1つ分を除く。",
        ),
    ),
    Mistake(
        name="gradient_of_wrong_sign",
        ja="勾配の符号が逆",
        line="dx = np.where(within[..., np.newaxis], dlosses * (y - self.gamma), 0)",
        wrong="dx = np.where(within[..., np.newaxis], dlosses * (self.gamma - y), 0)",
        why=Text(
            "gamma stands where the target stands in a cross-entropy: the gradient is y minus "
            "it. The other way round, descent makes the labels less probable.",
            "γ は交差エントロピーの正解ラベルに当たり、勾配は y − γ である。逆にすると、"
            "勾配を下るほどラベルの確率が下がってしまう。",
        ),
    ),
    Mistake(
        name="gradient_of_log_probabilities",
        ja="対数確率の勾配を返す",
        line="dx = np.where(within[..., np.newaxis], dlosses * (y - self.gamma), 0)",
        wrong="dx = np.where(within[..., np.newaxis], -dlosses * self.gamma, 0)",
        why=Text(
            "-gamma is the gradient by log y. Behind the softmax, at the logits, y is added.",
            "−γ は log y についての勾配である。ソフトマックスをさかのぼってロジットまで戻ると、"
            "y が加わる。",
        ),
    ),
    Mistake(
        name="gradient_behind_the_end",
        ja="終端の後にも勾配がある",
        line="dx = np.where(within[..., np.newaxis], dlosses * (y - self.gamma), 0)",
        wrong="dx = dlosses * (y - self.gamma)",
        why=Text(
            "Behind its last step an example has padding, on which L does not depend.",
            "最後の時刻より後ろはパディングであり、L はそこに依存しない。",
        ),
    ),
)
