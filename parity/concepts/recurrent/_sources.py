"""Sources that the recurrent layers share."""

from __future__ import annotations

ELMAN = "Elman (1990), Finding structure in time, Cognitive Science 14"
WERBOS = "Werbos (1990), Backpropagation through time: what it does and how to do it, Proc. IEEE 78"
HOCHREITER = (
    "Hochreiter and Schmidhuber (1997), Long short-term memory, Neural Computation 9, section 4"
)
GERS = (
    "Gers, Schmidhuber and Cummins (2000), Learning to forget: continual prediction with LSTM, "
    "Neural Computation 12"
)
GREFF = (
    "Greff, Srivastava, Koutník, Steunebrink and Schmidhuber (2017), LSTM: a search space odyssey, "
    "IEEE Transactions on Neural Networks and Learning Systems 28, section II"
)
JOZEFOWICZ = (
    "Jozefowicz, Zaremba and Sutskever (2015), An empirical exploration of recurrent network "
    "architectures, ICML, section 2.2 (the bias of the forget gate)"
)
CHO = (
    "Cho et al. (2014), Learning phrase representations using RNN encoder-decoder for statistical "
    "machine translation, EMNLP, section 2.3; reset after the product: arXiv:1406.1078v1"
)
CHUNG = (
    "Chung, Gulcehre, Cho and Bengio (2014), Empirical evaluation of gated recurrent neural "
    "networks on sequence modeling, section 3.2"
)
SCHUSTER = (
    "Schuster and Paliwal (1997), Bidirectional recurrent neural networks, IEEE Transactions on "
    "Signal Processing 45"
)
