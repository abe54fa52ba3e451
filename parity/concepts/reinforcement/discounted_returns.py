"""Discounted returns."""

from __future__ import annotations

import numpy as np

from parity.concepts.reinforcement._sources import SUTTON
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.draw import bernoulli, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

G = {"outputs": ("G",)}


def _case(
    name: str, *shape: int, done: bool = False, after: bool = False, **config: object
) -> Case:
    inputs = {"r": normal(*shape)}
    if done or after:
        inputs["done"] = bernoulli(*shape, keep=0.3)
    if after:
        inputs["after"] = normal(*shape[1:])
    return Case(name, inputs=inputs, config=config, differentiable=("r",), options=G)


def _returns(of: Implementations, a: Arrays) -> Arrays:
    return {"G": of("discounted_returns")(a["r"], a["done"], gamma=0.75)}


def _targets(of: Implementations, a: Arrays) -> Arrays:
    """Return the target of each step, where the next state is worth its return."""
    later = of("discounted_returns")(a["r"], a["done"], gamma=0.75)[1:]
    q_next = np.append(later, 0.0)[:, np.newaxis]
    return {"G": of("td_target")(a["r"], q_next, a["done"], gamma=0.75)}


discounted_returns = Concept(
    kind="function",
    order=1,
    syllabus=("4-7-1", "4-7-2"),
    needs=(),
    title=Text("Discounted returns", "割引収益(報酬の割引和)"),
    summary=Text(
        "What each step of an episode still earns, later rewards counted less.",
        "エピソードの各時刻について、それ以降に得る報酬を、先のものほど割り引いて足し合わせる。",
    ),
    why=Text(
        "An action is not judged by its own reward alone: what it leads to counts as well. The "
        "return adds up everything from a step on. The discount keeps the sum finite where the "
        "task has no end, and makes a reward now worth more than one that is far ahead. Computed "
        "from the last step back, each return is one product and one sum.",
        "行動の良し悪しは、直後の報酬だけでは決まらない。その行動が何につながるかも大切である。"
        "収益は、ある時刻から先の報酬をすべて足し合わせる。割引率を掛けることで、"
        "終わりのないタスクでも和が有限になり、遠い将来の報酬より目先の報酬のほうが大きく"
        "数えられる。最後の時刻から逆向きに計算すれば、各収益は積と和1回ずつで求まる。",
    ),
    equation="G_t = r_t + gamma G_(t+1)",
    formula=(
        r"G_t = r_t + \gamma r_{t+1} + \gamma^2 r_{t+2} + \dots",
        r"G_t = r_t + \gamma (1 - d_t) G_{t+1}",
    ),
    shapes={
        "r": "(T, ...): of each step",
        "done": "as r: 1 where an episode ends",
        "after": "(...): the value after the last step",
        "G": "as r",
    },
    sources=(f"{SUTTON}, sections 3.3 and 3.4",),
    cases=(
        _case("one_episode", 6, gamma=0.9),
        _case("episodes_one_after_the_other", 12, done=True, gamma=0.8),
        _case("cut_off", 7, after=True, gamma=0.9),
        _case("side_by_side", 5, 3, after=True, gamma=0.95),
        _case("not_discounted", 5, done=True, gamma=1.0),
        _case("the_next_reward_alone", 5, gamma=0.0),
        _case("one_step", 1, gamma=0.9),
        _case("standardized", 8, gamma=0.9, standardize=True),
        _case("standardized_with_epsilon", 8, done=True, gamma=0.7, standardize=True, epsilon=0.5),
        Case(
            "a_reward_at_the_end",
            inputs={"r": values([0.0, 0.0, 0.0, 1.0])},
            config={"gamma": 0.5},
            differentiable=("r",),
            options=G,
        ),
        Case("defaults", inputs={"r": normal(9)}, differentiable=("r",), options=G, ours=True),
        Case(
            "default_epsilon",
            inputs={"r": normal(9)},
            config={"standardize": True},
            differentiable=("r",),
            options=G,
            ours=True,
        ),
    ),
    defaults=(
        Default("gamma", 0.99),
        Default("done", None),
        Default("after", None),
        Default("standardize", False),
        Default("epsilon", 0.0),
    ),
    also_called=(
        "discount_rewards",
        "discounted_rewards",
        "discount",
        "compute_returns",
        "calc_returns",
        "get_returns",
        "returns",
        "discount_cumsum",
        "discounted_cumulative_sum",
        "discount_and_normalize_rewards",
        "rewards_to_go",
        "reward_to_go",
    ),
    conventions=(
        Convention(
            "standardized",
            Text(
                "the returns' mean is subtracted, and their standard deviation divided by",
                "収益から平均を引き、標準偏差で割っている",
            ),
            config={"standardize": True},
        ),
        *(
            Convention(
                f"standardized_with_{word}",
                Text(
                    f"the returns are standardized, with {word} added to the standard deviation",
                    f"標準偏差に {word} を足して、収益を標準化している",
                ),
                config={"standardize": True, "epsilon": float(word)},
            )
            for word in ("1e-6", "1e-7", "1e-8", "1e-9", "1e-10", "1e-5")
        ),
    ),
    identities=(
        Identity(
            sibling="td_target",
            text=Text(
                "Each return is the TD target whose next state is worth the next return.",
                "次の状態の価値を次の時刻の収益とした TD ターゲットである。",
            ),
            case=Case(
                "a_target_that_looks_on_to_the_end",
                inputs={"r": normal(8), "done": bernoulli(8, keep=0.3)},
                differentiable=("r",),
                options=G,
            ),
            left=_returns,
            right=_targets,
        ),
    ),
    mistakes=(
        Mistake(
            name="forwards",
            ja="前から順に割り引く",
            line="for t in reversed(range(len(r))):",
            wrong="for t in range(len(r)):",
            why=Text(
                "A return holds the rewards that come later, so the last step comes first. "
                "Forwards, each step gets what was earned before it.",
                "収益はそれ以降の報酬の和なので、最後の時刻から計算する。"
                "前から計算すると、各時刻にそれまでの報酬を割り当ててしまう。",
            ),
        ),
        Mistake(
            name="discounted_by_its_place",
            ja="時刻の番号で割り引く",
            line="running = r[t] + gamma * running",
            wrong="running = gamma**t * r[t] + running",
            why=Text(
                "The discount counts the steps from t on, not those since the beginning: G_t must "
                "begin with r_t itself.",
                "割引は時刻 t からのステップ数で数える。エピソードの始めからではない。"
                "G_t の最初の項は r_t そのものである。",
            ),
        ),
        Mistake(
            name="own_reward_discounted",
            ja="自分の報酬まで割り引く",
            line="running = r[t] + gamma * running",
            wrong="running = gamma * (r[t] + running)",
            why=Text(
                "The reward of the step itself is not discounted; only what comes after it is.",
                "その時刻の報酬は割り引かない。割り引くのは、その後に得られる分だけである。",
            ),
        ),
        Mistake(
            name="discount_of_returns_forgotten",
            ja="収益の割引を忘れる",
            line="running = r[t] + gamma * running",
            wrong="running = r[t] + running",
            why=Text(
                "Without gamma a reward far ahead counts as much as one now.",
                "gamma を掛けないと、遠い将来の報酬も目先の報酬と同じ重みになる。",
            ),
        ),
        Mistake(
            name="episodes_run_together",
            ja="エピソードがつながる",
            line="running = running * (1 - ends[t])  # nothing comes after the end of an episode",
            wrong="running = running + 0",
            why=Text(
                "What the next episode earns is no merit of this one: at its end the sum begins "
                "anew.",
                "次のエピソードで得た報酬は、このエピソードの成果ではない。"
                "エピソードの終わりで和を 0 に戻す。",
            ),
        ),
    ),
)
