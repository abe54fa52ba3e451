// The map: progress, what to learn next, prerequisites on hover, focus or tap, what a search finds.
"use strict";
(() => {
  const map = document.getElementById("map");
  const read = document.getElementById("read");
  const arcs = map.querySelector(".arcs");
  const words = JSON.parse(document.getElementById("words").textContent);
  const say = (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  const gap = document.body.dataset.language === "ja" ? "" : " ";
  const by = (id) => document.getElementById(id);
  const chips = [...map.querySelectorAll(".chip[data-c]")];
  const named = new Map(chips.map((chip) => [chip.dataset.c, chip]));
  const label = (chip) => chip.lastChild.textContent.trim();
  const needs = (chip) => chip.dataset.p.split(" ").map((name) => named.get(name)).filter(Boolean);
  const opens = (chip) => chips.filter((other) => needs(other).includes(chip));
  const list = (some) => some.map(label).join(say("list_gap"));
  const wide = matchMedia("(min-width: 1100px)");

  // Progress, and one suggestion with its reason
  const { of, practised, again } = window.parityProgress;
  const isRead = (chip) => Boolean(of(chip.dataset.c).read);
  const isPractised = (chip) => practised(chip.dataset.c, Number(chip.dataset.q));
  const isRight = (chip) => Boolean(of(chip.dataset.c).right);
  const isDone = (chip) => isRight(chip) || isPractised(chip) || (isRead(chip) && chip.dataset.q === "0");

  function suggestion() {
    const ready = chips.filter((chip) => !isDone(chip) && needs(chip).every((need) => isDone(need) || isRead(need)));
    const begun = ready.find((chip) => isRead(chip) && !isPractised(chip));
    if (begun) return begun;
    const examined = ready.filter((chip) => !chip.classList.contains("g") || opens(chip).some((other) => !other.classList.contains("g")));
    return examined[0] || ready[0] || chips.find((chip) => !isDone(chip));
  }
  function suggest() {
    const chip = suggestion();
    for (const other of chips) other.classList.toggle("now", other === chip);
    const title = by("next-title");
    const why = by("next-why");
    if (!chip) { why.textContent = say("next_all"); return; }
    title.textContent = label(chip);
    title.href = by("next-go").href = chip.href;
    const before = needs(chip);
    const after = opens(chip).filter((other) => !isDone(other)).slice(0, 2);
    const said = [];
    if (isRead(chip)) said.push(say("next_again"));
    else if (before.length) said.push(say("next_done_needs", { needs: list(before) }));
    else said.push(say(chips.some(isRead) ? "next_no_needs" : "next_begin"));
    if (after.length) said.push(say("next_opens", { opens: list(after) }));
    said.push(say(chip.classList.contains("g") ? "next_unexamined" : "next_examined"));
    const area = chip.closest(".area");
    if (chips.some(isPractised) && !area.querySelector(".chip.s")) {
      said.push(say("next_station_new", { station: area.querySelector("h4").textContent }));
    }
    why.textContent = said.join(gap);
    if (isRead(chip)) by("next-go").textContent = say("resume");
    area.classList.remove("shut");
    area.querySelector(".more").setAttribute("aria-expanded", "true");
  }
  function redo() {
    const wrong = again().filter(([name]) => named.has(name));
    if (!chips.some((chip) => of(chip.dataset.c).solved)) return;
    by("redo-title").textContent = wrong.length ? say("redo_title", { n: wrong.length }) : say("redo_none");
    by("redo").hidden = !wrong.length;
    if (wrong.length) by("redo-about").textContent = say("redo_about");
    by("redo").replaceChildren(...wrong.slice(0, 3).map(([name, n]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = named.get(name).href + "#question-" + n;
      link.textContent = label(named.get(name));
      item.append(link);
      return item;
    }));
  }
  function progress() {
    for (const chip of chips) {
      chip.classList.toggle("r", isRead(chip));
      chip.classList.toggle("s", isPractised(chip));
      chip.classList.toggle("w", isRight(chip));
    }
    for (const area of map.querySelectorAll(".area")) {
      const own = [...area.querySelectorAll(".chip[data-c]")];
      if (!own.length) continue;
      const pips = own.reduce((sum, chip) => sum + isRead(chip) + isPractised(chip) + isRight(chip), 0);
      area.querySelector(".ring").style.setProperty("--p", (100 * pips) / (3 * own.length));
      area.querySelector(".done").textContent = own.filter(isPractised).length;
    }
    by("n-read").textContent = chips.filter(isRead).length;
    by("n-practised").textContent = chips.filter(isPractised).length;
    by("n-right").textContent = chips.filter(isRight).length;
    suggest();
    redo();
  }
  progress();
  addEventListener("pageshow", (event) => { if (event.persisted) progress(); });
  addEventListener("storage", progress);

  // Prerequisites
  let shown = null;
  function clear() {
    shown = null;
    map.classList.remove("look");
    for (const chip of chips) chip.classList.remove("here", "pre", "post");
    arcs.replaceChildren();
    read.replaceChildren();
    read.classList.remove("on");
  }
  function arc(from, to) {
    if (!from.offsetParent || !to.offsetParent) return;
    const o = map.getBoundingClientRect(), a = from.getBoundingClientRect(), b = to.getBoundingClientRect();
    const y1 = a.top + a.height / 2 - o.top, y2 = b.top + b.height / 2 - o.top;
    const right = b.left > a.right + 8; // from left to right, or along one column
    const x1 = (right ? a.right : a.left) - o.left, x2 = b.left - o.left;
    const bend = right ? Math.max(24, (x2 - x1) / 2) : -22;
    const lift = right && Math.abs(y2 - y1) < 12 && x2 - x1 > 60 ? -26 : 0;
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", `M${x1} ${y1} C${x1 + bend} ${y1 + lift} ${x2 - Math.abs(bend)} ${y2 + lift} ${x2} ${y2}`);
    arcs.append(path);
  }
  function show(chip) {
    if (shown === chip) return;
    clear();
    shown = chip;
    const before = needs(chip), after = opens(chip);
    map.classList.add("look");
    chip.classList.add("here");
    for (const need of before) { need.classList.add("pre"); arc(need, chip); }
    for (const other of after) other.classList.add("post");
    const name = document.createElement("b");
    name.textContent = label(chip);
    read.append(name);
    for (const [head, some] of [["needs_short", before], ["opens_short", after.slice(0, 8)]]) {
      const line = document.createElement("span");
      line.textContent = say(head) + "\u3000" + (list(some) || say("nothing_short"));
      read.append(line);
    }
    const go = document.createElement("a");
    go.className = "btn main";
    go.href = chip.href;
    go.textContent = say("open_page");
    read.append(go);
    read.classList.add("on");
  }
  const touch = matchMedia("(hover: none)");
  for (const chip of chips) {
    chip.addEventListener("mouseenter", () => touch.matches || show(chip));
    chip.addEventListener("focus", () => show(chip));
    chip.addEventListener("click", (event) => {
      // The first tap tells what it needs; the second, or the button below, opens it.
      if (!touch.matches || chip.dataset.again) return;
      event.preventDefault();
      for (const other of chips) delete other.dataset.again;
      chip.dataset.again = "1";
      show(chip);
    });
  }
  map.addEventListener("mouseleave", clear);
  addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });
  for (const more of map.querySelectorAll(".more")) {
    more.addEventListener("click", () => {
      const shut = more.closest(".area").classList.toggle("shut");
      more.setAttribute("aria-expanded", String(!shut));
    });
  }
  function arrive() {
    const area = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!area?.classList.contains("area")) return;
    area.classList.remove("shut");
    area.querySelector(".more").setAttribute("aria-expanded", "true");
  }
  addEventListener("hashchange", arrive);
  arrive();
  by("examined").addEventListener("change", (event) => map.classList.toggle("exam", event.target.checked));
  if (by("examined").checked) map.classList.add("exam");

  // What a search finds lights up in place.
  document.addEventListener("parity-found", ({ detail }) => {
    clear();
    map.classList.toggle("find-on", Boolean(detail));
    const hits = new Set((detail || []).map((id) => id.replace(/^concepts\/(.*)\.html$/, "$1")));
    for (const chip of chips) chip.classList.toggle("hit", Boolean(detail) && hits.has(chip.dataset.c));
    if (!detail || wide.matches) return;
    for (const area of map.querySelectorAll(".area")) area.classList.toggle("shut", !area.querySelector(".hit"));
  });
})();
