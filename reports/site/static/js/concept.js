// A concept's page: contents, tabs, symbols, steps, copying, questions, exam mode, progress.
// It works from file://, and in the frame of a notebook, which has no site.js.
"use strict";
const progress = window.parityProgress;
const subject = document.querySelector(".concept").dataset.concept;
// One framework at a time on narrow screens
const twins = document.querySelector(".twins");
if (twins) {
  const buttons = twins.querySelectorAll(".tabs button");
  for (const button of buttons) {
    button.addEventListener("click", () => {
      twins.dataset.show = button.dataset.framework;
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
    });
  }
}

// The same symbol, everywhere
const article = document.querySelector(".concept");
if (article) {
  let lit = "";
  const light = (symbol) => {
    if (symbol === lit) return;
    for (const element of article.querySelectorAll(".lit")) element.classList.remove("lit");
    lit = symbol;
    if (!symbol) return;
    for (const element of article.querySelectorAll("[data-s]")) {
      element.classList.toggle("lit", element.dataset.s === symbol);
    }
  };
  const symbolOf = (event) => event.target.closest("[data-s]")?.dataset.s || "";
  article.addEventListener("focusin", (event) => { if (symbolOf(event)) light(symbolOf(event)); });
  article.addEventListener("pointerover", (event) => light(symbolOf(event)));
  article.addEventListener("click", (event) => light(symbolOf(event)));
}

// Questions on a concept's page
for (const quiz of document.querySelectorAll(".quiz")) {
  const field = quiz.querySelector("fieldset");
  const choices = [...field.querySelectorAll(".choice")];
  for (let i = choices.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [choices[i], choices[j]] = [choices[j], choices[i]];
  }
  field.append(...choices);
  quiz.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = quiz.querySelector(".said");
    const answer = quiz.querySelector("input:checked");
    if (!answer) { said.textContent = said.dataset.first; return; }
    const right = answer.value === quiz.dataset.right;
    for (const choice of choices) {
      const value = choice.querySelector("input").value;
      choice.classList.toggle("is-right", value === quiz.dataset.right);
      choice.classList.toggle("is-wrong", value === answer.value && !right);
      choice.querySelector(".feedback").hidden = false;
    }
    said.textContent = right ? said.dataset.right : said.dataset.wrong;
    said.className = "said " + (right ? "good" : "poor");
    quiz.dataset.answered = String(right);
    progress?.answered(subject, quiz.id.replace("question-", ""), right);
    if (right) reveal(quiz);
  });
}

// Exam mode: the questions' lines are blanked in the NumPy column.
const practise = document.getElementById("practise");
function lineOf(quiz) {
  return document.querySelector(`.cell[data-framework="numpy"] .l[data-n="${quiz.dataset.place}"]`);
}
function blank(quiz) {
  const code = lineOf(quiz)?.querySelector("code");
  if (!code || code.dataset.full) return;
  code.dataset.full = code.innerHTML;
  const gap = document.createElement("a");
  gap.className = "gap";
  gap.href = "#" + quiz.id;
  gap.textContent = quiz.querySelector(".gap").textContent;
  code.replaceChildren(code.textContent.match(/^\s*/)[0], gap);
}
function reveal(quiz) {
  const code = lineOf(quiz)?.querySelector("code");
  if (!code?.dataset.full) return;
  code.innerHTML = code.dataset.full;
  delete code.dataset.full;
}
practise?.addEventListener("click", () => {
  const on = practise.getAttribute("aria-pressed") !== "true";
  practise.setAttribute("aria-pressed", String(on));
  document.body.classList.toggle("practising", on);
  for (const quiz of document.querySelectorAll(".quiz")) {
    if (on && quiz.dataset.answered !== "true") blank(quiz);
    else reveal(quiz);
  }
});

// Steps of the derivation, all at once
const steps = [...document.querySelectorAll(".steps details")];
const every = document.getElementById("all-steps");
function sayEvery() {
  if (every) every.textContent = steps.every((step) => step.open) ? every.dataset.shut : every.dataset.open;
}
every?.addEventListener("click", () => {
  const open = steps.some((step) => !step.open);
  for (const step of steps) step.open = open;
});
for (const step of steps) step.addEventListener("toggle", sayEvery);
sayEvery();

// Copying: a listing's code, or what a button holds
for (const button of document.querySelectorAll("[data-copy], [data-text]")) {
  const own = button.textContent;
  button.addEventListener("click", async () => {
    const from = document.getElementById(button.dataset.copy);
    const blocks = [...(from?.querySelectorAll(".code") || [])].map((block) =>
      [...block.querySelectorAll(".l > code")].map((line) => line.textContent.trimEnd()).join("\n"));
    const { copied, notCopied } = document.querySelector(".concept").dataset;
    try {
      await navigator.clipboard.writeText(button.dataset.text ?? blocks.join("\n\n") + "\n");
      button.textContent = copied;
    } catch { button.textContent = notCopied; }
    setTimeout(() => { button.textContent = own; }, 2000);
  });
}

// Where the reader is
const contents = document.querySelector(".toc");
const links = [...contents.querySelectorAll("nav a")];
const sections = links.map((link) => document.getElementById(link.hash.slice(1)));
const box = contents.querySelector("details");
const roomy = matchMedia("(min-width: 1100px)");
const fit = () => { box.open = roomy.matches; };
roomy.addEventListener("change", fit);
fit();
for (const link of links) link.addEventListener("click", () => { if (!roomy.matches) box.open = false; });
let here = -1;
function where() {
  let now = 0;
  sections.forEach((section, i) => { if (section.getBoundingClientRect().top < 140) now = i; });
  if (innerHeight + scrollY >= document.documentElement.scrollHeight - 2 && scrollY > 0) now = sections.length - 1;
  if (now === here) return;
  here = now;
  links.forEach((link, i) => { if (i === now) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current"); });
  const [number, title] = links[now].children;
  document.getElementById("toc-now").textContent = number.textContent + "\u3000" + title.textContent;
  contents.style.setProperty("--w", (100 * (now + 1)) / sections.length + "%");
}
addEventListener("scroll", where, { passive: true });
where();

// A link to what lies in a fold opens it
function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}
addEventListener("hashchange", unfold);
unfold();

// Progress: read once the questions have been reached from above, section by section
if (progress) {
  const mark = document.getElementById("mark-read");
  const passed = new Set();
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) passed.add(entry.target.id);
    const before = sections.slice(0, sections.findIndex((section) => section.id === "exam") + 1);
    if (before.every((section) => passed.has(section.id))) progress.mark(subject, "read");
  });
  for (const section of sections) seen.observe(section);
  const tell = () => {
    const own = progress.of(subject);
    mark.textContent = own.read ? mark.dataset.on : mark.dataset.off;
    mark.setAttribute("aria-pressed", String(Boolean(own.read)));
    document.getElementById("n-solved").textContent = progress.solved(subject);
    document.getElementById("state-right").hidden = !own.right;
    for (const link of document.querySelectorAll(".links [data-c]")) {
      const kept = progress.of(link.dataset.c);
      link.classList.toggle("r", Boolean(kept.read));
      link.classList.toggle("s", progress.solved(link.dataset.c) > 0);
      link.classList.toggle("w", Boolean(kept.right));
    }
  };
  mark.addEventListener("click", () => {
    seen.disconnect();
    progress.mark(subject, "read", !progress.of(subject).read);
  });
  document.addEventListener("parity-progress", tell);
  tell();
}
