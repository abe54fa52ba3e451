"""The names in the equations of sequences, attention, words, generative models and rewards.

A family of arrays, x_t for each step t, is a mapping from its numbers, which begin at 1.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from formulas.bindings import bound
from formulas.computing import Bordered, Ends, matrix
from numpy_impl.generative.generator_loss import generator_loss, generator_loss_backward
from parity.describing.concept import draw_case
from parity.harness.evaluators import numpy_evaluator
from parity.harness.evaluators.evaluation import upstream_of
from parity.harness.registry import all_concepts


def steps(array: np.ndarray, first: int = 1) -> dict[int, np.ndarray]:
    """Return x_1, ..., x_T of an array (N, T, ...), each as a matrix."""
    return {t + first: matrix(array[:, t]) for t in range(array.shape[1])}


def subject_of(name: str, case: str = "") -> tuple[Any, Any]:
    """Return one case's layer, with its parameters, and what it is drawn with."""
    concept = all_concepts()[name]
    drawn = draw_case(concept, concept.case(case) if case else concept.cases[0])
    return numpy_evaluator.construct(drawn, np.dtype(float)), drawn


# Recurrent layers.


def derivative_of_tanh(a: Any) -> Any:
    return 1 - np.tanh(a) ** 2


def sigmoid(a: Any) -> Any:
    return 1 / (1 + np.exp(-np.asarray(a)))


TANH = {"f": np.tanh, "f'": derivative_of_tanh}
SIGMOID = {"s": sigmoid, "s'": lambda a: sigmoid(a) * (1 - sigmoid(a))}


def of_cell(name: str) -> dict[str, Any]:
    """Return a cell's names, and da: the gradient of b, of each example alone."""
    cell, drawn = subject_of(name)
    given = list(drawn.inputs[0].values())
    outputs = cell.forward(*given)
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    names = ("h_new", "c_new")[: len(outputs)]
    upstream = [np.asarray(dy) for dy in upstream_of(drawn, 0).values()]
    back = cell.backward(*upstream)
    found = dict(zip(drawn.inputs[0], given, strict=True))
    found |= {f"d{k}": dx for k, dx in zip(found, back, strict=True)}
    found |= {f"d{k}": g.copy() for k, g in cell.grads.items()} | cell.params
    of_a = []
    for n in range(len(given[0])):
        cell.forward(*(a[n : n + 1] for a in given))
        cell.backward(*(dy[n : n + 1] for dy in upstream))
        of_a.append(cell.grads["b"])
    found |= dict(zip(names, outputs, strict=True))
    found |= {f"d{k}": dy for k, dy in zip(names, upstream, strict=True)}
    return {k: matrix(v) for k, v in found.items()} | TANH | {"da": matrix(of_a)}


def of_lstm_cell() -> dict[str, Any]:
    found = of_cell("lstm_cell")
    a = np.asarray(found["x"]) @ found["W"] + np.asarray(found["h"]) @ found["U"] + found["b"]
    parts = dict(zip(("a_i", "a_f", "a_o", "a_g"), np.split(np.asarray(a), 4, 1), strict=True))
    return {k: v for k, v in found.items() if k not in TANH} | parts


def gates(found: Mapping[str, Any], letters: str) -> dict[str, Any]:
    """Return W_r, U_r, b_r and their gradients, of arrays in which the gates stand in a row."""
    parts = {}
    for name in ("W", "U", "b", "dW", "dU", "db"):
        split = np.split(np.asarray(found[name]), len(letters), axis=-1)
        parts |= {f"{name}_{k}": matrix(a) for k, a in zip(letters, split, strict=True)}
    return parts


def of_gru_cell() -> dict[str, Any]:
    found = of_cell("gru_cell")
    return {**{k: found[k] for k in ("x", "h", "dx", "dh", "h_new", "dh_new")},
            **gates(found, "rzn"), **SIGMOID, "g": np.asarray(found["dh_new"])}  # fmt: skip


def of_steps(name: str, case: str = "") -> dict[str, Any]:
    """Return the names of a layer over a whole sequence, of which h_0 is given."""
    found = bound(name, case)
    h = {0: matrix(found["h0"]), **steps(found["y"])} if "h0" in found else {}
    families = {k: steps(found[k]) for k in ("x", "dx", "y", "dy")}
    T = found["x"].shape[1]
    return {k: matrix(v) if isinstance(v, np.ndarray) else v for k, v in found.items()} | {
        **families, **TANH, "h": h, "T": T, "dh_0": found.get("dh0"), "delta": steps(found["dy"]),
        "e": Ends({T + 1: np.zeros_like(found["y"][:, 0])}),
    }  # fmt: skip


def of_simple_rnn() -> dict[str, Any]:
    _, drawn = subject_of("simple_rnn")
    found, upstream = of_steps("simple_rnn"), upstream_of(drawn, 0)
    dy = np.array(upstream["y"])
    dy[:, -1] += upstream["h"]  # the last state is the last output too
    return found | {"dy": steps(dy), "delta": steps(dy), "h": Ends(found["h"])}


def of_gru() -> dict[str, Any]:
    found = of_steps("gru")
    kept = {k: np.asarray(found[k]) for k in ("W", "U", "b", "dW", "dU", "db")}
    return {k: found[k] for k in ("x", "y", "h")} | gates(kept, "rzn") | SIGMOID


def of_lstm(name: str) -> dict[str, Any]:
    """Return the names of the states, and j, k, l, m: what comes into the gates i, f, o, g."""
    found = of_steps(name)
    W, U, b = (np.asarray(found[k]) for k in ("W", "U", "b"))
    into = {t: np.split(np.asarray(x) @ W + np.asarray(found["h"][t - 1]) @ U + b, 4, axis=1)
            for t, x in found["x"].items()}  # fmt: skip
    gates_of = {k: {t: a[i] for t, a in into.items()} for i, k in enumerate("jklm")}
    kept = {"y": found["y"], "h": found["y"]} | gates_of | SIGMOID
    if "p" in found:
        kept |= dict(zip(("p_i", "p_f", "p_o"), np.asarray(found["p"]), strict=True))
    return kept | {"c": Ends({0: np.asarray(found["c0"])})}


def of_rnn_taught() -> dict[str, Any]:
    found = bound("rnn_taught", "all_steps")
    layer, drawn = subject_of("rnn_taught", "all_steps")
    layer.forward(*drawn.inputs[0].values())
    scale = 1 / float(found["dy"])
    T = found["x"].shape[1]
    kept = {k: matrix(found[k]) for k in ("W", "W_in", "W_out")}
    kept |= {k: matrix(found[k]) * scale for k in ("dW", "dW_in", "dW_out")}
    zeros = np.zeros((len(found["x"]), len(found["W"])))
    return kept | SIGMOID | {
        **{k: steps(found[k]) for k in ("x", "d", "y")}, "L": found["L"],
        "N": len(found["x"]), "z": Ends({0: zeros}), "T": T,
        "delta": Ends({T + 1: zeros}), "f": sigmoid, "f'": SIGMOID["s'"],
    }  # fmt: skip


# Layers over positions.


def of_positions(name: str) -> dict[str, Any]:
    """Return the names of a layer that does the same at each position; biases are rows."""
    found = bound(name)
    families = {k: steps(found[k]) for k in ("x", "dx", "y", "dy")}
    names = {k: matrix(v) if isinstance(v, np.ndarray) else v for k, v in found.items()}
    return names | families | {"delta": families["dy"]}


def of_feed_forward() -> dict[str, Any]:
    """Return the names for one sequence; a bias and its gradient are rows."""
    found = alone("position_wise_feed_forward", "sequence")
    families = {k: steps(np.asarray(found.pop(k))[None]) for k in ("x", "dx", "y", "dy")}
    a = {t: x @ found["W1"] + found["b1"] for t, x in families["x"].items()}
    return families | {"f'": lambda a: (a > 0) * 1.0, "delta": families["dy"], "a": a} | {
        f"{k[:-1]}_{k[-1]}": matrix(np.atleast_2d(v)) for k, v in found.items() if k[-1].isdigit()
    }  # fmt: skip


def of_layer_norm() -> dict[str, Any]:
    found = bound("layer_norm")
    return found | {"D": found["x"].shape[1]}


def of_learned_positions() -> dict[str, Any]:
    return bound("learned_position_embedding", "as_long_as_the_table")


# Attention.


def rows_of_softmax(scores: Any) -> np.ndarray:
    e = np.exp(np.asarray(scores) - np.max(scores, axis=-1, keepdims=True))
    return matrix(e / e.sum(axis=-1, keepdims=True))


def one_example(name: str, case: str, n: int = 1) -> dict[str, Any]:
    """Return the names of one example, whose rows are queries and keys."""
    found = bound(name, case)
    batched = ("Q", "K", "V", "y", "dQ", "dK", "dV", "dy")
    names = {k: matrix(found[k][n]) for k in batched if k in found}
    return names | {"softmax": rows_of_softmax}


def of_scaled_attention() -> dict[str, Any]:
    found = one_example("scaled_dot_product_attention", "batch")
    return found | {"d_k": float(found["Q"].shape[-1])}


def alone(name: str, case: str, n: int = 1) -> dict[str, Any]:
    """Return the names of one example as if there were no others: its share of each gradient."""
    layer, drawn = subject_of(name, case)
    given = {k: a[n : n + 1] for k, a in drawn.inputs[0].items()}
    y = layer.forward(*given.values())
    dy = np.asarray(drawn.upstream[0])[n : n + 1]
    back = layer.backward(dy)
    back = back if isinstance(back, tuple) else (back,)
    found = {k: matrix(a[0]) for k, a in (given | {"y": y, "dy": dy}).items()}
    found |= {f"d{k}": matrix(a[0]) for k, a in zip(given, back, strict=True)}
    found |= {k: matrix(v) for k, v in layer.params.items()}
    found |= {f"d{k}": matrix(v) for k, v in layer.grads.items()}
    return found | {"softmax": rows_of_softmax}


def of_general_attention() -> dict[str, Any]:
    return alone("dot_product_attention", "general_values")


def of_additive_attention() -> dict[str, Any]:
    found = alone("additive_attention", "values")
    return found | {k: found[k].ravel() for k in ("v", "dv")}


def of_causal_mask() -> dict[str, Any]:
    found = bound("causal_mask", "more_keys")
    return {"m": found["y"]}


def of_padding_mask() -> dict[str, Any]:
    found = bound("padding_mask", "another_number")
    N, _, T = found["y"].shape
    of = {(n, 1, j): found["y"][n, 0, j] for n, j in itertools.product(range(N), range(T))}
    return {"m": of, "w": found["tokens"], "p": found["pad"]}


def of_positional_encoding() -> dict[str, Any]:
    found = bound("positional_encoding")
    return {"P": found["y"], "d": found["d"], "i": 1}


# Words.


def of_cosine_similarity() -> dict[str, Any]:
    found = bound("cosine_similarity")
    return {k: found[k][1] for k in ("u", "v", "y", "du", "dv", "dy")} | {"·": np.dot}


def of_embedding() -> dict[str, Any]:
    found = bound("embedding")
    X = matrix(np.eye(len(found["W"]))[found["idx"]])
    return found | {"delta": found["dy"], "X": X}


def of_unigrams() -> dict[str, Any]:
    found = bound("unigram_sampler")
    return {"p": found["p"], "count": np.bincount(found["corpus"])}


# Losses of sequences.


def of_kept_tokens(name: str, case: str) -> dict[str, Any]:
    """Return a loss' names with all places of all sequences in one row, m of which count."""
    found = bound(name, case)
    classes = found["x"].shape[-1]
    tokens = found["t"].ravel()
    ignored = found.get("ignore_index", found.get("ignore_label"))
    m = (tokens != ignored) * 1.0
    share = float(found["dy"]) if name == "time_softmax_cross_entropy" else 1.0
    return {
        "x": found["x"].reshape(-1, classes), "dx": found["dx"].reshape(-1, classes) / share,
        "t": np.where(m, tokens, 0), "w": np.where(m, tokens, 0), "m": m, "L": found["L"],
        "delta": np.eye(classes),
    }  # fmt: skip


def of_next_tokens() -> dict[str, Any]:
    found = bound("next_token_loss", "padding")
    tokens, classes = found["t"], found["x"].shape[-1]
    m = (tokens != found["ignore_index"]) * 1.0
    return {
        "x": found["x"], "dx": found["dx"], "L": found["L"], "delta": np.eye(classes),
        "m": m.view(Bordered), "w": np.where(m, tokens, 0).view(Bordered),
        "T": tokens.shape[1] - 1, "ranges": {"t": range(tokens.shape[1])},
    }  # fmt: skip


def of_next_sentences() -> dict[str, Any]:
    found = bound("next_sentence_loss")
    return {k: found[k] for k in ("x", "t", "dx", "L")} | {"N": len(found["x"])}


def of_perplexity() -> dict[str, Any]:
    found = bound("perplexity")
    p = np.take_along_axis(found["x"], found["t"][..., None], -1).ravel()
    base = 3.0
    return {"p": p, "n": p.size, "PP": found["ppl"], "b": base,
            "log_b": lambda v: np.log(v) / math.log(base)}  # fmt: skip


# Generative models.


def of_normal(name: str, rename: Mapping[str, str]) -> dict[str, Any]:
    """Return the names of what has a mean and the logarithm of a variance."""
    found = bound(name)
    found |= {new: found[old] for old, new in rename.items()}
    return found | {"sigma": np.exp(found["log_var"] / 2), "N": len(found["mu"])}


def of_kl() -> dict[str, Any]:
    found = of_normal("kl_to_standard_normal", {"kl": "KL"})
    share = float(found["dkl"])
    return found | {"dKL/dmu": found["dmu"] / share, "dKL/dlog_var": found["dlog_var"] / share}


def of_generator_loss() -> dict[str, Any]:
    a = bound("generator_loss", "logits")["d_fake"]
    names = {"L": "non_saturating", "L_minimax": "minimax"}
    losses = {name: generator_loss(a, form, from_logits=True) for name, form in names.items()}
    da = generator_loss_backward(1.0, a, "non_saturating", from_logits=True)
    (da,) = da
    return losses | {"D": lambda v: v, "G": lambda v: v, "z": sigmoid(a).ravel(), "M": len(a),
                     "da": np.asarray(da).ravel()}  # fmt: skip


def of_cycles() -> dict[str, Any]:
    found = bound("cycle_consistency_loss", "two_sizes")
    x, y = found["x"].ravel(), found["y"].ravel()
    there = {id(x): "G(x)", id(y): "F(y)"}
    back = {"G(x)": found["x_cycled"].ravel(), "F(y)": found["y_cycled"].ravel()}

    def generator(v: Any) -> Any:
        return back[v] if isinstance(v, str) else there[id(v)]

    return {"x": x, "y": y, "F": generator, "G": generator, "L_cyc": found["L"],
            "lambda": found["weight"], "n": x.size, "m": y.size}  # fmt: skip


def of_coupling() -> dict[str, Any]:
    layer, drawn = subject_of("coupling_layer")
    x = drawn.inputs[0]["x"]
    y, _ = layer.forward(x)
    half = x.shape[1] // 2
    found = {"x_1": x[:, :half], "x_2": x[:, half:], "y_1": y[:, :half], "y_2": y[:, half:]}
    net = layer.net

    def scale_and_shift(h: Any) -> tuple[Any, Any]:
        parts = np.split(net.forward(np.asarray(h)), 2, axis=1)
        return parts[0], parts[1]

    s, t = scale_and_shift(found["x_1"])
    return found | {"net": scale_and_shift, "e": math.e, "s": s, "t": t}


def of_noising() -> dict[str, Any]:
    found = bound("diffusion_noising")
    n = 2
    t = int(found["t"][n])
    return {"x_0": found["x0"][n], "dx_0": found["dx0"][n], "x": {t: found["x_t"][n]}, "t": t,
            "dx": {t: found["dx_t"][n]}, "beta": found["betas"],
            "epsilon": found["eps"][n]}  # fmt: skip


def of_reverse_step() -> dict[str, Any]:
    found = bound("diffusion_reverse_step")
    n = next(i for i, t in enumerate(found["t"]) if t > 1)
    t = int(found["t"][n])
    alpha_bar = np.cumprod(1 - found["betas"])
    return {"x": {t: found["x_t"][n], t - 1: found["x"][n]}, "t": t, "z": found["noise"][n],
            "beta": found["betas"], "epsilon_hat": found["eps_hat"][n], "alpha_bar": alpha_bar,
            "sigma": np.sqrt(found["betas"])}  # fmt: skip


# Rewards.


def of_returns(case: str = "episodes_one_after_the_other") -> dict[str, Any]:
    found = bound("discounted_returns", case)
    return {"r": found["r"], "d": found["done"].astype(float), "gamma": found["gamma"],
            "G": found["G"].view(Bordered)}  # fmt: skip


NAMES: dict[str, Callable[[], dict[str, Any]]] = {
    "rnn_cell": lambda: of_cell("rnn_cell"),
    "lstm_cell": of_lstm_cell,
    "gru_cell": of_gru_cell,
    "simple_rnn": of_simple_rnn,
    "lstm": lambda: of_lstm("lstm"),
    "lstm_peephole": lambda: of_lstm("lstm_peephole"),
    "gru": of_gru,
    "rnn_taught": of_rnn_taught,
    "time_distributed": lambda: of_positions("time_distributed"),
    "position_wise_feed_forward": of_feed_forward,
    "layer_norm": of_layer_norm,
    "learned_position_embedding": of_learned_positions,
    "scaled_dot_product_attention": of_scaled_attention,
    "dot_product_attention": of_general_attention,
    "additive_attention": of_additive_attention,
    "causal_mask": of_causal_mask,
    "padding_mask": of_padding_mask,
    "positional_encoding": of_positional_encoding,
    "one_hot": lambda: bound("one_hot"),
    "embedding": of_embedding,
    "cosine_similarity": of_cosine_similarity,
    "unigram_sampler": of_unigrams,
    "next_token_loss": of_next_tokens,
    "next_sentence_loss": of_next_sentences,
    "masked_language_model_loss": lambda: of_kept_tokens("masked_language_model_loss", "masked"),
    "time_softmax_cross_entropy": lambda: of_kept_tokens("time_softmax_cross_entropy", "padded"),
    "perplexity": of_perplexity,
    "reparameterize": lambda: of_normal("reparameterize", {"eps": "epsilon"}),
    "kl_to_standard_normal": of_kl,
    "generator_loss": of_generator_loss,
    "cycle_consistency_loss": of_cycles,
    "coupling_layer": of_coupling,
    "diffusion_noising": of_noising,
    "diffusion_reverse_step": of_reverse_step,
    "discounted_returns": of_returns,
}
