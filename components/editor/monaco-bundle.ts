// The editor with its features and one language: the full package would bring eighty.
import "monaco-editor/esm/vs/basic-languages/yaml/yaml.contribution.js";

export { editor, KeyCode, languages, Range, Uri } from "monaco-editor/esm/vs/editor/edcore.main.js";
