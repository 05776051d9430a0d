import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/components/ui/cn";

/** The reader of Markdown is large, and the builder can be used before anybody opens a README. */
const ReadmeMarkdown = dynamic(
  () => import("./readme-markdown").then((module) => module.ReadmeMarkdown),
  { loading: () => <Skeleton className="h-40" /> },
);

/** A pack's README. */
export function PackReadme({ text, className }: { text: string; className?: string }) {
  if (text.trim() === "") {
    return <p className={cn("text-sm text-ink-muted", className)}>This pack has no README.</p>;
  }
  return (
    <div className={cn("max-w-3xl space-y-3 text-sm text-ink wrap-anywhere", className)}>
      <ReadmeMarkdown text={text} />
    </div>
  );
}
