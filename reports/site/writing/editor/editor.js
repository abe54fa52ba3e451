// The editor of the study pages: CodeMirror 6 with just what writing a layer needs. `build.mjs`
// makes one classic script of it, so that it also works where modules cannot be loaded.
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType, drawSelection, highlightSpecialChars, keymap,
  lineNumbers, placeholder } from "@codemirror/view";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { pythonLanguage } from "@codemirror/lang-python";
import { tagHighlighter, tags } from "@lezer/highlight";

const BAR = 64; // pixels that the bar above the page may cover
const GAP = "____"; // what stands in the text for a blank that nobody has filled
const LABELS = { ja: [..."あいうえお"], en: [..."ABCDE"] };

// Three tones, as in the rest of the page: the style sheet gives the classes their colours.
const tones = tagHighlighter([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword,
    tags.moduleKeyword, tags.bool, tags.null, tags.self], class: "k" },
  { tag: [tags.string, tags.number], class: "s" },
  { tag: tags.comment, class: "c" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)],
    class: "fn" },
]);

// ---- Blanks: places that keep their label and frame while they are filled ----
const setBlanks = StateEffect.define();
const judgeBlanks = StateEffect.define(); // the numbers of those that hold a wrong line
class Label extends WidgetType {
  constructor(text, state) { super(); this.text = text; this.state = state; }
  eq(other) { return other.text === this.text && other.state === this.state; }
  toDOM() {
    const label = document.createElement("b");
    label.className = "cm-blank-label" + this.state;
    label.textContent = this.text;
    label.setAttribute("aria-hidden", "true");
    return label;
  }
  ignoreEvent() { return false; }
}
const blanks = (language) => StateField.define({
  create: () => ({ places: [], wrong: [] }),
  update(value, change) {
    let { places, wrong } = value;
    if (change.docChanged) {
      places = places.map(([from, to]) =>
        [change.changes.mapPos(from, -1), change.changes.mapPos(to, 1)]);
      wrong = [];
    }
    for (const effect of change.effects) {
      if (effect.is(setBlanks)) { places = effect.value; wrong = []; }
      if (effect.is(judgeBlanks)) wrong = effect.value;
    }
    return { places, wrong };
  },
  provide: (field) => EditorView.decorations.from(field, ({ places, wrong }) =>
    Decoration.set(places.flatMap(([from, to], i) => {
      const state = wrong.includes(i) ? " cm-bad" : "";
      const label = Decoration.widget({ widget: new Label(LABELS[language][i] || "?", state), side: -1 });
      const frame = Decoration.mark({ class: "cm-blank" + state, inclusive: true });
      return to > from ? [label.range(from), frame.range(from, to)] : [label.range(from)];
    }), true)),
});

// ---- Lines that a judgement speaks of ----
const setMarks = StateEffect.define();
const lineMark = Decoration.line({ class: "cm-wrong-line" });
const marks = StateField.define({
  create: () => Decoration.none,
  update(value, change) {
    let now = value.map(change.changes);
    for (const effect of change.effects) {
      if (!effect.is(setMarks)) continue;
      const lines = effect.value.filter((n) => n >= 1 && n <= change.state.doc.lines);
      now = Decoration.set(lines.map((n) => lineMark.range(change.state.doc.line(n).from)), true);
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

// ---- A line that is too long for a phone goes on below its own beginning ----
const hang = (view) => {
  const made = [];
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      const deep = Math.min(line.text.search(/\S|$/) + 2, 16);
      const style = `padding-left: calc(4px + ${deep}ch); text-indent: -${deep}ch`;
      made.push(Decoration.line({ attributes: { style } }).range(line.from));
      at = line.to + 1;
    }
  }
  return Decoration.set(made);
};
const hanging = ViewPlugin.fromClass(class {
  constructor(view) { this.decorations = hang(view); }
  update(change) { if (change.docChanged || change.viewportChanged) this.decorations = hang(change.view); }
}, { decorations: (plugin) => plugin.decorations });

function create(parent, options) {
  const field = blanks(options.language);
  const placesOf = (state) => state.field(field).places;
  const filling = (state) => placesOf(state).length > 0;

  // In an exercise with blanks the rest of the code is given.
  const onlyBlanks = EditorState.transactionFilter.of((change) => {
    const places = placesOf(change.startState);
    if (!change.docChanged || !places.length || change.effects.some((e) => e.is(setBlanks))) return change;
    let allowed = true;
    change.changes.iterChanges((from, to, _a, _b, inserted) => {
      const inside = places.some(([start, end]) => from >= start && to <= end);
      if (!inside || inserted.lines > 1) allowed = false;
    });
    return allowed ? change : [];
  });
  const select = (view, [from, to]) => {
    view.dispatch({
      selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
    return true;
  };
  const step = (direction) => (view) => {
    const places = placesOf(view.state);
    const { from, to } = view.state.selection.main;
    const next = direction > 0
      ? places.find(([start]) => start > to)
      : [...places].reverse().find(([, end]) => end < from);
    return next ? select(view, next) : false; // at either end Tab leaves the editor
  };
  const view = new EditorView({
    parent,
    doc: options.text || "",
    extensions: [
      field, marks, onlyBlanks, history(), drawSelection(), highlightSpecialChars(), lineNumbers(),
      indentOnInput(), indentUnit.of("    "), EditorState.tabSize.of(4), bracketMatching(),
      pythonLanguage, syntaxHighlighting(tones), placeholder(options.placeholder || ""),
      options.wrap ? [EditorView.lineWrapping, hanging] : [],
      EditorView.contentAttributes.of({
        "aria-label": options.label, tabindex: "0", autocapitalize: "off",
        autocorrect: "off", spellcheck: "false",
        ...(options.describedBy ? { "aria-describedby": options.describedBy } : {}),
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) options.onChange?.();
      }),
      EditorView.domEventHandlers({
        mousedown: (event, at) => { // one press chooses the whole of a blank that is still empty
          const position = at.posAtCoords({ x: event.clientX, y: event.clientY });
          const place = placesOf(at.state).find(([from, to]) =>
            position !== null && from <= position && position <= to && at.state.sliceDoc(from, to) === GAP);
          if (!place) return false;
          event.preventDefault();
          at.focus();
          return select(at, place);
        },
      }),
      keymap.of([
        { key: "Mod-Enter", run: () => { options.onJudge?.(); return true; } },
        { key: "Enter", run: (at) => filling(at.state) && (step(1)(at) || true) },
        { key: "Tab", run: (at) => (filling(at.state) ? step(1)(at) : indentMore(at)),
          shift: (at) => (filling(at.state) ? step(-1)(at) : indentLess(at)) },
        ...historyKeymap, ...defaultKeymap,
      ]),
    ],
  });

  return {
    view,
    text: () => view.state.doc.toString(),
    blanks: () => placesOf(view.state),
    // `places` as they were kept; without them every gap in the text is one.
    set(text, places = null) {
      const found = places || [...text.matchAll(new RegExp(GAP, "g"))].map((m) => [m.index, m.index + GAP.length]);
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        effects: [setBlanks.of(found), setMarks.of([])],
        selection: { anchor: 0 },
      });
    },
    unfilled() {
      return placesOf(view.state)
        .map(([from, to], i) => [LABELS[options.language][i], view.state.sliceDoc(from, to).trim()])
        .filter(([, text]) => !text || text === GAP).map(([label]) => label);
    },
    chooseFirstBlank(onlyEmpty = true) {
      const empty = ([from, to]) => [GAP, ""].includes(view.state.sliceDoc(from, to).trim());
      const places = placesOf(view.state);
      const first = places.find(empty) || (onlyEmpty ? null : places[0]);
      if (first) select(view, first);
    },
    mark(lines) {
      const wrong = placesOf(view.state).flatMap(([from], i) =>
        (lines.includes(view.state.doc.lineAt(from).number) ? [i] : []));
      view.dispatch({ effects: [setMarks.of(lines), judgeBlanks.of(wrong)] });
    },
    goTo(number) {
      const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
      const place = placesOf(view.state).find(([from]) => from >= line.from && from <= line.to);
      view.dispatch({
        selection: place ? { anchor: place[1] } : { anchor: line.from + line.text.search(/\S|$/) },
        effects: EditorView.scrollIntoView(line.from, { y: "center" }),
      });
      view.focus();
      // The editor does not know of the bar that stays at the page's top.
      requestAnimationFrame(() => {
        const at = view.coordsAtPos(line.from);
        if (at && (at.top < BAR || at.bottom > innerHeight - BAR)) scrollBy(0, at.top - innerHeight / 3);
      });
    },
    insert(text) {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
    focus: () => view.focus(),
  };
}

globalThis.parityEditor = { create };
