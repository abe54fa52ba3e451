// What is left of a gradient after T steps back through a linear recurrence with two states.
"use strict";
parityFigure("vanishing", (f) => {
  f.slider("radius", "Spectral radius of U", "U のスペクトル半径", { min: 0.5, max: 1.5, step: 0.01, value: 0.9 });
  f.slider("steps", "Steps back", "さかのぼるステップ数", { min: 1, max: 60, step: 1, value: 30 });
  f.choice("kind", "Activation", "活性化関数", [["linear", "linear", "線形"], ["tanh", "tanh, states of ±0.5", "tanh(状態は ±0.5)"]]);
  f.slider("clip", "Clip the norm at (0: not)", "ノルムの上限(0 なら制限しない)", { min: 0, max: 10, step: 0.5, value: 0 });
  return (v, d) => {
    const turn = 0.4, W = [[Math.cos(turn), -Math.sin(turn)], [Math.sin(turn), Math.cos(turn)]].map((row) => row.map((x) => x * v.radius));
    const slope = v.kind === "tanh" ? 1 - 0.25 : 1;
    let g = [1, 0];
    const norms = [1];
    for (let t = 0; t < v.steps; t++) {
      g = [0, 1].map((j) => slope * (W[0][j] * g[0] + W[1][j] * g[1]));
      norms.push(Math.hypot(...g));
    }
    d.size(250);
    const low = -8, high = 8;
    const a = d.axes([44, 20, d.width - 8, 208], [0, v.steps], [low, high], { xs: [0, Math.round(v.steps / 2), v.steps], ys: [-8, -4, 0, 4, 8], x: f.say("steps back", "さかのぼったステップ"), y: "" });
    d.text(46, 13, f.say("log₁₀ of the gradient's norm", "勾配ノルムの log₁₀"));
    const at = (x) => a.py(Math.max(low, Math.min(high, Math.log10(x))));
    d.line(norms.map((x, t) => [a.px(t), at(x)]), "a");
    if (v.clip) d.line(norms.map((x, t) => [a.px(t), at(Math.min(x, v.clip))]), "b dash");
    const last = norms[v.steps];
    f.numbers({ radius: v.radius, steps: v.steps, slope, norm: last, clipped: v.clip ? Math.min(last, v.clip) : last });
    const factor = v.radius * slope;
    const n = f.number;
    const size = last >= 0.01 && last < 1000 ? n(last, 2) : last.toExponential(1).replace("-", "−");
    const clip = v.clip && last > v.clip ? f.say(` Clipped, its norm is ${n(v.clip, 1)} and its direction is kept.`, ` 制限すると、向きを保ったままノルムは ${n(v.clip, 1)} になる。`) : "";
    return f.say(`Each step multiplies the norm by ${n(factor)}: after ${v.steps} steps it is ${size}. ${factor < 1 ? "It vanishes." : factor > 1 ? "It explodes." : "It stays."}`,
      `1 ステップごとにノルムは ${n(factor)} 倍になり、${v.steps} ステップ後は ${size}。${factor < 1 ? "消失する。" : factor > 1 ? "爆発する。" : "変わらない。"}`) + clip;
  };
});
