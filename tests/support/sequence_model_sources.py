"""Models of sequences as people write them: lists of parameters, layers over time, one function."""

PARTS = """
def s(a):
    return 1 / (1 + np.exp(-a))


class Lookup:
    def __init__(self, W):
        self.params, self.grads = [W], [np.zeros_like(W)]

    def forward(self, words):
        self.words = words
        return self.params[0][words]

    def backward(self, dout):
        self.grads[0][...] = 0
        np.add.at(self.grads[0], self.words, dout)


class Recurrent:
    def __init__(self, Wx, Wh, b, keeps=False):
        self.params, self.keeps = [Wx, Wh, b], keeps
        self.grads = [np.zeros_like(p) for p in self.params]
        self.h = self.c = None

    def forward(self, xs):
        Wx, Wh, b = self.params
        zeros = np.zeros((len(xs), len(Wh)))
        if not self.keeps or self.h is None:
            self.h = zeros
        if not self.keeps or self.c is None:
            self.c = zeros
        self.past, out = [], []
        for t in range(xs.shape[1]):
            ORDER = np.split(xs[:, t] @ Wx + self.h @ Wh + b, 4, axis=1)
            i, f, o, g = s(i), s(f), s(o), np.tanh(g)
            c = f * self.c + i * g
            self.past.append((xs[:, t], self.h, self.c, i, f, o, g, np.tanh(c)))
            self.h, self.c = o * np.tanh(c), c
            out.append(self.h)
        return np.stack(out, axis=1)

    def backward(self, douts):
        Wx, Wh, b = self.params
        for grad in self.grads:
            grad[...] = 0
        dh, dc, dxs = 0, 0, []
        for t in reversed(range(douts.shape[1])):
            x, h, c_before, i, f, o, g, th = self.past[t]
            dh = dh + douts[:, t]
            dc = dc + dh * o * (1 - th**2)
            di, df = dc * g * i * (1 - i), dc * c_before * f * (1 - f)
            do, dg = dh * th * o * (1 - o), dc * i * (1 - g**2)
            da = np.hstack([dORDER])
            self.grads[0] += x.T @ da
            self.grads[1] += h.T @ da
            self.grads[2] += da.sum(axis=0)
            dxs.insert(0, da @ Wx.T)
            dh, dc = da @ Wh.T, dc * f
        self.dh_first = dh
        return np.stack(dxs, axis=1)

    def forget(self):
        self.h = self.c = None


class Affine:
    def __init__(self, W, b):
        self.params, self.grads = [W, b], [np.zeros_like(W), np.zeros_like(b)]

    def forward(self, x):
        self.x = x
        return x @ self.params[0] + self.params[1]

    def backward(self, dout):
        rows = dout.reshape(-1, dout.shape[-1])
        self.grads[0][...] = self.x.reshape(len(rows), -1).T @ rows
        self.grads[1][...] = rows.sum(axis=0)
        return dout @ self.params[0].T


class SoftmaxLoss:
    def forward(self, xs, ts):
        N, T, V = xs.shape
        counts = (ts != -1).reshape(-1)
        rows = np.exp(xs.reshape(N * T, V) - xs.max(axis=2).reshape(N * T, 1))
        p = rows / rows.sum(axis=1, keepdims=True)
        at = ts.reshape(-1)
        losses = -np.log(p[np.arange(N * T), at]) * counts
        self.saved = p, at, counts, xs.shape
        return losses.sum() / counts.sum()

    def backward(self, dout=1):
        p, at, counts, shape = self.saved
        dx = p.copy()
        dx[np.arange(len(at)), at] -= 1
        return (dx * counts[:, None] * dout / counts.sum()).reshape(shape)


def joined(layers):
    params, grads = [], []
    for layer in layers:
        params += layer.params
        grads += layer.grads
    return params, grads


def drawn(*shape):
    return np.random.randn(*shape) * 0.1
"""
LANGUAGE_MODEL = """

class Rnnlm:
    def __init__(self, vocab_size=100, wordvec_size=10, hidden_size=10):
        V, D, H = vocab_size, wordvec_size, hidden_size
        self.rnn = Recurrent(drawn(D, 4 * H), drawn(H, 4 * H), np.zeros(4 * H), keeps=KEEPS)
        self.layers = [Lookup(drawn(V, D)), self.rnn, Affine(drawn(H, V), np.zeros(V))]
        self.loss = SoftmaxLoss()
        self.params, self.grads = joined(self.layers)

    def predict(self, xs):
        for layer in self.layers:
            xs = layer.forward(xs)
        return xs

    def forward(self, xs, ts):
        return self.loss.forward(self.predict(xs), ts)

    def backward(self, dout=1):
        dout = self.loss.backward(dout)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)

    def reset_state(self):
        self.rnn.forget()
"""
ENCODER_DECODER = """

class Encoder:
    def __init__(self, vocab_size, wordvec_size, hidden_size):
        V, D, H = vocab_size, wordvec_size, hidden_size
        self.lookup = Lookup(drawn(V, D))
        self.rnn = Recurrent(drawn(D, 4 * H), drawn(H, 4 * H), np.zeros(4 * H))
        self.params, self.grads = joined([self.lookup, self.rnn])

    def forward(self, xs):
        self.hs = self.rnn.forward(self.lookup.forward(xs))
        return self.hs[:, -1]

    def backward(self, dh):
        dhs = np.zeros_like(self.hs)
        dhs[:, -1] = dh
        self.lookup.backward(self.rnn.backward(dhs))


class Decoder:
    def __init__(self, vocab_size, wordvec_size, hidden_size):
        V, D, H = vocab_size, wordvec_size, hidden_size
        self.lookup = Lookup(drawn(V, D))
        self.rnn = Recurrent(drawn(D, 4 * H), drawn(H, 4 * H), np.zeros(4 * H), keeps=True)
        self.affine = Affine(drawn(H, V), np.zeros(V))
        self.params, self.grads = joined([self.lookup, self.rnn, self.affine])

    def forward(self, xs, h):
        self.rnn.h, self.rnn.c = h, None
        return self.affine.forward(self.rnn.forward(self.lookup.forward(xs)))

    def backward(self, dscore):
        self.lookup.backward(self.rnn.backward(self.affine.backward(dscore)))
        return self.rnn.dh_first


class PeekyDecoder:
    def __init__(self, vocab_size, wordvec_size, hidden_size):
        V, D, H = vocab_size, wordvec_size, hidden_size
        self.lookup = Lookup(drawn(V, D))
        self.rnn = Recurrent(drawn(H + D, 4 * H), drawn(H, 4 * H), np.zeros(4 * H), keeps=True)
        self.affine = Affine(drawn(H + H, V), np.zeros(V))
        self.params, self.grads = joined([self.lookup, self.rnn, self.affine])

    def forward(self, xs, h):
        self.H = h.shape[1]
        self.rnn.h, self.rnn.c = h, None
        peeks = np.repeat(h[:, None], xs.shape[1], axis=1)
        hs = self.rnn.forward(np.concatenate([peeks, self.lookup.forward(xs)], axis=2))
        return self.affine.forward(np.concatenate([peeks, hs], axis=2))

    def backward(self, dscore):
        H = self.H
        d = self.affine.backward(dscore)
        dpeeks, dhs = d[:, :, :H], d[:, :, H:]
        d = self.rnn.backward(dhs)
        self.lookup.backward(d[:, :, H:])
        return self.rnn.dh_first + (dpeeks + d[:, :, :H]).sum(axis=1)


class Seq2seq:
    def __init__(self, vocab_size, wordvec_size, hidden_size):
        sizes = vocab_size, wordvec_size, hidden_size
        self.encoder, self.decoder = Encoder(*sizes), DECODER(*sizes)
        self.loss = SoftmaxLoss()
        self.params, self.grads = joined([self.encoder, self.decoder])

    def forward(self, xs, ts):
        read, said = ts[:, :-1], ts[:, 1:]
        return self.loss.forward(self.decoder.forward(read, self.encoder.forward(xs)), said)

    def backward(self, dout=1):
        self.encoder.backward(self.decoder.backward(self.loss.backward(dout)))
"""
BINARY = """
def s(u):
    return 1 / (1 + np.exp(-u))


def d_s(u):
    return s(u) * (1 - s(u))


class Adder:
    def __init__(self, W_in, W_out, W):
        self.params = [W_in, W_out, W]
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, xs, ds):
        W_in, W_out, W = self.params
        N, T, _ = xs.shape
        self.given = xs, ds
        self.u, self.z, self.v = [], [np.zeros((N, len(W)))], []
        total = 0
        for t in range(T):
            self.u.append(xs[:, t] @ W_in + self.z[-1] @ W)
            self.z.append(s(self.u[-1]))
            self.v.append(self.z[-1] @ W_out)
            total += 0.5 * np.sum((s(self.v[-1]) - ds[:, t]) ** 2) / N
        return total

    def backward(self, dout=1):
        W_in, W_out, W = self.params
        xs, ds = self.given
        for grad in self.grads:
            grad[...] = 0
        delta = np.zeros_like(self.z[0])
        for t in reversed(range(xs.shape[1])):
            y = s(self.v[t])
            delta_out = dout * (y - ds[:, t]) / len(xs) * d_s(AT)
            delta = (delta @ W.T + delta_out @ W_out.T) * d_s(self.u[t])
            self.grads[0] += xs[:, t].T @ delta
            self.grads[1] += self.z[t + 1].T @ delta_out
            self.grads[2] += self.z[t].T @ delta
"""
FUNCTIONS = """
def of_probabilities(probs, targets):
    return np.exp(-np.mean(np.log(probs[np.arange(len(targets)), targets])))


def of_losses(losses):
    return np.exp(np.mean(losses))


def of_bits(losses):
    return 2 ** np.mean(losses)


def of_padded(probs, targets, ignore_label=-1):
    total, n = 0.0, 0
    flat = probs.reshape(-1, probs.shape[-1])
    for p, t in zip(flat, targets.reshape(-1)):
        if t != ignore_label:
            total -= np.log(p[t])
            n += 1
    return np.exp(total / n)
"""


def model(order="i, f, o, g", keeps=False, decoder="Decoder"):
    """Return all the classes, with the gates in an order."""
    gates = ", ".join(f"d{gate}" for gate in order.split(", "))
    source = PARTS.replace("dORDER", gates).replace("ORDER", order)
    both = LANGUAGE_MODEL.replace("KEEPS", str(keeps)) + ENCODER_DECODER
    return source + both.replace("DECODER(", f"{decoder}(")


def adder(at="self.v[t]"):
    """Return the network that adds, with the slope of its last sigmoid taken there."""
    return BINARY.replace("AT", at)
