// An editor for an answer, in place of the code that stands there.
import {
    EditorState, EditorView, bracketMatching, classHighlighter, defaultKeymap, drawSelection, history, historyKeymap,
    indentOnInput, indentUnit, keymap, python, syntaxHighlighting,
} from "./vendor/editor.js";

// label : for screen readers. change(text) : called at each change. check() : Shift + Enter.
export const edit = (parent, text, {label, change, check}) => {
    // Tab moves on to the buttons, as everywhere in a page; a new line is indented by itself.
    const checks = () => {
        check();
        return true;
    };
    const keys = [{key: "Shift-Enter", run: checks}, ...defaultKeymap, ...historyKeymap];
    const view = new EditorView({
        parent,
        state: EditorState.create({doc: text, extensions: [
            history(), drawSelection(), indentOnInput(), bracketMatching(), python(), indentUnit.of("    "),
            syntaxHighlighting(classHighlighter), keymap.of(keys), EditorView.lineWrapping,
            EditorView.contentAttributes.of({"aria-label": label, autocapitalize: "off", spellcheck: "false"}),
            EditorView.updateListener.of((update) => update.docChanged && change(update.state.doc.toString())),
        ]}),
    });
    return {
        get text() {
            return view.state.doc.toString();
        },
        set text(text) {
            if (text !== this.text) view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: text}});
        },
        focus: () => view.focus(),
    };
};
