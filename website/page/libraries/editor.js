export { defaultKeymap, history, historyKeymap, undo } from "@codemirror/commands";
export { python } from "@codemirror/lang-python";
export { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
export { EditorState } from "@codemirror/state";
export { EditorView, drawSelection, keymap } from "@codemirror/view";
export { classHighlighter } from "@lezer/highlight";
