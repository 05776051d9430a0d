"use client";

import { useEffect } from "react";
import { preloadModule } from "react-dom";
import { idle } from "./idle";
import { monacoPath } from "./load-monaco";

/** Has the editor fetched and compiled, but not run, once the page itself can be used. */
export function PreloadMonaco() {
  useEffect(() => {
    void idle().then(() => preloadModule(monacoPath(), { as: "script" }));
  }, []);
  return null;
}
