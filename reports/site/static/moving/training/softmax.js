// Softmax of five logits, at a temperature.
"use strict";
parityFigure("softmax", (f) => {
  f.slider("T", "Temperature T", "温度 T", { min: 0.1, max: 5, step: 0.1, value: 1 });
  f.slider("first", "First logit z₁", "1 つ目のロジット z₁", { min: -4, max: 6, step: 0.1, value: 2 });
  f.slider("shift", "Add to all logits", "全ロジットに足す数", { min: -50, max: 50, step: 1, value: 0 });
  return (v, d) => {
    const z = [v.first, 1, 0.5, -0.5, -1].map((x) => x + v.shift);
    const top = Math.max(...z);
    const e = z.map((x) => Math.exp((x - top) / v.T));
    const sum = e.reduce((p, q) => p + q);
    const y = e.map((x) => x / sum);
    const entropy = -y.reduce((p, q) => p + (q > 0 ? q * Math.log(q) : 0), 0);
    d.size(250);
    const a = d.axes([34, 20, d.width - 8, 206], [0, 5], [0, 1], { ys: [0, 0.5, 1], y: "" });
    y.forEach((p, i) => {
      const wide = (a.px(1) - a.px(0)) * 0.6;
      d.rect(a.px(i + 0.5) - wide / 2, a.py(p), wide, a.py(0) - a.py(p), `bar ${i ? "mute" : "a"}`);
      d.middle(a.px(i + 0.5), a.py(p) - 6, f.number(p, 3), { class: "m" });
      d.middle(a.px(i + 0.5), 224, `z${"₁₂₃₄₅"[i]}`, {});
      d.middle(a.px(i + 0.5), 241, f.number(z[i], 1), { class: "m" });
    });
    f.numbers({ z, T: v.T, y });
    if (f.last === "shift") {
      return f.say("Adding the same number to every logit changes nothing: it cancels in the quotient. So the largest may be subtracted first, and exp cannot overflow.",
        "すべてのロジットに同じ数を足しても確率は変わらない。分子と分母で打ち消し合うからである。だから先に最大値を引いてよく、exp はあふれない。");
    }
    const n = f.number;
    return f.say(`T = ${n(v.T, 1)}: the largest probability is ${n(Math.max(...y), 3)}, the entropy ${n(entropy)} of at most ${n(Math.log(5))}. A low temperature comes near to argmax, a high one to the uniform distribution; the order stays.`,
      `T = ${n(v.T, 1)} のとき最大の確率は ${n(Math.max(...y), 3)}、エントロピーは ${n(entropy)}(最大 ${n(Math.log(5))})。温度が低いほど argmax に、高いほど一様分布に近づく。順序は変わらない。`);
  };
});
