"""AdaGrad."""

from __future__ import annotations

from parity.concepts.optimizers._epsilon import ACTS_AS_ITS_ROOT, INSIDE_THE_ROOT
from parity.concepts.optimizers._recorded_gradients import at_defaults, fifty_steps
from parity.concepts.optimizers._walk import Params, walked
from parity.describing.concept import (
    Concept,
    Convention,
    Default,
    Divergence,
    Mistake,
    Text,
    Weight,
)
from parity.describing.derivation import Step
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _rmsprop_that_averages_evenly(of: Implementations, a: Arrays) -> Arrays:
    """Return RMSprop's path with rho = 1 - 1/t and lr / sqrt(t) at step t."""
    rmsprop = of("rmsprop")(epsilon=0.0)

    def step(t: int, params: Params, grads: Params) -> None:
        rmsprop.rho, rmsprop.lr = 1 - 1 / t, 0.125 / t**0.5
        rmsprop.update(params, grads)

    return walked(a, step)


Adagrad = Concept(
    kind="optimizer",
    order=4,
    fast="optimizers.fast_adagrad.FastAdagrad",
    syllabus=("3-2-3",),
    needs=("sgd",),
    title=Text("AdaGrad", "AdaGrad"),
    summary=Text(
        "Divides each element's step by the root of the sum of its squared gradients so far, so "
        "that its learning rate only ever falls. (A step may still grow, with its gradient.)",
        "各要素の更新量を、それまでの勾配の二乗和の平方根で割る。学習率は要素ごとに調整され、"
        "単調に小さくなっていく(勾配が大きくなれば、更新量そのものは増えることもある)。",
    ),
    why=Text(
        "One learning rate for all parameters suits none of them: those of a frequent feature get "
        "a gradient in every step, those of a rare one hardly ever. AdaGrad adds up the squared "
        "gradients of each element and divides its step by the root of the sum: what has moved "
        "much moves less, and what is rare still takes large steps. As the sum only grows, long "
        "training comes to a halt; RMSprop mends that.",
        "すべてのパラメータに同じ学習率を使うと、どれにも合わない。"
        "よく現れる特徴の重みには毎回勾配が届くが、まれな特徴の重みにはほとんど届かないからであ"
        "る。AdaGrad は要素ごとに勾配の二乗を足し合わせ、その平方根で更新量を割る。"
        "これまで大きく動いた要素は控えめに、まれな要素は大きく動く。"
        "ただし和は増える一方なので、長く学習するとほとんど動かなくなる。"
        "これを改めたのが RMSProp である。",
    ),
    equation="h <- h + g^2;  w <- w - lr g / (sqrt(h) + epsilon)",
    formula=(
        r"h \leftarrow h + g^2",
        r"w \leftarrow w - \text{lr}\, \frac{g}{\sqrt{h} + \epsilon}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Every element has a learning rate of its own: lr / √h",
                "要素ごとに、lr / √h という固有の学習率を持つ",
            ),
            text=Text(
                "After t steps h is the sum of all squared gradients of the element so far. It "
                "never falls, so the rate never rises. (ε is left out from here on.)",
                "t ステップ後の h は、その要素のこれまでの勾配の二乗の総和である。"
                "減ることはないので、学習率が上がることもない(以下では ε を省く)。",
            ),
            equation=(
                r"h_t = \sum_{k=1}^{t} g_k^2, \quad w \leftarrow w - \frac{\text{lr}}{\sqrt{h_t}} "
                r"\, g_t"
            ),
        ),
        Step(
            heading=Text(
                "With gradients of one size, the steps shrink as 1 / √t",
                "勾配の大きさが一定なら、更新量は 1 / √t で小さくなる",
            ),
            text=Text(
                "Let each gradient be ±c. Then c cancels: the size of the gradients has no effect "
                "on the steps, only how many there were.",
                "どの勾配も ±c とすると、c は約分されて消える。"
                "更新量に効くのは勾配の大きさではなく、これまでの回数である。",
            ),
            equation=(
                r"h_t = t \, c^2, \quad \frac{\text{lr}\, c}{\sqrt{t \, c^2}} = "
                r"\frac{\text{lr}}{\sqrt{t}}"
            ),
            check=Text(
                "The first step is lr long in every element that has a gradient.",
                "最初の更新量は、勾配のあるどの要素でも lr になる。",
            ),
        ),
        Step(
            heading=Text(
                "A rare feature keeps a larger rate",
                "まれな特徴の重みは、大きな学習率を保つ",
            ),
            text=Text(
                "If an element gets its gradient in one step of r only, h has grown r times less, "
                "and its step is √r times as long.",
                "r ステップに1回しか勾配が届かない要素では h の増え方が r 分の 1 なので、"
                "更新量は √r 倍になる。",
            ),
            equation=(
                r"h_t = \frac{t}{r} \, c^2, \quad \frac{\text{lr}\, c}{\sqrt{h_t}} = \text{lr} "
                r"\sqrt{\frac{r}{t}}"
            ),
        ),
    ),
    shapes={"w": "any", "g, h": "as w"},
    sources=(
        "Duchi, Hazan and Singer (2011), Adaptive subgradient methods for online learning and "
        "stochastic optimization, Journal of Machine Learning Research 12, figure 1",
    ),
    # Where torch_impl puts epsilon inside the root, PyTorch's sum holds epsilon too.
    state={"h": Weight(torch="", keras="accumulator")},
    cases=(
        fifty_steps("outside", {"lr": 0.1, "epsilon": 1e-7}),
        fifty_steps("inside", {"lr": 0.1, "epsilon": 1e-7, "epsilon_place": "inside"}),
        fifty_steps("outside_large_epsilon", {"lr": 0.1, "epsilon": 0.1}),
        fifty_steps("inside_large_epsilon", {"lr": 0.1, "epsilon": 0.1, "epsilon_place": "inside"}),
        fifty_steps("outside_started", {"lr": 0.1, "epsilon": 0.01, "initial_accumulator": 0.1}),
        fifty_steps(
            "inside_started",
            {
                "lr": 0.1,
                "epsilon": 0.01,
                "initial_accumulator": 0.1,
                "epsilon_place": "inside",
            },
        ),
        fifty_steps("outside_small_gradients", {"lr": 0.1, "epsilon": 1e-5}, scale=1e-3),
        fifty_steps(
            "inside_small_gradients",
            {"lr": 0.1, "epsilon": 1e-5, "epsilon_place": "inside"},
            scale=1e-3,
        ),
        at_defaults(),
    ),
    divergences=(
        Divergence(
            name="epsilon_place",
            ja="epsilon の位置",
            summary=Text(
                "PyTorch (and the course) divide by sqrt(h) + epsilon, Keras by sqrt(h + "
                "epsilon). With gradients of 1e-3 and one epsilon of 1e-5 the steps are quite "
                "different.",
                "PyTorch(と講座)は sqrt(h) + epsilon で割り、Keras は sqrt(h + epsilon) で割る。"
                "勾配が 1e-3 程度のとき、同じ epsilon = 1e-5 でも更新量は大きく異なる。",
            ),
            reconciled=Text(
                "PyTorch: epsilon 0 and a sum that starts epsilon higher. Keras: in epsilon's "
                "place epsilon (2 sqrt(h) + epsilon), element by element, which completes the "
                "square of sqrt(h) + epsilon.",
                "PyTorch では epsilon を 0 とし、二乗和の初期値を epsilon だけ大きくする。"
                "Keras では epsilon の代わりに要素ごとの epsilon (2 sqrt(h) + epsilon) を与える。"
                "根号の中が sqrt(h) + epsilon の二乗になる。",
            ),
            source="torch.optim.Adagrad, the algorithm; keras Adagrad.update_step",
            case="outside_small_gradients",
            native={
                "torch": {"callable": "torch.optim.Adagrad", "lr": 0.1, "eps": 1e-5},
                "keras": {
                    "callable": "keras.optimizers.Adagrad",
                    "learning_rate": 0.1,
                    "initial_accumulator_value": 0.0,
                    "epsilon": 1e-5,
                },
            },
            quantity="W",
        ),
        Divergence(
            name="start_of_the_sum",
            ja="二乗和の初期値",
            summary=Text(
                "PyTorch's sum of squares starts at 0, Keras' at 0.1, which shortens the first "
                "steps: the first is lr in PyTorch, whatever the gradient.",
                "二乗和の初期値は PyTorch では 0、Keras では 0.1 である。"
                "後者では最初の数ステップの更新量が小さくなる。0 から始めると、"
                "最初の更新量は勾配の大きさによらず lr になる。",
            ),
            reconciled=Text(
                "Set initial_accumulator.",
                "initial_accumulator を明示する。",
            ),
            source="the signatures of torch.optim.Adagrad and keras.optimizers.Adagrad",
            case="outside",
            native={
                "torch": {"callable": "torch.optim.Adagrad", "lr": 0.1, "eps": 0.0},
                "keras": {
                    "callable": "keras.optimizers.Adagrad",
                    "learning_rate": 0.1,
                    "epsilon": 0.0,
                },
            },
            quantity="W",
        ),
    ),
    defaults=(
        Default(
            "lr",
            0.01,
            torch=("torch.optim.Adagrad", "lr", 0.01),
            keras=("keras.optimizers.Adagrad", "learning_rate", 0.001),
        ),
        Default(
            "epsilon",
            1e-7,
            torch=("torch.optim.Adagrad", "eps", 1e-10),
            keras=("keras.optimizers.Adagrad", "epsilon", 1e-7),
        ),
        Default(
            "initial_accumulator",
            0.0,
            torch=("torch.optim.Adagrad", "initial_accumulator_value", 0),
            keras=("keras.optimizers.Adagrad", "initial_accumulator_value", 0.1),
        ),
    ),
    conventions=(
        Convention(
            name="epsilon_inside_the_root",
            text=INSIDE_THE_ROOT,
            config={"epsilon_place": "inside"},
        ),
        Convention(
            name="sum_starts_above_0",
            text=Text(
                "The sum of squares starts at 0.1, as in Keras; in PyTorch and the book at 0.",
                "Keras と同じく、二乗和の初期値が 0.1 である。PyTorch と教科書では 0 である。",
            ),
            config={"initial_accumulator": 0.1},
        ),
    ),
    also_called=("ada_grad", "optimizer_adagrad", "adagrad_update"),
    identities=(
        Identity(
            sibling="rmsprop",
            text=Text(
                "It is RMSprop that forgets nothing and slows down: rho = 1 - 1/t makes v the "
                "plain mean of all g^2, and the rate is lr / sqrt(t).",
                "過去を忘れず、次第に遅くなる RMSprop である。rho = 1 - 1/t とすると"
                " v は g^2 全体の単純な平均になり、学習率は lr / sqrt(t) になる。",
            ),
            case=fifty_steps("even_average", {"lr": 0.125}, lr_later=0.125),
            left=evaluated("adagrad", epsilon=0.0),
            right=_rmsprop_that_averages_evenly,
        ),
    ),
    mistakes=(
        Mistake(
            name="square_forgotten",
            ja="二乗を忘れる",
            line="h += g**2",
            wrong="h += np.abs(g)",
            why=Text(
                "The root belongs to a sum of squares; the root of a sum of sizes has the wrong "
                "unit, and the step depends on the gradient's scale.",
                "平方根を取るのは二乗和である。絶対値の和では単位が合わず、"
                "更新量が勾配のスケールに左右される。",
            ),
        ),
        Mistake(
            name="sum_not_kept",
            ja="二乗和を残さない",
            line="h += g**2",
            wrong="h = h + g**2",
            why=Text(
                "The new array is not the one that is remembered: h starts anew at every step, "
                "and every step has the size lr.",
                "新しい配列をローカル変数に代入しただけなので、h は毎回初期値に戻り、"
                "更新量は常に lr になる。",
            ),
        ),
        Mistake(
            name="last_square_only",
            ja="最後の二乗しか残さない",
            line="h += g**2",
            wrong="h[...] = g**2",
            why=Text(
                "h is the sum over all steps, not the newest square.",
                "h は全ステップの二乗和であり、最新の二乗ではない。",
            ),
        ),
        Mistake(
            name="root_forgotten",
            ja="平方根を忘れる",
            line="root = np.sqrt(h) + self.epsilon",
            wrong="root = h + self.epsilon",
            why=Text(
                "Without the root the step shrinks like 1/t instead of 1/sqrt(t).",
                "平方根を取らないと、更新量は 1/sqrt(t) ではなく 1/t で小さくなってしまう。",
            ),
        ),
        Mistake(
            name="epsilon_inside",
            ja="epsilon を根号の中に入れる",
            line="root = np.sqrt(h) + self.epsilon",
            wrong="root = np.sqrt(h + self.epsilon)",
            why=ACTS_AS_ITS_ROOT,
        ),
        Mistake(
            name="epsilon_outside",
            ja="epsilon を根号の外に出す",
            line="root = np.sqrt(h + self.epsilon)",
            wrong="root = np.sqrt(h) + self.epsilon",
            why=Text(
                "Where epsilon belongs inside the root, outside it is far weaker for small h.",
                "epsilon を根号の中に入れるべきところで外に出すと、"
                "h が小さいときの効き方が弱くなる。",
            ),
        ),
        Mistake(
            name="squared_before_use",
            ja="使う前に二乗する",
            line="w -= self.lr * g / root",
            wrong="w -= self.lr * g**2 / root",
            why=Text(
                "Only the denominator holds the square; a squared numerator loses the sign, and "
                "every step goes one way.",
                "二乗するのは分母だけである。分子まで二乗すると符号が失われ、常に同じ向きに動く。",
            ),
        ),
    ),
)
