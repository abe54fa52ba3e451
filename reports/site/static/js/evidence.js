// The table of digits narrows to what is called as one writes.
"use strict";
(() => {
  const input = document.getElementById("narrow");
  const none = document.getElementById("narrow-none");
  const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s_\-・ー]/g, "");
  const rows = [...document.querySelectorAll("tr[data-concept]")]
    .map((row) => [row, folded(row.dataset.concept + " " + row.querySelector("th").textContent)]);
  function narrow() {
    const wanted = folded(input.value);
    let left = 0;
    for (const [row, text] of rows) {
      row.hidden = !text.includes(wanted);
      left += !row.hidden;
    }
    for (const body of document.querySelector(".matrix").tBodies) {
      body.hidden = !body.querySelector("tr[data-concept]:not([hidden])");
    }
    none.textContent = left ? "" : none.dataset.none;
  }
  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { input.value = ""; narrow(); }
  });
  if (input.value) narrow();
})();
