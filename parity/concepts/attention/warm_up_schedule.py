"""The Transformer's learning rate: warm-up, then decay."""

from __future__ import annotations

from parity.concepts.attention._transformer_sources import VASWANI
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.draw import values

warm_up_schedule = Concept(
    kind="function",
    order=40,
    syllabus=("3-6-1", "3-3-3"),
    needs=("adam",),
    title=Text("Warm-up schedule of the Transformer", "Transformer の学習率(ウォームアップ)"),
    summary=Text(
        "The learning rate of the Transformer's paper: it rises in a straight line over the first "
        "steps, then falls with the root of the step.",
        "Transformer の論文の学習率。最初の数千ステップは直線的に上げ、"
        "その後はステップ数の平方根に反比例して下げる。",
    ),
    why=Text(
        "Adam divides by the root of an average that has seen almost nothing in the first steps, "
        "and a Transformer with its norms behind the residual sums has large gradients near its "
        "output then: full steps at once may spoil it for good. So the learning rate begins near "
        "0 and rises while the averages settle. The larger the model, the smaller the steps: hence "
        "the factor d_model^-0.5.",
        "Adam は勾配の二乗の移動平均の平方根で割るが、最初の数ステップではその平均がまだ"
        "当てにならない。さらに、残差の後に正規化を置く Transformer は、初期には出力に近い層の"
        "勾配が大きい。最初から大きく動かすと学習が壊れてしまうことがある。そこで学習率を"
        " 0 の近くから始め、平均が落ち着くまで徐々に上げる。モデルが大きいほど小さく動かすので、"
        "d_model^-0.5 が掛かる。",
    ),
    equation="lr = d_model^-0.5 min(step^-0.5, step warmup_steps^-1.5)",
    formula=(r"\text{lr} = d_{\text{model}}^{-0.5} \,\min\left(s^{-0.5}, s \, s_w^{-1.5}\right)",),
    shapes={"step": "any", "y": "as step"},
    sources=(f"{VASWANI}, section 5.3, eq. 3",),
    cases=(
        Case("defaults", inputs={"step": values([1.0, 100.0, 3999.0, 4000.0, 4001.0, 100000.0])}),
        Case(
            "small_model",
            inputs={"step": values([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 100.0]])},
            config={"d_model": 6, "warmup_steps": 4},
        ),
        Case(
            "other_warm_up",
            inputs={"step": values([1.0, 10.0, 25.0, 99.0, 101.0])},
            config={"warmup_steps": 100},
        ),
        Case(
            "larger_model",
            inputs={"step": values([1.0, 500.0, 4000.0, 50000.0])},
            config={"d_model": 1024},
        ),
        Case(
            "no_warm_up",
            inputs={"step": values([1.0, 2.0, 9.0])},
            config={"d_model": 4, "warmup_steps": 1},
        ),
        Case("one_step", inputs={"step": values(7.0)}, config={"d_model": 9, "warmup_steps": 5}),
        Case("one_step_in_the_rise", inputs={"step": values(250.0)}),
        Case("one_step_behind_the_top", inputs={"step": values(9000.0)}, config={"d_model": 256}),
    ),
    defaults=(Default("d_model", 512), Default("warmup_steps", 4000)),
    conventions=(
        Convention(
            name="steps_from_0",
            text=Text(
                "Steps are counted from 0, as in Keras' schedules; the paper counts from 1.",
                "ステップを Keras のスケジュールと同じく 0 から数える。論文では 1 から数える。",
            ),
            like="counted_from_0",
        ),
    ),
    also_called=(
        "noam",
        "noam_schedule",
        "transformer_learning_rate",
        "learning_rate_schedule",
        "lr_schedule",
        "get_lr",
        "lrate",
        "warmup_schedule",
        "warmup_lr",
        "transformer_lr",
    ),
    mistakes=(
        Mistake(
            name="exponent_of_the_warm_up",
            ja="ウォームアップの指数が違う",
            line="rising = s * float(warmup_steps) ** -1.5",
            wrong="rising = s * float(warmup_steps) ** -0.5",
            why=Text(
                "The two branches must meet at step = warmup_steps: w^-0.5 = w w^-1.5. With -0.5 "
                "the rise is never the smaller one, and there is no warm-up at all.",
                "2つの枝は step = warmup_steps で一致しなければならない(w^-0.5 = w・w^-1.5)。"
                "-0.5 では直線の側が小さくなることがなく、ウォームアップが起こらない。",
            ),
        ),
        Mistake(
            name="maximum_for_minimum",
            ja="最小の代わりに最大をとる",
            line="return float(d_model) ** -0.5 * np.minimum(falling, rising)",
            wrong="return float(d_model) ** -0.5 * np.maximum(falling, rising)",
            why=Text(
                "The smaller branch counts: the maximum begins high and grows without end.",
                "小さいほうを取る。最大値を取ると、大きな値から始まり、最後は際限なく増える。",
            ),
        ),
        Mistake(
            name="root_of_the_width_upside_down",
            ja="幅の平方根が逆さま",
            line="return float(d_model) ** -0.5 * np.minimum(falling, rising)",
            wrong="return float(d_model) ** 0.5 * np.minimum(falling, rising)",
            why=Text(
                "Larger models take smaller steps: the width stands below the root's bar, with the "
                "exponent -0.5.",
                "モデルが大きいほど小さく動かす。幅の指数は -0.5 である。",
            ),
        ),
        Mistake(
            name="decay_without_the_root",
            ja="減衰で平方根を忘れる",
            line="falling = 1 / np.sqrt(s)",
            wrong="falling = 1 / s",
            why=Text(
                "It falls with the root of the step; with 1 / step the branches do not meet at the "
                "end of the warm-up, and the rate is soon near 0.",
                "下がり方は step の平方根に反比例する。1 / step ではウォームアップの終わりで"
                "2つの枝がつながらず、学習率はすぐに 0 に近づく。",
            ),
        ),
        Mistake(
            name="width_left_out",
            ja="幅を落とす",
            line="return float(d_model) ** -0.5 * np.minimum(falling, rising)",
            wrong="return np.minimum(falling, rising)",
            why=Text(
                "Without d_model^-0.5 the rate is 22 times as large at d_model = 512.",
                "d_model^-0.5 を落とすと、d_model = 512 のとき学習率は約 22 倍になる。",
            ),
        ),
        Mistake(
            name="counted_from_0",
            ja="0 から数える",
            line='s = as_float("step", step)',
            wrong='s = as_float("step", step) + 1',
            why=Text(
                "Here steps are counted from 1. Who counts from 0, as Keras' schedules do, adds 1.",
                "ここではステップを 1 から数える。Keras のスケジュールのように 0 から数えるなら"
                " 1 を足す。",
            ),
        ),
    ),
)
