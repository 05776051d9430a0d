import { Spinner } from "@/components/ui/spinner";

/** Shown only where a route has no skeleton of its own. */
export default function Loading() {
  return (
    <div className="grid min-h-[60dvh] place-items-center">
      <Spinner label="Loading" className="size-5 text-accent-text" />
    </div>
  );
}
