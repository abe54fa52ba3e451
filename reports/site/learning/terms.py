"""Terms that are no concept of their own, each with the concept whose page explains it."""

from __future__ import annotations

from dataclasses import dataclass

from parity.describing.text import Text


@dataclass(frozen=True)
class Term:
    """A term in both languages.

    Attributes:
        text: what it is called.
        page: the concept that explains it.
        also: other words for it, which the search understands.
    """

    text: Text
    page: str
    also: tuple[str, ...] = ()


def _terms(*rows: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(Term(Text(en, ja), page, tuple(also)) for ja, en, page, *also in rows)


TERMS = _terms(
    # Networks, losses, activations
    ("重み", "weight", "dense", "weights", "重み行列"),
    ("バイアス", "bias", "dense"),
    ("順伝播", "forward pass", "mlp", "forward propagation"),
    ("誤差逆伝播法", "back-propagation", "mlp", "backpropagation", "逆伝播", "backward pass"),
    ("連鎖律", "chain rule", "dense"),
    ("計算グラフ", "computational graph", "mlp"),
    ("活性化関数", "activation function", "sigmoid"),
    ("勾配消失", "vanishing gradient", "sigmoid", "勾配消失問題", "vanishing gradients"),
    ("飽和", "saturation", "tanh"),
    ("死んだReLU", "dying ReLU", "leaky_relu", "dead ReLU"),
    ("温度", "temperature", "softmax", "温度パラメータ"),
    ("オーバーフロー", "overflow", "softmax", "桁あふれ"),
    ("ロジット", "logit", "binary_cross_entropy_with_logits", "logits"),
    ("損失関数", "loss function", "mean_squared_error", "誤差関数", "目的関数"),
    ("回帰", "regression", "mean_squared_error"),
    ("二値分類", "binary classification", "binary_cross_entropy"),
    ("多クラス分類", "multi-class classification", "softmax_cross_entropy"),
    ("最尤推定", "maximum likelihood estimation", "cross_entropy", "尤度"),
    ("対数尤度", "log-likelihood", "cross_entropy", "負の対数尤度"),
    ("教師ラベル", "target", "softmax_cross_entropy", "label", "正解ラベル"),
    # Training
    ("学習率", "learning rate", "sgd", "lr", "step size"),
    ("勾配降下法", "gradient descent", "sgd", "最急降下法", "確率的勾配降下法", "SGD"),
    ("エポック", "epoch", "minibatch"),
    ("バッチサイズ", "batch size", "minibatch"),
    ("バイアス補正", "bias correction", "adam"),
    ("適応的学習率", "adaptive learning rate", "adagrad"),
    ("荷重減衰", "weight decay", "adamw", "重み減衰"),
    ("正則化", "regularization", "l2", "regularisation"),
    ("スパース性", "sparsity", "l1", "疎", "スパース"),
    ("過学習", "overfitting", "dropout", "過剰適合", "over-fitting"),
    ("汎化", "generalization", "l2", "汎化性能", "generalisation"),
    ("対称性の破れ", "symmetry breaking", "zeros"),
    ("重みの初期値", "initial weights", "glorot_normal", "初期化", "weight initialization"),
    ("内部共変量シフト", "internal covariate shift", "batch_norm"),
    ("移動平均", "moving average", "batch_norm", "running mean"),
    ("中心差分", "central difference", "numerical_gradient", "有限差分", "finite differences"),
    ("勾配爆発", "exploding gradient", "clip_by_global_norm", "exploding gradients"),
    # Images
    ("フィルタ", "filter", "conv2d", "カーネル", "kernel"),
    ("特徴マップ", "feature map", "conv2d"),
    ("チャネル", "channel", "conv2d"),
    ("受容野", "receptive field", "conv2d"),
    ("ストライド", "stride", "output_size"),
    ("パディング", "padding", "zero_padding2d"),
    ("プーリング", "pooling", "max_pool2d"),
    ("大域平均プーリング", "global average pooling", "global_avg_pool2d", "GAP"),
    ("残差接続", "residual connection", "residual_block", "skip connection", "スキップ接続"),
    ("パッチ", "patch", "patch_embedding"),
    # Sequences
    ("隠れ状態", "hidden state", "simple_rnn"),
    ("系列", "sequence", "simple_rnn", "時系列"),
    ("通時的誤差逆伝播", "back-propagation through time", "rnn_taught", "BPTT"),
    ("忘却ゲート", "forget gate", "lstm"),
    ("入力ゲート", "input gate", "lstm"),
    ("出力ゲート", "output gate", "lstm"),
    ("メモリーセル", "memory cell", "lstm_cell", "セル状態", "cell state", "CEC"),
    ("のぞき穴結合", "peephole connection", "lstm_peephole"),
    ("リセットゲート", "reset gate", "gru"),
    ("更新ゲート", "update gate", "gru"),
    ("エンコーダ・デコーダ", "encoder-decoder", "seq2seq", "符号化器", "復号器"),
    ("教師強制", "teacher forcing", "seq2seq"),
    ("注意機構", "attention mechanism", "additive_attention", "アテンション"),
    ("自己注意", "self-attention", "multi_head_attention", "Self-Attention"),
    ("クエリ・キー・バリュー", "query, key and value", "scaled_dot_product_attention", "QKV"),
    ("ウォームアップ", "warm-up", "warm_up_schedule", "warmup"),
    ("単語の埋め込み", "word embedding", "embedding", "分散表現", "word2vec"),
    ("次トークン予測", "next-token prediction", "next_token_loss", "自己回帰"),
    ("次文予測", "next-sentence prediction", "next_sentence_loss", "NSP"),
    ("ビームサーチ", "beam search", "beam_search_decoding"),
    ("貪欲探索", "greedy search", "greedy_decoding"),
)
