"""A learning rate that is lowered on a plateau."""

from __future__ import annotations

from typing import Any

from parity.concepts.training.early_stopping import ACCURACIES, LOSSES
from parity.describing.concept import (
    Case,
    Concept,
    Convention,
    Default,
    Divergence,
    Mistake,
    Text,
)
from parity.describing.draw import values

_TORCH = "torch.optim.lr_scheduler.ReduceLROnPlateau"
_KERAS = "keras.callbacks.ReduceLROnPlateau"
_KERAS_COUNTS = "tf_impl.training.reduce_on_plateau._as_keras_counts"


def _case(name: str, losses: list[float], ours: bool = False, **config: Any) -> Case:
    return Case(
        name,
        inputs={"losses": values(losses)},
        config=config,
        ours=ours,
        kink="exactly" in name,
        options={"outputs": ("rates",)},
    )


def _both(name: str, ja: str, summary: Text, config: dict[str, Any], reconciled: Text) -> Any:
    """Return the divergence of both frameworks, told the same numbers."""
    return Divergence(
        name=name,
        ja=ja,
        summary=summary,
        reconciled=reconciled,
        source=f"{_TORCH}.step and {_KERAS}.on_epoch_end",
        case="patience_of_2",
        native={
            "torch": {"lr": 0.5, "factor": 0.5, **config},
            "keras": {"callable": _KERAS_COUNTS, "lr": 0.5, "factor": 0.5, **config},
        },
        quantity="rates",
    )


reduce_on_plateau = Concept(
    kind="function",
    order=2,
    syllabus=("3-3-3", "3-2-1"),
    needs=("early_stopping", "step_decay"),
    title=Text("Lower the rate on a plateau", "停滞時の学習率低下(ReduceLROnPlateau)"),
    summary=Text(
        "Multiplies the learning rate by a factor when the validation loss has not improved for "
        "some epochs.",
        "検証データの損失が一定のエポック数改善しなければ、学習率に係数を掛けて下げる。",
    ),
    why=Text(
        "A stair of learning rates must be laid before one knows where the loss comes to rest. "
        "This rule watches it instead: as long as it falls the rate stays large, and when it has "
        "not improved for more than patience epochs the steps are too large for where one is, and "
        "become smaller. After a reduction the loss takes a while to answer; the cooldown leaves "
        "these epochs uncounted, so that not one plateau brings two reductions.",
        "学習率を階段状に下げる方式では、損失がどこで下げ止まるかを知る前に、下げる時点を"
        "決めなければならない。この規則は損失を見て決める。下がり続けるあいだは大きな学習率を保ち、"
        "改善しないエポックが patience を超えたら、歩幅が大きすぎるとみて小さくする。下げた直後は"
        "損失の反応に時間がかかるので、cooldown のあいだは数えず、1つの停滞で2回下げないように"
        "する。",
    ),
    equation="lr <- max(lr factor, min_lr) if more than patience epochs have not improved",
    formula=(
        r"l_t < l_b (1 - \delta) : \quad b \leftarrow t, \ w \leftarrow 0",
        r"w > p : \quad \eta \leftarrow \max(\gamma \eta, \eta_{\min})",
    ),
    shapes={"losses": "(E,): one for each epoch", "rates": "(E,)"},
    sources=(_TORCH, _KERAS),
    cases=(
        _case("patience_of_2", LOSSES, lr=0.5, factor=0.5, patience=2),
        _case("patience_of_0", LOSSES, lr=0.5, factor=0.5, patience=0),
        _case("patience_of_1", LOSSES, lr=0.5, factor=0.25, patience=1),
        _case("never_lowered", LOSSES, lr=0.5, patience=9),
        _case("large_share", LOSSES, lr=0.5, factor=0.5, patience=1, threshold=0.1875),
        _case(
            "absolute_threshold",
            LOSSES,
            lr=0.5,
            factor=0.5,
            patience=1,
            threshold=0.25,
            threshold_mode="abs",
        ),
        _case(
            "gain_of_exactly_the_threshold",
            LOSSES,
            lr=0.5,
            factor=0.5,
            patience=2,
            threshold=0.125,
            threshold_mode="abs",
        ),
        _case("cooldown", LOSSES, lr=0.5, factor=0.5, patience=0, cooldown=2),
        _case("cooldown_of_1", LOSSES, lr=0.5, factor=0.5, patience=0, cooldown=1, threshold=0.25),
        _case("least_rate", LOSSES, lr=0.5, factor=0.25, patience=0, min_lr=0.0625),
        _case("accuracies", ACCURACIES, lr=0.5, factor=0.5, patience=0, mode="max"),
        _case(
            "accuracies_by_a_share",
            ACCURACIES,
            lr=0.5,
            factor=0.5,
            patience=1,
            threshold=0.125,
            mode="max",
        ),
        _case("equal_losses", [1.0, 0.5, 0.5, 0.5, 0.5], lr=0.5, factor=0.5, patience=1),
        _case("defaults", [1.0] * 13, True),
    ),
    defaults=(
        Default("factor", 0.1, torch=(_TORCH, "factor", 0.1), keras=(_KERAS, "factor", 0.1)),
        Default("patience", 10, torch=(_TORCH, "patience", 10), keras=(_KERAS, "patience", 10)),
        Default(
            "threshold",
            1e-4,
            torch=(_TORCH, "threshold", 1e-4),
            keras=(_KERAS, "min_delta", 1e-4),
        ),
        Default("cooldown", 0, torch=(_TORCH, "cooldown", 0), keras=(_KERAS, "cooldown", 0)),
        Default("min_lr", 0.0, torch=(_TORCH, "min_lr", 0), keras=(_KERAS, "min_lr", 0.0)),
        Default("mode", "min", torch=(_TORCH, "mode", "min"), keras=(_KERAS, "mode", "auto")),
        Default("threshold_mode", "rel", torch=(_TORCH, "threshold_mode", "rel")),
    ),
    divergences=(
        _both(
            "one_more_epoch",
            "もう1エポック待つ",
            Text(
                "PyTorch lowers the rate when more than patience epochs have not improved, Keras "
                "when it is patience epochs.",
                "PyTorch は改善しないエポックが patience を超えたとき、Keras は patience に"
                "達したときに下げる。",
            ),
            {"patience": 2, "threshold": 0.0},
            Text("Give Keras a patience that is larger by 1.", "Keras には 1 大きい値を渡す。"),
        ),
        _both(
            "threshold_of_the_best_loss",
            "しきい値が最良値に対する割合か",
            Text(
                "PyTorch's threshold is a share of the best loss where nothing else is said; "
                "Keras' min_delta is taken as it is.",
                "指定しなければ、PyTorch の threshold は最良の損失に対する割合である。Keras の "
                "min_delta はそのままの値である。",
            ),
            {"patience": 1, "threshold": 0.25},
            Text(
                'Say threshold_mode="abs" in PyTorch; the Keras twin asks for the share itself.',
                'PyTorch では threshold_mode="abs" とする。Keras 側の実装は、割合で判定する。',
            ),
        ),
        _both(
            "last_epoch_of_the_cooldown",
            "cooldown の最後のエポック",
            Text(
                "In the last epoch of the cooldown Keras counts already, so that a cooldown of 1 "
                "is none; PyTorch begins with the epoch after it.",
                "Keras は cooldown の最後のエポックをもう数えるので、1 では効果がない。PyTorch は"
                "その次のエポックから数える。",
            ),
            {"patience": 1, "threshold": 0.0, "cooldown": 1},
            Text("Give Keras a cooldown that is larger by 1.", "Keras には 1 大きい値を渡す。"),
        ),
    ),
    conventions=(
        Convention(
            name="threshold_as_it_is",
            text=Text(
                "The threshold is no share of the best loss, but taken as it is.",
                "しきい値を最良値に対する割合ではなく、そのままの値として使っている。",
            ),
            config={"threshold_mode": "abs"},
        ),
        Convention(
            name="one_epoch_less",
            text=Text(
                "It lowers the rate when patience epochs have not improved, as Keras does, and "
                "the threshold is taken as it is.",
                "Keras と同じく、改善しないエポックが patience に達したときに下げている。しきい値は"
                "そのままの値として使っている。",
            ),
            config={"threshold_mode": "abs"},
            edits={"if wait > patience:": "if wait >= patience:"},
        ),
    ),
    also_called=("reduce_lr_on_plateau", "lr_on_plateau", "plateau_scheduler", "plateau_lr"),
    mistakes=(
        Mistake(
            name="wait_goes_on_after_a_reduction",
            ja="下げた後も待ち回数を 0 に戻さない",
            line="rest, wait = cooldown, 0",
            wrong="rest = cooldown",
            why=Text(
                "Then each further epoch of the plateau lowers the rate again.",
                "停滞が続くかぎり、毎エポック下げ続けてしまう。",
            ),
        ),
        Mistake(
            name="compared_with_the_epoch_before",
            ja="直前のエポックと比べる",
            line="if sign * losses[epoch] < sign * losses[best] - margin:",
            wrong="if sign * losses[epoch] < sign * losses[epoch - 1] - margin:",
            why=Text(
                "A loss that wavers improves on every second epoch; what counts is the best so "
                "far.",
                "揺れる損失は1つおきに直前より小さくなる。比べる相手は、それまでの最良値である。",
            ),
        ),
        Mistake(
            name="least_rate_forgotten",
            ja="下限を忘れる",
            line="lr = max(lr * factor, min_lr)",
            wrong="lr = lr * factor",
            why=Text(
                "The rate stops at min_lr, or training comes to a standstill.",
                "学習率は min_lr で止める。そうしないと学習が進まなくなる。",
            ),
        ),
        Mistake(
            name="cooldown_counted",
            ja="cooldown 中も数える",
            line="rest, wait = rest - 1, 0",
            wrong="rest = rest - 1",
            why=Text(
                "The epochs of the cooldown do not count: the loss has not answered yet.",
                "cooldown のあいだは数えない。損失がまだ反応していないからである。",
            ),
        ),
        Mistake(
            name="factor_subtracted",
            ja="係数を引く",
            line="lr = max(lr * factor, min_lr)",
            wrong="lr = max(lr - factor, min_lr)",
            why=Text(
                "A rate lives on orders of magnitude, so it is multiplied.",
                "学習率は桁で変えるものなので、係数を掛ける。",
            ),
        ),
    ),
)
