"""Batch normalization."""

from __future__ import annotations

from parity.concepts.layers._batch_norm_cases import CASES
from parity.concepts.layers._batch_norm_derivation import DERIVATION
from parity.concepts.layers._batch_norm_divergences import DIVERGENCES
from parity.concepts.layers._batch_norm_identities import IDENTITIES
from parity.concepts.layers._normalization import EPSILON_INSIDE, GAMMA_TIMES
from parity.describing.concept import (
    Concept,
    Convention,
    Default,
    Mistake,
    Text,
    Weight,
)

BatchNorm = Concept(
    kind="layer",
    order=2,
    fast="layers.fast_batch_norm.FastBatchNorm",
    syllabus=("3-7-3",),
    needs=("dense", "sgd"),
    title=Text("Batch normalization", "バッチ正規化"),
    summary=Text(
        "Gives every channel mean 0 and variance 1 over the mini-batch, then a learned scale and "
        "shift. Inference uses running statistics.",
        "ミニバッチ全体で各チャネルを平均 0・分散 1 に正規化し、学習されるスケールとシフトを施す。"
        "推論時には移動平均で求めた統計量を用いる。",
    ),
    why=Text(
        "While a network learns, the layers in front of a layer change, and with them the mean and "
        "the spread of what it is given: activations drift into their flat parts, and only a small "
        "learning rate keeps training steady. Batch normalization brings every channel of a "
        "mini-batch to mean 0 and variance 1, and leaves the level and the width that are really "
        "wanted to two learned numbers, beta and gamma; larger learning rates and rougher initial "
        "weights will then do. What is inferred for one example must not depend on the others in "
        "its batch, so inference uses running averages that were gathered in training.",
        "学習が進むと手前の層の重みが変わり、各層に届く値の平均やばらつきも動き続ける。"
        "活性化関数は平らな部分に入り込み、学習率を小さくしなければ学習が安定しない。"
        "バッチ正規化はミニバッチの各チャネルを平均 0・分散 1 にそろえ、本当に必要な位置と幅は"
        " beta と gamma という2つの数に学習させる。これにより、大きな学習率や粗い初期値でも"
        "学習できるようになる。1件の推論が同じバッチのほかのデータに左右されてはならないので、"
        "推論時には学習中に蓄えた移動平均を使う。",
    ),
    equation="y = gamma (x - mu) / sqrt(var + epsilon) + beta",
    formula=(
        r"\mu = \frac{1}{n} \sum_i x_i, \quad \sigma^2 = \frac{1}{n} \sum_i (x_i - \mu)^2",
        r"\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}, \quad y_i = \gamma "
        r"\hat{x}_i + \beta",
        r"\frac{\partial L}{\partial \gamma} = \sum_i \frac{\partial L}{\partial y_i} "
        r"\hat{x}_i, \quad \frac{\partial L}{\partial \beta} = \sum_i \frac{\partial "
        r"L}{\partial y_i}",
        r"g_i = \gamma \frac{\partial L}{\partial y_i}, \quad \frac{\partial L}{\partial "
        r"x_i} = \frac{g_i - \bar{g} - \hat{x}_i \overline{g \hat{x}}}{\sqrt{\sigma^2 + \epsilon}}",
    ),
    derivation=DERIVATION,
    shapes={
        "x": "(N, C), (N, C, T), (N, C, H, W) or (N, C, D, H, W)",
        "gamma, beta": "(C,)",
        "running_mean, running_var": "(C,)",
        "y": "as x",
    },
    sources=(
        "Ioffe and Szegedy (2015), Batch normalization: accelerating deep network training by "
        "reducing internal covariate shift, algorithms 1 and 2",
    ),
    weights={
        "gamma": Weight(torch="weight", keras="gamma"),
        "beta": Weight(torch="bias", keras="beta"),
        "running_mean": Weight(torch="running_mean", keras="moving_mean"),
        "running_var": Weight(torch="running_var", keras="moving_variance"),
    },
    cases=CASES,
    defaults=(
        Default(
            "epsilon",
            1e-5,
            torch=("torch.nn.BatchNorm1d", "eps", 1e-5),
            keras=("keras.layers.BatchNormalization", "epsilon", 1e-3),
        ),
        Default(
            "momentum",
            0.9,
            torch=("torch.nn.BatchNorm1d", "momentum", 0.1),
            keras=("keras.layers.BatchNormalization", "momentum", 0.99),
        ),
        Default(
            "use_gamma",
            True,
            torch=("torch.nn.BatchNorm1d", "affine", True),
            keras=("keras.layers.BatchNormalization", "scale", True),
        ),
        Default(
            "use_beta",
            True,
            torch=("torch.nn.BatchNorm1d", "affine", True),
            keras=("keras.layers.BatchNormalization", "center", True),
        ),
        Default(
            "track_running_stats",
            True,
            torch=("torch.nn.BatchNorm1d", "track_running_stats", True),
        ),
    ),
    divergences=DIVERGENCES,
    conventions=(
        Convention(
            name="momentum_of_the_new_value",
            text=Text(
                "momentum weighs the new statistics, as in PyTorch; in Keras and in the book it "
                "weighs the old ones.",
                "PyTorch と同じく、momentum が新しい統計量の重みである。Keras や教科書では古"
                "い値の重みである。",
            ),
            config={"momentum": lambda m: 1 - m},
        ),
        Convention(
            name="unbiased_running_variance",
            text=Text(
                "The running variance collects the unbiased variance, divided by n - 1, as "
                "PyTorch does; Keras and the book divide by n.",
                "PyTorch と同じく、移動平均に不偏分散(n - 1 で割る)を用いる。Keras と教科書は"
                " n で割る。",
            ),
            config={"running_variance": "unbiased"},
        ),
    ),
    also_called=(
        "batch_normalization",
        "batchnorm",
        "bn",
        "batchnorm_forward",
        "spatial_batchnorm",
        "batch_norm1d",
        "batch_norm2d",
        "batch_norm_layer",
    ),
    identities=IDENTITIES,
    mistakes=(
        Mistake(
            name="mean_term_dropped",
            ja="平均を通る項が抜けている",
            line="centred = dx_hat - self.per_channel(through_mean)",
            wrong="centred = dx_hat",
            why=Text(
                "Moving one x moves the mean of its channel, and so every other output: that "
                "takes the mean of the gradient off.",
                "x をひとつ動かすとチャネルの平均が動き、他のすべての出力に影響する。"
                "そのため勾配からその平均が引かれる。",
            ),
        ),
        Mistake(
            name="variance_term_dropped",
            ja="分散を通る項が抜けている",
            line="dx = centred - self.x_hat * self.per_channel(through_var)",
            wrong="dx = centred",
            why=Text(
                "Moving one x also moves the variance; without this term the gradient stretches "
                "the channel although stretching does not change y.",
                "x を動かすと分散も動く。この項を落とすと、引き伸ばしても y は変わらないのに、"
                "勾配がチャネルを引き伸ばす向きの成分を持ってしまう。",
            ),
        ),
        Mistake(
            name="variance_term_of_the_wrong_sign",
            ja="分散を通る項の符号が逆",
            line="dx = centred - self.x_hat * self.per_channel(through_var)",
            wrong="dx = centred + self.x_hat * self.per_channel(through_var)",
            why=Text(
                "A larger variance shrinks the output, so this term is subtracted.",
                "分散が大きくなると出力は縮むので、この項は引かなければならない。",
            ),
        ),
        Mistake(
            name="gamma_forgotten_on_the_way_back",
            ja="逆伝播で gamma を忘れる",
            line="dx_hat = dy * self.per_channel(gamma)",
            wrong="dx_hat = dy",
            why=GAMMA_TIMES,
        ),
        Mistake(
            name="epsilon_outside_the_root",
            ja="epsilon を根号の外に出す",
            line="self.std = np.sqrt(var + self.epsilon)",
            wrong="self.std = np.sqrt(var) + self.epsilon",
            why=EPSILON_INSIDE,
        ),
        Mistake(
            name="variance_unbiased",
            ja="不偏分散を使う",
            line="var = ((x - self.per_channel(mu)) ** 2).mean(axis=self.axes)",
            wrong="var = x.var(axis=self.axes, ddof=1)",
            why=Text(
                "The batch is normalized by the biased variance, divided by n and not by n - 1.",
                "正規化に用いるのは n で割る標本分散であり、n - 1 で割る不偏分散ではない。",
            ),
        ),
        Mistake(
            name="images_normalized_per_pixel",
            ja="画像を画素ごとに正規化する",
            line="self.axes = (0, *range(2, x.ndim))  # every axis but the channels'",
            wrong="self.axes = (0, *range(2, x.ndim - 1))",
            why=Text(
                "An image's channel has one mean over batch, height and width; leaving out an "
                "axis normalizes rows or pixels on their own.",
                "画像では、チャネルごとにバッチ・高さ・幅のすべてにわたって平均を1つ求める。"
                "軸を落とすと、行や画素ごとに別々に正規化してしまう。",
            ),
        ),
        Mistake(
            name="momentum_on_the_wrong_side",
            ja="momentum を掛ける側が逆",
            line="self.buffers[name] = self.momentum * running + (1 - self.momentum) * new",
            wrong="self.buffers[name] = (1 - self.momentum) * running + self.momentum * new",
            why=Text(
                "Here momentum is the weight of the old value, as in Keras and in the course; "
                "PyTorch's is the weight of the new one.",
                "ここでの momentum は Keras や講座のコードと同じく古い値の重みである。"
                "PyTorch では新しい値の重みになる。",
            ),
        ),
        Mistake(
            name="running_statistics_not_used",
            ja="推論時に移動平均を使わない",
            line='mu, var = self.buffers["running_mean"], self.buffers["running_var"]',
            wrong="mu, var = x.mean(axis=self.axes), x.var(axis=self.axes)",
            why=Text(
                "Inference must not depend on what else is in the batch: it uses the running "
                "statistics.",
                "推論の結果がバッチ内の他のデータに左右されてはならない。移動平均の統計量を用いる。",
            ),
        ),
        Mistake(
            name="own_statistics_taken_for_constants",
            ja="推論時なら統計量は定数だと思い込む",
            line="self.from_batch = from_batch",
            wrong="self.from_batch = training",
            why=Text(
                "Without running statistics inference takes the batch's own. They depend on x "
                "there, too, so both means are taken off.",
                "移動平均を持たない層は、推論時にもバッチの統計量を使う。"
                "それは x に依存するので、推論時の勾配からも2つの平均が引かれる。",
            ),
        ),
        Mistake(
            name="std_divides_once",
            ja="std で1回しか割らない",
            line="through_mean, through_var = A * dbeta / n, A * along / (n * self.std**2)",
            wrong="through_mean, through_var = A * dbeta / n, A * along / (n * self.std)",
            why=Text(
                "x - mu is kept as it is; the term has the normalized x twice, so std divides "
                "twice.",
                "保存してあるのは x - mu である。この項には正規化した x が2回現れるので、"
                "std でも2回割る。",
            ),
            form="fast",
        ),
    ),
)
