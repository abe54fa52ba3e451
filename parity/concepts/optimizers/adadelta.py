"""Adadelta."""

from __future__ import annotations

from parity.concepts.optimizers._recorded_gradients import at_defaults, fifty_steps
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Identity, evaluated

Adadelta = Concept(
    kind="optimizer",
    order=6,
    fast="optimizers.fast_adadelta.FastAdadelta",
    syllabus=("course",),
    needs=("rmsprop",),
    title=Text("Adadelta", "AdaDelta"),
    summary=Text(
        "Multiplies the gradient by the ratio of two root mean squares, of earlier steps and of "
        "gradients. The step then has the parameter's own unit and needs no learning rate.",
        "過去の更新量と勾配、それぞれの二乗平均平方根の比を勾配に掛ける。"
        "更新量の単位がパラメータと一致するので、学習率を必要としない。",
    ),
    why=Text(
        "AdaGrad's steps die out, and its learning rate still has to be chosen. AdaDelta forgets "
        "old gradients, as RMSprop does, and puts the root mean square of its own earlier steps "
        "in the place of the learning rate. A step then has the unit of the parameter: measured "
        "in other units, the parameter would take the same path. It starts slowly, since the "
        "first steps are only about the root of epsilon long.",
        "AdaGrad の更新量はやがて 0 に近づくうえ、学習率を選ぶ必要もある。"
        "AdaDelta は RMSProp のように古い勾配を忘れ、さらに学習率の代わりに、"
        "過去の更新量の二乗平均平方根を使う。"
        "これで更新量の単位がパラメータとそろい、パラメータを別の単位で測っても同じ道筋をたどる。"
        "最初の更新量は epsilon の平方根程度しかないので、動き出しは遅い。",
    ),
    equation="d = sqrt(u + epsilon) / sqrt(v + epsilon) g;  w <- w - lr d",
    formula=(
        r"v \leftarrow \rho v + (1 - \rho) g^2",
        r"d = \frac{\sqrt{u + \epsilon}}{\sqrt{v + \epsilon}}\, g",
        r"u \leftarrow \rho u + (1 - \rho) d^2",
        r"w \leftarrow w - \text{lr}\, d",
    ),
    derivation=(
        Step(
            heading=Text(
                "A gradient does not have the unit of a step",
                "勾配の単位は、更新量の単位と合わない",
            ),
            text=Text(
                "Write [w] for the unit of the parameter, and let the loss have none. Then g has "
                "the unit 1 / [w], and g divided by its own root mean square has none; only a "
                "learning rate with a unit could mend that.",
                "パラメータの単位を [w] と書き、損失には単位がないとする。"
                "g の単位は 1 / [w] で、g をその二乗平均平方根で割ると単位がなくなる。"
                "どちらも [w] にするには、学習率に単位を持たせるしかない。",
            ),
            equation=r"[g] = \frac{1}{[w]}, \quad \left[ \frac{g}{\sqrt{v}} \right] = 1",
        ),
        Step(
            heading=Text(
                "Newton's step has it, and tells what is missing",
                "ニュートン法の更新量は単位が合い、何が足りないかがわかる",
            ),
            text=Text(
                "Newton divides by the second derivative H. Read backwards, 1 / H is a step "
                "divided by its gradient; AdaDelta puts the root mean squares of both in its "
                "place, the steps' from the past.",
                "ニュートン法は勾配を2階微分 H で割る。"
                "逆に読めば、1 / H は更新量を勾配で割ったものである。"
                "AdaDelta は、過去の更新量と勾配それぞれの二乗平均平方根でこれを置き換える。",
            ),
            equation=(
                r"d = \frac{g}{H}, \quad \frac{1}{H} = \frac{d}{g} \approx "
                r"\frac{\sqrt{u}}{\sqrt{v}}"
                "\n"
                r"d = \frac{\sqrt{u}}{\sqrt{v}} \, g, \quad [d] = [w]"
            ),
        ),
        Step(
            heading=Text(
                "The first step lives on ε alone",
                "最初の更新量は、ε だけで決まる",
            ),
            text=Text(
                "At first u is 0, and only the ε under the root lets anything move. Unless the "
                "gradient is tiny, the step is the same for all elements.",
                "はじめは u が 0 なので、根号の中の ε がなければ動き出せない。"
                "勾配がごく小さくない限り、最初の更新量はどの要素でも同じになる。",
            ),
            equation=(
                r"\left| d \right| = \frac{\sqrt{\epsilon} \, \left| g \right|}"
                r"{\sqrt{(1 - \rho) g^2 + \epsilon}} "
                r"\approx \sqrt{\frac{\epsilon}{1 - \rho}}"
            ),
            check=Text(
                "With ρ = 0.95 and ε = 1e-6 that is 0.0045.",
                "ρ = 0.95、ε = 1e-6 なら 0.0045 である。",
            ),
        ),
    ),
    shapes={"w": "any", "g, u, v, d": "as w"},
    sources=("Zeiler (2012), ADADELTA: an adaptive learning rate method, algorithm 1",),
    state={
        "v": Weight(torch="square_avg", keras="accumulated_grad"),
        "u": Weight(torch="acc_delta", keras="accumulated_delta_var"),
    },
    cases=(
        fifty_steps("paper", {"lr": 1.0, "rho": 0.95, "epsilon": 1e-6}),
        fifty_steps("large_epsilon", {"lr": 0.5, "rho": 0.9, "epsilon": 0.01}),
        fifty_steps("small_epsilon", {"lr": 1.0, "rho": 0.75, "epsilon": 1e-10}),
        fifty_steps("small_gradients", {"lr": 1.0, "rho": 0.9, "epsilon": 1e-6}, scale=1e-3),
        at_defaults(),
    ),
    divergences=(
        Divergence(
            name="default_settings",
            ja="既定の設定",
            summary=Text(
                "The rule is the same, the defaults are not: PyTorch has the paper's lr of 1, "
                "Keras 0.001, with which it hardly moves; rho is 0.9 and 0.95, epsilon 1e-6 and "
                "1e-7.",
                "更新式は同じだが、既定値が異なる。lr は PyTorch では論文どおり 1、"
                "Keras では 0.001 で、そのままではほとんど動かない。rho は 0.9 と 0.95、"
                "epsilon は 1e-6 と 1e-7 である。",
            ),
            reconciled=Text(
                "Set all three.",
                "三つとも明示する。",
            ),
            source="the signatures of torch.optim.Adadelta and keras.optimizers.Adadelta",
            case="paper",
            native={
                "torch": {"callable": "torch.optim.Adadelta"},
                "keras": {"callable": "keras.optimizers.Adadelta"},
            },
            quantity="W",
        ),
    ),
    defaults=(
        Default(
            "lr",
            1.0,
            torch=("torch.optim.Adadelta", "lr", 1.0),
            keras=("keras.optimizers.Adadelta", "learning_rate", 0.001),
        ),
        Default(
            "rho",
            0.9,
            torch=("torch.optim.Adadelta", "rho", 0.9),
            keras=("keras.optimizers.Adadelta", "rho", 0.95),
        ),
        Default(
            "epsilon",
            1e-6,
            torch=("torch.optim.Adadelta", "eps", 1e-6),
            keras=("keras.optimizers.Adadelta", "epsilon", 1e-7),
        ),
    ),
    also_called=("ada_delta",),
    identities=(
        Identity(
            sibling="rmsprop",
            text=Text(
                "Its first step is RMSprop's with lr = sqrt(epsilon), epsilon inside the root: "
                "no step has been taken yet that could set the unit.",
                "最初の1ステップは、lr = sqrt(epsilon) とし、epsilon を根号の中に置いた RMSprop と"
                "同じである。単位を決める過去の更新がまだないためである。",
            ),
            case=Case(
                "first_step",
                inputs={"dW": normal(1, 2, 3)},
                params={"W": normal(2, 3)},
            ),
            left=evaluated("adadelta", lr=1.0, rho=0.75, epsilon=0.0625),
            right=evaluated("rmsprop", lr=0.25, rho=0.75, epsilon=0.0625, epsilon_place="inside"),
        ),
    ),
    mistakes=(
        Mistake(
            name="roots_forgotten",
            ja="平方根を忘れる",
            line="d = np.sqrt(u + self.epsilon) / np.sqrt(v + self.epsilon) * g",
            wrong="d = (u + self.epsilon) / (v + self.epsilon) * g",
            why=Text(
                "u and v are mean squares; it is the ratio of their roots that has the unit of a "
                "step over a gradient.",
                "u と v は二乗平均である。更新量と勾配の比になるのは、それぞれの平方根の比である。",
            ),
        ),
        Mistake(
            name="rmsprop_without_a_numerator",
            ja="分子のない RMSProp になっている",
            line="d = np.sqrt(u + self.epsilon) / np.sqrt(v + self.epsilon) * g",
            wrong="d = g / np.sqrt(v + self.epsilon)",
            why=Text(
                "That is RMSprop: the numerator is what replaces the learning rate.",
                "これは RMSprop である。学習率の代わりを務めるのが分子なのである。",
            ),
        ),
        Mistake(
            name="epsilon_outside",
            ja="epsilon を根号の外に出す",
            line="d = np.sqrt(u + self.epsilon) / np.sqrt(v + self.epsilon) * g",
            wrong="d = (np.sqrt(u) + self.epsilon) / (np.sqrt(v) + self.epsilon) * g",
            why=Text(
                "Inside the root, epsilon sets the size of the first steps, sqrt(epsilon); "
                "outside it they are a thousand times smaller.",
                "epsilon は根号の中にあって、最初の更新量の大きさ sqrt(epsilon) を決める。"
                "外に出すと千分の一ほどになってしまう。",
            ),
        ),
        Mistake(
            name="gradients_in_both_averages",
            ja="両方の平均に勾配を使う",
            line="u[...] = self.rho * u + (1 - self.rho) * d**2",
            wrong="u[...] = self.rho * u + (1 - self.rho) * g**2",
            why=Text(
                "u averages the squared steps d, not the gradients.",
                "u は勾配ではなく更新量 d の二乗を平均したものである。",
            ),
        ),
        Mistake(
            name="rho_on_the_wrong_side",
            ja="rho を掛ける側が逆",
            line="v[...] = self.rho * v + (1 - self.rho) * g**2",
            wrong="v[...] = (1 - self.rho) * v + self.rho * g**2",
            why=Text(
                "rho is the share of the old average that is kept.",
                "rho は過去の平均を残す割合である。",
            ),
        ),
        Mistake(
            name="steps_remembered_with_the_rate",
            ja="学習率を掛けた更新量を覚える",
            line="u[...] = self.rho * u + (1 - self.rho) * d**2",
            wrong="u[...] = self.rho * u + (1 - self.rho) * (self.lr * d) ** 2",
            why=Text(
                "lr scales what is done to w, not what is remembered: else a small lr feeds back "
                "into ever smaller steps.",
                "lr は w の更新量にだけ掛ける。記憶する側にも掛けると、"
                "小さな lr が更新量をさらに小さくし続ける。",
            ),
        ),
        Mistake(
            name="ascent",
            ja="勾配を登る",
            line="w -= self.lr * d",
            wrong="w += self.lr * d",
            why=Text(
                "d has the sign of the gradient: descent subtracts it.",
                "d の符号は勾配と同じである。降下するには引かなければならない。",
            ),
        ),
    ),
)
