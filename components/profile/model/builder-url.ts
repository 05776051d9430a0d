/** The parts of a layer's inspector. */
export const inspectorTabs = ["values", "presets", "manifests", "readme", "changes"] as const;
export type InspectorTab = (typeof inspectorTabs)[number];

/** What of the builder's view stands in its address, so that a link opens the same. */
export interface BuilderView {
  layer: string | null;
  tab: InspectorTab;
}

/** Reads the view; unknown parts fall back. */
export function readBuilderView(search: string): BuilderView {
  const params = new URLSearchParams(search);
  const tab = inspectorTabs.find((one) => one === params.get("tab")) ?? "values";
  return { layer: params.get("layer"), tab };
}

/** Writes it; what is usual is left out. */
export function writeBuilderView(view: BuilderView): string {
  const params = new URLSearchParams();
  if (view.layer !== null) params.set("layer", view.layer);
  if (view.layer !== null && view.tab !== "values") params.set("tab", view.tab);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
