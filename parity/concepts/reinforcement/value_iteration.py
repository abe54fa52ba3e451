"""Value iteration."""

from __future__ import annotations

from parity.concepts.reinforcement._sources import SUTTON
from parity.concepts.reinforcement._worlds import (
    NEXT_VALUES_NOT_DISCOUNTED,
    REWARD_DISCOUNTED,
    REWARDS,
    ROWS_AND_COLUMNS,
    WORLD,
    cliff_case,
    grid_case,
    world,
)
from parity.describing.concept import Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.identity import Arrays, Identity, Implementations

OF_AN_ACTION = "Q = R + gamma * P @ V"
BEST = "V = Q.max(axis=1)"


def _iterated(of: Implementations, a: Arrays) -> Arrays:
    V, Q = of("value_iteration")(a["P"], a["R"], gamma=0.875)
    return {"V": V, "Q": Q}


def _policy_of_the_best(of: Implementations, a: Arrays) -> Arrays:
    """Evaluate the policy that takes the best actions."""
    _, Q = of("value_iteration")(a["P"], a["R"], gamma=0.875)
    pi = of("one_hot")(Q.argmax(axis=1), Q.shape[1])
    V, Q = of("policy_evaluation")(a["P"], a["R"], pi, gamma=0.875)
    return {"V": V, "Q": Q}


value_iteration = Concept(
    kind="function",
    order=7,
    syllabus=("4-7-1",),
    needs=("policy_evaluation",),
    title=Text("Value iteration", "価値反復法"),
    summary=Text(
        "The values of the best policy, found by taking the best action again and again.",
        "最良の行動を選ぶ更新を繰り返し、最適な方策の価値を求める。",
    ),
    why=Text(
        "The best policy is not known, and there are A to the power of S to try. Bellman's "
        "optimality equation needs none: a state is worth what its best action is worth. With the "
        "maximum it is not linear any more, but each sweep brings the values nearer to the "
        "solution by the factor gamma. It needs the tables of the world; Q-learning comes to the "
        "same values without them.",
        "最適な方策は分からず、候補は A の S 乗通りもある。ベルマン最適方程式では、方策を"
        "1つずつ試す必要がない。状態の価値は、そこで最良の行動の価値に等しい。"
        "最大値が入るので一次方程式ではなくなるが、更新のたびに価値の誤差は"
        "少なくとも gamma 倍に縮む。環境の表が必要だが、Q学習なら表なしで同じ価値に近づける。",
    ),
    equation="V(s) <- max_a (R(s, a) + gamma sum_s' P(s' | s, a) V(s'))",
    formula=(
        r"Q(s, a) \leftarrow R(s, a) + \gamma \sum_{s'} P(s' \mid s, a) \, V(s')",
        r"V(s) \leftarrow \max_a Q(s, a)",
    ),
    derivation=(
        Step(
            heading=Text(
                "What is earned splits into now and later",
                "得られる報酬は、今とその先に分かれる",
            ),
            text=Text(
                "What is earned from s on is the reward of the action, and γ times what is earned "
                "from the next state on. The mean over the next states gives the action's value.",
                "s 以降に得る収益は、行動の報酬と、次の状態以降に得る収益の γ 倍との和である。"
                "次の状態について平均すると、その行動の価値になる。",
            ),
            equation=r"Q(s, a) = R(s, a) + \gamma \sum_{s'} P(s' \mid s, a) \, V(s')",
        ),
        Step(
            heading=Text(
                "The best policy takes the best action everywhere",
                "最適な方策は、どの状態でも最良の行動を取る",
            ),
            text=Text(
                "A state is worth as much as its best action. Both together are Bellman's "
                "equation, whose solution is looked for; a sweep puts V into its right side.",
                "状態の価値は、最良の行動の価値である。合わせるとベルマン最適方程式になる。"
                "その解を求めるために、右辺に今の V を代入することを繰り返す。",
            ),
            equation=r"V(s) = \max_a \left( R(s, a) + \gamma \sum_{s'} P(s' \mid s, a) \, V(s') "
            r"\right)",
        ),
        Step(
            heading=Text(
                "A sweep brings V nearer to the solution by γ",
                "1回の更新で、解との差は γ 倍以下になる",
            ),
            text=Text(
                "The star marks the solution. Two maxima differ by no more than what they are "
                "taken of, and that by γ times a mean of the differences of V.",
                "* は解を表す。最大値どうしの差は、最大をとる前の差を超えない。"
                "その差は、V の差の平均の γ 倍である。",
            ),
            equation=r"|\max_a Q(s, a) - \max_a Q_*(s, a)| \le \max_a |Q(s, a) - Q_*(s, a)| \le "
            r"\gamma \max_{s'} |V(s') - V_*(s')|",
            check=Text(
                "With γ = 0 one sweep is enough: V is the greatest reward.",
                "γ = 0 なら1回で足りる。V は最大の報酬である。",
            ),
        ),
    ),
    shapes={"P": WORLD, "R": REWARDS, "V": "(S,)", "Q": "(S, A)"},
    sources=("Bellman (1957), Dynamic programming", f"{SUTTON}, section 4.4"),
    cases=(
        world("until_it_settles", 5, 3, gamma=0.9),
        world("one_sweep", 4, 3, gamma=0.9, sweeps=1, ours=True),
        world("sweeps", 6, 2, gamma=0.9, sweeps=7, ours=True),
        world("not_discounted", 4, 3, gamma=1.0, sweeps=5, ours=True),
        world("reward_alone", 3, 2, gamma=0.0),
        world("one_action", 5, 1, gamma=0.75),
        grid_case("a_grid", gamma=0.9375),
        grid_case("sweeps_of_a_grid", gamma=0.9375, sweeps=3, ours=True),
        cliff_case("a_cliff", gamma=0.875),
        world("defaults", 4, 2, ours=True),
    ),
    defaults=(Default("gamma", 0.99), Default("sweeps", None)),
    also_called=("value_iter", "vi"),
    identities=(
        Identity(
            sibling="policy_evaluation",
            text=Text(
                "Its values are those of the policy that takes the best actions.",
                "求まる価値は、最良の行動を取る方策の価値と等しい。",
            ),
            case=world("the_best_policy", 5, 3),
            left=_iterated,
            right=_policy_of_the_best,
        ),
    ),
    mistakes=(
        Mistake(
            name="mean_for_the_maximum",
            ja="最大の代わりに平均を使う",
            line=BEST,
            wrong="V = Q.mean(axis=1)",
            why=Text(
                "The best action counts. The mean is the value of a policy that takes all actions "
                "alike.",
                "使うのは最良の行動の価値である。平均では、行動を一様に選ぶ方策の価値になる。",
            ),
        ),
        Mistake(
            name="maximum_over_the_states",
            ja="状態について最大をとる",
            line=BEST,
            wrong="V = Q.max(axis=0)[0] + 0 * V",
            why=Text(
                "Each state has a best action of its own: the maximum runs along its row.",
                "最良の行動は状態ごとに決まる。最大値は、その状態の行に沿って取る。",
            ),
        ),
        Mistake(
            name="next_values_not_discounted",
            ja="次の価値を割り引かない",
            line=OF_AN_ACTION,
            wrong="Q = R + P @ V",
            why=NEXT_VALUES_NOT_DISCOUNTED,
        ),
        Mistake(
            name="reward_discounted",
            ja="報酬まで割り引く",
            line=OF_AN_ACTION,
            wrong="Q = gamma * (R + P @ V)",
            why=REWARD_DISCOUNTED,
        ),
        Mistake(
            name="from_for_to",
            ja="遷移元と遷移先を取り違える",
            line=OF_AN_ACTION,
            wrong="Q = R + gamma * P.swapaxes(0, 2) @ V",
            why=ROWS_AND_COLUMNS,
        ),
        Mistake(
            name="stops_too_early",
            ja="早く止まりすぎる",
            line="sweeps = sweeps_until_settled(gamma)",
            wrong="sweeps = 20",
            why=Text(
                "A sweep shrinks the error to gamma times what it was, no more: at 0.99 twenty of "
                "them leave more than 80 % of it.",
                "1回の更新で誤差は gamma 倍にしか縮まない。"
                "0.99 なら、20回更新しても誤差の8割以上が残る。",
            ),
        ),
    ),
)
