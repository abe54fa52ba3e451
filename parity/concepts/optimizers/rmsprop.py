"""RMSprop."""

from __future__ import annotations

from parity.concepts.optimizers._averages import FROM_THE_FIRST_SQUARE
from parity.concepts.optimizers._epsilon import ACTS_AS_ITS_ROOT, INSIDE_THE_ROOT
from parity.concepts.optimizers._recorded_gradients import at_defaults, fifty_steps
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

RMSprop = Concept(
    kind="optimizer",
    order=5,
    fast="optimizers.fast_rmsprop.FastRMSprop",
    syllabus=("3-2-3",),
    needs=("adagrad",),
    title=Text("RMSprop", "RMSProp"),
    summary=Text(
        "AdaGrad with a moving average of the squared gradients in place of their sum, so that it "
        "forgets old gradients and its steps need not vanish.",
        "AdaGrad の二乗和を二乗の指数移動平均に置き換えたもの。過去の勾配を徐々に忘れるので、"
        "更新量が 0 に近づいて学習が止まることがない。",
    ),
    why=Text(
        "AdaGrad gives every parameter its own rate, by dividing by the root of all squared "
        "gradients so far. The sum only grows, so the steps shrink for ever, and learning may stop "
        "before it has arrived. RMSprop replaces the sum by a moving average, which forgets: each "
        "step is measured by the size of recent gradients, some 1 / (1 - rho) of them. So the rate "
        "can grow again where the surface becomes flat. It was first taught in a lecture and never "
        "published as a paper.",
        "AdaGrad は、それまでの勾配の2乗和の平方根で割ることで、パラメータごとに学習率を"
        "調整する。しかし和は増える一方なので、更新量は小さくなり続け、"
        "目標に着く前に学習が止まることがある。RMSProp は和を移動平均に置き換え、"
        "古い勾配を忘れる。更新量は最近の、およそ 1 / (1 - rho) 回分の勾配の大きさを基準に"
        "決まるので、平らな場所に出れば再び大きくなる。講義で紹介された方法で、"
        "論文としては発表されていない。",
    ),
    equation="v <- rho v + (1 - rho) g^2;  w <- w - lr g / (sqrt(v) + epsilon)",
    formula=(
        r"v \leftarrow \rho v + (1 - \rho) g^2",
        r"w \leftarrow w - \text{lr}\, \frac{g}{\sqrt{v} + \epsilon}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Written out, v is a weighted mean of the squared gradients",
                "展開すると、v は勾配の2乗の重み付き平均である",
            ),
            text=Text(
                "v starts at 0. The square of step k has been multiplied by ρ t - k times; those "
                "of the last 1 / (1 - ρ) steps or so make up most of v.",
                "v は 0 から始まる。ステップ k の2乗には ρ が t - k 回掛かり、"
                "最近のおよそ 1 / (1 - ρ) ステップの分が大部分を占める。",
            ),
            equation=r"v_t = (1 - \rho) \sum_{k=1}^{t} \rho^{t-k} g_k^2",
        ),
        Step(
            heading=Text(
                "A steady gradient makes steps of the length lr, whatever its size",
                "一定の勾配なら、大きさによらずステップの長さは lr になる",
            ),
            text=Text(
                "v approaches g², and the root cancels the size of g. This is the rate of each "
                "parameter's own: steep directions and flat ones advance alike.",
                "v は g² に近づき、その平方根が g の大きさを打ち消す。"
                "パラメータごとに学習率が調整され、急な方向にも緩やかな方向にも同じように進む。",
            ),
            equation=(
                r"v_t \to g^2, \quad \text{lr}\, \frac{g}{\sqrt{v_t}} \to \text{lr} \cdot "
                r"\operatorname{sign}(g)"
            ),
        ),
        Step(
            heading=Text(
                "The first step is longer, as v has only begun",
                "v がまだ小さいので、最初のステップは長くなる",
            ),
            text=Text(
                "After one step v is (1 - ρ) g², too small by that factor. With ρ = 0.99 the first "
                "step is ten times lr; Adam corrects for it.",
                "1ステップ後の v は (1 - ρ) g² で、その倍率の分だけ小さい。"
                "ρ = 0.99 なら最初のステップは lr の10倍になる。Adam はこれを補正する。",
            ),
            equation=(
                r"v_1 = (1 - \rho) g_1^2, \quad \text{lr}\, \frac{g_1}{\sqrt{v_1}} = "
                r"\frac{\text{lr}}{\sqrt{1 - \rho}} \operatorname{sign}(g_1)"
            ),
        ),
    ),
    shapes={"w": "any", "g, v": "as w"},
    sources=("Tieleman and Hinton (2012), Neural networks for machine learning, lecture 6.5",),
    # Where torch_impl puts epsilon inside the root, PyTorch's average holds epsilon too.
    state={"v": Weight(torch="", keras="velocity")},
    cases=(
        fifty_steps("outside", {"lr": 0.01, "rho": 0.9, "epsilon": 1e-7}),
        fifty_steps("inside", {"lr": 0.01, "rho": 0.9, "epsilon": 1e-7, "epsilon_place": "inside"}),
        fifty_steps("outside_large_epsilon", {"lr": 0.01, "rho": 0.99, "epsilon": 0.1}),
        fifty_steps(
            "inside_large_epsilon",
            {"lr": 0.01, "rho": 0.99, "epsilon": 0.1, "epsilon_place": "inside"},
        ),
        fifty_steps(
            "outside_small_gradients", {"lr": 0.01, "rho": 0.75, "epsilon": 1e-5}, scale=1e-3
        ),
        fifty_steps(
            "inside_small_gradients",
            {"lr": 0.01, "rho": 0.75, "epsilon": 1e-5, "epsilon_place": "inside"},
            scale=1e-3,
        ),
        fifty_steps("no_epsilon", {"lr": 0.01, "rho": 0.9, "epsilon": 0.0}),
        at_defaults(),
    ),
    divergences=(
        Divergence(
            name="epsilon_place",
            ja="epsilon の位置",
            summary=Text(
                "PyTorch (and the course) divide by sqrt(v) + epsilon, Keras by sqrt(v + "
                "epsilon). With epsilon 0 the two are the same.",
                "PyTorch(と講座)は sqrt(v) + epsilon で割り、Keras は sqrt(v + epsilon) で割る。"
                "epsilon が 0 なら両者は一致する。",
            ),
            reconciled=Text(
                "PyTorch: epsilon 0 and an average kept epsilon higher (epsilon / rho higher "
                "before each step). Keras: in epsilon's place epsilon (2 sqrt(v) + epsilon), "
                "element by element, which completes the square of sqrt(v) + epsilon.",
                "PyTorch では epsilon を 0 とし、平均そのものを epsilon "
                "だけ大きく保つ(各ステップの前では epsilon / rho だけ)。"
                "Keras では epsilon の代わりに要素ごとの epsilon (2 sqrt(v) + epsilon) を与える。"
                "根号の中が sqrt(v) + epsilon の二乗になる。",
            ),
            source="torch.optim.RMSprop, the algorithm; keras RMSprop.update_step",
            case="outside_small_gradients",
            native={
                "torch": {
                    "callable": "torch.optim.RMSprop",
                    "lr": 0.01,
                    "alpha": 0.75,
                    "eps": 1e-5,
                },
                "keras": {
                    "callable": "keras.optimizers.RMSprop",
                    "learning_rate": 0.01,
                    "rho": 0.75,
                    "epsilon": 1e-5,
                },
            },
            quantity="W",
        ),
    ),
    defaults=(
        Default(
            "lr",
            0.01,
            torch=("torch.optim.RMSprop", "lr", 0.01),
            keras=("keras.optimizers.RMSprop", "learning_rate", 0.001),
        ),
        Default(
            "rho",
            0.99,
            torch=("torch.optim.RMSprop", "alpha", 0.99),
            keras=("keras.optimizers.RMSprop", "rho", 0.9),
        ),
        Default(
            "epsilon",
            1e-7,
            torch=("torch.optim.RMSprop", "eps", 1e-8),
            keras=("keras.optimizers.RMSprop", "epsilon", 1e-7),
        ),
    ),
    conventions=(
        Convention(
            name="epsilon_inside_the_root",
            text=INSIDE_THE_ROOT,
            config={"epsilon_place": "inside"},
        ),
        FROM_THE_FIRST_SQUARE,
    ),
    also_called=("rms_prop", "optimizer_rmsprop", "rmsprop_update"),
    mistakes=(
        Mistake(
            name="rho_on_the_wrong_side",
            ja="rho を掛ける側が逆",
            line="v[...] = self.rho * v + (1 - self.rho) * g**2",
            wrong="v[...] = (1 - self.rho) * v + self.rho * g**2",
            why=Text(
                "rho is the share of the old average; swapped, an average over a hundred steps "
                "becomes one over the last.",
                "rho は過去の平均を残す割合である。入れ替えると、"
                "100 ステップ分の平均のつもりが直近 1 ステップだけになる。",
            ),
        ),
        Mistake(
            name="sum_instead_of_average",
            ja="移動平均の代わりに和を使う",
            line="v[...] = self.rho * v + (1 - self.rho) * g**2",
            wrong="v[...] = self.rho * v + g**2",
            why=Text(
                "Without 1 - rho it is a decaying sum, 1 / (1 - rho) times as large: the steps "
                "are too short.",
                "1 - rho を掛けないと減衰する総和となり、1 / (1 - rho) 倍に膨らむ。"
                "更新量が小さくなりすぎる。",
            ),
        ),
        Mistake(
            name="square_forgotten",
            ja="二乗を忘れる",
            line="v[...] = self.rho * v + (1 - self.rho) * g**2",
            wrong="v[...] = self.rho * v + (1 - self.rho) * np.abs(g)",
            why=Text(
                "The R and S of RMS: the root of the mean of the squares.",
                "RMS は二乗平均平方根である。二乗しなければ平方根と釣り合わない。",
            ),
        ),
        Mistake(
            name="average_not_kept",
            ja="移動平均を残さない",
            line="v[...] = self.rho * v + (1 - self.rho) * g**2",
            wrong="v = self.rho * v + (1 - self.rho) * g**2",
            why=Text(
                "The new array is not the one that is remembered: the average starts from 0 at "
                "every step.",
                "新しい配列をローカル変数に代入しただけなので、平均は毎回 0 から始まる。",
            ),
        ),
        Mistake(
            name="root_forgotten",
            ja="平方根を忘れる",
            line="root = np.sqrt(v) + self.epsilon",
            wrong="root = v + self.epsilon",
            why=Text(
                "v has the unit of g squared; only its root makes the step independent of the "
                "gradient's scale.",
                "v の単位は g の二乗である。平方根を取って初めて、"
                "更新量が勾配のスケールによらなくなる。",
            ),
        ),
        Mistake(
            name="epsilon_inside",
            ja="epsilon を根号の中に入れる",
            line="root = np.sqrt(v) + self.epsilon",
            wrong="root = np.sqrt(v + self.epsilon)",
            why=ACTS_AS_ITS_ROOT,
        ),
        Mistake(
            name="ascent",
            ja="勾配を登る",
            line="w -= self.lr * g / root",
            wrong="w += self.lr * g / root",
            why=Text(
                "Dividing by a positive root keeps the gradient's sign: descent still subtracts.",
                "正の値で割っても勾配の符号は変わらない。降下するには引かなければならない。",
            ),
        ),
    ),
)
