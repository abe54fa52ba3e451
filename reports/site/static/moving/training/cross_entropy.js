// Softmax with cross-entropy: the gradient is what is given less what is asked, y - t.
"use strict";
parityFigure("cross_entropy", (f) => {
  f.slider("a", "Logit of class A", "クラス A のロジット", { min: -5, max: 5, step: 0.1, value: 2 });
  f.slider("b", "Logit of class B", "クラス B のロジット", { min: -5, max: 5, step: 0.1, value: 0.5 });
  f.slider("c", "Logit of class C", "クラス C のロジット", { min: -5, max: 5, step: 0.1, value: -1 });
  f.choice("label", "Right class", "正解", [["0", "A"], ["1", "B"], ["2", "C"]], "1");
  f.slider("smooth", "Label smoothing", "ラベル平滑化", { min: 0, max: 0.5, step: 0.05, value: 0 });
  return (v, d) => {
    const z = [v.a, v.b, v.c];
    const e = z.map((x) => Math.exp(x - Math.max(...z)));
    const y = e.map((x) => x / e.reduce((p, q) => p + q));
    const label = Number(v.label);
    const t = y.map((_, i) => (1 - v.smooth) * (i === label ? 1 : 0) + v.smooth / 3);
    const loss = -t.reduce((p, q, i) => p + (q ? q * Math.log(y[i]) : 0), 0);
    const dz = y.map((p, i) => p - t[i]);
    d.size(262);
    const third = (d.width - 16) / 3;
    const group = (i, title, values, low, kinds) => {
      const a = d.axes([8 + i * third + 20, 34, 8 + (i + 1) * third - 8, 226], [0, 3], [low, 1], { ys: low ? [-1, 0, 1] : [0, 1] });
      d.text(8 + i * third, 16, title, { class: "b" });
      values.forEach((p, j) => {
        const wide = (a.px(1) - a.px(0)) * 0.62;
        d.rect(a.px(j + 0.5) - wide / 2, Math.min(a.py(p), a.py(0)), wide, Math.abs(a.py(0) - a.py(p)), `bar ${kinds(p, j)}`);
        d.middle(a.px(j + 0.5), p < 0 ? a.py(p) + 13 : a.py(p) - 5, f.number(p), { class: "m" });
        d.middle(a.px(j + 0.5), 244, "ABC"[j], {});
      });
    };
    group(0, f.say("y, given", "y 出力"), y, 0, (_, j) => (j === label ? "a" : "mute"));
    group(1, f.say("t, asked", "t 教師"), t, 0, (_, j) => (j === label ? "a" : "mute"));
    group(2, f.say("dL/dz = y − t", "dL/dz = y − t"), dz, -1, (p) => (p < 0 ? "c" : "b"));
    f.numbers({ z, t, loss, dz });
    const n = f.number;
    return f.say(`The loss is ${n(loss, 3)}. A step downhill raises the logit of ${"ABC"[label]} by ${n(-dz[label], 3)} times the rate and lowers the others by as much together: the three gradients sum to 0.`,
      `損失は ${n(loss, 3)}。勾配を下ると ${"ABC"[label]} のロジットが学習率の ${n(-dz[label], 3)} 倍だけ上がり、ほかは合わせて同じだけ下がる。3つの勾配の和は 0 である。`);
  };
});
