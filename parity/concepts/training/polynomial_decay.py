"""Polynomial decay of the learning rate."""

from __future__ import annotations

from parity.concepts.training._schedules import LR, NO_END, STEPS, at
from parity.describing.concept import Concept, Default, Mistake, Text

KERAS = "keras.optimizers.schedules.PolynomialDecay"
TORCH = "torch.optim.lr_scheduler.PolynomialLR"

polynomial_decay = Concept(
    kind="function",
    order=11,
    syllabus=("3-3-3", "3-2-1"),
    needs=("step_decay",),
    title=Text("Polynomial decay", "多項式減衰(学習率)"),
    summary=Text(
        "The learning rate falls to its end along a power of what is left; with power 1 in a "
        "straight line.",
        "残りの割合のべき乗に沿って、終わりの値まで学習率を下げる。べきが 1 なら直線になる。",
    ),
    why=Text(
        "Who knows how long the training takes can say where the learning rate shall end. BERT "
        "falls in a straight line to 0; segmentation networks take the power 0.9. A power above 1 "
        "falls fast at first, below 1 at the end.",
        "学習の長さが分かっていれば、学習率の終わりを決められる。BERT は直線で 0 まで下げ、"
        "領域分割のネットワークではべき 0.9 がよく使われる。べきが 1 より大きいと初めに、"
        "小さいと終わりに速く下がる。",
    ),
    equation="lr_t = lr_end + (lr - lr_end) (1 - min(t / decay_steps, 1))^power",
    formula=(
        r"\eta_t = \eta_T + (\eta_0 - \eta_T) \left( 1 - \min\left(\frac{t}{T}, 1\right) "
        r"\right)^p",
    ),
    shapes=STEPS,
    sources=(
        "Chen et al. (2018), DeepLab: semantic image segmentation with deep convolutional nets, "
        "section 4.1",
        KERAS,
        TORCH,
    ),
    cases=(
        at("line", [0, 1, 3, 5, 8], decay_steps=8),
        at("square", [0, 2, 4, 7, 8, 11], lr=0.5, decay_steps=8, lr_end=0.125, power=2.0),
        at("root", [[0, 1, 2], [3, 4, 5]], decay_steps=5, power=0.5),
        at("defaults", [0, 10, 60, 100, 101]),
        at("one_step", 3, lr=0.25, decay_steps=4, lr_end=0.0625),
    ),
    defaults=(
        LR,
        Default("decay_steps", 100),
        Default("lr_end", 0.0, keras=(KERAS, "end_learning_rate", 0.0001)),
        Default("power", 1.0, torch=(TORCH, "power", 1.0), keras=(KERAS, "power", 1.0)),
    ),
    also_called=("poly_lr", "polynomial_lr", "linear_decay"),
    mistakes=(
        Mistake(
            name="goes_on_behind_the_end",
            ja="終わりの後も下がり続ける",
            line="left = 1 - np.minimum(s / decay_steps, 1)",
            wrong="left = np.abs(1 - s / decay_steps)",
            why=NO_END,
        ),
        Mistake(
            name="end_not_added",
            ja="終わりの値を足さない",
            line="return lr_end + (lr - lr_end) * left**power",
            wrong="return (lr - lr_end) * left**power",
            why=Text(
                "What falls to 0 is the distance from the end.",
                "0 まで下がるのは、終わりの値との差である。",
            ),
        ),
        Mistake(
            name="power_of_what_has_passed",
            ja="経過した割合をべき乗する",
            line="return lr_end + (lr - lr_end) * left**power",
            wrong="return lr_end + (lr - lr_end) * (1 - (1 - left) ** power)",
            why=Text(
                "The power is taken of what is left, so a large one falls fast at first.",
                "べき乗するのは残りの割合で、べきが大きいと初めに速く下がる。",
            ),
        ),
    ),
)
