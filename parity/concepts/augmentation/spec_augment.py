"""SpecAugment."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import Draw, normal, values


def _case(name: str, x: Draw, bands: Any, spans: Any, **config: Any) -> Case:
    return Case(
        name,
        inputs={"x": x, "bands": values(bands), "spans": values(spans)},
        differentiable=(),
        config=config,
    )


spec_augment = Concept(
    kind="function",
    order=8,
    syllabus=("3-7-2",),
    needs=(),
    title=Text("SpecAugment", "SpecAugment"),
    summary=Text(
        "Bands of frequencies and spans of time of a spectrogram are masked, so that speech is "
        "recognised from what is left. Where the masks lie is an argument.",
        "スペクトログラムの周波数の帯と時間の区間をマスクし、残りから音声を認識させる。"
        "マスクの位置は引数で渡す。",
    ),
    why=Text(
        "Sound can be augmented as sound: noise, volume, pitch. SpecAugment treats the spectrogram "
        "as a picture instead and erases stripes, along time as a short dropout would, and along "
        "frequency as a bad microphone. That costs nothing, and took the errors of LibriSpeech "
        "far down. The widths are drawn up to a largest one, then the places. The paper also "
        "warps time a little, which helped least, and is left out here.",
        "音声のデータ拡張には、雑音の付加、音量やピッチの変更がある。SpecAugment は"
        "スペクトログラムを画像とみなし、縞状に消す。時間方向は短い音切れに、周波数方向は"
        "性能の悪いマイクに当たる。計算はほとんど要らず、LibriSpeech の誤り率を大きく下げた。"
        "幅を上限までの範囲で抽選し、次に位置を抽選する。論文にはわずかに時間を伸縮する操作もあるが、"
        "効果が最も小さかったので、ここでは扱わない。",
    ),
    equation="y[f, t] = value if f0 <= f < f0 + F or t0 <= t < t0 + T, else x[f, t]",
    formula=(
        r"y_{ft} = \begin{cases} v & f_0 \le f < f_0 + F \text{ or } t_0 \le t < t_0 + T \\ "
        r"x_{ft} & \text{otherwise} \end{cases}",
    ),
    shapes={
        "x": "(..., F, T)",
        "bands": "(M, 2): first frequency, width",
        "spans": "(K, 2): first step, width",
        "y": "as x",
    },
    sources=(
        "Park et al. (2019), SpecAugment: a simple data augmentation method for automatic speech "
        "recognition, section 2",
    ),
    cases=(
        _case("one_of_each", normal(6, 9), [[1, 2]], [[5, 3]]),
        _case("a_batch", normal(2, 5, 7), [[0, 1]], [[2, 2]]),
        _case("two_of_each", normal(8, 7), [[0, 2], [5, 1], [2, 1]], [[0, 1], [4, 2], [6, 0]]),
        _case("over_each_other", normal(7, 6), [[1, 3], [2, 3], [6, 0]], [[1, 2], [2, 1], [2, 3]]),
        _case("up_to_the_edges", normal(5, 8), [[3, 2]], [[0, 2], [7, 1], [4, 1]]),
        _case("another_value", normal(4, 6), [[1, 1]], [[2, 2]], value=-1.5),
        _case("nothing_masked", normal(3, 4), [[2, 0]], [[4, 0]]),
    ),
    defaults=(Default("value", 0.0),),
    also_called=("specaugment", "time_frequency_mask", "mask_spectrogram"),
    mistakes=(
        Mistake(
            name="end_for_the_width",
            ja="幅を終わりとみなす",
            line="y[..., f0 : f0 + f, :] = value",
            wrong="y[..., f0:f, :] = value",
            why=Text(
                "The second number is the width; the band ends at f0 + f.",
                "2つ目の数は幅で、帯は f0 + f で終わる。",
            ),
        ),
        Mistake(
            name="axes_exchanged",
            ja="時間と周波数を取り違える",
            line="y[..., t0 : t0 + t] = value",
            wrong="y[..., t0 : t0 + t, :] = value",
            why=Text(
                "Time is the last axis, frequency the one before it.",
                "最後の軸が時間、その1つ前が周波数である。",
            ),
        ),
        Mistake(
            name="one_step_too_many",
            ja="1つ多く消す",
            line="y[..., t0 : t0 + t] = value",
            wrong="y[..., t0 : t0 + t + 1] = value",
            why=Text(
                "A width of t masks t steps; a width of 0 masks none.",
                "幅 t で消すのは t 個で、幅 0 なら何も消さない。",
            ),
        ),
        Mistake(
            name="changed_in_place",
            ja="入力を書き換える",
            line="y = x.copy()",
            wrong="y = x",
            why=Text(
                "The next epoch would begin with what was erased in this one.",
                "次のエポックが、今回消した状態から始まってしまう。",
            ),
        ),
    ),
)
