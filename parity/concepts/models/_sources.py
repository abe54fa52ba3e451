"""Sources that the models of sequences share."""

from __future__ import annotations

SUTSKEVER = (
    "Sutskever, Vinyals and Le (2014), Sequence to sequence learning with neural networks, NIPS, "
    "sections 2 and 3.3"
)
CHO = (
    "Cho et al. (2014), Learning phrase representations using RNN encoder-decoder for statistical "
    "machine translation, EMNLP, section 2.2"
)
WILLIAMS = (
    "Williams and Zipser (1989), A learning algorithm for continually running fully recurrent "
    "neural networks, Neural Computation 1 (teacher forcing)"
)
MIKOLOV = (
    "Mikolov, Karafiát, Burget, Černocký and Khudanpur (2010), Recurrent neural network based "
    "language model, INTERSPEECH"
)
SUNDERMEYER = (
    "Sundermeyer, Schlüter and Ney (2012), LSTM neural networks for language modeling, INTERSPEECH"
)
SORDONI = (
    "Sordoni et al. (2015), A hierarchical recurrent encoder-decoder for generative context-aware "
    "query suggestion, CIKM, section 3"
)
SERBAN = (
    "Serban, Sordoni, Bengio, Courville and Pineau (2016), Building end-to-end dialogue systems "
    "using generative hierarchical neural network models, AAAI"
)
SERBAN_LATENT = (
    "Serban et al. (2017), A hierarchical latent variable encoder-decoder model for generating "
    "dialogues, AAAI"
)
KINGMA = "Kingma and Welling (2014), Auto-encoding variational Bayes, ICLR, sections 2.4 and 3"
