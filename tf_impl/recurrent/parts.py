"""The recurrent layers that others are made of, by name, in Keras."""

from __future__ import annotations

from tf_impl.recurrent.gru import GRU
from tf_impl.recurrent.lstm import LSTM
from tf_impl.recurrent.simple_rnn import SimpleRNN

LAYERS = {"simple_rnn": SimpleRNN, "lstm": LSTM, "gru": GRU}
