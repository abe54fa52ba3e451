"""The words of the experiments' reports."""

from __future__ import annotations

from parity.describing.concept import Text

WORDS: dict[str, Text] = {
    "data": Text("Data", "データ"),
    "own_data": Text("made by the experiment", "実験内で生成"),
    "quoted": Text("“{text}”", "「{text}」"),
    "seeds": Text("Seeds", "シード"),
    "type": Text("Type", "数値型"),
    "single_legend": Text(
        "What runs in float32 is separated by rounding within a few steps; its test accuracies "
        "then differ as those of different seeds do.",
        "float32 で実行したものは、丸め誤差のため数ステップで互いに離れ、"
        "テスト精度はシードの違いと同じ程度に異なる。",
    ),
    "quantity_test_accuracy": Text("test accuracy", "テスト精度"),
    "quantity_train_accuracy": Text("training accuracy", "訓練精度"),
    "quantity_epoch_loss": Text("mean loss of the last epoch", "最終エポックの平均損失"),
    "quantity_train_loss": Text("training loss", "訓練損失"),
    "quantity_test_loss": Text("test loss", "テスト損失"),
    "quantity_above_lowest": Text("height above the lowest point", "最下点からの高さ"),
    "quantity_": Text("untrained", "学習前"),
    "versions": Text("Versions", "バージョン"),
    "again": Text("To make it again", "再現方法"),
    "setting": Text("setting", "設定"),
    "train": Text("train", "訓練"),
    "test": Text("test accuracy", "テスト精度"),
    "figure": Text("figure", "値"),
    "reported": Text("reported (train/test)", "報告値(訓練/テスト)"),
    "inside": Text("inside", "範囲内"),
    "outside": Text("outside", "範囲外"),
    "collapse": Text("collapse", "崩壊"),
    "not_reproducible": Text("not reproducible as stated", "記載のままでは再現不能"),
    "holds": Text("holds", "成り立つ"),
    "does_not_hold": Text("does not hold", "成り立たない"),
    "other_data": Text("reported on MNIST", "MNISTでの値"),
    "undecided": Text("undecided", "判定できない"),
    "and": Text("; ", "、"),
    "evidence_accuracy": Text("test accuracy {value}", "テスト精度の差 {value}"),
    "evidence_mean_loss": Text("mean loss {value}", "平均損失の差 {value}"),
    "evidence_gap": Text("gap between training and test {value}", "訓練とテストの差の変化 {value}"),
    "evidence_own_gap": Text("gap between training and test {value}", "訓練とテストの差 {value}"),
    "evidence_reaches_first": Text(
        "first layer's gradient over the last layer's {value}",
        "「1層目の勾配 ÷ 最終層の勾配」の差 {value}",
    ),
    "evidence_own_reaches_first": Text(
        "first layer's gradient over the last layer's {value}",
        "1層目の勾配 ÷ 最終層の勾配 {value}",
    ),
    "evidence_collapsed": Text(
        "one class in {value} of {n} seeds", "シード{n}個中{value}個が1クラスのみ"
    ),
    "evidence_failed": Text(
        "{value} of {n} seeds stay below .5", "シード{n}個中{value}個がテスト精度 0.5 以下"
    ),
    "evidence_learnt": Text(
        "{value} of {n} seeds exceed .5", "シード{n}個中{value}個がテスト精度 0.5 超"
    ),
    "evidence_no_effect": Text(
        "test accuracy {value}; a single run without it {low} to {high}",
        "テスト精度 {value}、これがないときの1回の実行は {low}〜{high}",
    ),
    "fits": Text("fits “{setting}”", "「{setting}」なら合う"),
    "how_judged": Text("How words and misses are judged", "言葉の記述と範囲外の値の扱い"),
    "statements_legend": Text(
        "What a report says in words is judged where runs can tell; what is lost, or gives nothing "
        "to judge, is **not reproducible as stated**.\n\n"
        "- A comparison is made seed by seed. It **holds** if the 95 % interval of the mean "
        "difference lies on its side of zero, **does not hold** if on the other, and is "
        "**undecided** if zero lies within.\n"
        "- *Faster* and *slower* compare the loss averaged over all steps; *less overfit* the gap "
        "between training and test accuracy; *vanishes less* the first layer's gradient over the "
        "last layer's before training (*does not vanish*: at least a tenth).\n"
        "- *No effect*: the mean is one that a single run without it can have. *Overfits*: the gap "
        "exceeds .1. *Learns*, *fails*, *collapses*: most seeds exceed a test accuracy of .5, do "
        "not, answer one class.\n"
        "- Beside a figure that is outside stands the nearest setting, with the same optimizer, "
        "that does give it, if there is one: what the report may have run.",
        "言葉だけの記述も、実行で確かめられるものは判定する。失われた値や、判定できることが"
        "書かれていないものは**記載のままでは再現不能**とする。\n\n"
        "- 比較はシードごとに行う。差の平均の95%信頼区間が0をまたがず、主張の側にあれば"
        "**成り立つ**、反対側にあれば**成り立たない**、0をまたげば**判定できない**とする。\n"
        "- 「速い」「遅い」は全ステップの損失の平均、「過学習が弱まる」は訓練とテストの精度の差、"
        "「消失が弱まる」は学習前の「1層目の勾配 ÷ 最終層の勾配」で比べる"
        "(「消失しない」は、これが 0.1 以上)。\n"
        "- 「効果がない」は、平均が、それがないときの1回の実行でもありうる値であること。"
        "「過学習する」は、差が 0.1 を超えること。「学習が進む」「学習に失敗する」「崩壊する」は、"
        "過半数のシードで、テスト精度が 0.5 を超える、超えない、どの入力にも同じクラスを答えること"
        "を指す。\n"
        "- 範囲外の値には、同じ最適化手法でその値になる最も近い設定があれば添える"
        "(レポートで実際に実行された可能性がある設定)。",
    ),
    "collapsed": Text("one class {k}/{n}", "1クラスのみ {k}/{n}"),
    "as_taught": Text("as taught", "教材のまま"),
    "corrected": Text("corrected", "修正版"),
    "results": Text("What came out", "結果"),
    "figures": Text("The reported figures", "報告された値"),
    "agreement": Text("How far the three coincide", "3つの実装の一致"),
    "steps": Text("after step", "ステップ後の桁数"),
    "at_the_end": Text("at the end", "最後"),
    "separates": Text("fewer than 6 digits from step", "6桁を下回るステップ"),
    "never": Text("never", "なし"),
    "largest": Text("largest difference of test accuracy", "テスト精度の最大差"),
    "largest_of_all": Text(
        "The largest difference of test accuracy between two frameworks, over all runs: {value} "
        "({where}).",
        "2つのフレームワークのテスト精度の差は、全実行を通じて最大 {value}({where})。",
    ),
    "no_difference": Text(
        "No run's test accuracy differs between the frameworks: all are equal.",
        "テスト精度がフレームワーク間で異なる実行はない。すべて等しい。",
    ),
    "of_seeds": Text("seeds: {n}", "シード {n} 個"),
    "report_name": Text("report", "レポート"),
    "number": Text("no.", "番号"),
    "legend": Text(
        "Means over the seeds ± 95 % interval of the mean. A report is one run of unknown seed: it "
        "is **inside** if it lies within the 95 % interval of a single run (or between our least "
        "and largest), its rounding allowed for; **collapse** means that the network answers one "
        "class for everything, as ours does too.",
        "値はシードについての平均 ± 平均の95%信頼区間。報告値はシード不明の1回の実行なので、"
        "1回の実行の95%予測区間(または最小値と最大値の間)に丸めを見込んで入れば**範囲内**とする。"
        "**崩壊**は、ネットワークがどの入力にも同じクラスを答え、"
        "こちらの実行でも同様であることを表す。",
    ),
    "digits_legend": Text(
        "The fewest decimal digits to which two frameworks' losses agree, over all seeds and "
        "pairs, after some of the steps ([after each hundred](digits.csv)). Weights, batches and "
        "masks are the same, so only rounding separates them.",
        "2つのフレームワークの損失が一致する十進桁数の、全シード・全組での最小値を示す"
        "([100ステップごとの値](digits.csv))。初期重み・ミニバッチ・マスクは同じなので、差は丸め誤差だけから生じる。",
    ),
    "pictures": Text("Pictures", "図"),
    "picture_test_accuracy": Text(
        "Test accuracy over the steps: the mean, and a band from the least to the largest seed",
        "ステップごとのテスト精度。線は平均、帯は全シードの最小から最大",
    ),
    "picture_train_accuracy": Text("Training accuracy over the steps", "ステップごとの訓練精度"),
    "picture_loss": Text(
        "Loss over the steps, the three frameworks overlaid",
        "ステップごとの損失。3つのフレームワークを重ねて示す",
    ),
    "picture_digits": Text(
        "Digits to which the three losses agree, over the steps; in colour where fewer than six "
        "are left",
        "3つのフレームワークの損失が一致する桁数の推移。6桁を下回るものを色で示す",
    ),
    "picture_activations": Text(
        "Activations of each layer before training, from the first layer on the left",
        "学習前の各層のアクティベーション分布(左が1層目)",
    ),
    "picture_gradient_norms": Text(
        "Norm of the gradient dW of each layer: over the layers before training, else over the "
        "steps t",
        "各層の勾配 dW のノルム。学習前のものは層ごと、ほかはステップ t ごと",
    ),
    "picture_weights": Text(
        "Weights after training (share, logarithmic)", "学習後の重みの分布(割合、対数軸)"
    ),
    "picture_paths": Text(
        "Paths of the optimizers: from the square; the star is the lowest point",
        "最適化手法の軌跡。四角が出発点、星が最低点",
    ),
    "claims": Text("The reports' figures and claims", "報告された値と主張"),
    "verdict": Text("verdict", "判定"),
    "how_many": Text("figures", "件数"),
    "not_run": Text("not run", "未実行"),
    "nothing_run": Text("Not run yet.", "未実行。"),
    "claims_settled": Text("The claims", "主張の決着"),
    "claim": Text("claim", "主張"),
    "right": Text("what is right", "正しいのは"),
    "settled_by": Text("settled by", "根拠"),
    "published": Text("The experiments, run on MNIST", "実験の結果(MNIST)"),
    "published_about": Text(
        "Each run has the same initial weights, batches and dropout masks in NumPy, PyTorch and "
        "Keras, all in float64 unless the table says otherwise. `make "
        "experiments DATA=DIR` makes them again from the MNIST files in DIR, and with `LONG=1` the "
        "settings too that take hours; what is finished is never run twice.",
        "各実行では、初期重み・ミニバッチ・ドロップアウトのマスクを NumPy・PyTorch・Keras で共通に"
        "し、特に断りのない限り float64 で計算した。`make experiments DATA=DIR` で、DIR にある"
        "MNISTから再現できる。`LONG=1` を付けると、時間のかかる設定も実行する。完了した実行は"
        "繰り返されない。",
    ),
    "published_row": Text("{runs} runs, {seeds} seeds", "{runs} 回の実行、シード {seeds} 個"),
}


def word(key: str, language: str, **values: object) -> str:
    """Return a word in ``language``."""
    return WORDS[key][language].format(**values)
