"""An accessibility checker on a page, which judges the contrast of each look of a text once."""

OPTIONS = {
    "preload": False,
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete"],  # the rest is not even listed
}

AUDIT = """async ([options, looks, samples]) => {
  // Everything that the contrast of a text follows from: its own look and, of what it stands in,
  // all that is painted or laid over something. Styles are as computed, whatever rule gave them.
  const OWN = ["color", "fontSize", "fontWeight", "textShadow", "webkitTextStrokeWidth",
    "webkitTextStrokeColor", "webkitTextFillColor", "visibility", "display"];
  const AROUND = ["backgroundColor", "backgroundImage", "backgroundClip", "opacity", "position",
    "zIndex", "mixBlendMode", "filter", "transform", "clipPath", "float"];
  const told = (style, names) => names.map((name) => style[name]).join("|");
  const around = new Map();
  const usual = document.documentElement.appendChild(document.createElement("i"));
  const plain = told(getComputedStyle(usual), AROUND);
  usual.remove();
  const layersOf = (element) => {
    if (!element) return "";
    if (!around.has(element)) {
      const own = told(getComputedStyle(element), AROUND);
      const drawn = ["::before", "::after"].map((part) => getComputedStyle(element, part))
        .map((style) => (style.content === "none" ? "" : told(style, AROUND))).join("");
      const layer = own === plain && !drawn ? "" : `<${own}${drawn}`;
      around.set(element, layersOf(element.parentElement) + layer);
    }
    return around.get(element);
  };
  const textOf = (element) => [...element.childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("").trim();
  const seen = new Map(looks);
  const asked = {}, others = {};
  for (const element of document.querySelectorAll("*")) {
    const text = textOf(element);
    if (!text && !element.matches("input, select, textarea")) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const off = Boolean(element.closest("[disabled], [aria-disabled=true]")
      || element.closest("label")?.control?.disabled);
    const { left, right } = element.getBoundingClientRect();
    const inside = left >= 0 && right <= innerWidth; // else it may be left open
    const own = told(getComputedStyle(element), OWN);
    const look = [text.length > 1, off, inside, own, layersOf(element)].join(" ");
    const count = seen.get(look) || 0;
    if (count >= samples) {
      (others[look] ||= []).push(element);
      continue;
    }
    seen.set(look, count + 1);
    (asked[look] ||= []).push(element);
    element.dataset.look = "new";
  }
  axe.configure({ rules: [{ id: "color-contrast", selector: "[data-look=new]" }] });
  const { violations, incomplete } = await axe.run(options);
  const open = new Set(incomplete.filter(({ id }) => id === "color-contrast")
    .flatMap(({ nodes }) => nodes.map(({ target }) => document.querySelector(target[0]))));
  for (const look in asked) {
    if (!asked[look].every((element) => open.has(element))) continue;
    for (const element of others[look] || []) element.dataset.look = "more";
  }
  if (document.querySelector("[data-look=more]")) {
    axe.configure({ rules: [{ id: "color-contrast", selector: "[data-look=more]" }] });
    const more = await axe.run({ ...options, runOnly: ["color-contrast"] });
    violations.push(...more.violations);
  }
  const some = ({ id, nodes }) => [id, nodes.map((node) => node.target).slice(0, 3)];
  return [violations.map(some), [...seen]];
}"""

SAMPLES = 3
"""Texts of one look whose contrast is judged; all, where the checker leaves these open."""


def violations(page, script: str, looks: list, samples: int = SAMPLES) -> tuple[list, list]:
    """Return what the checker ``script`` finds wrong on a page, and the looks of all texts so far.

    Contrast is four fifths of its work, and follows from the look of a text alone: a text whose
    look was judged often enough, here or on pages before (``looks``), is not judged again. Every
    other rule sees every element.
    """
    page.evaluate(script)
    found, looks = page.evaluate(AUDIT, [OPTIONS, looks, samples])
    return found, looks
