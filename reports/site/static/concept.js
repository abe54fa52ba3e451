// A concept's page: columns and tabs, symbols, questions, exam mode. Works from file://.
"use strict";
document.documentElement.classList.add("js");

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
