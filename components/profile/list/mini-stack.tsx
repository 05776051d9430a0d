import "@/components/profile/stack/stack.css";
import { hueOf } from "@/components/pack/kind-look";
import type { ProfileSummaryView } from "@/server/domain/profile/views";

/** A profile's layers as a little pile, the operating system at the bottom. Decorative: the layers are named beside it. */
export function MiniStack({ stack }: { stack: ProfileSummaryView["stack"] }) {
  const shown = stack.slice(0, 10).reverse();
  return (
    <div aria-hidden="true" className="flex w-16 shrink-0 flex-col justify-end gap-px px-1.5">
      {shown.length === 0 ? (
        <span className="h-8 rounded-sm border border-dashed border-line-control" />
      ) : null}
      {shown.map(({ kind, name }) => (
        <span key={`${kind}-${name}`} style={hueOf(kind)} className="mini-sheet" />
      ))}
    </div>
  );
}
