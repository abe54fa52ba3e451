"""Early stopping."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import (
    Case,
    Concept,
    Convention,
    Default,
    Divergence,
    Mistake,
    Text,
)
from parity.describing.draw import Draw, values

LOSSES = [2.0, 1.5, 1.25, 1.375, 1.125, 1.0625, 1.25, 1.1875, 1.09375, 1.0, 1.5, 0.75]
"""Two epochs get worse after the third, and three in a row after the sixth."""

ACCURACIES = [0.25, 0.5, 0.4375, 0.625, 0.6875, 0.6875, 0.65625, 0.75, 0.5, 0.8125]


_IMPROVES = "if sign * losses[epoch] < sign * losses[best] - min_delta:"


def _case(name: str, losses: list[float], ours: bool = False, **config: Any) -> Case:
    return _drawn(name, values(losses), ours, **config)


def _drawn(name: str, losses: Draw, ours: bool = False, **config: Any) -> Case:
    return Case(
        name,
        inputs={"losses": losses},
        config=config,
        exact=("stop", "best"),
        ours=ours,
        options={"outputs": ("stop", "best")},
    )


early_stopping = Concept(
    kind="function",
    order=1,
    syllabus=("3-3-3",),
    needs=("sgd",),
    title=Text("Early stopping", "早期終了(early stopping)"),
    summary=Text(
        "Ends training when the validation loss has not improved for some epochs, and goes back "
        "to the weights of the best one.",
        "検証データの損失が一定のエポック数改善しなければ学習を終え、最良のエポックの重みに戻す。",
    ),
    why=Text(
        "The training loss falls as long as one trains; the validation loss falls and rises again, "
        "where the network begins to learn the examples by heart. Its best point is known only "
        "afterwards, and it wavers: so one waits for some epochs, the patience, before one gives "
        "up, and keeps the weights of the best. It costs nothing but a copy of them, and acts "
        "like a penalty on the weights, which have not gone far from where they started.",
        "訓練損失は学習を続けるかぎり下がるが、検証損失は、ネットワークが訓練データを丸暗記し"
        "始めるところで上がりに転じる。最良の点は過ぎてからしか分からず、損失は揺れもするので、"
        "しばらく(patience)待ってからあきらめ、最良だった重みを残しておく。"
        "必要なのは重みのコピーだけで、重みが初期値から遠くへ行かないため、"
        "重みへの罰則に似た効果がある。",
    ),
    equation=(
        "epoch t improves if loss_t < loss_best - min_delta; stop if t - best >= max(patience, 1)"
    ),
    formula=(
        r"l_t < l_b - \delta : \quad b \leftarrow t",
        r"s = \min \{ t : t - b \ge \max(p, 1) \}",
    ),
    shapes={"losses": "(E,): one for each epoch", "stop": "scalar", "best": "scalar"},
    sources=(
        "Goodfellow, Bengio and Courville (2016), Deep learning, algorithm 7.1",
        "keras.callbacks.EarlyStopping.on_epoch_end",
    ),
    cases=(
        _case("patience_of_1", LOSSES, patience=1),
        _case("patience_of_2", LOSSES, patience=2),
        _case("patience_of_3", LOSSES, patience=3),
        _case("patience_of_4", LOSSES, patience=4),
        _case("never_stopped", LOSSES, patience=9),
        _case("small_gains_do_not_count", LOSSES, patience=2, min_delta=0.25),
        _case("gain_of_exactly_min_delta", LOSSES, patience=3, min_delta=0.125),
        _case("small_gains_and_much_patience", LOSSES, patience=5, min_delta=0.0625),
        _case("accuracies", ACCURACIES, patience=2, mode="max"),
        _case("accuracies_in_large_steps", ACCURACIES, patience=3, min_delta=0.125, mode="max"),
        _case("equal_losses", [1.0, 0.5, 0.5, 0.5, 0.5], patience=2),
        _case("patience_of_0", LOSSES, True, patience=0),
        _case("two_epochs", [0.5, 0.25], True, patience=1),
        _case("defaults", LOSSES, True),
    ),
    defaults=(
        Default("patience", 0, keras=("keras.callbacks.EarlyStopping", "patience", 0)),
        Default("min_delta", 0.0, keras=("keras.callbacks.EarlyStopping", "min_delta", 0)),
        Default("mode", "min", keras=("keras.callbacks.EarlyStopping", "mode", "auto")),
    ),
    divergences=(
        Divergence(
            name="one_more_epoch",
            ja="もう1エポック待つ",
            summary=Text(
                "torch.optim.lr_scheduler.ReduceLROnPlateau, with which PyTorch code often waits, "
                "acts when more than patience epochs have not improved, Keras' EarlyStopping when "
                "it is patience epochs.",
                "PyTorch でよく使われる torch.optim.lr_scheduler.ReduceLROnPlateau は、改善しない"
                "エポックが patience を超えたときに働く。Keras の EarlyStopping は patience に"
                "達したときに働く。",
            ),
            reconciled=Text(
                "Give the scheduler a patience that is smaller by 1.",
                "スケジューラには 1 小さい patience を渡す。",
            ),
            source="torch.optim.lr_scheduler.ReduceLROnPlateau.step: num_bad_epochs > patience",
            case="patience_of_2",
            native={
                "torch": {
                    "callable": "torch_impl.training.early_stopping._on_plateau",
                    "patience": 2,
                },
                "keras": {"patience": 2},
            },
            quantity="stop",
        ),
    ),
    conventions=(
        Convention(
            name="one_more_epoch",
            text=Text(
                "It stops when more than patience epochs in a row have not improved.",
                "改善しないエポックが patience 回を超えたときに止めている。",
            ),
            edits={"elif wait >= patience:": "elif wait > patience:"},
        ),
        Convention(
            name="equal_is_better",
            text=Text(
                "A loss as low as the best one counts as an improvement.",
                "最良値と等しい損失も改善とみなしている。",
            ),
            edits={_IMPROVES: _IMPROVES.replace(" < ", " <= ")},
        ),
        Convention(
            name="one_more_epoch_and_equal_is_better",
            text=Text(
                "It stops when more than patience epochs in a row have not improved, and a loss as "
                "low as the best one counts as an improvement.",
                "改善しないエポックが patience 回を超えたときに止め、最良値と等しい損失も"
                "改善とみなしている。",
            ),
            edits={
                "elif wait >= patience:": "elif wait > patience:",
                _IMPROVES: _IMPROVES.replace(" < ", " <= "),
            },
        ),
    ),
    also_called=(
        "early_stop",
        "should_stop_early",
        "find_stop_epoch",
        "early_stopping_epoch",
        "simulate_early_stopping",
    ),
    mistakes=(
        Mistake(
            name="wait_never_begins_anew",
            ja="待ち回数を 0 に戻さない",
            line="best, wait = epoch, 0",
            wrong="best = epoch",
            why=Text(
                "Patience counts the epochs since the best one; with each improvement it begins "
                "again.",
                "数えるのは最良のエポックからの経過である。改善したら 0 から数え直す。",
            ),
        ),
        Mistake(
            name="compared_with_the_epoch_before",
            ja="直前のエポックと比べる",
            line="if sign * losses[epoch] < sign * losses[best] - min_delta:",
            wrong="if sign * losses[epoch] < sign * losses[epoch - 1] - min_delta:",
            why=Text(
                "A loss that goes up and half way down again has not improved: what counts is the "
                "best one so far.",
                "上がってから半分戻っただけの損失は改善ではない。比べる相手は、それまでの最良値である。",
            ),
        ),
        Mistake(
            name="min_delta_added",
            ja="min_delta の符号を逆にする",
            line="if sign * losses[epoch] < sign * losses[best] - min_delta:",
            wrong="if sign * losses[epoch] < sign * losses[best] + min_delta:",
            why=Text(
                "Then a loss that has got a little worse counts as an improvement.",
                "少し悪化した損失まで改善とみなされてしまう。",
            ),
        ),
        Mistake(
            name="last_weights_kept",
            ja="最後のエポックの重みを使う",
            line="return np.array(stop), np.array(best)",
            wrong="return np.array(stop), np.array(stop)",
            why=Text(
                "When training ends, the best epoch is patience epochs ago; its weights are "
                "restored.",
                "学習を終えた時点で、最良のエポックは patience 回前である。その重みに戻す。",
            ),
        ),
        Mistake(
            name="accuracy_taken_for_a_loss",
            ja="正解率も小さいほどよいとする",
            line='sign = 1 if mode == "min" else -1',
            wrong="sign = 1",
            why=Text(
                "An accuracy improves as it grows.",
                "正解率は、大きくなるほうが改善である。",
            ),
        ),
    ),
)
