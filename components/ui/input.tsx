import type { VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";
import { controlStyles } from "@/components/ui/control-styles";

/** One line of text. Put it in a Field, which gives it label, help and error. */
export function Input({
  size,
  mono,
  className,
  ...rest
}: Omit<ComponentProps<"input">, "size"> & VariantProps<typeof controlStyles>) {
  return <input className={cn(controlStyles({ size, mono }), className)} {...rest} />;
}
