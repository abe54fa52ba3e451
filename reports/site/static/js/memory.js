// What was answered, by the question's name: boxes after Leitner. It stays in this browser,
// and goes to a file and back.
"use strict";
window.parityMemory = (() => {
  const KEY = "parity-memory";
  const DAYS = [0, 1, 3, 7, 16, 35];
  const DAY = 86_400_000;
  const FILES = ["parity-memory", "parity-progress", "parity-exam-results"];
  const plain = (kept) => kept && typeof kept === "object" && !Array.isArray(kept);
  function all() {
    try {
      const kept = JSON.parse(recall(KEY) || "{}");
      return plain(kept) ? kept : {};
    } catch { return {}; }
  }
  const sound = (one) => plain(one) && Number.isInteger(one.box) && one.box >= 0
    && one.box < DAYS.length && Number.isFinite(one.due);
  const of = (name) => {
    const one = all()[name];
    return sound(one) ? one : null;
  };
  // Right: one box further, and not before its days have passed. Wrong: back to the first, due now.
  function answered(name, right) {
    const kept = all();
    const before = sound(kept[name]) ? kept[name] : { box: 0, right: 0, wrong: 0 };
    const box = right ? Math.min(before.box + 1, DAYS.length - 1) : 0;
    kept[name] = {
      box, due: Date.now() + DAYS[box] * DAY,
      right: (before.right || 0) + right, wrong: (before.wrong || 0) + !right,
    };
    remember(KEY, JSON.stringify(kept));
  }
  const due = (now = Date.now()) =>
    Object.entries(all()).filter(([, one]) => sound(one) && one.due <= now)
      .sort(([, a], [, b]) => a.box - b.box || a.due - b.due).map(([name]) => name);
  // By item: how many are known (answered right at last), how many wait to come back.
  function byItem(itemOf) {
    const found = {};
    for (const [name, one] of Object.entries(all())) {
      const item = itemOf[name];
      if (!item || !sound(one)) continue;
      const own = (found[item] ||= { known: 0, wrong: 0 });
      if (one.box > 0) own.known += 1; else own.wrong += 1;
    }
    return found;
  }
  const exported = () => JSON.stringify({
    schema: "dl-parity-practice-1",
    kept: Object.fromEntries(FILES.map((key) => [key, recall(key)]).filter(([, text]) => text)),
  });
  // Returns whether the file was one of ours; nothing is changed if it was not.
  function imported(text) {
    let content;
    try { content = JSON.parse(text); } catch { return false; }
    if (!plain(content) || content.schema !== "dl-parity-practice-1" || !plain(content.kept)) return false;
    const entries = Object.entries(content.kept).filter(([key]) => FILES.includes(key));
    for (const [key, kept] of entries) {
      if (typeof kept !== "string") return false;
      try {
        const parsed = JSON.parse(kept);
        if (key === "parity-exam-results" ? !Array.isArray(parsed) : !plain(parsed)) return false;
      } catch { return false; }
    }
    for (const [key, kept] of entries) remember(key, kept);
    return true;
  }
  return { all, of, answered, due, byItem, exported, imported };
})();
