// Dropout on eight units: who is silent, how the others are scaled, and what holds on average.
"use strict";
parityFigure("dropout", (f) => {
  f.slider("rate", "Dropout rate", "ドロップアウト率", { min: 0, max: 0.9, step: 0.05, value: 0.5 });
  f.choice("scaling", "Scaling", "スケーリング", [["inverted", "in training, by 1/(1 − rate)", "学習時に 1/(1 − rate) 倍"], ["taught", "at inference, by 1 − rate", "推論時に 1 − rate 倍"]]);
  f.toggle("training", "Training", "学習時", true);
  f.button("draw", "Draw another mask", "マスクを引き直す", (v) => { v.seed += 1; });
  f.state("seed", 3);
  return (v, d) => {
    const x = [0.9, 0.4, 1.3, 0.7, 1.1, 0.2, 0.8, 0.6];
    const keep = 1 - v.rate;
    const masked = (draws) => x.map(() => (draws.uniform() >= v.rate ? 1 : 0));
    const mask = masked(f.random(v.seed));
    const factor = v.scaling === "inverted" ? (v.training ? 1 / keep : 1) : v.training ? 1 : keep;
    const y = x.map((u, i) => u * (v.training ? mask[i] : 1) * factor);
    const many = 400, sums = x.map(() => 0), draws = f.random(v.seed + 1000);
    for (let k = 0; k < many; k++) masked(draws).forEach((m, i) => { sums[i] += m * x[i] * (v.scaling === "inverted" ? 1 / keep : 1); });
    d.size(250);
    const a = d.axes([34, 22, d.width - 8, 206], [0, 8], [0, Math.max(2, 1.35 / (v.scaling === "inverted" ? keep : 1))], { ys: [0, 1, 2] });
    x.forEach((u, i) => {
      const wide = (a.px(1) - a.px(0)) * 0.36;
      d.rect(a.px(i + 0.5) - wide - 1, a.py(u), wide, a.py(0) - a.py(u), "bar mute");
      d.rect(a.px(i + 0.5) + 1, a.py(y[i]), wide, a.py(0) - a.py(y[i]), "bar a");
      d.segment(a.px(i + 0.5) - wide, a.py(sums[i] / many), a.px(i + 0.5) + wide, a.py(sums[i] / many), "curve b");
      if (v.training && !mask[i]) d.middle(a.px(i + 0.5) + wide / 2 + 1, a.py(0) - 5, "×", { class: "b cb" });
      d.middle(a.px(i + 0.5), 224, `${i + 1}`, { class: "m" });
    });
    d.text(36, 14, f.say("grey x, blue y; line: mean of y over 400 masks in training", "灰 x、青 y、線は学習時の y の平均(マスク 400 回)"));
    f.numbers({ x, mask, rate: v.rate, scaling: v.scaling, training: v.training, y });
    if (!v.training) return v.scaling === "inverted"
      ? f.say("At inference nothing is dropped and nothing is scaled: training has seen the same size on average.", "推論時には何も落とさず、倍率も掛けない。学習時の平均と大きさが合っているからである。")
      : f.say(`At inference nothing is dropped, and every output is multiplied by ${f.number(keep)}, so that its size is training's on average.`, `推論時には何も落とさず、全出力を ${f.number(keep)} 倍して、学習時の平均と大きさを合わせる。`);
    const out = mask.filter((m) => !m).length;
    return f.say(`${out} of 8 units are silent in this step, and get no gradient. ${v.scaling === "inverted" ? `The others are multiplied by ${f.number(1 / keep)}, so the mean stays that of x.` : `The mean of y is ${f.number(keep)} times x: inference has to make up for it.`}`,
      `このステップでは 8 個中 ${out} 個が 0 になり、勾配も受け取らない。${v.scaling === "inverted" ? `残りは ${f.number(1 / keep)} 倍されるので、平均は x と変わらない。` : `y の平均は x の ${f.number(keep)} 倍になるので、推論時に合わせる必要がある。`}`);
  };
});
