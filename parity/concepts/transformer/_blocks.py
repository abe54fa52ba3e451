"""Cases of blocks and networks of attention: what they draw, and where the frameworks keep it."""

from __future__ import annotations

from collections.abc import Iterable

from parity.concepts.attention._multi_head_cases import NOTHING_COMES_TO_B_K
from parity.describing.concept import Text, Weight
from parity.describing.draw import Draw, normal, uniform

ONE_KEY = "with one key its weight is 1, whatever the score"
OURS = {"ours": True}


def attention(part: str, d_model: int, scale: float = 0.25) -> dict[str, Draw]:
    """Draw the four projections of an attention."""
    drawn = {f"{part}.W_{name}": normal(d_model, d_model, scale=scale) for name in "qkvo"}
    return drawn | {f"{part}.b_{name}": normal(d_model, scale=0.5) for name in "qkvo"}


def norm(part: str, d_model: int) -> dict[str, Draw]:
    """Draw gamma and beta of a layer normalization."""
    return {
        f"{part}.gamma": uniform(d_model, low=0.5, high=2.0),
        f"{part}.beta": normal(d_model, scale=0.5),
    }


def network(part: str, d_model: int, d_ff: int) -> dict[str, Draw]:
    """Draw the weights of a feed-forward network."""
    return {
        f"{part}.W1": normal(d_model, d_ff, scale=0.5),
        f"{part}.b1": normal(d_ff, scale=0.5),
        f"{part}.W2": normal(d_ff, d_model, scale=0.5),
        f"{part}.b2": normal(d_model, scale=0.5),
    }


def encoder_block(before: str, d_model: int, d_ff: int) -> dict[str, Draw]:
    """Draw the weights of a block of the encoder, whose names begin with ``before``."""
    return {
        **attention(f"{before}attention", d_model),
        **norm(f"{before}norm1", d_model),
        **network(f"{before}feed_forward", d_model, d_ff),
        **norm(f"{before}norm2", d_model),
    }


def decoder_block(before: str, d_model: int, d_ff: int) -> dict[str, Draw]:
    """Draw the weights of a block of the decoder, whose names begin with ``before``."""
    return {
        **attention(f"{before}self_attention", d_model),
        **norm(f"{before}norm1", d_model),
        **attention(f"{before}cross_attention", d_model),
        **norm(f"{before}norm2", d_model),
        **network(f"{before}feed_forward", d_model, d_ff),
        **norm(f"{before}norm3", d_model),
    }


def heads(params: Iterable[str], n_heads: int) -> dict[str, str]:
    """Return how Keras keeps what leads into the heads of each attention, and out of them."""
    found = {}
    for name in params:
        leaf = name.split(".")[-1]
        if leaf in ("W_q", "W_k", "W_v", "b_q", "b_k", "b_v"):
            found[name] = f"heads_last:{n_heads}"
        elif leaf == "W_o":
            found[name] = f"heads_first:{n_heads}"
    return found


def keys_without_gradient(params: Iterable[str]) -> dict[str, str]:
    """Return the gradients that are 0 in every attention, with the reason."""
    return {f"d{name}": NOTHING_COMES_TO_B_K for name in params if name.endswith(".b_k")}


def packed(part: str) -> dict[str, Weight]:
    """Return where the frameworks keep an attention: PyTorch in its own layer, in one weight."""
    kinds = {"q": "query", "k": "key", "v": "value"}
    found = {}
    for place, (name, kind) in enumerate(kinds.items()):
        for array, torch, keras in (("W", "weight", "kernel"), ("b", "bias", "bias")):
            found[f"{part}.{array}_{name}"] = Weight(
                f"parametrizations.in_proj_{torch}.original{place}",
                f"attention.{kind}_dense.{keras}",
                "out_in" if array == "W" else "canonical",
                "heads_last:2",
            )
    found[f"{part}.W_o"] = Weight(
        "out_proj.weight", "attention.output_dense.kernel", "out_in", "heads_first:2"
    )
    found[f"{part}.b_o"] = Weight("out_proj.bias", "attention.output_dense.bias")
    return found


NETWORK_WEIGHTS = {
    "feed_forward.W1": Weight("linear1.weight", "dense1.kernel", torch_layout="out_in"),
    "feed_forward.b1": Weight("linear1.bias", "dense1.bias"),
    "feed_forward.W2": Weight("linear2.weight", "dense2.kernel", torch_layout="out_in"),
    "feed_forward.b2": Weight("linear2.bias", "dense2.bias"),
}
"""Where a block keeps its feed-forward network: PyTorch's layer in itself."""

SHAPES_OF_WEIGHTS = {
    "W_q, W_k, W_v, W_o": "(d_model, d_model)",
    "b_q, b_k, b_v, b_o": "(d_model,)",
    "W1": "(d_model, d_ff)",
    "b1": "(d_ff,)",
    "W2": "(d_ff, d_model)",
    "b2, gamma, beta": "(d_model,)",
}

BRANCH_NORMALIZED = Text(
    "Post-norm normalizes the sum. Here only what is added was normalized, and the sum grows from "
    "block to block.",
    "post-norm では和を正規化する。これでは足す側だけが正規化され、"
    "ブロックを重ねるほど和が大きくなる。",
)
RESIDUAL_GRADIENT = Text(
    "x goes two ways, into the sublayer and past it, so two gradients come back.",
    "x はサブ層に入る経路と、それを迂回する経路の2つに流れるので、勾配も2つ戻ってくる。",
)
MASK_NOT_PASSED = Text(
    "The mask has to reach the attention, in every block: without it the padding is attended to "
    "like words, and what is computed depends on how far a sequence was padded.",
    "マスクはすべてのブロックの注意機構まで渡さなければならない。渡さないと、"
    "パディングも単語と同じように注目され、結果がパディングの長さで変わってしまう。",
)
MASK_TRUE_BLOCKS = Text(
    "Here and in Keras True means that a position may be attended to. In the masks of PyTorch's "
    "Transformer layers True means that it must not.",
    "ここと Keras では True が「注目してよい」を表す。PyTorch の Transformer の層のマスクでは、"
    "True が「注目してはいけない」を表す。",
)
EPSILON = Text(
    "A block of Keras' layers as they are adds 1e-3 to the variance, PyTorch's block 1e-5.",
    "既定値のままでは、分散に加える値は Keras の層で組んだブロックが 1e-3、"
    "PyTorch のブロックが 1e-5 である。",
)
SET_EPSILON = Text("Keras: set epsilon=1e-5.", "Keras では epsilon=1e-5 とする。")
