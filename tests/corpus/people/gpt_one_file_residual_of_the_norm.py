import numpy as np


def softmax(z, axis=-1):
    z = z - z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)



def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def norm(x, g, b, eps=1e-5):
    mu, var = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    return g * (x - mu) / np.sqrt(var + eps) + b


def causal_heads(x, W_qkv, b_qkv, W_o, b_o, n_head):
    qkv = np.split(x @ W_qkv + b_qkv, 3, axis=-1)
    q, k, v = (np.split(part, n_head, axis=-1) for part in qkv)
    block = np.triu(np.ones((len(x), len(x))), 1) * -1e10
    heads = [softmax(a @ b.T / np.sqrt(a.shape[-1]) + block) @ c for a, b, c in zip(q, k, v)]
    return np.concatenate(heads, axis=-1) @ W_o + b_o


def gpt_block(x, p, n_head):
    x = x + causal_heads(norm(x, p["g1"], p["b1"]), p["W_qkv"], p["b_qkv"], p["W_o"], p["b_o"], n_head)
    h = gelu(norm(x, p["g2"], p["b2"]) @ p["W_1"] + p["c_1"])
    return norm(x, p["g2"], p["b2"]) + h @ p["W_2"] + p["c_2"]
