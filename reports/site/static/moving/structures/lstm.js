// One LSTM unit over twenty steps: what its gates let in, keep and show.
"use strict";
parityFigure("lstm", (f) => {
  f.slider("forget", "Forget gate", "忘却ゲート", { min: 0, max: 1, step: 0.01, value: 0.95 });
  f.slider("input", "Input gate, when a signal comes", "入力ゲート(信号が来たとき)", { min: 0, max: 1, step: 0.01, value: 0.9 });
  f.slider("leak", "Input gate, else", "入力ゲート(ほかのとき)", { min: 0, max: 1, step: 0.01, value: 0.02 });
  f.slider("output", "Output gate", "出力ゲート", { min: 0, max: 1, step: 0.01, value: 0.8 });
  f.slider("w", "Recurrent weight of a plain RNN", "単純 RNN の再帰の重み", { min: 0, max: 1.5, step: 0.05, value: 0.8 });
  return (v, d) => {
    const T = 20, draws = f.random(4);
    const g = Array.from({ length: T }, (_, t) => (t === 2 ? 0.9 : 0.25 * (2 * draws.uniform() - 1)));
    const c = [], h = [], plain = [];
    let cell = 0, state = 0, slope = 1;
    g.forEach((x, t) => {
      cell = v.forget * cell + (t === 2 ? v.input : v.leak) * x;
      state = Math.tanh(v.w * state + x);
      if (t > 2) slope *= v.w * (1 - state * state);
      c.push(cell); h.push(v.output * Math.tanh(cell)); plain.push(state);
    });
    d.size(292);
    const curve = (a, values) => values.map((y, t) => [a.px(t), a.py(Math.max(-1, Math.min(1, y)))]);
    const a = d.axes([34, 24, d.width - 8, 128], [0, T - 1], [-1, 1], { ys: [-1, 0, 1] });
    g.forEach((x, t) => d.rect(a.px(t) - 3, Math.min(a.py(x), a.py(0)), 6, Math.abs(a.py(x) - a.py(0)), t === 2 ? "bar b" : "bar mute"));
    d.line(curve(a, c), "a"); d.line(curve(a, h), "c dash");
    d.text(36, 14, f.say("bars: candidate g; blue: cell c; dashed: output h", "棒 候補 g、青 メモリセル c、破線 出力 h"));
    const b = d.axes([34, 166, d.width - 8, 262], [0, T - 1], [0, 1], { xs: [2, 5, 10, 15, 19], ys: [0, 1], x: "" });
    const carried = g.map((_, t) => (t < 2 ? null : v.forget ** (t - 2)));
    let left = 1;
    const lost = g.map((_, t) => { if (t < 2) return null; if (t > 2) left *= v.w * (1 - plain[t] ** 2); return left; });
    const from2 = (values) => values.map((y, t) => (y === null ? null : [b.px(t), b.py(Math.min(1, Math.abs(y)))])).filter(Boolean);
    d.line(from2(carried), "a"); d.line(from2(lost), "b dash");
    d.text(36, 157, f.say("gradient reaching step 2: blue LSTM, dashed RNN", "ステップ 2 まで届く勾配:青 LSTM のセル、破線 単純 RNN"));
    f.numbers({ g, forget: v.forget, input: v.input, leak: v.leak, output: v.output, c, h, carried: carried[T - 1], lost: slope });
    const n = f.number;
    return f.say(`After 17 steps ${n(100 * carried[T - 1], 1)} % of the gradient reaches the signal through the cell, which is times f at each step, and ${n(100 * slope, 1)} % through a plain RNN's state, w (1 − h²) at each step.`,
      `17 ステップ後、セルを通る勾配は ${n(100 * carried[T - 1], 1)} % が信号まで届く(1 ステップごとに f 倍)。単純 RNN の状態を通ると ${n(100 * slope, 1)} % である(1 ステップごとに w (1 − h²) 倍)。`);
  };
});
