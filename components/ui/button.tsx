import { cva, type VariantProps } from "class-variance-authority";
import { Link } from "@/components/ui/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Spinner } from "@/components/ui/spinner";

/** Looks of a button; `primary` at most once per view, `danger` only for what destroys. */
export const buttonStyles = cva(
  [
    "relative inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none",
    "transition-[background-color,border-color,color] duration-100",
    "disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  ],
  {
    variants: {
      variant: {
        primary: "border-transparent bg-accent text-on-accent shadow-1 hover:bg-accent-hover",
        secondary: "border-line-strong bg-surface text-ink shadow-1 hover:bg-hover",
        ghost: "border-transparent bg-transparent text-ink-muted hover:bg-hover hover:text-ink",
        danger: "border-transparent bg-danger text-on-danger shadow-1 hover:bg-danger-hover",
        "danger-quiet":
          "border-line-strong bg-surface text-danger-text shadow-1 hover:border-danger hover:bg-danger-soft",
      },
      size: {
        sm: "h-7 px-2.5 text-xs pointer-coarse:h-9",
        md: "h-8 px-3 text-sm pointer-coarse:h-10",
        lg: "h-10 px-4 text-base pointer-coarse:h-11",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

type Look = VariantProps<typeof buttonStyles> & {
  /** Icon before the words. */
  icon?: ReactNode;
  /** Icon after the words, e.g. a chevron. */
  iconEnd?: ReactNode;
};

/** Starts something. While `loading` it keeps its width, says it is busy, and can't be pressed twice. */
export function Button({
  variant,
  size,
  icon,
  iconEnd,
  loading = false,
  disabled,
  type = "button",
  className,
  children,
  ...rest
}: ComponentProps<"button"> & Look & { loading?: boolean }) {
  return (
    <button
      // oxlint-disable-next-line react/button-has-type -- the type is a prop with a safe default
      type={type}
      disabled={disabled || loading}
      aria-busy={loading || undefined}
      className={cn(buttonStyles({ variant, size }), className)}
      {...rest}
    >
      {loading ? <Spinner /> : icon}
      {children}
      {iconEnd}
    </button>
  );
}

/** Goes somewhere but looks like a button. */
export function ButtonLink({
  variant,
  size,
  icon,
  iconEnd,
  className,
  children,
  ...rest
}: ComponentProps<typeof Link> & Look) {
  return (
    <Link className={cn(buttonStyles({ variant, size }), className)} {...rest}>
      {icon}
      {children}
      {iconEnd}
    </Link>
  );
}
