"""What the fields of a small world are worth, learned by walking: Q-learning and SARSA."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Fact, Setting


def _setting(
    name: str, title: Text, method: str, world: str, episodes: int, lr: float, **options: Any
) -> Setting:
    return Setting(
        name,
        title,
        network=f"reinforcement.{method}.{method}",
        initializer=("zeros", {}),
        optimizer_config={"lr": lr},
        iterations=episodes,
        batch=1,
        options={
            "course": "agents.values",
            "world": world,
            "longest": 100,
            "draws": world,
            **options,
        },
    )


EXPERIMENT = Experiment(
    name="grid-worlds",
    title=Text("The values of a grid world", "グリッドワールドの価値"),
    summary=Text(
        "Q-learning while it runs, and what it comes to. In the slippery grid an agent starts "
        "anywhere, and one move in five goes off sideways; a goal earns 1, two pits cost 1. It "
        "learns with steps that decrease with each visit. On the cliff of Sutton and Barto every "
        "step costs 1 and a fall 100; here a fall ends the episode. Q-learning counts the best "
        "next action, and learns to go along the edge, where it falls while it explores; SARSA "
        "counts the action that it really takes, and learns to keep off. The exact values are "
        "value iteration's.",
        "Q 学習の途中経過と、行き着く先を見る。滑りやすいグリッドでは、エージェントは任意のマスから"
        "始め、移動の5回に1回は横にそれる。ゴールで 1 を得て、2つの穴では 1 を失う。学習率は、同じ"
        "状態と行動を経験するたびに小さくなる。Sutton と Barto の崖では、1歩ごとに 1、落ちると 100 "
        "を失う(ここでは落ちるとエピソードが終わる)。次の最良の行動で計算する Q 学習は、崖の縁を"
        "通る道を学び、探索中に落ちる。実際に取る行動で計算する SARSA は、縁から離れることを学ぶ。"
        "厳密な価値は価値反復法で求めた。",
    ),
    source="Sutton and Barto (2018), Reinforcement learning, 2nd edition, example 6.6",
    settings=(
        _setting(
            "slippery-q-learning", Text("slippery grid, Q-learning", "滑りやすいグリッド、Q 学習"),
            "q_learning", "slippery", 512, 1.0, epsilon=0.3, decay=0.6,
        ),
        _setting(
            "cliff-q-learning", Text("cliff, Q-learning", "崖、Q 学習"),
            "q_learning", "cliff", 256, 0.5, epsilon=0.1, decay=0.0,
        ),
        _setting(
            "cliff-sarsa", Text("cliff, SARSA", "崖、SARSA"),
            "sarsa", "cliff", 256, 0.5, epsilon=0.1, decay=0.0,
        ),
    ),
    data=("none",),
    seeds=10,
    order=120,
    pictures={
        "table.values": Text(
            "The value of each field's best action while it learns, after so many episodes, and "
            "the exact values under V*; the first seed. Goal, pits, walls and cliff are left white",
            "各マスの最良の行動の価値。数字は経験したエピソード数、V* は厳密な価値(最初のシード)。"
            "ゴール・穴・壁・崖は白い",
        ),
        "series.return": Text(
            "The sum of the rewards of an episode, on the mean of ten: the mean over the seeds, "
            "and a band from the least to the largest. A framework with fewer seeds is not drawn",
            "エピソードの報酬の和(10エピソードの平均)。線はシードの平均、帯は最小から最大。"
            "シードの少ないフレームワークは描いていない",
        ),
        "series.value_error": Text(
            "The largest difference of a field's value from the exact one, after each episode",
            "マスの価値と厳密な価値との差の最大値の推移",
        ),
    },
    facts=(
        Fact(
            Text(
                "In the slippery grid, the best actions of the table earn more than .45; 0.466 is "
                "the most that can be earned",
                "滑りやすいグリッドで、表の最良の行動は 0.45 を超える報酬を得る(最大は 0.466)",
            ),
            "slippery-q-learning", "greedy_return", above=0.45,
        ),
        Fact(
            Text(
                "On the cliff, Q-learning's best actions are the shortest way: -12.25",
                "崖で、Q 学習の最良の行動は最短の道を通る(-12.25)",
            ),
            "cliff-q-learning", "greedy_return", above=-12.25,
        ),
        Fact(
            Text(
                "While it explores, SARSA earns more than Q-learning",
                "探索しながら得る報酬は、SARSA のほうが Q 学習より多い",
            ),
            "cliff-sarsa", "mean_return", above=0.0, than="cliff-q-learning",
        ),
        Fact(
            Text(
                "SARSA's values are farther from those of the best policy",
                "最適方策の価値からは、SARSA の価値のほうが遠い",
            ),
            "cliff-sarsa", "value_error", above=0.0, than="cliff-q-learning",
        ),
    ),
)  # fmt: skip
