import { cn } from "@/components/ui/cn";

/** First letters of a name, or of the local part of an address. */
export function initialsOf(name: string): string {
  const words = (name.split("@")[0] ?? name).split(/[\s._-]+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((w) => w?.[0] ?? "");
  return letters.join("").toUpperCase() || "?";
}

/** A person or tenant as initials; decoration beside the written name. */
export function Avatar({
  name,
  shape = "round",
  className,
}: {
  name: string;
  shape?: "round" | "square";
  className?: string;
}) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "grid size-6 shrink-0 place-items-center bg-accent-soft text-2xs font-semibold text-accent-text",
        shape === "round" ? "rounded-full" : "rounded-sm",
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
