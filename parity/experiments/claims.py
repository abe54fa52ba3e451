"""The claims of the reports that are settled here: what is right, and what shows it."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.experiments.setting import Claim

_HERE = "tests/experiments/test_claims.py::"

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "C1",
        Text(
            "A 2×2 filter with stride 1 and padding 1 makes of a 6×6 input 6×6 (R0), or 7×7 "
            "(R2, R3).",
            "6×6の入力に2×2のフィルタをストライド1、パディング1で適用すると、6×6(R0)または"
            "7×7(R2、R3)になる。",
        ),
        Text(
            "7×7: (6 + 2·1 - 2) / 1 + 1 = 7.",
            "7×7である。(6 + 2·1 - 2) / 1 + 1 = 7。",
        ),
        _HERE + "test_c1_and_c2_output_sizes",
    ),
    Claim(
        "C2",
        Text(
            "A 3×3 filter with stride 2 and padding 1 makes of an 8×8 input 3×3 (R3).",
            "8×8の入力に3×3のフィルタをストライド2、パディング1で適用すると、3×3になる(R3)。",
        ),
        Text(
            "4×4: (8 + 2·1 - 3) / 2 = 3.5 is rounded down to 3, and one window comes on top.",
            "4×4である。(8 + 2·1 - 3) / 2 = 3.5 を切り捨てた3に、最初の窓の1を足す。",
        ),
        _HERE + "test_c1_and_c2_output_sizes",
    ),
    Claim(
        "C3",
        Text(
            "col2im turns what im2col made back into the image (R2).",
            "col2imは、im2colの結果を元の画像に戻す(R2)。",
        ),
        Text(
            "It adds up the overlaps: each pixel comes back times the number of windows over it. "
            "That is what a gradient needs. The image itself comes back only where no windows "
            "overlap.",
            "重なりを足し合わせるため、各画素はそれを覆う窓の数だけ倍になって戻る。勾配の逆伝播には"
            "これが正しい。画像そのものに戻るのは、窓が重ならない場合だけである。",
        ),
        "tests/concepts/test_conv2d.py"
        "::test_col2im_counts_the_windows_over_each_pixel_and_does_not_restore_the_image",
    ),
    Claim(
        "C4",
        Text(
            "The course's RNN and R4 call d_sigmoid(y) with the output y.",
            "講座のRNNとR4は、出力 y を渡して d_sigmoid(y) を呼ぶ。",
        ),
        Text(
            "A bug of the course's code: d_sigmoid applies the sigmoid itself, so it wants the "
            "pre-activation; given y, it is wrong nearly everywhere. The network of 3_1 learns in "
            "every seed all the same, as taught and corrected: the sign of the slope is right.",
            "講座のコードの誤りである。d_sigmoid は内部でシグモイドを計算するので、活性化前の値を"
            "渡さなければならない。y を渡すと、ほぼすべての点で誤った値になる。それでも傾きの符号は"
            "正しいので、3_1のネットワークは、講座のままでも修正版でも、すべてのシードで学習が進む。",
        ),
        _HERE + "test_c4_d_sigmoid_wants_the_pre_activation",
    ),
    Claim(
        "C5",
        Text(
            "The L1 and L2 loops of 2_5 run over range(1, hidden_layer_num + 1).",
            "2_5のL1とL2のループは range(1, hidden_layer_num + 1) を回る。",
        ),
        Text(
            "They stop before the output layer, which is then neither updated nor decayed. Both "
            "forms are run: as taught, and corrected.",
            "出力層の手前で終わるため、出力層は更新も減衰もされない。講座のままの形と、修正した形の"
            "両方を実行する。",
        ),
        "overfitting",
    ),
    Claim(
        "C6",
        Text(
            "The runs with batch normalization update W and b only.",
            "バッチ正規化を使う実行でも、更新するのは W と b だけである。",
        ),
        Text(
            "gamma and beta then never learn. Both forms are run: as taught, and corrected.",
            "そのため gamma と beta は学習されない。講座のままの形と、修正した形の両方を実行する。",
        ),
        "batch-norm",
    ),
    Claim(
        "C7",
        Text(
            "L2 adds the root of sum W² to the loss, and lambda·W to the gradient (2_5).",
            "L2正則化では、損失に sum W² の平方根を、勾配に lambda·W を足す(2_5)。",
        ),
        Text(
            "The two do not belong together: lambda·W is the gradient of ½·lambda·sum W²; that of "
            "the root is lambda·W / |W|.",
            "両者は対応しない。lambda·W は ½·lambda·sum W² の勾配であり、平方根の勾配は"
            " lambda·W / |W| である。",
        ),
        "tests/concepts/test_regularizers.py"
        "::test_the_norm_in_the_loss_does_not_belong_to_the_gradient_that_is_taught",
    ),
    Claim(
        "C8",
        Text(
            "The epsilon of AdaGrad and RMSProp stands inside the root (R2), or outside "
            "(R0, R3, R4).",
            "AdaGradとRMSPropの epsilon は、平方根の中にある(R2)、または外にある(R0、R3、R4)。",
        ),
        Text(
            "Both exist: outside in AdaGrad's paper, the course and PyTorch, inside in Keras. "
            "They differ where gradients are small, so a result should say which.",
            "両方の流儀がある。AdaGradの論文、講座、PyTorchは外、Kerasは中である。勾配が小さいとこ"
            "ろで差が出るので、どちらかを明記するべきである。",
        ),
        _HERE + "test_c8_epsilon_inside_and_outside_the_root_differ_for_small_gradients",
    ),
    Claim(
        "C9",
        Text(
            "AdaGrad starts from h = theta, or from zeros; R2 leaves g² out of the first step.",
            "AdaGradの h は theta から始まる、または0から始まる。R2は最初のステップで g² を"
            "足さない。",
        ),
        Text(
            "As taught h starts at 0; Keras starts it at 0.1. Without g² in it, the first step is "
            "g / sqrt(theta) times lr: 100 times lr at theta = 1e-4 and g = 1. With g² in it, a "
            "start from 1e-4 keeps the network of 2_4 at one class in nine of ten seeds, as in R0 "
            "and R2; from 0 its accuracy is .45 in the mean.",
            "講座では h = 0 から始まり、Kerasでは 0.1 から始まる。g² を足さないと、最初の歩幅は"
            " lr の g / sqrt(theta) 倍、すなわち theta = 1e-4、g = 1 で100倍になる。g² を足す場合、"
            "1e-4 から始めると、2_4のネットワークは10個中9個のシードで1つのクラスしか答えず、R0と"
            "R2の値と同じになる。0から始めた精度は平均 .45 である。",
        ),
        "tests/concepts/optimizers/test_optimizer_claims.py"
        "::test_adagrad_starts_from_zero_or_from_theta",
    ),
    Claim(
        "C10",
        Text(
            "Momentum reaches .938 (R1) at settings where R0 has .1135.",
            "R0では .1135 となる設定で、モメンタムが .938 に達する(R1)。",
        ),
        Text(
            "At those settings none of ten seeds learns, so R1 has probably changed something "
            "besides: a search afterwards finds that .938 fits ReLU with Xavier.",
            "その設定では10個のシードのどれでも学習が進まないため、R1はほかにも何かを変えたと考えら"
            "れる。事後に探すと、.938 はReLUとXavierに合う。",
        ),
        "optimizers",
    ),
    Claim(
        "C11",
        Text(
            "Batch normalization needs a batch of about 16 or more (R1), or is fine with small "
            "ones (R0).",
            "バッチ正規化には16程度以上のバッチが必要である(R1)。小さなバッチでもよい(R0)。",
        ),
        Text(
            "Small batches are not fine: on MNIST with ReLU and He it costs accuracy up to 4, "
            "makes no difference of .02 at 8, and pays from 16 on. At 1 every normalized value is "
            "0, and nothing can be learned. Layer normalization does not mind the batch; in "
            "convolutions, where a channel has many values, batch norm does not either.",
            "小さなバッチではよくない。MNIST、ReLU、Heでは、4以下で精度が下がり、8では .02 の差もな"
            "く、16以上で上がる。1では正規化後の値がすべて0になり、何も学習できない。レイヤー正規化は"
            "バッチの大きさによらない。畳み込み層では1チャネルの値が多いため、バッチ正規化も小さな"
            "バッチで働く。",
        ),
        "batch-norm",
    ),
    Claim(
        "C12",
        Text(
            'The usual coefficient of momentum is "0.05 to 0.09" (R2).',
            "モメンタムの係数は普通「0.05〜0.09」である(R2)。",
        ),
        Text(
            "0.5 to 0.9. On an even slope the steps grow by the factor 1 / (1 - mu): 2 to 10. With "
            "0.05 to 0.09 that is at most 1.1, all but plain SGD.",
            "0.5〜0.9である。一様な傾きでの歩幅は 1 / (1 - mu) 倍、すなわち2〜10倍になる。"
            "0.05〜0.09では高々1.1倍で、ただのSGDとほとんど変わらない。",
        ),
        _HERE + "test_c12_a_coefficient_below_a_tenth_is_hardly_a_momentum",
    ),
    Claim(
        "C13",
        Text(
            "Xavier is for ReLU (R2, R3), or for S-shaped activations (R0).",
            "Xavierの初期値はReLU用である(R2、R3)。S字型の活性化関数用である(R0)。",
        ),
        Text(
            "For S-shaped ones; He is for ReLU, which cuts off half of the signal and needs twice "
            "the variance.",
            "S字型の活性化関数用である。信号の半分を切り捨てるReLUには、2倍の分散をもつHeを使う。",
        ),
        "tests/concepts/test_initializers.py"
        "::test_he_carries_a_signal_through_relu_layers_where_gauss_and_xavier_lose_it",
    ),
    Claim(
        "C14",
        Text(
            "The gradient of L1 at a weight of 0 is 1 (R0), or 0 (R2).",
            "重みが0のときのL1の勾配は1である(R0)。0である(R2)。",
        ),
        Text(
            "0: a weight that has arrived there is left alone. With 1 it would be pushed off, and "
            "to one side.",
            "0である。0に達した重みはそのまま留まる。1とすると、一方へ押し出されてしまう。",
        ),
        "tests/concepts/test_regularizers.py::test_a_weight_that_is_0_stays_there",
    ),
    Claim(
        "C15",
        Text(
            "Momentum and RMSProp reach the global optimum (R0, R2, R3).",
            "モメンタムとRMSPropは大域的最適解に達する(R0、R2、R3)。",
        ),
        Text(
            "There is no guarantee: in a double well both end in the shallow one.",
            "保証はない。谷が2つある関数では、どちらも浅いほうの谷に落ち着く例がある。",
        ),
        "tests/concepts/optimizers/test_optimizer_claims.py"
        "::test_no_guarantee_of_the_global_optimum",
    ),
    Claim(
        "C16",
        Text(
            "N_t is an index, and sigma² a standard deviation (R0, R2).",
            "N_t は添字であり、sigma² は標準偏差である(R0、R2)。",
        ),
        Text(
            "N_t is the number of examples in the mini-batch, over which the mean is taken, and "
            "sigma² is the variance.",
            "N_t は平均をとるミニバッチの標本数、sigma² は分散である。",
        ),
        _HERE + "test_c16_n_t_is_the_batch_size_and_sigma_squared_the_variance",
    ),
    Claim(
        "C17",
        Text(
            "The derivative of the LSTM's constant error carousel is printed of a - c (R2).",
            "LSTMのCECの微分が a - c の微分として書かれている(R2)。",
        ),
        Text(
            "Of a + c: the cell adds to what it was, so the error passes back unchanged, times 1; "
            "of a - c it would change its sign at every step.",
            "a + c である。セルは前の状態に足し込むので、誤差は1倍のまま伝わる。a - c なら、"
            "1ステップごとに符号が変わってしまう。",
        ),
        _HERE + "test_c17_the_carousel_passes_the_error_on_times_one",
    ),
    Claim(
        "C18",
        Text(
            "R2's exam functions: the shapes in encode and in the bidirectional RNN are swapped, "
            "the list hs is asked for a dot, the LSTM takes c for prev_c and activates twice.",
            "R2の試験用関数では、encode と双方向RNNの形状が入れ替わり、リスト hs に dot を求め、"
            "LSTMは prev_c を c と取り違え、活性化を2回掛けている。",
        ),
        Text(
            "As written they cannot run or give other numbers; the corrected functions are "
            "exam.encode, exam.bidirectional_rnn_net and exam.lstm_taught.",
            "書かれたとおりでは動かないか、異なる値を返す。修正した関数は encode、"
            "bidirectional_rnn_net、lstm_taught である。",
        ),
        _HERE + "test_c18_the_exams_functions_as_printed_and_corrected",
    ),
    Claim(
        "C19",
        Text(
            "R4's Adam has no bias correction.",
            "R4のAdamにはバイアス補正がない。",
        ),
        Text(
            "Adam has it. Without it, a variant, the first step is 3.16 times lr instead of lr.",
            "Adamにはバイアス補正がある。補正なしは別の変種であり、最初の歩幅が lr ではなく"
            " lr の3.16倍になる。",
        ),
        "tests/concepts/optimizers/test_optimizer_claims.py"
        "::test_adam_without_correction_starts_too_fast",
    ),
    Claim(
        "C20",
        Text(
            'Dropout\'s .7261 "is higher than above", which is .7732 (R1).',
            "ドロップアウトの .7261 は、上の値 .7732「より高い」(R1)。",
        ),
        Text(
            "It is lower, by .0471. Ten seeds here say the same: .719 as taught, .765 without.",
            "低い。差は .0471 である。ここでのシード10個の平均も同じで、教材のままでは .719、"
            "なしでは .765 である。",
        ),
        _HERE + "test_c20_dropouts_accuracy_is_the_lower_one",
    ),
    Claim(
        "C21",
        Text(
            "Is it per epoch or per mini-batch? (R4 asks)",
            "エポックごとか、ミニバッチごとか(R4の質問)。",
        ),
        Text(
            "Per mini-batch: the weights move, the optimizer counts a step and a new dropout mask "
            "is drawn with each one.",
            "ミニバッチごとである。1つのミニバッチごとに重みが更新され、最適化手法のステップが進み"
            "、新しいドロップアウトのマスクが引かれる。",
        ),
        _HERE + "test_c21_everything_moves_once_for_each_mini_batch",
    ),
    Claim(
        "C22",
        Text(
            "Forward and backward of the downloaded Day-1 file use different activations (R4).",
            "1日目の配布ファイルでは、順伝播と逆伝播で異なる活性化関数が使われている(R4)。",
        ),
        Text(
            'A "find the bug" exercise: finite differences find it at once.',
            "「誤りを見つける」課題である。有限差分と比べればすぐに見つかる。",
        ),
        _HERE + "test_c22_differences_find_a_backward_pass_of_another_activation",
    ),
    Claim(
        "C23",
        Text(
            "Dropout takes longer to learn (R1); batch normalization speeds learning up (all).",
            "ドロップアウトは学習に時間がかかる(R1)。バッチ正規化は学習を速める(全員)。",
        ),
        Text(
            "The first holds: on 300 images 90 % training accuracy takes 150 to 250 steps without "
            "dropout, and with dropout as corrected 350 to 450 at a rate of 0.1 and 450 to 650 at "
            "0.15 (ten seeds); as taught it takes longer still. The second holds for sigmoid with "
            "Gauss, which learns nothing without it; for ReLU with He our ten seeds leave it "
            "undecided.",
            "前者は正しい。画像300枚で訓練精度が90%に達するまで、ドロップアウトなしでは"
            "150〜250ステップ、修正版のドロップアウトでは率0.1で350〜450、率0.15で450〜650かかり"
            "(シード10個)、教材のままではさらに長い。後者は、それなしでは学習が進まないシグモイドと"
            "正規分布の組では正しい。ReLUとHeの組では、10個のシードからは判定できない。",
        ),
        "overfitting",
    ),
    Claim(
        "C24",
        Text(
            "np.random.seed fixes Keras' initial weights (R2).",
            "np.random.seed でKerasの初期重みを固定できる(R2)。",
        ),
        Text(
            "Not with the TensorFlow backend, which has a generator of its own: "
            "keras.utils.set_random_seed does.",
            "独自の乱数生成器をもつTensorFlowバックエンドでは固定できない。"
            "keras.utils.set_random_seed を使う。",
        ),
        _HERE + "test_c24_numpys_seed_does_not_fix_keras_weights",
    ),
)
