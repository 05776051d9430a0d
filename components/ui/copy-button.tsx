"use client";

import { Check, Copy, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";

type Outcome = "copied" | "failed";

const icons = {
  idle: <Copy />,
  copied: <Check className="text-ok-text" />,
  failed: <X className="text-danger-text" />,
};

/** Puts a text on the clipboard and says so. With `showLabel` the words stand beside the icon. */
export function CopyButton({
  text,
  label = "Copy",
  showLabel = false,
  className,
}: {
  /** A function is asked at the click, for texts that say "now". */
  text: string | (() => string);
  label?: string;
  showLabel?: boolean;
  className?: string;
}) {
  const [outcome, setOutcome] = useState<Outcome>();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), 1800);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    const done = await writeClipboard(typeof text === "function" ? text() : text);
    setOutcome(done ? "copied" : "failed");
  };
  const words = { idle: label, copied: "Copied", failed: "Could not copy" }[outcome ?? "idle"];
  const shared = { icon: icons[outcome ?? "idle"], onClick: copy };
  return (
    <>
      {showLabel ? (
        <Button size="sm" className={className} {...shared}>
          {words}
        </Button>
      ) : (
        <IconButton label={words} size="sm" className={cn("size-6", className)} {...shared} />
      )}
      <output className="sr-only">{outcome ? words : ""}</output>
    </>
  );
}

/** The clipboard API is missing on plain http, which a first installation often has. */
async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
