import { type LayerKind, layerKinds, type PackSummary } from "@/server/domain/pack/types";

/** What of the catalogue stands in its address. */
export interface CatalogueParams {
  q: string;
  kind: LayerKind | null;
  availability: PackSummary["availability"] | null;
}

/** Reads the address; unknown parts fall back. */
export function readCatalogueParams(params: URLSearchParams): CatalogueParams {
  const available = params.get("available");
  return {
    q: params.get("q") ?? "",
    kind: layerKinds.find((one) => one === params.get("layer")) ?? null,
    availability: available === "bundled" || available === "needs-internet" ? available : null,
  };
}

/** Writes it; what is usual is left out. */
export function writeCatalogueParams({ q, kind, availability }: CatalogueParams): string {
  const params = new URLSearchParams();
  if (q !== "") params.set("q", q);
  if (kind !== null) params.set("layer", kind);
  if (availability !== null) params.set("available", availability);
  return params.toString();
}
