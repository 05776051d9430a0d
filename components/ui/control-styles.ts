import { cva } from "class-variance-authority";

/** What every box that takes input looks like. 16 px on touch screens, so phones do not zoom in. */
export const controlStyles = cva(
  [
    "w-full min-w-0 rounded-md border border-line-control bg-surface text-sm text-ink pointer-coarse:text-lg",
    "transition-[border-color] duration-100 hover:border-ink-faint",
    "focus-visible:border-focus focus-visible:outline-offset-0",
    "disabled:cursor-not-allowed disabled:border-line-strong disabled:bg-sunken disabled:text-ink-faint",
    // Not read-only:, which matches every button.
    "[&[readonly]]:bg-sunken",
    "aria-invalid:border-danger aria-invalid:focus-visible:outline-danger",
  ],
  {
    variants: {
      size: {
        sm: "h-7 px-2 pointer-coarse:h-9",
        md: "h-8 px-2.5 pointer-coarse:h-10",
        lg: "h-10 px-3 text-base pointer-coarse:h-11",
      },
      mono: { true: "font-mono text-xs" },
    },
    defaultVariants: { size: "md" },
  },
);
