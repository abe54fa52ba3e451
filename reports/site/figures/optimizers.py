"""Optimizers: the path of each on the book's elongated bowl, beside plain SGD's."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Concept, Text
from parity.experiments.training.surfaces import Surface
from parity.harness.evaluators.subject import implementation
from parity.harness.registry import all_concepts
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, INK, QUIET, WIDTH, Drawing, Sheet

BOWL = Surface(((0.05, 2, 0), (1.0, 0, 2)))
"""z = x² / 20 + y², on which the gradient hardly points to the lowest point."""
START = (-7.0, 2.0)
STEPS = 30
RATES = {
    "sgd": 0.95,
    "momentum": 0.1,
    "nesterov": 0.1,
    "adagrad": 1.5,
    "rmsprop": 0.3,
    "adadelta": 40.0,
    "adam": 0.3,
    "amsgrad": 0.3,
    "adamw": 0.3,
}
SETTINGS: dict[str, dict[str, float]] = {
    "amsgrad": {"beta2": 0.9},
    "adamw": {"weight_decay": 0.3},
}
"""Arguments besides lr under which what is special about an optimizer can be seen."""
CAPTIONS = {
    "sgd": Text(
        "The gradient points across the valley: SGD zigzags, and creeps along it.",
        "勾配は谷を横切る向きなので、SGD はジグザグに進み、谷に沿ってはなかなか進まない。",
    ),
    "momentum": Text(
        "What swings to and fro cancels, what points the same way adds up: less zigzag, more speed "
        "along the valley, and some overshoot.",
        "左右の揺れは打ち消し合い、同じ向きの動きは積み重なる。ジグザグが減って谷沿いに速く進み、"
        "少し行き過ぎる。",
    ),
    "nesterov": Text(
        "As momentum, but the gradient is taken where the velocity leads, which brakes before the "
        "turn: less overshoot.",
        "モメンタムと同じだが、速度の行き先で勾配を取るため、曲がる前にブレーキがかかり、"
        "行き過ぎが小さい。",
    ),
    "adagrad": Text(
        "Each direction has its own rate, divided by all its earlier gradients: the steep one is "
        "tamed at once, and in this bowl every step is shorter than the one before.",
        "方向ごとに、それまでの勾配で割った学習率をもつ。急な方向はすぐに抑えられ、"
        "このすり鉢では歩幅が進むほど短くなる。",
    ),
    "rmsprop": Text(
        "As AdaGrad, but old gradients are forgotten, so that the steps do not die away.",
        "AdaGrad と同じ考えだが、古い勾配を忘れていくので、歩幅が消えてしまわない。",
    ),
    "adadelta": Text(
        "The rate comes from the sizes of earlier steps: it starts very carefully. (lr is 40 "
        "here, so "
        "that thirty steps show something.)",
        "それまでの歩幅から学習率が決まるため、"
        "出だしは非常に慎重である(30ステップで様子が見えるよう、"
        "ここでは lr = 40 とした)。",
    ),
    "adam": Text(
        "Momentum's direction with RMSprop's scale: in both directions the first steps are about "
        "lr "
        "long.",
        "モメンタムの方向と RMSprop の縮尺を合わせたもの。最初のうちは、どちらの方向にもほぼ "
        "lr ずつ"
        "進む。",
    ),
    "amsgrad": Text(
        "As Adam, but what divides the step never shrinks again: after a steep start the steps "
        "stay "
        "shorter than Adam's. (Both with beta2 = 0.9.)",
        "Adam と同じだが、歩幅を割る値は一度大きくなると小さくならない。急な出だしのあとは Adam "
        "より"
        "歩幅が短いままになる(どちらも beta2 = 0.9)。",
    ),
    "adamw": Text(
        "As Adam, and besides the weights decay towards 0 by a share of their own, whatever the "
        "gradient's scale (0.3 here).",
        "Adam と同じ歩みに加えて、勾配の縮尺とは無関係に、重みが自身の一定割合ずつ 0 へ減衰する"
        "(ここでは 0.3)。",
    ),
}


def walk(name: str, **config: float) -> np.ndarray:
    """Return the path (STEPS + 1, 2) of the optimizer called ``name``."""
    mover = implementation("numpy", all_concepts()[name])(**config)
    w = np.array(START)
    points = [w.copy()]
    for _ in range(STEPS):
        mover.update({"w": w}, {"w": BOWL.gradient(w)})
        points.append(w.copy())
    return np.array(points)


def path(concept: Concept) -> Drawing:
    """Draw the optimizer's path over the bowl's contours."""
    sheet = Sheet(236)
    chart = Chart(sheet, (26, 30, WIDTH - 40, 176), (-8, 5), (-3, 3))
    angle = np.linspace(0, 2 * np.pi, 61)
    for level in (0.1, 0.4, 1.0, 2.0, 3.5, 5.5):
        x, y = np.sqrt(20 * level) * np.cos(angle), np.sqrt(level) * np.sin(angle)
        chart.line(x, y, colour=QUIET, width=0.5, dash=(), clip=True)
    own = walk(concept.name, lr=RATES[concept.name], **SETTINGS.get(concept.name, {}))
    entries: list[tuple[str | Text, int]] = []
    if concept.name != "sgd":
        beside = "adam" if concept.name in SETTINGS else "sgd"
        rate = RATES[beside]
        config = SETTINGS[concept.name] if concept.name == "amsgrad" else {}
        other = walk(beside, lr=rate, **config)
        chart.line(other[:, 0], other[:, 1], 1, width=1.2, clip=True)
        name = {"sgd": "SGD", "adam": "Adam"}[beside]
        entries.append((Text(f"{name}, lr {rate:g}", f"{name}、lr {rate:g}"), 1))
    chart.line(own[:, 0], own[:, 1], 0, width=1.8, clip=True)
    inside = own[(own[:, 0] < 5) & (abs(own[:, 1]) < 3)]
    chart.dots(inside[:, 0], inside[:, 1], C1, 2)
    chart.dots([START[0]], [START[1]], INK, 4)
    chart.dots([0.0], [0.0], C2, 4, hollow=True)
    chart.frame([-8, -6, -4, -2, 0, 2, 4], [-2, 0, 2], grid=False)
    told = f"lr {RATES[concept.name]:g}"
    sheet.legend(
        26,
        12,
        [(Text(f"{concept.title.en}, {told}", f"{concept.title.ja}、{told}"), 0), *entries],
        10.5,
    )
    return Drawing(
        sheet,
        CAPTIONS[concept.name],
        Text(
            f"Thirty steps of {concept.title.en} from (-7, 2) towards the lowest point (0, 0) of "
            f"an "
            "elongated bowl, over its contour lines.",
            f"細長いすり鉢形の等高線の上を、(-7, 2) から最低点 (0, 0) へ向かう{concept.title.ja}の"
            "30ステップ。",
        ),
    )


FIGURES = dict.fromkeys(RATES, path)
