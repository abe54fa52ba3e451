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
    "evidence_own_reaches_back": Text(
        "first step's gradient over the last step's 10^({value})",
        "最初の時刻の勾配 ÷ 最後の時刻の勾配 10^({value})",
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
    "fits": Text("a search afterwards finds “{setting}”", "事後に探すと「{setting}」なら合う"),
    "how_judged": Text("How figures and words are judged", "値と言葉の記述の判定方法"),
    "figures_legend": Text(
        "A figure is held against what a single further run of ours can give. n is the number of "
        "seeds, s their standard deviation.\n\n"
        "- **Outside**: beyond the 95 % prediction interval, mean ± t s √(1 + 1/n) with n - 1 "
        "degrees of freedom, and beyond our least and largest. The report's rounding is allowed "
        "for, and intervals of accuracies end at 0 and 1. Few seeds make this interval wide, so "
        "hardly anything is outside of it.\n"
        "- **Inside**: within mean ± 1.96 s, or between our least and largest. Few seeds do not "
        "make this range wide.\n"
        "- **Undecided**: between the two; or in an interval in which nearly any figure would be, "
        "that is, wider than .5 for an accuracy, and reaching 0 for a loss or a coefficient. One "
        "seed, or seeds that all give one value, tell no spread: they decide nothing against a "
        "figure, but for seven seeds or more.\n"
        "- Where a training accuracy stands beside the test accuracy, the figure is inside only if "
        "both are, and outside if one is; each has half of the 5 %, so that t is larger, and 1.96 "
        "is 2.24.\n"
        "- Where some seeds answer one class for everything, they are judged apart, since two "
        "kinds of runs are no bell curve. A figure within .05 of one of theirs is a **collapse**, "
        "if our seeds show, with 95 % confidence, that more than one run in twenty collapses "
        "(three of ten seeds do), else undecided; its training accuracy, the share of a digit in a "
        "batch, says nothing. Another figure is held against the seeds that learn. If none of them "
        "does, it is outside, from seven seeds on: that the report's is the only run of them all "
        "that learns happens in fewer than 5 of 100 cases, however often runs learn.\n"
        "- Beside a figure that is outside may stand a setting that a **search afterwards** finds: "
        "of all settings that were run, with the same optimizer and one or two changes, the "
        "nearest in which the figure is a collapse, or inside an interval no wider than .25. That "
        "is a hint at what the report may have run, not a test of it: among many settings, some "
        "fit by chance.",
        "値は、こちらでもう1回実行したときに出うる値と比べる。n はシードの数、s はその標準偏差であ"
        "る。\n\n"
        "- **範囲外**: 自由度 n - 1 の95%予測区間 平均 ± t s √(1 + 1/n) の外で、かつ最小値と最大値"
        "の間にもない。報告値の丸めを見込み、正解率の区間は 0 と 1 で打ち切る。シードが少ないとこの"
        "区間は広く、その外に出る値はほとんどない。\n"
        "- **範囲内**: 平均 ± 1.96 s の内、または最小値と最大値の間。この範囲は、シードが少なくても"
        "広がらない。\n"
        "- **判定できない**: 両者の間にある値、またはほとんどの値が入ってしまう区間"
        "(正解率では幅が 0.5 を超えるもの、損失や係数では 0 を含むもの)にある値。シード1個、または"
        "すべて同じ値のシードからはばらつきが分からないので、7個以上ないかぎり値を退けない。\n"
        "- テスト精度に訓練精度が添えてあれば、両方が範囲内のときだけ範囲内、片方でも範囲外なら"
        "範囲外とする。5%は両者に半分ずつ割り当てるので、t は大きくなり、"
        "1.96 は 2.24 になる。\n"
        "- 一部のシードがどの入力にも同じクラスを答えるときは、2種類の実行を1つの正規分布とは"
        "みなさず、分けて判定する。崩壊したシードの値との差が 0.05 以内の値は、20回に1回を超えて"
        "崩壊することが95%の信頼度で言えれば(10個なら3個で言える)**崩壊**、言えなければ判定できない"
        "とする。その訓練精度はバッチ中の1つの数字の割合なので、問わない。ほかの値は、学習が進んだ"
        "シードと比べる。学習が進んだシードが1つもなければ、シード7個以上のとき範囲外とする"
        "(レポートの実行だけで学習が進むことは、学習が進む確率がいくらであっても100回に5回も起こら"
        "ない)。\n"
        "- 範囲外の値には、**事後に探した**設定を添えることがある。実行した全設定のうち、同じ最適化"
        "手法で変更が1つか2つの、値が崩壊か、幅 0.25 以下の区間の内になる最も近いものである。レポー"
        "トで実際に何が実行されたかの手がかりであって検証ではない。多くの設定の中には、偶然合うもの"
        "もある。",
    ),
    "statements_legend": Text(
        "What a report says in words is judged where runs can tell; what is lost, or gives nothing "
        "to judge, is **not reproducible as stated**. A statement **holds** if the runs show it, "
        "**does not hold** if they show the contrary, and is **undecided** if they show neither, "
        "as few seeds do.\n\n"
        "- A comparison is made seed by seed: the 95 % interval of the mean difference must lie "
        "wholly on one side of zero. *Faster* and *slower* compare the loss averaged over all "
        "steps; *less overfit* the gap between training and test accuracy; *vanishes less* the "
        "first layer's gradient over the last layer's before training.\n"
        "- *No effect*: the interval of the difference of test accuracy lies within ±{margin}, the "
        "margin below which a difference does not matter here (an equivalence test); it does not "
        "hold if the interval lies wholly beyond. *Not lower*, said as *fine*: the interval lies "
        "above -{margin}; it does not hold if wholly below.\n"
        "- *Overfits*: the interval of the gap lies above .1. *Does not vanish*: that of the first "
        "layer's gradient over the last layer's lies above .1.\n"
        "- *Vanishes*, *explodes* of a recurrent network: before training, the gradient of the "
        "last step's output at the first step's input is less than a tenth of that at the last "
        "step's input, or more than ten times it. The interval is of its power of ten.\n"
        "- *Learns*, *fails*, *collapses*: most runs exceed a test accuracy of .5, do not, answer "
        "one class. So many seeds must do so that a fair coin would in fewer than 5 of 100 cases: "
        "nine of ten, or five of five.",
        "言葉だけの記述も、実行で確かめられるものは判定する。失われた値や、判定できることが"
        "書かれていないものは**記載のままでは再現不能**とする。実行がそれを示せば**成り立つ**、"
        "逆を示せば**成り立たない**、シードが少ないときのようにどちらも示さなければ"
        "**判定できない**とする。\n\n"
        "- 比較はシードごとに行い、差の平均の95%信頼区間全体が0の片側にあることを求める。"
        "「速い」「遅い」は全ステップの損失の平均、「過学習が弱まる」は訓練とテストの精度の差、"
        "「消失が弱まる」は学習前の「1層目の勾配 ÷ 最終層の勾配」で比べる。\n"
        "- 「効果がない」は、テスト精度の差の区間が ±{margin} に収まること(同等性の検定。これより"
        "小さい差は、ここでは問題にしない)。区間全体がその外にあれば成り立たない。「下がらない」"
        "(「〜でもよい」)は、区間が -{margin} より上にあること。全体が下にあれば成り立たない。\n"
        "- 「過学習する」は、差の区間が 0.1 より上にあること。「消失しない」は、"
        "「1層目の勾配 ÷ 最終層の勾配」の区間が 0.1 より上にあること。\n"
        "- 再帰型ネットワークの「勾配消失する」「勾配爆発する」は、学習前に、最後の時刻の出力の"
        "勾配が、最初の時刻の入力では最後の時刻の入力での10分の1より小さいこと、10倍より大きい"
        "こと。区間は10の冪指数についてとる。\n"
        "- 「学習が進む」「学習に失敗する」「崩壊する」は、過半数の実行で、テスト精度が 0.5 を超え"
        "る、超えない、どの入力にも同じクラスを答えること。公平な硬貨では100回に5回も起こらないほど"
        "多くのシード(10個中9個、5個なら5個)がそうなることを求める。",
    ),
    "collapsed": Text("one class {k}/{n}", "1クラスのみ {k}/{n}"),
    "as_taught": Text("as taught", "教材のまま"),
    "corrected": Text("corrected", "修正版"),
    "results": Text("What came out", "結果"),
    "figures": Text("The reported figures", "報告された値"),
    "agreement": Text("How far the three coincide", "3つの実装の一致"),
    "steps": Text("after step", "ステップ後の桁数"),
    "at_the_end": Text("at the end", "最後"),
    "apart": Text("difference above .001 from step", "差が 0.001 を超えるステップ"),
    "shown": Text("What the runs show", "実行が示すこと"),
    "shown_legend": Text(
        "Each line is decided by the runs of all seeds: it **holds** if the whole 95 % interval of "
        "the figure's mean, or of the mean difference seed by seed, lies on the side that is said, "
        "**does not hold** if it lies on the other, and is **undecided** otherwise.",
        "各行は全シードの実行から判定する。値の平均(比較ではシードごとの差の平均)の95%信頼区間全体"
        "が述べた側にあれば**成り立つ**、逆側にあれば**成り立たない**、どちらでもなければ"
        "**判定できない**とする。",
    ),
    "fact": Text("what", "内容"),
    "measured": Text("measured", "実測値"),
    "difference": Text("{quantity}, difference", "{quantity}の差"),
    "quantity_lower_moon": Text(
        "share of these on the lower moon", "そのうち下の三日月の上にある割合"
    ),
    "quantity_divergence": Text("KL divergence", "KLダイバージェンス"),
    "quantity_over_pixels": Text(
        "test accuracy, less that of the nearest image by its pixels",
        "テストの正解率と、画素が最も近い画像を選ぶ方法の正解率の差",
    ),
    "quantity_gained": Text(
        "Fréchet distance of the untrained generator's images, less that of the trained one's",
        "学習前と学習後の生成画像のフレシェ距離の差",
    ),
    "quantity_modes": Text("Gaussians that are reached, of 8", "8個の正規分布のうち届いた数"),
    "quantity_near": Text("share of points on the data", "データの上に乗った点の割合"),
    "quantity_distance": Text("Fréchet distance of the images", "画像のフレシェ距離"),
    "quantity_mean_return": Text("mean return", "平均収益"),
    "quantity_greedy_return": Text(
        "return of the best actions, discounted", "最良の行動による割引収益"
    ),
    "quantity_value_error": Text("largest error of a value", "価値の誤差の最大値"),
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
        "Means over the seeds ± 95 % interval of the mean, or, where seeds collapse or that "
        "interval would leave 0 to 1, the least and the largest seed in brackets. A report is one "
        "run of unknown seed: **inside** if a single run of ours can well give it, **outside** if "
        "it lies beyond the 95 % interval of a single run, **undecided** if our runs cannot tell; "
        "**collapse** means that the network answers one class for everything, as ours does too.",
        "値はシードについての平均 ± 平均の95%信頼区間。崩壊するシードがあるとき、または区間が 0〜1 "
        "をはみ出すときは、代わりに括弧内に最小〜最大を示す。報告値はシード不明の1回の実行なので、"
        "こちらの1回の実行で十分出うる値なら**範囲内**、1回の実行の95%予測区間の外なら**範囲外**、"
        "実行から決められなければ**判定できない**とする。"
        "**崩壊**は、ネットワークがどの入力にも同じクラスを答え、"
        "こちらの実行でも同様であることを表す。",
    ),
    "legend_alone": Text(
        "Means over the seeds ± 95 % interval of the mean.",
        "値はシードについての平均 ± 平均の95%信頼区間。",
    ),
    "chaos": Text(
        "Where the losses differ by more than .001 from some step on, rounding has grown until "
        "each framework trains a network of its own: from there on no step of one can be checked "
        "by another, and only what they reach can be compared.",
        "差が 0.001 を超えるステップが示された設定では、丸め誤差が育って、フレームワークごとに別の"
        "ネットワークを学習するに至った。その先は1ステップごとの照合はできず、到達した結果だけが"
        "比べられる。",
    ),
    "by_chance": Text(
        "Of the {held} figures that were held against an interval, about {chance} would lie "
        "outside by chance alone (5 in 100), if every report had run just what it says.",
        "区間と比べた{held}件のうち約{chance}件(100件に5件)は、どのレポートも記載どおりに実行してい"
        "たとしても、偶然だけで範囲外になる。",
    ),
    "digits_legend": Text(
        "The fewest decimal digits to which two frameworks' losses agree, over all seeds and "
        "pairs, after some of the steps ([after each hundred](digits.csv)). Weights, batches and "
        "masks are the same, so only rounding separates them.",
        "2つのフレームワークの損失が一致する十進桁数の、全シード・全組での最小値を示す"
        "([100ステップごとの値](digits.csv))。初期重み・ミニバッチ・マスクは同じなので、差は丸め誤"
        "差だけから生じる。",
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
    "picture_through_time": Text(
        "Gradient of the last step's output at the input of each step t, relative to that at the "
        "last step: before training (dashed) and after (solid), the median of the seeds",
        "最後の時刻の出力の、各時刻 t の入力についての勾配(最後の時刻との比)。破線は学習前、実線は"
        "学習後。シードの中央値",
    ),
    "picture_by_length": Text(
        "Test accuracy after training over the length of the sequences: a dot for each seed, and "
        "the mean",
        "系列の長さごとの学習後のテスト精度。点は各シード、線は平均",
    ),
    "picture_weights": Text(
        "Weights after training (share, logarithmic)", "学習後の重みの分布(割合、対数軸)"
    ),
    "picture_losses": Text(
        "Both losses over the steps, NumPy, the first seed, each dot the mean of a fiftieth of the "
        "steps; dotted, what they are where the discriminator can tell nothing: log 4, and log 2 "
        "(minimax: -log 2)",
        "ステップごとの2つの損失(NumPy、最初のシード、ステップの50分の1ごとの平均)。点線は、識別器が"
        "まったく見分けられないときの値で、log 4 と log 2(minimax では -log 2)",
    ),
    "picture_attention": Text(
        "Where the decoder looked at each step, in the mean of the test data; the first seed",
        "デコーダが各時刻にどこを見たか(テストデータの平均、最初のシード)",
    ),
    "picture_paths": Text(
        "Paths of the optimizers: from the square; the star is the lowest point",
        "最適化手法の軌跡。四角が出発点、星が最低点",
    ),
    "claims": Text("The reports' figures and claims", "報告された値と主張"),
    "verdict": Text("verdict", "判定"),
    "how_many": Text("figures", "値"),
    "how_many_words": Text("words", "言葉の記述"),
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
        "settings too that take hours; what is finished is not run twice. The tables are made from "
        "each experiment's `runs.csv` and `digits.csv`.",
        "各実行では、初期重み・ミニバッチ・ドロップアウトのマスクを NumPy・PyTorch・Keras で共通に"
        "し、特に断りのない限り float64 で計算した。`make experiments DATA=DIR` で、DIR にある"
        "MNISTから再現できる。`LONG=1` を付けると、時間のかかる設定も実行する。完了した実行は"
        "繰り返されない。表は各実験の `runs.csv` と `digits.csv` から作られている。",
    ),
    "older_code": Text(
        "A run's digest in `runs.csv` names the code that made it, and changes with each edit of a "
        "layer, an optimizer or a trainer. **Most of these runs are older than the code beside "
        "them**: `make experiments` would make them again. A test runs some of them again with the "
        "present code, and expects the published figures.",
        "`runs.csv` の digest は実行に使ったコードを表し、層・最適化手法・学習のコードを変更するた"
        "びに変わる。**これらの実行の大半は、現在のコードより古い**もので、`make experiments` を使"
        "うと実行し直される。その一部はテストで現在のコードにより実行し直し、公開した値と一致するこ"
        "とを確かめている。",
    ),
    "published_row": Text("{runs} runs, {seeds} seeds", "{runs} 回の実行、シード {seeds} 個"),
}


def word(key: str, language: str, **values: object) -> str:
    """Return a word in ``language``."""
    return WORDS[key][language].format(**values)
