import { cn } from "@/components/ui/cn";
import type { LayerKind } from "@/server/domain/pack/types";
import { hueOf, KindIcon } from "./kind-look";

const boxes = { sm: "size-5 rounded-xs", md: "size-7 rounded-sm", lg: "size-11 rounded-md" };
const icons = { sm: "size-3", md: "size-4", lg: "size-6" };

/** A pack's logo, or the sign of its kind. Decorative: the name stands beside it. */
export function PackLogo({
  logo,
  kind,
  size = "md",
  className,
}: {
  logo: string | null | undefined;
  kind: LayerKind;
  size?: keyof typeof boxes;
  className?: string;
}) {
  return (
    <span
      aria-hidden="true"
      style={hueOf(kind)}
      className={cn(
        "grid shrink-0 place-items-center overflow-hidden",
        boxes[size],
        !logo && "bg-(--hue)/14",
        className,
      )}
    >
      {logo ? (
        // A data URL needs no image optimiser.
        <img src={logo} alt="" className="size-full object-contain" />
      ) : (
        <KindIcon kind={kind} className={icons[size]} />
      )}
    </span>
  );
}
