"""Cosine decay of the learning rate, with or without warm restarts."""

from __future__ import annotations

from parity.concepts.training._schedules import LR, NO_END, STEPS, at
from parity.describing.concept import Concept, Convention, Default, Divergence, Mistake, Text

KERAS = "keras.optimizers.schedules.CosineDecayRestarts"
TORCH = "torch.optim.lr_scheduler.CosineAnnealingWarmRestarts"
ANNEALING = "torch.optim.lr_scheduler.CosineAnnealingLR"

cosine_decay = Concept(
    kind="function",
    order=13,
    syllabus=("3-3-3", "3-2-1"),
    needs=("step_decay",),
    title=Text("Cosine decay with warm restarts", "コサイン減衰(ウォームリスタート)"),
    summary=Text(
        "The learning rate falls along half a cosine: slowly, fast, slowly. With restarts it jumps "
        "back up after each period.",
        "コサインの半周期に沿って、ゆっくり、速く、ゆっくりと学習率を下げる。"
        "リスタートを使うと、周期ごとに元の値に戻る。",
    ),
    why=Text(
        "It stays high long enough to get far, and low long enough to settle, with one number to "
        "choose: the length. Restarts kick the network out of where it has settled; the weights at "
        "the end of each period, being unlike, make an ensemble for free. Periods that double "
        "give late ones more time.",
        "高い学習率を長く保ち、終わりも低い値を長く保つ。決める数は長さだけである。"
        "リスタートでは、落ち着いたところから学習率を上げて外へ出す。"
        "周期の終わりごとの重みは互いに異なるので、そのままアンサンブルに使える。"
        "周期を2倍ずつ延ばすと、後の周期ほど時間をかけられる。",
    ),
    equation="lr_t = lr_min + (lr - lr_min) (1 + cos(pi t / T)) / 2, t within its period of length "
    "T",
    formula=(
        r"\eta_t = \eta_{\min} + \frac{1}{2} (\eta_0 - \eta_{\min}) \left( 1 + \cos\left(\pi "
        r"\frac{t}{T}\right) \right)",
    ),
    shapes=STEPS,
    sources=(
        "Loshchilov and Hutter (2017), SGDR: stochastic gradient descent with warm restarts, eq. 5",
        TORCH,
        KERAS,
    ),
    cases=(
        at("one_period", [0, 1, 3, 6, 8], lr=0.5, decay_steps=8),
        at("to_a_least_rate", [[0, 2, 5], [7, 8, 12]], lr=0.5, decay_steps=8, lr_min=0.0625),
        at("restarts", [0, 1, 3, 4, 5, 10, 11], lr=0.5, decay_steps=4, restarts=True),
        at(
            "longer_periods",
            [0, 1, 2, 3, 4, 8, 10, 15],
            decay_steps=3,
            lr_min=0.0078125,
            restarts=True,
            t_mult=2,
        ),
        at("defaults", [0, 25, 50, 99, 120]),
        at("one_step", 3, decay_steps=5),
    ),
    defaults=(
        LR,
        Default("decay_steps", 100),
        Default("lr_min", 0.0, torch=(ANNEALING, "eta_min", 0.0), keras=(KERAS, "alpha", 0.0)),
        Default("restarts", False),
        Default("t_mult", 1, torch=(TORCH, "T_mult", 1), keras=(KERAS, "t_mul", 2.0)),
    ),
    divergences=(
        Divergence(
            name="rises_again",
            ja="再び上がる",
            summary=Text(
                "torch.optim.lr_scheduler.CosineAnnealingLR follows the cosine on behind T_max, so "
                "the learning rate rises again. Keras' CosineDecay stays at the end.",
                "torch.optim.lr_scheduler.CosineAnnealingLR は T_max を過ぎてもコサインをたどる"
                "ので、学習率が再び上がる。Keras の CosineDecay は終わりの値を保つ。",
            ),
            reconciled=Text(
                "The PyTorch twin does not step its scheduler behind the period.",
                "PyTorch 側の実装は、周期を過ぎたらスケジューラを進めない。",
            ),
            source=f"{ANNEALING}: the schedule is periodic",
            case="defaults",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.training.cosine_decay._rising_again",
                    "lr": 0.1,
                    "decay_steps": 100,
                },
            },
            quantity="rate",
        ),
    ),
    conventions=(
        Convention(
            "restarts",
            Text("It begins again after each period.", "周期ごとに元の値に戻る。"),
            {"restarts": True},
        ),
    ),
    also_called=("cosine_annealing", "cosine_schedule", "cosine_lr", "sgdr"),
    mistakes=(
        Mistake(
            name="rises_again_behind_the_end",
            ja="終わりの後で再び上がる",
            line="part = np.minimum(s / length, 1)",
            wrong="part = s / length",
            why=NO_END,
        ),
        Mistake(
            name="whole_cosine",
            ja="1周期分のコサイン",
            line="return lr_min + (lr - lr_min) * (1 + np.cos(np.pi * part)) / 2",
            wrong="return lr_min + (lr - lr_min) * (1 + np.cos(2 * np.pi * part)) / 2",
            why=Text(
                "Half a period goes from 1 to -1; a whole one comes back.",
                "1 から -1 まで下がるのは半周期で、1周期では元に戻る。",
            ),
        ),
        Mistake(
            name="half_forgotten",
            ja="2 で割らない",
            line="return lr_min + (lr - lr_min) * (1 + np.cos(np.pi * part)) / 2",
            wrong="return lr_min + (lr - lr_min) * (1 + np.cos(np.pi * part))",
            why=Text(
                "1 + cos goes from 2 to 0: the half brings it to 1.",
                "1 + cos は 2 から 0 なので、2 で割って 1 から 0 にする。",
            ),
        ),
        Mistake(
            name="periods_of_one_length",
            ja="周期が伸びない",
            line="length = np.where(over, t_mult * length, length)",
            wrong="length = np.where(over, length, length)",
            why=Text(
                "Each period is t_mult times as long as the one before it.",
                "各周期は直前の周期の t_mult 倍の長さである。",
            ),
        ),
    ),
)
