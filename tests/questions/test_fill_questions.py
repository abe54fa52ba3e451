"""Whole functions with blanks: of all ways to fill them only the key gives what others give."""

import numpy as np
import pytest
from filling import functions, off, wrong_findings
from later import Later

torch, nn, F = Later("torch"), Later("torch.nn"), Later("torch.nn.functional")
FUNCTIONS = functions()
NAMESPACE = {"np": np, "sigmoid": lambda a: 1 / (1 + np.exp(-a)), "torch": torch, "F": F, "nn": nn}


def t(a, grad=False):
    return torch.tensor(np.asarray(a), dtype=torch.float64, requires_grad=grad)


def batch_norm_backward(rng):
    for N, M in ((7, 4), (5, 5)):
        x, dy, gamma = rng.normal(0.7, 1.5, (N, M)), rng.normal(size=(N, M)), rng.normal(1, 0.5, M)
        X, G, B = t(x, True), t(gamma, True), t(np.zeros(M), True)
        F.batch_norm(X, None, None, G, B, training=True, eps=1e-5).backward(t(dy))
        want = [v.grad.numpy() for v in (X, G, B)]
        yield lambda ns, a=(dy, x, gamma): list(ns["batch_norm_backward"](*a)), want


def lstm_step(rng):
    for N, M, H in ((3, 4, 5), (5, 5, 5)):
        x, h, c = rng.normal(size=(N, M)), rng.normal(size=(N, H)), rng.normal(size=(N, H))
        Wx, Wh, b = (rng.normal(size=s) for s in ((M, 4 * H), (H, 4 * H), 4 * H))
        cell = nn.LSTMCell(M, H, dtype=torch.float64)  # its order: i, f, g, o; ours: f, i, o, g

        def order(m, H=H):
            f, i, o, g = np.split(m, 4, axis=-1)
            return np.concatenate([i, f, g, o], axis=-1)

        with torch.no_grad():
            cell.weight_ih.copy_(t(order(Wx).T)), cell.weight_hh.copy_(t(order(Wh).T))
            cell.bias_ih.copy_(t(order(b))), cell.bias_hh.zero_()
            want = [v.numpy() for v in cell(t(x), (t(h), t(c)))]
        yield lambda ns, a=(x, h, c, Wx, Wh, b): list(ns["lstm_step"](*a)), want


def gru_step(rng):
    s = NAMESPACE["sigmoid"]
    for N, M, H in ((3, 4, 5), (4, 4, 4)):
        x, h = rng.normal(size=(N, M)), rng.normal(size=(N, H))
        Wx, Wh, b = (rng.normal(size=s_) for s_ in ((M, 3 * H), (H, 3 * H), 3 * H))
        want = np.zeros((N, H))
        for n in range(N):  # example by example, gate by gate
            for j in range(H):
                z = s(x[n] @ Wx[:, j] + h[n] @ Wh[:, j] + b[j])
                r = [s(x[n] @ Wx[:, H + k] + h[n] @ Wh[:, H + k] + b[H + k]) for k in range(H)]
                past = sum(r[k] * h[n, k] * Wh[k, 2 * H + j] for k in range(H))
                new = np.tanh(x[n] @ Wx[:, 2 * H + j] + past + b[2 * H + j])
                want[n, j] = h[n, j] + z * (new - h[n, j])
        yield lambda ns, a=(x, h, Wx, Wh, b): [ns["gru_step"](*a)], [want]


def adam_update(rng):
    w0, gs = rng.normal(size=5), rng.normal(size=(5, 5))
    P = t(w0, True)
    optimizer = torch.optim.Adam([P], lr=0.01)
    want = []
    for g in gs:
        P.grad = t(g)
        optimizer.step()
        want.append(P.detach().numpy().copy())
    state = optimizer.state[P]
    want += [state["exp_avg"].numpy(), state["exp_avg_sq"].numpy()]

    def run(ns):
        w, m, v, out = w0.copy(), np.zeros(5), np.zeros(5), []
        for i, g in enumerate(gs):
            w, m, v = ns["adam_update"](w, g, m, v, i + 1, lr=0.01)
            out.append(w)
        return [*out, m, v]

    yield run, want


def softmax_with_loss(rng):
    for N, K in ((6, 4), (5, 5), (1, 3)):
        a, lab = rng.normal(0, 2, (N, K)), rng.integers(0, K, N)
        A = t(a, True)
        loss = F.cross_entropy(A, torch.tensor(lab))
        loss.backward()
        want = [loss.item(), A.grad.numpy()]
        yield lambda ns, a=a, lab=lab: list(ns["softmax_with_loss"](a.copy(), lab)), want


def im2col(rng):
    sizes = ((2, 3, 7, 6, 3, 2, 2, 1), (2, 3, 5, 5, 3, 3, 1, 1), (1, 3, 8, 7, 2, 3, 3, 2),
             (3, 3, 4, 4, 2, 2, 1, 0))  # fmt: skip
    for N, C, H, W, FH, FW, stride, pad in sizes:
        x = rng.normal(size=(N, C, H, W))
        u = F.unfold(t(x), (FH, FW), padding=pad, stride=stride).numpy()
        want = u.transpose(0, 2, 1).reshape(-1, C * FH * FW)
        yield lambda ns, x=x, a=(FH, FW, stride, pad): [ns["im2col"](x, *a)], [want]


def attention(rng):
    for N, Tq, Tk, M, Dv, masked in ((2, 3, 5, 4, 6, True), (2, 4, 4, 4, 4, True),
                                     (3, 4, 4, 8, 3, False)):  # fmt: skip
        Q, K, V = (rng.normal(size=s) for s in ((N, Tq, M), (N, Tk, M), (N, Tk, Dv)))
        mask = None
        if masked:
            mask = rng.random((Tq, Tk)) < 0.6
            mask[np.arange(Tq), np.arange(Tq) % Tk] = True
            mask[np.arange(Tq), (np.arange(Tq) + 1) % Tk] = False
        M_ = None if mask is None else torch.tensor(mask)
        want = [F.scaled_dot_product_attention(t(Q), t(K), t(V), M_).numpy()]
        yield lambda ns, a=(Q, K, V, mask): [ns["attention"](*a)], want


def dropout(rng):
    """Properties and no values: choices may draw other numbers. A list of ones is right."""
    x, dy = rng.normal(2, 1, (400, 300)), rng.normal(size=(400, 300))

    def run(ns, rate):
        np.random.seed(3)  # noqa: NPY002 - what the code shown draws from
        layer = ns["Dropout"](rate)
        y, dx = np.asarray(layer.forward(x)), np.asarray(layer.backward(dy))
        gone = y == 0
        return [[
            abs(gone.mean() - rate) < 0.01, gone.mean(axis=1).std() < 0.05,
            np.allclose(y[~gone] / x[~gone], 1 / (1 - rate)),
            abs(y.mean() / x.mean() - 1) < 0.02, np.allclose(dx, dy * (y / x)),
            np.array_equal(layer.forward(x, training=False), x),
        ]]  # fmt: skip

    for rate in (0.3, 0.6):
        yield lambda ns, rate=rate: run(ns, rate), [np.ones(6)]


def two_layer_network(rng):
    for N, M, H, K in ((6, 4, 5, 3), (4, 3, 3, 3)):
        x, labels = rng.normal(size=(N, M)), rng.integers(0, K, N)
        params = [rng.normal(size=s) for s in ((M, H), H, (H, K), K)]
        own = [t(p, True) for p in params]
        a = torch.sigmoid(t(x) @ own[0] + own[1])
        z = a @ own[2] + own[3]
        loss = F.cross_entropy(z, torch.tensor(labels))
        loss.backward()
        want = [torch.softmax(z, 1).detach().numpy(), loss.item()]
        want += [p - 0.3 * o.grad.numpy() for p, o in zip(params, own, strict=True)]

        def run(ns, x=x, labels=labels, params=params, K=K):
            net = ns["Net"](*(p.copy() for p in params))
            y = net.forward(x)
            loss = net.loss(np.eye(K)[labels])
            net.backward(np.eye(K)[labels], 0.3)
            return [y, loss, net.W1, net.b1, net.W2, net.b2]

        yield run, want


def affine_backward(rng):
    for N, M, K in ((5, 3, 4), (3, 3, 3)):
        x, W, b, dy = (rng.normal(size=s) for s in ((N, M), (M, K), K, (N, K)))
        X, V, B = t(x, True), t(W, True), t(b, True)
        (X @ V + B).backward(t(dy))

        def run(ns, x=x, W=W, b=b, dy=dy):
            layer = ns["Affine"](W, b)
            layer.forward(x)
            return [layer.backward(dy), layer.dW, layer.db]

        yield run, [v.grad.numpy() for v in (X, V, B)]


def rnn_through_time(rng):
    for T, N, M, H in ((4, 3, 2, 5), (3, 3, 3, 3)):
        arrays = [rng.normal(size=s) for s in ((T, N, M), (N, H), (M, H), (H, H), H)]
        dhs = rng.normal(size=(T, N, H))
        xs, h0, Wx, Wh, b = (t(a, True) for a in arrays)
        h, states = h0, []
        for x in xs:
            h = torch.tanh(x @ Wx + h @ Wh + b)
            states.append(h)
        torch.stack(states).backward(t(dhs))
        want = [v.grad.numpy() for v in (Wx, Wh, b, h0)]
        yield lambda ns, a=(*arrays, dhs): list(ns["rnn_backward"](*a)), want


def overlaps(a, b):
    """The IoU of two boxes, in plain arithmetic."""
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    both = w * h if w > 0 and h > 0 else 0.0
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def boxes(rng, n):
    corner = rng.uniform(0, 5, (n, 2))
    return np.concatenate([corner, corner + rng.uniform(1, 4, (n, 2))], axis=1)


def iou_of_boxes(rng):
    for N, M in ((6, 5), (5, 5)):
        a, b = boxes(rng, N), boxes(rng, M)
        b[0] = a[0] + 20  # apart in both directions
        want = [[overlaps(p, q) for q in b] for p in a]
        yield lambda ns, a=a, b=b: [ns["iou"](a, b)], [want]


def non_maximum_suppression(rng):
    def iou(box, others):
        return np.array([overlaps(box, o) for o in others])

    for n, threshold in ((12, 0.3), (9, 0.1), (7, 1.0)):
        own, scores = boxes(rng, n), rng.permutation(n) / n + 0.05
        kept = []
        for i in sorted(range(n), key=lambda i: -scores[i]):
            if all(overlaps(own[i], own[k]) <= threshold for k in kept):
                kept.append(i)

        def run(ns, own=own, scores=scores, threshold=threshold):
            ns["iou"] = _counted(iou)
            return [ns["nms"](own, scores, threshold)]

        yield run, [kept]


def _counted(f, most=100):
    """Stop a loop that does not end."""
    calls = []

    def counted(*arguments):
        calls.append(1)
        if len(calls) > most:
            raise RecursionError
        return f(*arguments)

    return counted


def k_means(rng):
    for N, M, K in ((20, 2, 4), (3, 3, 3)):
        x, centres = rng.normal(size=(N, M)), rng.normal(size=(K, M))
        centres[0] += 50  # nothing is near to it
        nearest = [min(range(K), key=lambda k: sum((p - centres[k]) ** 2)) for p in x]
        moved = centres.copy()
        for k in set(nearest):
            own = [p for p, n in zip(x, nearest, strict=True) if n == k]
            moved[k] = sum(own) / len(own)
        yield lambda ns, x=x, c=centres: list(ns["k_means_step"](x, c)), [nearest, moved]


def returns_and_advantages(rng):
    r, v = rng.normal(size=6), rng.normal(size=6)
    want = [sum(0.8 ** (k - i) * r[k] for k in range(i, 6)) for i in range(6)]
    yield lambda ns: list(ns["returns_and_advantages"](r, v, 0.8)), [want, np.array(want) - v]


def sinusoidal_encoding(rng):
    for T, M in ((7, 6), (3, 6), (4, 8)):
        want = np.zeros((T, M))
        for p in range(T):
            for i in range(M // 2):
                angle = p / 10000 ** (2 * i / M)
                want[p, 2 * i], want[p, 2 * i + 1] = np.sin(angle), np.cos(angle)
        yield lambda ns, a=(T, M): [ns["positions"](*a)], [want]


def torch_multi_head_attention(rng):
    for N, T, M, heads in ((2, 5, 6, 3), (2, 4, 8, 2), (4, 4, 16, 4)):
        q, k, v = (t(rng.normal(size=(N, T, M))) for _ in range(3))
        d = M // heads
        parts = [F.scaled_dot_product_attention(*(m[..., j * d : (j + 1) * d] for m in (q, k, v)))
                 for j in range(heads)]  # fmt: skip
        want = [torch.cat(parts, dim=2).numpy()]
        yield lambda ns, a=(q, k, v, heads): [ns["multi_head"](*a).numpy()], want


def torch_vae_loss(rng):
    N, M, P = 4, 3, 6
    mu, log_var, eps = (t(rng.normal(size=(N, M))) for _ in range(3))
    x, A = t(rng.integers(0, 2, (N, P))), t(rng.normal(size=(M, P)))
    normal = torch.distributions.Normal
    z = mu + eps * log_var.exp().sqrt()
    likelihood = torch.distributions.Bernoulli(logits=z @ A).log_prob(x).sum(1)
    divergence = torch.distributions.kl_divergence(
        normal(mu, log_var.exp().sqrt()), normal(t(0.0), t(1.0))
    ).sum(1)
    want = [float((divergence - likelihood).sum() / N)]

    def run(ns):
        loss = ns["vae_loss"](x, mu, log_var, eps, lambda z: torch.sigmoid(z @ A))
        return [float(loss)]

    yield run, want


def torch_dqn_loss(rng):
    N, M, A = 6, 4, 3
    net, frozen = nn.Linear(M, A, dtype=torch.float64), nn.Linear(M, A, dtype=torch.float64)
    s, s2, r = t(rng.normal(size=(N, M))), t(rng.normal(size=(N, M))), t(rng.normal(size=N))
    a, done = torch.tensor(rng.integers(0, A, N)), t([0, 1, 0, 0, 1, 0])

    def loss_and_gradient(loss):
        net.zero_grad()
        loss.backward()
        return [loss.item(), net.weight.grad.numpy().copy()]

    total = 0.0
    for n in range(N):
        best = max(frozen(s2[n]).tolist())
        target = r[n].item() + (0.9 * best if done[n] == 0 else 0.0)
        total = total + (target - net(s[n])[a[n]]) ** 2 / N
    want = loss_and_gradient(total)
    yield (
        lambda ns: loss_and_gradient(ns["dqn_loss"](net, frozen, s, a, r, s2, done, 0.9)), want,
    )  # fmt: skip


CASES = {
    f.__name__.replace("_", "-"): f
    for f in (
        batch_norm_backward, lstm_step, gru_step, adam_update, softmax_with_loss, im2col,
        attention, dropout, two_layer_network, affine_backward, rnn_through_time, iou_of_boxes,
        non_maximum_suppression, k_means, returns_and_advantages, sinusoidal_encoding,
        torch_multi_head_attention, torch_vae_loss, torch_dqn_loss,
    )
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_only_the_key_fills_the_blanks(name):
    cases = list(CASES[name](np.random.default_rng(20261128)))
    assert wrong_findings(FUNCTIONS[name], cases, NAMESPACE) == []


def test_every_function_is_tried():
    assert set(CASES) | {n for n in FUNCTIONS if n.startswith("keras-")} == set(FUNCTIONS)


def test_a_second_right_way_and_a_failing_key_are_found():
    from dataclasses import replace

    one = FUNCTIONS["affine-backward"]
    cases = list(affine_backward(np.random.default_rng(0)))
    a, b, c = one.choices
    same = {**one.choices, c: [*one.choices[c][:3], one.choices[c][one.key[c]] + " * 1"]}
    if one.key[c] == 3:
        same[c] = [one.choices[c][3] + " * 1", *one.choices[c][1:]]
    assert any("also right" in said for said in
               wrong_findings(replace(one, choices=same), cases, NAMESPACE))  # fmt: skip
    broken = {**one.key, a: (one.key[a] + 1) % 4}
    assert "the key fails" in wrong_findings(replace(one, key=broken), cases, NAMESPACE)
    assert off([np.zeros(3)], [np.zeros(4)]) == np.inf
    assert b
