"""How the gradients of adversarial networks are derived, and what goes wrong with them."""

from __future__ import annotations

from parity.describing.concept import Mistake, Text
from parity.describing.derivation import Step

TWO_GAMES = Step(
    heading=Text(
        "Each network has a gradient of its own loss alone",
        "どちらのネットワークも、自分の損失の勾配だけを受け取る",
    ),
    text=Text(
        "The discriminator's loss stops at the fakes: it takes them as data. The generator's goes "
        "through the discriminator, whose weights stand still meanwhile.",
        "識別器の損失の勾配は作り物のところで止まり、作り物はデータとして扱われる。"
        "生成器の損失の勾配は識別器を通り抜けるが、その間、識別器の重みは動かさない。",
    ),
    equation=r"\theta_D \leftarrow \theta_D - \eta \frac{\partial L_D}{\partial \theta_D}, \quad "
    r"\theta_G \leftarrow \theta_G - \eta \frac{\partial L_G}{\partial \theta_G}",
)
AT_THE_LOGITS = Step(
    heading=Text(
        "At the logits each label is subtracted",
        "ロジットでは、確率からラベルを引いたものになる",
    ),
    text=Text(
        "For the discriminator a real example has the label 1 and a fake 0; for the generator a "
        "fake has the label 1.",
        "識別器にとって本物のラベルは 1、作り物は 0 である。"
        "生成器にとっては作り物のラベルが 1 になる。",
    ),
    equation=r"\frac{\partial L_D}{\partial a_n} = \frac{D(x_n) - 1}{N}, \quad "
    r"\frac{\partial L_D}{\partial a_m} = \frac{D(G(z_m))}{M}, \quad "
    r"\frac{\partial L_G}{\partial a_m} = \frac{D(G(z_m)) - 1}{M}",
    check=Text(
        "Not detached, all gradients are those of L_D + L_G by finite differences.",
        "切り離さなければ、すべての勾配が L_D + L_G の数値微分と一致する。",
    ),
)
GENERATOR_CLIMBS = Text(
    "The generator maximizes what the discriminator gets wrong, but L_G is written with that sign "
    "already: both networks descend, each its own loss.",
    "生成器は識別器の誤りを最大化するが、その符号はすでに L_G に含まれている。"
    "どちらのネットワークも、自分の損失を下る。",
)
MISTAKES = (
    Mistake(
        name="generators_label",
        ja="生成器のラベルが違う",
        line="da_G = -dL_G * sigmoid(-self.a_fake) / M",
        wrong="da_G = dL_G * sigmoid(self.a_fake) / M",
        why=Text(
            "For the generator a fake's label is 1. With 0 it learns to be found out.",
            "生成器にとって作り物のラベルは 1 である。0 にすると、見破られるように学習する。",
        ),
    ),
    Mistake(
        name="discriminators_loss_reaches_the_generator",
        ja="識別器の損失が生成器に届く",
        line="dfake = self.discriminator.backward(np.concatenate([0 * da_real, da_G]))[N:]",
        wrong="dfake = self.discriminator.backward(np.concatenate([da_real, da_fake + da_G]))[N:]",
        why=Text(
            "L_D would teach the generator to make fakes that are easily told. Detach them.",
            "L_D の勾配が届くと、生成器は見破られやすい作り物を作るように学ぶ。"
            "切り離す必要がある。",
        ),
    ),
    Mistake(
        name="generators_loss_reaches_the_discriminator",
        ja="生成器の損失が識別器に届く",
        line="dx = self.discriminator.backward(np.concatenate([da_real, da_fake]))[:N]",
        wrong="dx = self.discriminator.backward(np.concatenate([da_real, da_fake + da_G]))[:N]",
        why=Text(
            "L_G teaches the discriminator to be deceived. Only the generator takes its gradient.",
            "L_G の勾配で識別器を動かすと、欺かれるように学習してしまう。"
            "L_G の勾配を受け取るのは生成器だけである。",
        ),
    ),
    Mistake(
        name="one_label_for_all",
        ja="すべてに同じラベルを使う",
        line="da_fake = dL_D * sigmoid(self.a_fake) / M",
        wrong="da_fake = -dL_D * sigmoid(-self.a_fake) / M",
        why=Text(
            "The discriminator is to say 0 to the fakes; with 1 for all it has nothing to tell.",
            "識別器は作り物に 0 を出すべきである。すべて 1 にすると、見分けるものがなくなる。",
        ),
    ),
    Mistake(
        name="generator_never_moves",
        ja="生成器を更新しない",
        line="descend(self.generator, self.lr)",
        wrong="descend(self.discriminator, self.lr)",
        why=Text(
            "The two take turns: the second step is the generator's.",
            "更新は交互に行う。2回目の更新は生成器のものである。",
        ),
    ),
    Mistake(
        name="generator_climbs",
        ja="生成器が損失を登る",
        line="descend(self.generator, self.lr)",
        wrong="descend(self.generator, -self.lr)",
        why=GENERATOR_CLIMBS,
    ),
    Mistake(
        name="climbs",
        ja="損失を登る",
        line="L_G = np.logaddexp(0, -self.a_fake).mean()",
        wrong="L_G = np.logaddexp(0, self.a_fake).mean()",
        why=Text(
            "-log D is log(1 + e^-a): the sign of the logit belongs to the label 1.",
            "-log D は log(1 + e^-a) である。ロジットの符号はラベル 1 に対応する。",
        ),
    ),
)
