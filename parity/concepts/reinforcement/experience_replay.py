"""Experience replay."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.reinforcement._sources import LIN, MNIH_2015
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import bernoulli, labels, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

NAMES = ("s", "a", "r", "s_next", "done")
DRAWN = ("s_batch", "a_batch", "r_batch", "s_next_batch", "done_batch")


def _case(name: str, k: int, state: tuple[int, ...], idx: tuple[int, ...], **more: Any) -> Case:
    ours = more.pop("ours", False)
    return Case(
        name,
        inputs={
            "s": normal(k, *state),
            "a": labels(k, classes=9),
            "r": normal(k),
            "s_next": normal(k, *state),
            "done": bernoulli(k),
            "idx": values(np.array(idx)),
        },
        config=more,
        differentiable=("s", "r", "s_next"),
        exact=("a_batch", "done_batch"),
        ours=ours,
        options={"outputs": DRAWN},
    )


def _one_after_the_other(of: Implementations, a: Arrays) -> Arrays:
    batch = of("experience_replay")(*(a[name] for name in NAMES), a["idx"])
    return {"s": batch[0], "s_next": batch[3]}


def _sliced(of: Implementations, a: Arrays) -> Arrays:
    s, s_next = of("minibatch")(a["s"], a["s_next"], 3, 3)
    return {"s": s, "s_next": s_next}


experience_replay = Concept(
    kind="function",
    order=11,
    syllabus=("4-7-1",),
    needs=("q_learning", "minibatch"),
    title=Text("Experience replay", "経験再生(Experience replay)"),
    summary=Text(
        "Keeps the newest transitions, and learns from some of them at random.",
        "新しい遷移を一定数だけ蓄えておき、そこから無作為に取り出して学習する。",
    ),
    why=Text(
        "Transitions that follow one another are alike, and SGD wants examples that have nothing "
        "to do with each other. Drawn from a memory they are mixed, and each is used several "
        "times. It works for off-policy methods such as Q-learning alone, as the old transitions "
        "come from older policies. What is drawn is random; with the places given it is "
        "determined.",
        "続けて得られる遷移は互いに似ているが、SGD では互いに独立なデータが望ましい。"
        "メモリから無作為に取り出せば相関が弱まり、1つの遷移を何度も使える。"
        "古い遷移は古い方策によるものなので、使えるのは Q学習のような方策オフ型の手法に限られる。"
        "どれを取り出すかは乱数で決まるが、取り出す位置を与えれば結果は定まる。",
    ),
    equation="place of transition i = i mod capacity; batch = memory[idx]",
    formula=(r"m_{i \bmod C} = (s_i, a_i, r_i, s'_i, d_i)",),
    shapes={
        "s": "(k, ...): of k transitions, the oldest first",
        "a, r, done": "(k,)",
        "s_next": "as s",
        "idx": "(N,): places in the memory",
    },
    sources=(LIN, MNIH_2015),
    cases=(
        _case("not_full", 6, (3,), (4, 0, 5, 2), capacity=10),
        _case("just_full", 6, (3,), (5, 0, 2, 4), capacity=6),
        _case("overwritten", 11, (3,), (3, 0, 1, 2), capacity=4),
        _case("many_times_over", 23, (2,), (0, 4, 2, 3, 1), capacity=5),
        _case("the_same_twice", 7, (3,), (2, 2, 0, 2), capacity=5),
        _case("one_place", 5, (3,), (0, 0), capacity=1),
        _case("images", 5, (2, 4, 3), (3, 1, 0), capacity=4),
        _case("numbers_as_states", 9, (), (3, 0, 1, 2), capacity=4),
        _case("defaults", 6, (4,), (5, 1, 3), ours=True),
    ),
    defaults=(Default("capacity", 10000),),
    also_called=("replay_memory", "replay_buffer", "replaybuffer", "replaymemory"),
    identities=(
        Identity(
            sibling="minibatch",
            text=Text(
                "With places that follow one another, from a memory that is not full, it is a "
                "slice.",
                "まだ一杯でないメモリから続いた位置を取り出せば、スライスになる。",
            ),
            case=_case("a_slice", 8, (3,), (3, 4, 5)),
            left=_one_after_the_other,
            right=_sliced,
        ),
    ),
    mistakes=(
        Mistake(
            name="newest_refused",
            ja="新しい経験を受け付けない",
            line="place = i % capacity",
            wrong="place = min(i, capacity - 1)",
            why=Text(
                "When the memory is full, the oldest transition must go, not the last one that "
                "came.",
                "メモリが一杯になったら、捨てるのは最も古い遷移である。直前に入れた遷移ではない。",
            ),
        ),
        Mistake(
            name="one_place_further",
            ja="1 つ先の場所に書く",
            line="place = i % capacity",
            wrong="place = (i + 1) % min(k, capacity)",
            why=Text(
                "The first transition lies at place 0; one further, all drawn transitions are "
                "others.",
                "最初の遷移は位置 0 に入る。1つずれると、取り出される遷移がすべて変わる。",
            ),
        ),
        Mistake(
            name="each_drawn_by_itself",
            ja="要素を別々に引く",
            line="return tuple(kept[places] for kept in memory)  # the same places of all five",
            wrong="return tuple(kept[np.roll(places, n)] for n, kept in enumerate(memory))",
            why=Text(
                "State, action, reward and next state of one transition belong together, so all "
                "five are taken from the same place.",
                "1つの遷移の状態・行動・報酬・次の状態は組になっている。"
                "5つとも同じ位置から取り出す。",
            ),
        ),
        Mistake(
            name="state_for_the_next",
            ja="次の状態の代わりに今の状態を使う",
            line="transitions = (s, np.asarray(a), r, s_next, np.asarray(done))",
            wrong="transitions = (s, np.asarray(a), r, s, np.asarray(done))",
            why=Text(
                "Where the state is kept twice, the target is made of the state that was left, "
                "not of the one that was come to.",
                "状態を2回入れてしまうと、移った先ではなく、元の状態から目標値を作ることになる。",
            ),
        ),
    ),
)
