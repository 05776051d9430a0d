import type { LayerContents } from "@/server/domain/profile/types";

/** The objects that a layer brings, by name on demand; where they cannot be counted, why. */
export function LayerObjects({ name, contents }: { name: string; contents: LayerContents | null }) {
  if (contents === null) return <p className="pl-5 text-xs text-ink-faint">Counting objects…</p>;
  if (!contents.known) {
    return (
      <p className="pl-5 text-xs text-ink-muted wrap-anywhere">Not counted: {contents.reason}</p>
    );
  }
  const { counts, objects, hooks } = contents;
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total + hooks === 0) return null;
  const hookWords = hooks > 0 ? ` and ${hooks} Helm hook${hooks === 1 ? "" : "s"}` : "";
  return (
    <details className="pl-5 text-xs text-ink-muted">
      <summary className="cursor-pointer hover:text-ink">
        {total} object{total === 1 ? "" : "s"}
        {hookWords}: {counts.map(({ kind, count }) => `${count} ${kind}`).join(", ")}
      </summary>
      <ul aria-label={`Objects of ${name}`} className="mt-1 space-y-0.5 pb-1 pl-3">
        {objects.map(({ kind, name: own }, i) => (
          <li key={`${kind}/${own ?? i}`} className="wrap-anywhere">
            {kind}{" "}
            {own === null ? (
              "(named after the cluster)"
            ) : (
              <span className="font-mono text-ink">{own}</span>
            )}
          </li>
        ))}
        {total > objects.length ? <li>and {total - objects.length} more</li> : null}
      </ul>
    </details>
  );
}
