"use client";

import { useTheme } from "next-themes";
import { useEffect, useState } from "react";
import { loadMonaco, type Monaco } from "./load-monaco";
import { applyTheme } from "./theme";

/** Monaco once it is there, in the page's colours; `failed` when its files could not be fetched. */
export function useMonaco(): { monaco: Monaco | undefined; failed: boolean } {
  const [monaco, setMonaco] = useState<Monaco>();
  const [failed, setFailed] = useState(false);
  const { resolvedTheme } = useTheme();
  useEffect(() => {
    let gone = false;
    loadMonaco().then(
      (loaded) => {
        if (!gone) setMonaco(loaded);
      },
      () => {
        if (!gone) setFailed(true);
      },
    );
    return () => {
      gone = true;
    };
  }, []);
  useEffect(() => {
    if (monaco) applyTheme(monaco, resolvedTheme === "dark");
  }, [monaco, resolvedTheme]);
  return { monaco, failed };
}
