// The editor with its features and one language: the full package would bring eighty.
// Entry of scripts/bundle-editor.mjs; a change here is seen after the next start.
import { conf, language } from "monaco-editor/esm/vs/basic-languages/yaml/yaml.js";
import { languages } from "monaco-editor/esm/vs/editor/edcore.main.js";

export {
  editor,
  KeyCode,
  KeyMod,
  languages,
  Range,
  Uri,
} from "monaco-editor/esm/vs/editor/edcore.main.js";

languages.register({ id: "yaml" });
languages.setLanguageConfiguration("yaml", conf);
languages.setMonarchTokensProvider("yaml", language);
