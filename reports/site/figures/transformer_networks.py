"""Blocks and networks of attention: their ways past the sublayers, masks, caches and windows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numpy_impl.transformer.gpt_block import GPTBlock
from numpy_impl.transformer.transformer import Transformer
from numpy_impl.transformer.transformer_decoder_block import TransformerDecoderBlock
from numpy_impl.transformer.vision_transformer import VisionTransformer
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import C1, C2, C3, QUIET, SOFT, WIDTH, Drawing, Sheet
from reports.site.figures.exam_recurrent import strength


def _one_digit(value: float) -> str:
    return f"{value:.1f}"


def _two_digits(value: float) -> str:
    return f"{value:.2f}"


def _box(sheet: Sheet, x: float, y: float, word: Text | str, colour: str, wide: float = 96) -> None:
    sheet.boxes([(x - wide / 2, y - 12, wide, 24)], colour, C1, 0.22)
    sheet.text(x, y, word, 9.5, anchor="middle")


def _column(sheet: Sheet, x: float, steps: list[tuple[str, Text | str]], title: Text) -> None:
    """Draw a block upwards; the way past a sublayer begins where its sum's input did."""
    sheet.text(x, 14, title, 10.5, anchor="middle", bold=True)
    y = begins = 288.0
    sheet.text(x, y + 14, "x", 10.5, anchor="middle")
    pre = steps[0][0] == "norm"
    for kind, word in steps:
        top = y - 28
        sheet.arrow((x, y), (x, top + (9 if kind == "sum" else 13)), QUIET, 1.2, head=5)
        y = top - 12
        if kind == "sum":
            sheet.dots([(x, top)], QUIET, 8, hollow=True)
            sheet.text(x, top, "+", 11, anchor="middle")
            past = [(x, begins - 4), (x + 66, begins - 4), (x + 66, top), (x + 9, top)]
            sheet.segments([past], C2, 1.6)
            y = top - 8
            begins = y
            continue
        _box(sheet, x, top, word, C3 if kind == "norm" else SOFT)
        if kind == "norm" and not pre:
            begins = y
    sheet.arrow((x, y), (x, y - 12), QUIET, 1.2, head=5)
    sheet.text(x, y - 19, "y", 10.5, anchor="middle")


ATTENTION, NETWORK = Text("attention", "注意機構"), Text("feed-forward", "順伝播")


def draw_transformer_encoder_block(concept: Concept) -> Drawing:
    """Draw the two orders of sublayers, sums and normalizations."""
    sheet = Sheet(312)
    post: list[tuple[str, Text | str]] = [
        ("layer", ATTENTION), ("sum", ""), ("norm", "LN₁"),
        ("layer", NETWORK), ("sum", ""), ("norm", "LN₂"),
    ]  # fmt: skip
    pre: list[tuple[str, Text | str]] = [
        ("norm", "LN₁"), ("layer", ATTENTION), ("sum", ""),
        ("norm", "LN₂"), ("layer", NETWORK), ("sum", ""),
    ]  # fmt: skip
    _column(sheet, 110, post, Text("post-norm", "post-norm"))
    _column(sheet, 300, pre, Text("pre-norm", "pre-norm"))
    return Drawing(
        sheet,
        Text(
            "From x below to y above. In post-norm every way passes both normalizations; in "
            "pre-norm the way past the sublayers leads from x to y with nothing on it.",
            "下の x から上の y へ進む。post-norm ではどの経路も2つの正規化を通る。"
            "pre-norm では、x から y まで何も通らない迂回路がある。",
        ),
        Text(
            "Two columns of boxes: attention, sum, normalization, network, sum, normalization; and "
            "normalization, attention, sum, normalization, network, sum.",
            "箱を縦に並べた2列。左は注意機構・和・正規化・順伝播・和・正規化、"
            "右は正規化・注意機構・和・正規化・順伝播・和。",
        ),
    )


def draw_transformer_decoder_block(concept: Concept) -> Drawing:
    """Draw which positions of the target, and of the source, each word looks at."""
    rng = np.random.default_rng(3)
    block = TransformerDecoderBlock(8, 1, 16, seed=4)
    block.forward(2 * rng.standard_normal((1, 4, 8)), 2 * rng.standard_normal((1, 5, 8)))
    own = block.self_attention.attention.weights[0, 0]
    source = block.cross_attention.attention.weights[0, 0]
    sheet = Sheet(208)
    for left, weights, title, name in (
        (34, own, Text("among the target's words", "目標系列の中"), "t"),
        (226, source, Text("to the source's words", "入力文へ"), "x"),
    ):
        sheet.text(left, 16, title, 10.5)
        for j in range(weights.shape[1]):
            sheet.text(left + (j + 0.5) * 36, 36, f"{name}{j}", 9.5, anchor="middle")
        for i in range(4):
            sheet.text(left - 8, 48 + (i + 0.5) * 34, f"t{i}", 9.5, anchor="end")
        sheet.grid(left, 48, weights, (36, 34), strength(0.75 * weights), _two_digits, size=9.5)
    return Drawing(
        sheet,
        Text(
            "The weights of a decoder block's two attentions. Among its own words each row sees "
            "those up to itself; of the source it sees all. Every row sums to 1.",
            "デコーダブロックの2つの注意機構の重み。自分の単語の中では自分までしか見えず、"
            "入力文はすべて見える。どの行も足すと 1 になる。",
        ),
        Text(
            "A lower triangular matrix of weights, four by four, and a full one, four by five.",
            "4×4 の下三角の重みの行列と、4×5 の全要素が埋まった重みの行列。",
        ),
    )


def draw_gpt_block(concept: Concept) -> Drawing:
    """Draw the weights of the whole text, and of two new words behind a cache."""
    x = 2 * np.random.default_rng(8).standard_normal((1, 6, 8))
    block = GPTBlock(8, 1, 16, seed=2)
    block.forward(x)
    whole = block.attention.attention.weights[0, 0].copy()
    _, K, V = block.forward(x[:, :4])
    block.forward(x[:, 4:], K, V)
    new = block.attention.attention.weights[0, 0]
    sheet = Sheet(242)
    for left, top, weights, title in (
        (28, 48, whole, Text("the whole text at once", "文全体を一度に計算")),
        (232, 48 + 4 * 28, new, Text("two new words, with the cache", "新しい2語だけを計算")),
    ):
        sheet.text(left, 16, title, 10.5)
        first = 6 - len(weights)
        for j in range(6):
            sheet.text(left + (j + 0.5) * 28, 36, str(j), 9.5, anchor="middle")
        for i in range(len(weights)):
            sheet.text(left - 8, top + (i + 0.5) * 28, str(first + i), 9.5, anchor="end")
        sheet.grid(left, top, weights, 28, strength(0.75 * weights), _one_digit, size=9)
    sheet.boxes([(232, 48, 4 * 28, 4 * 28)], SOFT, QUIET, dash=(4, 3))
    sheet.text(232 + 56, 48 + 56, Text("K and V kept", "K と V は保存済み"), 9.5, anchor="middle")
    return Drawing(
        sheet,
        Text(
            "A row for each query. The two new rows with the cache are the last two of the whole "
            "text: the mask is the same triangle, cut at the bottom.",
            "行はクエリを表す。キャッシュを使った2行は、文全体の最後の2行と同じである。"
            "マスクは同じ三角形の下の部分になる。",
        ),
        Text(
            "A triangular matrix of six rows, and beside it its last two rows alone.",
            "6行の三角行列と、その最後の2行だけを並べた図。",
        ),
    )


def draw_transformer(concept: Concept) -> Drawing:
    """Draw the encoder and the decoder, and the one table of words at three places."""
    model = Transformer(7, 6, 2, 5, seed=0)
    counts = {name: sum(a.size for a in part.params.values()) for name, part in model.parts.items()}
    sheet = Sheet(296)
    left, right = 110.0, 310.0
    for x, side, word in ((left, "encoder", "x"), (right, "decoder", "t")):
        sheet.text(x, 284, word, 10.5, anchor="middle")
        sheet.arrow((x, 276), (x, 262), QUIET, 1.2, head=5)
        _box(sheet, x, 248, Text("E[·] √d + P", "E[·] √d + P"), C2, 120)
        for k in range(2):
            y = 196 - 52 * k
            sheet.arrow((x, y + 38), (x, y + 14), QUIET, 1.2, head=5)
            _box(sheet, x, y, f"{side}{k}: {counts[f'{side}{k}']}", SOFT, 120)
            if side == "decoder":
                sheet.arrow((left + 80, 96), (right - 62, y), C1, 1.4, head=5)
    sheet.segments([[(left, 132), (left, 96), (left + 80, 96)]], C1, 1.4)
    sheet.text(left + 6, 82, "memory", 9.5)
    sheet.arrow((right, 132), (right, 106), QUIET, 1.2, head=5)
    _box(sheet, right, 92, Text("scores z Eᵀ", "スコア z Eᵀ"), C2, 120)
    sheet.arrow((right, 78), (right, 60), QUIET, 1.2, head=5)
    sheet.text(right, 50, "y", 10.5, anchor="middle")
    sheet.text(WIDTH / 2, 18, f"E: {counts['embedding']}", 10.5, C2, "middle", True)
    return Drawing(
        sheet,
        Text(
            "The same table E (orange) stands at three places. Each block of the decoder looks at "
            "the memory, what the last block of the encoder gave. The numbers are those of the "
            "parameters, of a model with 7 words and d = 6.",
            "同じ表 E(橙)を3か所で使う。デコーダの各ブロックは、エンコーダの最後のブロックの出力"
            "(memory)を見る。数字は、7語・d = 6 のモデルのパラメータの数である。",
        ),
        Text(
            "Two columns of boxes: embedding and two encoder blocks; embedding, two decoder blocks "
            "and scores; arrows from the encoder's end to both decoder blocks.",
            "箱を縦に並べた2列。左は埋め込みと2つのエンコーダブロック、"
            "右は埋め込み、2つのデコーダブロック、スコア。"
            "エンコーダの出力から両方のデコーダブロックへ矢印が延びる。",
        ),
    )


def draw_vision_transformer(concept: Concept) -> Drawing:
    """Draw an image of patches, and how much the CLS token looks at each."""
    image = np.zeros((1, 1, 8, 8))
    image[0, 0, 1:7, 3] = image[0, 0, 1, 3:6] = image[0, 0, 4, 3:6] = 1.0
    model = VisionTransformer(1, 8, 2, 2, 8, 1, 16, 1, seed=6)
    model.positions.params["P"] *= 20
    model.forward(image)
    weights = model.blocks[0].attention.attention.weights[0, 0, 0]
    sheet = Sheet(226)
    pixels = image[0, 0]
    sheet.grid(16, 40, pixels, 20, strength(0.8 * pixels), None)
    sheet.text(16, 18, Text("16 patches of 2 × 2", "2 × 2 のパッチ16個"), 10.5)
    sheet.boxes([(16 + 40 * c, 40 + 40 * r, 40, 40) for r in range(4) for c in range(4)],
                "none", C2, width=1.4)  # fmt: skip
    sheet.arrow((184, 120), (232, 120))
    sheet.text(242, 18, Text("what the CLS token looks at", "CLS トークンの注目"), 10.5)
    shown = weights[1:].reshape(4, 4)
    sheet.grid(242, 40, shown, 40, strength(3 * shown), _two_digits, size=9.5)
    sheet.text(242, 214, Text("itself", "自分自身"), 9.5)
    sheet.text(330, 214, _two_digits(float(weights[0])), 9.5, anchor="end")
    return Drawing(
        sheet,
        Text(
            "The CLS token's weights in an untrained block: one for itself, and one for each "
            "patch. What it takes from them is all that the classifier sees.",
            "学習前のブロックにおける CLS トークンの重み。自分自身に1つ、各パッチに1つずつある。"
            "分類器が見るのは、こうして集めたものだけである。",
        ),
        Text(
            "An image of eight by eight pixels, cut into sixteen patches, and a weight for each.",
            "8×8 画素の画像を16個のパッチに分けた図と、各パッチの重み。",
        ),
    )


def _shades(region: np.ndarray) -> Callable[[int, int], tuple[str, float]]:
    """Return the colour of each place: that of its region."""
    return lambda i, j: ((SOFT, C1, C2, C3)[region[i, j]], 0.35)


def draw_shifted_window_attention(concept: Concept) -> Drawing:
    """Draw an image rolled by one, its windows, and the regions that stay apart."""
    H = W = 6
    row, column = np.mgrid[:H, :W]
    sheet = Sheet(236)
    rolled_row, rolled_column = (row + 1) % H, (column + 1) % W
    region = 2 * (row >= H - 1) + (column >= W - 1)
    for left, rows, columns, title in (
        (16, row, column, Text("as it was: shifted windows", "元の画像:ずらしたウィンドウ")),
        (
            232,
            rolled_row,
            rolled_column,
            Text("rolled by 1, windows of 2", "1だけ巡回、幅2のウィンドウ"),
        ),
    ):
        sheet.text(left, 18, title, 10.5)
        places = rows * W + columns
        of_place = region if left > 100 else np.roll(region, (1, 1), axis=(0, 1))
        sheet.grid(left, 40, places, 28, _shades(of_place), lambda v: str(int(v)), size=9)
        if left > 100:
            edges = [(left + 56 * c, 40 + 56 * r, 56, 56) for r in range(3) for c in range(3)]
            sheet.boxes(edges, "none", C2, width=2)
    cuts = [[(16 + 28 * k, 40), (16 + 28 * k, 208)] for k in (1, 3, 5)]
    cuts += [[(16, 40 + 28 * k), (184, 40 + 28 * k)] for k in (1, 3, 5)]
    sheet.segments(cuts, C2, 2)
    return Drawing(
        sheet,
        Text(
            "Left the windows that are wanted: those at the edges are smaller. Right the same "
            "image rolled: nine windows of one size. Where one holds several colours, the mask "
            "keeps these apart.",
            "左は求めるウィンドウで、端のものは小さい。右は巡回した画像で、"
            "同じ大きさの9つのウィンドウになる。1つのウィンドウに複数の色があれば、"
            "マスクでそれらを分ける。",
        ),
        Text(
            "Two grids of six by six numbered places. In the right one the first row and column "
            "have moved to the end, and lines mark nine windows.",
            "番号を付けた6×6の格子が2つ。右では先頭の行と列が末尾に移り、"
            "9つのウィンドウを線で示す。",
        ),
    )


FIGURES = {
    "transformer_encoder_block": draw_transformer_encoder_block,
    "transformer_decoder_block": draw_transformer_decoder_block,
    "gpt_block": draw_gpt_block,
    "transformer": draw_transformer,
    "vision_transformer": draw_vision_transformer,
    "shifted_window_attention": draw_shifted_window_attention,
}
