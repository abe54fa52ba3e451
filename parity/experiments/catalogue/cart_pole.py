"""CartPole: REINFORCE with a baseline, an actor-critic, and a deep Q-network."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Fact, Setting


def _setting(name: str, title: Text, method: str, rollout: int | None) -> Setting:
    """Return an actor and a critic of 32 hidden units each, which learn after each rollout."""
    return Setting(
        name,
        title,
        network=f"reinforcement.{method}.{method}",
        config={"activation": "tanh"},
        hidden=(32,),
        initializer=("glorot_uniform", {}),
        optimizer="optimizers.adam.Adam",
        optimizer_config={"lr": 0.01},
        iterations=150,
        batch=1,
        options={
            "course": "agents.cart_pole",
            "world": "CartPole-v1",
            "rollout": rollout,
            "gamma": 0.99,
            "value_weight": 0.5,
            "entropy_weight": 0.01,
            "draws": "cart-pole",
        },
    )


_DQN = Setting(
    "dqn",
    Text("DQN", "DQN"),
    network="reinforcement.dqn.dqn",
    config={"activation": "relu"},
    hidden=(64,),
    initializer=("glorot_uniform", {}),
    optimizer="optimizers.adam.Adam",
    optimizer_config={"lr": 0.005},
    iterations=150,
    batch=32,
    options={
        "course": "agents.deep_q.learning",
        "world": "CartPole-v1",
        "gamma": 0.99,
        "capacity": 10000,
        "sync": 50,
        "epsilon": 0.05,
        "explore": 1000,
        "draws": "cart-pole",
    },
)

EXPERIMENT = Experiment(
    name="cart-pole",
    title=Text("CartPole", "CartPole"),
    summary=Text(
        "Gymnasium's CartPole-v1: a cart is pushed to the left or to the right, 1 for each step "
        "until the pole falls, 500 at most. An actor and a critic, each with 32 tanh units, learn "
        "in 150 episodes: by REINFORCE with the critic as baseline, once after each episode, or "
        "as an actor-critic that learns after every 20 steps. A deep Q-network with 64 ReLU units "
        "learns after every step from 32 transitions that it remembers, against a copy of itself "
        "that is renewed after 50 steps. First weights, first states and the "
        "numbers by which actions are drawn are the same in the three frameworks. As long as no "
        "action differs they see the same states, and rounding alone tells them apart; once one "
        "differs, they live through different episodes. Of ten seeds of the actor-critic, one "
        "loses more than 300 steps of what it had learnt, and one never learns.",
        "Gymnasium の CartPole-v1。台車を左右に押し、棒が倒れるまで1ステップごとに 1 を得る"
        "(最大 500)。tanh ユニット32個ずつの Actor と Critic が、150エピソードで学習する。"
        "Critic をベースラインとする REINFORCE はエピソードの終わりに1回、Actor-Critic は20ステップ"
        "ごとに学習する。ReLU ユニット64個の DQN は、記憶した遷移32個から1ステップごとに学習し、"
        "目標を与えるネットワークは50ステップごとに更新する。"
        "初期重み、初期状態、行動を決める乱数は3つのフレームワークで共通である。"
        "行動が1つも異ならないかぎり同じ状態を見ており、差は丸め誤差だけから生じる。行動が1つでも"
        "異なると、その先は別のエピソードになる。Actor-Critic の10個のシードのうち、1つは身に付けた"
        "300ステップ超を失い、1つは最後まで学習できない。",
    ),
    source="Barto, Sutton and Anderson (1983); Gymnasium, CartPole-v1",
    settings=(
        _setting("reinforce", Text("REINFORCE with baseline", "ベースライン付き REINFORCE"),
                 "policy_gradient", None),
        _setting("actor-critic", Text("actor-critic, 20 steps", "Actor-Critic、20ステップ"),
                 "actor_critic", 20),
        _DQN,
    ),
    data=("none",),
    seeds=10,
    order=130,
    needs=("gymnasium",),
    pictures={
        "series.return": Text(
            "How many steps the pole stands, on the mean of ten episodes: the mean over the "
            "seeds, and a band from the least to the largest. A framework with fewer seeds is not "
            "drawn",
            "棒が立っていたステップ数(10エピソードの平均)。線はシードの平均、帯は最小から最大。"
            "シードの少ないフレームワークは描いていない",
        ),
    },
    facts=(
        Fact(
            Text(
                "With REINFORCE the pole stands for more than 195 steps, on the mean of the last "
                "fifty episodes",
                "REINFORCE では、最後の50エピソードの平均で、棒が 195 ステップを超えて立つ",
            ),
            "reinforce", "mean_return", above=195.0,
        ),
        Fact(
            Text(
                "The actor-critic ends better than REINFORCE",
                "Actor-Critic の最後の成績は REINFORCE より良い",
            ),
            "actor-critic", "mean_return", above=0.0, than="reinforce",
        ),
        Fact(
            Text(
                "With DQN the pole stands for more than 40 steps, on the mean of the last fifty "
                "episodes: twice what its first, random pushes reach",
                "DQN では、最後の50エピソードの平均で、棒が 40 ステップを超えて立つ"
                "(最初の、ほぼ無作為な行動の約2倍)",
            ),
            "dqn", "mean_return", above=40.0,
        ),
    ),
)  # fmt: skip
