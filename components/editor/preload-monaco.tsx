import { monacoPath } from "./load-monaco";

/** Has the editor fetched and compiled, but not run: what the page still has to do comes first. */
export function PreloadMonaco() {
  return <link rel="modulepreload" href={monacoPath()} fetchPriority="low" />;
}
