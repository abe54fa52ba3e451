// Intersection over union, and non-maximum suppression of five boxes.
"use strict";
parityFigure("boxes", (f) => {
  f.slider("x", "Move box A sideways", "枠 A を左右に動かす", { min: 0, max: 120, step: 1, value: 46 });
  f.slider("y", "Move box A up and down", "枠 A を上下に動かす", { min: 0, max: 90, step: 1, value: 40 });
  f.slider("threshold", "IoU threshold", "IoU のしきい値", { min: 0.05, max: 0.95, step: 0.05, value: 0.5 });
  return (v, d) => {
    const boxes = [
      { name: "A", score: 0.8, at: [v.x, v.y, v.x + 90, v.y + 80] }, { name: "B", score: 0.95, at: [60, 50, 150, 130] },
      { name: "C", score: 0.7, at: [70, 60, 165, 140] }, { name: "D", score: 0.9, at: [190, 20, 270, 110] }, { name: "E", score: 0.6, at: [200, 36, 284, 120] },
    ];
    const area = ([a, b, c, e]) => (c - a) * (e - b);
    const iou = (p, q) => {
      const both = Math.max(0, Math.min(p[2], q[2]) - Math.max(p[0], q[0])) * Math.max(0, Math.min(p[3], q[3]) - Math.max(p[1], q[1]));
      return both / (area(p) + area(q) - both);
    };
    const kept = [], gone = new Map();
    for (const box of [...boxes].sort((p, q) => q.score - p.score)) {
      const rival = kept.find((k) => iou(k.at, box.at) > v.threshold);
      if (rival) gone.set(box.name, rival.name); else kept.push(box);
    }
    const zoom = Math.min(2, (d.width - 8) / 292);
    d.size(186 * zoom);
    const [A, B] = boxes;
    const cut = [Math.max(A.at[0], B.at[0]), Math.max(A.at[1], B.at[1]), Math.min(A.at[2], B.at[2]), Math.min(A.at[3], B.at[3])];
    d.rect(cut[0] * zoom + 4, cut[1] * zoom + 4, (cut[2] - cut[0]) * zoom, (cut[3] - cut[1]) * zoom, "band");
    for (const { name, score, at } of boxes) {
      const stays = !gone.has(name);
      d.rect(at[0] * zoom + 4, at[1] * zoom + 4, (at[2] - at[0]) * zoom, (at[3] - at[1]) * zoom, `box ${stays ? "a" : "mute"}`);
      d.text(at[0] * zoom + 9, at[1] * zoom + 19, `${name} ${score}`, { class: stays ? "b ca" : "" });
    }
    f.numbers({ boxes: boxes.map((b) => b.at), scores: boxes.map((b) => b.score), threshold: v.threshold, iou: iou(A.at, B.at), kept: kept.map((k) => boxes.indexOf(k)) });
    const lost = [...gone].map(([p, q]) => f.say(`${p} (by ${q})`, `${p}(${q} による)`)).join(f.say(", ", "、")) || f.say("none", "なし");
    return f.say(`IoU of A and B: ${f.number(iou(A.at, B.at))}. Kept, best score first: ${kept.map((k) => k.name).join(", ")}; suppressed: ${lost}.`,
      `A と B の IoU は ${f.number(iou(A.at, B.at))}。得点の高い順に残す枠:${kept.map((k) => k.name).join("、")}。取り除く枠:${lost}。`);
  };
});
