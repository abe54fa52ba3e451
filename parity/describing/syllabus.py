"""The items of the E-shikaku syllabus that applies from August 2026.

A concept names the items that it answers; where the course teaches it and the exam does not ask
for it, it names :data:`COURSE`. The titles are our own short wording. Which items are examined is
shaded in the official list, and readers of it differ: "grey" is not examined, "mixed" in part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parity.describing.text import Text

Examined = Literal["yes", "grey", "mixed"]

COURSE = "course"
"""Stands for an item where the course teaches a concept that the exam does not ask for."""

COURSE_TITLE = Text("taught in the course, not in the exam's syllabus", "講座で扱う(シラバス外)")


@dataclass(frozen=True)
class Item:
    """One item: its number, whether it is examined, and what it is about."""

    number: str
    examined: Examined
    title: Text


def _items(*rows: tuple[str, Examined, str, str]) -> dict[str, Item]:
    return {number: Item(number, examined, Text(en, ja)) for number, examined, en, ja in rows}


ITEMS = _items(
    # Mathematics
    ("1-1-1", "grey", "Matrices, tensors and gradients", "行列・テンソルと勾配"),
    ("1-1-2", "yes", "Eigenvalue and singular value decomposition", "固有値分解と特異値分解"),
    ("1-2-1", "grey", "Probability: the basics", "確率の基礎"),
    ("1-2-2", "yes", "Bernoulli and multinomial distributions", "ベルヌーイ分布と多項分布"),
    ("1-2-3", "yes", "Gaussian and t distributions", "ガウス分布と t 分布"),
    ("1-2-4", "yes", "Estimating parameters of a model", "確率モデルのパラメータ推定"),
    ("1-3-1", "yes", "Information theory", "情報理論"),
    # Machine learning
    ("2-1-1", "grey", "Nearest neighbours", "近傍法"),
    ("2-1-2", "grey", "Distances", "距離の計算"),
    ("2-1-3", "grey", "Kinds of machine learning", "機械学習の分類"),
    ("2-1-4", "grey", "Linear, lasso and ridge regression", "線形回帰と Lasso・Ridge 回帰"),
    ("2-1-5", "grey", "Logistic regression", "ロジスティック回帰"),
    ("2-1-6", "grey", "Support vector machines", "サポートベクターマシン"),
    ("2-1-7", "grey", "Decision trees and ensembles of them", "決定木とそのアンサンブル"),
    ("2-1-8", "grey", "Dimensionality reduction", "次元圧縮"),
    ("2-1-9", "grey", "Clustering", "クラスタリング"),
    ("2-1-10", "grey", "Overfitting and underfitting", "過剰適合と過少適合"),
    ("2-1-11", "yes", "Training, validation and test data", "訓練・検証・テストデータ"),
    ("2-1-12", "yes", "Measures of performance", "性能指標"),
    # Deep learning: the basics
    ("3-1-1", "yes", "Multi-layer perceptrons", "多層パーセプトロン"),
    ("3-1-2", "mixed", "Output layer and loss of a regression", "回帰の出力層と損失関数"),
    ("3-1-3", "mixed", "Output layer and loss of a classification", "分類の出力層と損失関数"),
    ("3-1-4", "mixed", "Activation functions", "活性化関数"),
    ("3-2-1", "grey", "SGD and momentum", "SGD とモメンタム"),
    ("3-2-2", "yes", "Back-propagation", "誤差逆伝播法"),
    ("3-2-3", "grey", "Adaptive learning rates", "適応的な学習率"),
    ("3-2-4", "grey", "Initial weights", "パラメータの初期化"),
    ("3-3-1", "grey", "Norm penalties", "ノルムによる正則化"),
    ("3-3-2", "grey", "Dropping units at random", "確率的な削除"),
    ("3-3-3", "grey", "Implicit regularization", "陰的な正則化"),
    ("3-4-1", "mixed", "Convolution: the basics", "畳み込みの基本"),
    ("3-4-2", "yes", "Special convolutions", "特別な畳み込み"),
    ("3-4-3", "yes", "Pooling", "プーリング"),
    ("3-5-1", "yes", "Recurrent networks", "リカレントニューラルネットワーク"),
    ("3-5-2", "yes", "Gates: LSTM and GRU", "ゲート機構(LSTM・GRU)"),
    ("3-5-3", "yes", "Sequence to sequence", "系列変換"),
    ("3-6-1", "yes", "Transformer", "Transformer"),
    ("3-7-1", "mixed", "Augmenting images", "画像のデータ拡張"),
    ("3-7-2", "yes", "Augmenting text and sound", "言語・音声のデータ拡張"),
    ("3-7-3", "mixed", "Normalization", "正規化"),
    ("3-7-4", "grey", "Ensembles", "アンサンブル"),
    ("3-7-5", "grey", "Tuning hyper-parameters", "ハイパーパラメータの調整"),
    # Deep learning: applications
    ("4-1-1", "yes", "ResNet and WideResNet", "ResNet と WideResNet"),
    ("4-1-2", "grey", "Vision Transformer", "Vision Transformer"),
    ("4-2-1", "yes", "Faster R-CNN and Mask R-CNN", "Faster R-CNN と Mask R-CNN"),
    ("4-2-2", "yes", "YOLO and SSD", "YOLO と SSD"),
    ("4-2-3", "grey", "FCOS", "FCOS"),
    ("4-3-1", "yes", "FCN and U-Net", "FCN と U-Net"),
    ("4-4-1", "yes", "Word embeddings", "単語の埋め込み"),
    ("4-4-2", "mixed", "BERT", "BERT"),
    ("4-4-3", "yes", "GPT and retrieval-augmented generation", "GPT と検索拡張生成"),
    ("4-5-1", "grey", "Sampling, Fourier transform, mel scale", "標本化・STFT・メル尺度"),
    ("4-5-2", "grey", "WaveNet", "WaveNet"),
    ("4-5-3", "grey", "CTC", "CTC"),
    ("4-6-1", "mixed", "Discriminative and generative models", "識別モデルと生成モデル"),
    ("4-6-2", "mixed", "Autoencoders", "オートエンコーダ"),
    ("4-6-3", "mixed", "Variational autoencoders", "変分オートエンコーダ"),
    ("4-6-4", "yes", "Generative adversarial networks", "敵対的生成ネットワーク"),
    ("4-6-5", "yes", "Conditional GANs", "条件付き GAN"),
    ("4-7-1", "mixed", "Deep Q-networks", "DQN"),
    ("4-7-2", "yes", "Policy gradients and actor-critic", "方策勾配と Actor-Critic"),
    ("4-8-1", "yes", "Transfer learning", "転移学習"),
    ("4-8-2", "grey", "Semi- and self-supervised learning", "半教師あり・自己教師あり学習"),
    ("4-8-3", "grey", "Active learning", "能動学習"),
    ("4-8-4", "mixed", "Metric learning", "距離学習"),
    ("4-8-5", "grey", "Meta-learning", "メタ学習"),
    ("4-9-1", "yes", "Seeing what a decision rests on", "判断根拠の可視化"),
    ("4-9-2", "grey", "Approximating a model", "モデルの近似による説明"),
    # Development and operation
    ("5-1-1", "grey", "Making models lighter", "モデルの軽量化"),
    ("5-2-1", "yes", "Training in parallel", "並列分散処理"),
    ("5-2-2", "grey", "Federated learning", "連合学習"),
    ("5-3-1", "yes", "Accelerators", "デバイスによる高速化"),
    ("5-4-1", "yes", "Containers and virtual machines", "コンテナと仮想化"),
)
"""The 73 items by number, in the syllabus' order."""


def title_of(number: str) -> Text:
    """Return what an item, or :data:`COURSE`, is called."""
    return COURSE_TITLE if number == COURSE else ITEMS[number].title
