/** Parts of monaco-editor that ship without types. */
declare module "monaco-editor/esm/vs/editor/edcore.main.js" {
  export * from "monaco-editor";
}
declare module "monaco-editor/esm/vs/basic-languages/yaml/yaml.contribution.js";
declare module "monaco-editor/esm/vs/editor/editor.worker.js";
