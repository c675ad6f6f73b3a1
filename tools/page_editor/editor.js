// The page's editor. Built into grader/page/static/editor.js by build.mjs; what page.js may use is what is exported.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration, drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap,
  lineNumbers, rectangularSelection,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const phrases = {
  "Find": "查找", "Replace": "替换为", "next": "下一个", "previous": "上一个", "all": "全选", "match case": "区分大小写",
  "regexp": "正则", "by word": "全字", "replace": "替换", "replace all": "全部替换", "close": "关闭", "Go to line": "跳到行",
  "go": "跳转", "current match": "当前匹配", "replaced $ matches": "已替换 $ 处", "replaced match on line $": "已替换第 $ 行的匹配",
  "on line": "在行", "Control character": "控制字符",
};

// Each colour is one of page.css, so that light and dark are decided there alone.
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.modifier], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.comment, tags.meta], color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], color: "var(--code-name)" },
]);

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--code-paper)", fontSize: "var(--code-size)" },
  "&.cm-focused": { outline: "none" },  // page.css shows it around the whole
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".75rem 0" },
  ".cm-line": { padding: "0 1rem 0 .5rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { color: "var(--faint)", backgroundColor: "var(--code-paper)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 .5rem 0 1rem" },
  ".cm-activeLine": { backgroundColor: "var(--code-line)" },
  ".cm-activeLineGutter": { color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, ::selection":
    { backgroundColor: "var(--selection) !important" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket":
    { color: "inherit", backgroundColor: "transparent", outline: "1px solid var(--faint)" },
  ".cm-searchMatch": { backgroundColor: "var(--marked)" },
  ".cm-searchMatch-selected": { outline: "1px solid var(--accent)" },
  ".cm-panels": { color: "var(--ink)", backgroundColor: "var(--paper)" },
  ".cm-panels-top, .cm-panels-bottom": { borderColor: "var(--rule) !important" },
  ".cm-panel.cm-search": { fontFamily: "var(--sans)", padding: ".5rem 2rem .5rem .75rem" },
  ".cm-panel.cm-search label": { fontSize: ".875rem" },
  ".cm-textfield": { color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid var(--edge)", borderRadius: "4px" },
  ".cm-button":
    { color: "var(--ink)", backgroundImage: "none", backgroundColor: "var(--tint)", border: "1px solid var(--edge)", borderRadius: "4px" },
  ".cm-faulty": { backgroundColor: "var(--bad-tint)" },
});

const pointAt = StateEffect.define();
const pointed = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(pointAt)) {
        const lines = effect.value.filter((line) => line >= 1 && line <= transaction.state.doc.lines);
        const starts = [...new Set(lines)].sort((a, b) => a - b).map((line) => transaction.state.doc.line(line).from);
        next = Decoration.set(starts.map((from) => Decoration.line({ class: "cm-faulty" }).range(from)));
      }
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * An editor inside of `parent`. Its styles stand in a shadow root, as sheets made by script: a page without inline styles
 * allows those.
 *
 * @param {HTMLElement} parent
 * @param {{text: string, label: string, lang?: string, onChange?: () => void, keys?: Record<string, () => void>}} options
 */
export function mountEditor(parent, { text, label, lang = "en", onChange = () => {}, keys = {} }) {
  const root = parent.attachShadow({ mode: "open" });
  const place = document.createElement("div");
  place.style.height = "100%";
  root.append(place);
  const readOnly = new Compartment();
  let ours = false;
  const view = new EditorView({
    root,
    parent: place,
    state: EditorState.create({
      doc: text,
      extensions: [
        keymap.of(Object.entries(keys).map(([key, does]) => ({ key, run: () => (does(), true), preventDefault: true }))),
        lineNumbers(), highlightActiveLineGutter(), highlightSpecialChars(), history(), drawSelection(), rectangularSelection(),
        indentOnInput(), indentUnit.of("    "), bracketMatching(), closeBrackets(), highlightActiveLine(),
        highlightSelectionMatches(), search({ top: true }), python(), syntaxHighlighting(colours), look, pointed,
        EditorState.tabSize.of(4), readOnly.of([]),
        EditorState.phrases.of(lang === "zh" ? phrases : {}),
        EditorView.contentAttributes.of({ "aria-label": label, "tabindex": "0", "autocapitalize": "off", "autocorrect": "off", "spellcheck": "false" }),
        EditorView.updateListener.of((update) => { if (update.docChanged && !ours) onChange(); }),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, indentWithTab]),
      ],
    }),
  });
  return {
    get text() { return view.state.doc.toString(); },
    /** Replaces what differs, so that the cursor and what can be undone stay. */
    replace(next) {
      const now = view.state.doc.toString();
      if (next === now) return;
      let from = 0, end = now.length, nextEnd = next.length;
      while (from < end && from < nextEnd && now[from] === next[from]) from++;
      while (end > from && nextEnd > from && now[end - 1] === next[nextEnd - 1]) { end--; nextEnd--; }
      ours = true;
      try {
        view.dispatch({ changes: { from, to: end, insert: next.slice(from, nextEnd) } });
      } finally {
        ours = false;
      }
    },
    focus() { view.focus(); },
    /** Marks these lines until the next call. */
    point(lines) { view.dispatch({ effects: pointAt.of(lines) }); },
    goTo(line) {
      const at = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines)));
      view.dispatch({ selection: { anchor: at.from }, effects: EditorView.scrollIntoView(at.from, { y: "center" }) });
      view.focus();
    },
    setReadOnly(on) { view.dispatch({ effects: readOnly.reconfigure(on ? EditorState.readOnly.of(true) : []) }); },
  };
}
