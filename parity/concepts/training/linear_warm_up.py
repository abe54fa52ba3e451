"""Linear warm-up of the learning rate."""

from __future__ import annotations

from parity.concepts.training._schedules import COUNTED_FROM_1, LR, NO_END, STEPS, at
from parity.describing.concept import Concept, Convention, Default, Mistake, Text

TORCH = "torch.optim.lr_scheduler.LinearLR"

linear_warm_up = Concept(
    kind="function",
    order=12,
    syllabus=("3-3-3", "3-6-1"),
    needs=("sgd", "warm_up_schedule"),
    title=Text("Linear warm-up", "線形ウォームアップ(学習率)"),
    summary=Text(
        "The learning rate begins at a share of its value and rises in a straight line over the "
        "first steps.",
        "学習率を目標値の何分の1かから始め、最初の数ステップで直線的に上げる。",
    ),
    why=Text(
        "Fresh weights have large gradients, and a large batch calls for a large learning rate: "
        "together they throw the network far away in its first steps. So it is let in slowly. "
        "ImageNet was learned in an hour so, with batches of 8,192 and five epochs of warm-up. A "
        "decay mostly follows; the Transformer's own schedule joins both in one formula.",
        "初期の重みでは勾配が大きく、大きなバッチには大きな学習率を使う。2つが重なると、"
        "最初の数ステップで遠くへ飛ばされてしまう。そこで少しずつ上げる。バッチ 8192 と"
        "5エポックのウォームアップによって、ImageNet を1時間で学習できた。続けて減衰させることが"
        "多く、Transformer の学習率は両方を1つの式にまとめている。",
    ),
    equation="lr_t = lr (f + (1 - f) min(t / warmup_steps, 1))",
    formula=(r"\eta_t = \eta \left( f + (1 - f) \min\left(\frac{t}{T}, 1\right) \right)",),
    shapes=STEPS,
    sources=(
        "Goyal et al. (2017), Accurate, large minibatch SGD: training ImageNet in 1 hour, "
        "section 2.2",
        TORCH,
    ),
    cases=(
        at("from_a_quarter", [0, 1, 2, 3, 4, 5, 9], lr=0.5, warmup_steps=4, start_factor=0.25),
        at("defaults", [0, 1, 4, 5, 6]),
        at("from_nearly_nothing", [[0, 1, 2], [5, 10, 20]], warmup_steps=10, start_factor=0.0625),
        at("without", [0, 3], start_factor=1.0),
        at("one_step", 2, lr=0.25, warmup_steps=8),
    ),
    defaults=(
        LR,
        Default("warmup_steps", 5, torch=(TORCH, "total_iters", 5)),
        Default("start_factor", 1 / 3, torch=(TORCH, "start_factor", 1 / 3)),
    ),
    conventions=(
        Convention(
            "from_0",
            Text("It begins at 0.", "0 から始める。"),
            {"start_factor": 0.0},
        ),
    ),
    also_called=("linear_warmup", "warmup_lr_linear", "linear_lr"),
    mistakes=(
        Mistake(
            name="rises_without_an_end",
            ja="上がり続ける",
            line="part = np.minimum(s / warmup_steps, 1)",
            wrong="part = s / warmup_steps",
            why=NO_END,
        ),
        Mistake(
            name="counted_from_1",
            ja="1 から数える",
            line="part = np.minimum(s / warmup_steps, 1)",
            wrong="part = np.minimum((s + 1) / warmup_steps, 1)",
            why=COUNTED_FROM_1,
        ),
        Mistake(
            name="start_added_to_the_whole",
            ja="始めの値を余分に足す",
            line="return lr * (start_factor + (1 - start_factor) * part)",
            wrong="return lr * (start_factor + part)",
            why=Text(
                "What is added is the rest, 1 - f, so that it ends at lr.",
                "足すのは残りの 1 - f で、最後に lr になる。",
            ),
        ),
    ),
)
