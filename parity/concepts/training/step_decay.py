"""Step decay of the learning rate."""

from __future__ import annotations

from parity.concepts.training._schedules import COUNTED_FROM_1, LR, STEPS, at
from parity.describing.concept import Concept, Default, Mistake, Text

STEP_LR = "torch.optim.lr_scheduler.StepLR"

step_decay = Concept(
    kind="function",
    order=9,
    syllabus=("3-3-3", "3-2-1"),
    needs=("sgd",),
    title=Text("Step decay", "ステップ減衰(学習率)"),
    summary=Text(
        "The learning rate goes down a stair: after every so many epochs it is multiplied by a "
        "factor.",
        "一定のエポック数ごとに、学習率に係数を掛けて階段状に下げる。",
    ),
    why=Text(
        "Large steps get far, small ones get down: noise of the batches keeps a large learning "
        "rate from ever settling. So it is lowered by ten where the loss has come to a rest, as "
        "ResNet did at 32,000 and 48,000 steps; the loss drops at once. The stair must be laid by "
        "hand; smooth schedules know only where they end.",
        "大きな学習率は速く進めるが、バッチごとのばらつきのため、いつまでも落ち着かない。"
        "そこで損失が下げ止まったところで 10 分の 1 にする。ResNet は 3.2 万と 4.8 万ステップで"
        "下げ、そのたびに損失が一段下がった。いつ下げるかは人が決めなければならない。",
    ),
    equation="lr_t = lr gamma^floor(t / step_size)",
    formula=(r"\eta_t = \eta_0 \, \gamma^{\left\lfloor \frac{t}{T} \right\rfloor}",),
    shapes=STEPS,
    sources=(
        "He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition, section 3.4",
        STEP_LR,
    ),
    cases=(
        at("stair", [0, 1, 2, 3, 4, 5, 6, 9, 11], lr=0.5, step_size=3, gamma=0.5),
        at("defaults", [0, 29, 30, 59, 60]),
        at("every_step", [[0, 1, 2], [3, 4, 5]], step_size=1, gamma=0.9),
        at("one_step", 7, lr=0.25, step_size=2),
        at("rising", [0, 2, 4, 5], step_size=2, gamma=2.0),
    ),
    defaults=(
        LR,
        Default("step_size", 30),
        Default("gamma", 0.1, torch=(STEP_LR, "gamma", 0.1)),
    ),
    also_called=("step_lr", "lr_step_decay", "step_schedule"),
    mistakes=(
        Mistake(
            name="no_tread",
            ja="階段にならない",
            line="stair = np.floor(s / step_size)",
            wrong="stair = s / step_size",
            why=Text(
                "Without the floor it falls at every step: the exponential decay.",
                "切り捨てないと毎ステップ下がり、指数減衰になる。",
            ),
        ),
        Mistake(
            name="rounded_up",
            ja="切り上げる",
            line="stair = np.floor(s / step_size)",
            wrong="stair = np.ceil(s / step_size)",
            why=COUNTED_FROM_1,
        ),
        Mistake(
            name="multiplied_by_the_stair",
            ja="べき乗でなく積",
            line="return lr * gamma**stair",
            wrong="return lr * gamma * stair",
            why=Text(
                "Each tread multiplies once more: a power.",
                "1段ごとに係数を1回ずつ掛けるので、べき乗になる。",
            ),
        ),
    ),
)
