import { clsx, type ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// Our scale adds one size below Tailwind's own; without this it would be read as a colour.
const merge = extendTailwindMerge({
  extend: { theme: { text: ["2xs"], shadow: ["1", "2", "3"] } },
});

/** Joins class names; of two that set the same property the later one wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
