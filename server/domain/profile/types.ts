import type { LayerKind, ObjectCount, PackChart } from "@/server/domain/pack/types";
import type { Problem, YamlMap, YamlPath, YamlValue } from "@/server/domain/yaml/types";

/** infra: the four infrastructure layers. add-on: only add-ons. cluster: both. */
export const profileTypes = ["cluster", "infra", "add-on"] as const;
export type ProfileType = (typeof profileTypes)[number];

/** Which pack a layer uses; the digest pins its content. */
export interface PackRef {
  registry: string;
  name: string;
  version: string;
  digest: string;
}

export interface AttachedManifest {
  name: string;
  content: string;
}

/** A place that a preset changed, told by its whole lines, so that it can be changed back. */
export interface PresetTrace {
  /** The key that the lines spell; empty when they are found by their text. */
  path: string[];
  /** The lines before and since; null = the key was, or is, not there. */
  was: string | null;
  now: string | null;
  /** Of a key that was taken out: the key before it (null = it was the first), and what stood between. */
  after?: string | null;
  lead?: string;
  /** Of lines without a key: where they stood. */
  at?: number;
}

/** A preset that is on. */
export interface ChosenPreset {
  group: string;
  name: string;
  /** What it replaced; missing when it was on from the beginning. */
  traces?: PresetTrace[];
}

/** One layer of a profile. `values` is the user's YAML text, kept byte for byte. */
export interface ProfileLayer {
  id: string;
  /** Unique in the profile; so a pack can be used twice. */
  name: string;
  kind: LayerKind;
  pack: PackRef;
  values: string;
  /** The presets that are on, the last chosen last; missing = the values say it (comment or data). */
  presets?: ChosenPreset[];
  manifests: AttachedManifest[];
}

export const profileProblemCodes = [
  "YAML_INVALID",
  "VALUE_REQUIRED",
  "VALUE_FORMAT",
  "VALUE_READONLY",
  "VALUE_UNKNOWN",
  "HEADER_INVALID",
  "LAYER_MISSING",
  "LAYER_DUPLICATE",
  "LAYER_NOT_ALLOWED",
  "NAME_DUPLICATE",
  "NAME_INVALID",
  "PACK_UNKNOWN",
  "PACK_KIND_MISMATCH",
  "PACK_MISMATCH",
  "PACK_DEPRECATED",
  "CLOUD_TYPE_MISMATCH",
  "DEPENDENCY_MISSING",
  "DEPENDENCY_RANGE",
  "DEPENDENCY_NOT_SUPPORTED",
  "PRESET_UNKNOWN",
  "PRESET_NEEDS",
  "MANIFEST_INVALID",
  "MACRO_INVALID",
  "NOT_INSTALLABLE",
  "TOO_LARGE",
] as const;
export type ProfileProblemCode = (typeof profileProblemCodes)[number];

/** A sure way out of a problem: one edit of the draft, made when a person asks for it. */
export type ProfileFix =
  /** The newest version in these bounds, as a layer of its own. */
  | { action: "add-pack"; packName: string; minVersion: string | null; maxVersion: string | null }
  /** Another version of the layer's pack, in these bounds. */
  | { action: "use-version"; layerId: string; minVersion: string | null; maxVersion: string | null }
  /** A person chooses: for an empty place, or in place of a layer's pack. */
  | { action: "choose-pack"; kind: LayerKind; layerId: string | null; search?: string }
  /** Presets that the pack does not have are no longer said to be on. */
  | { action: "forget-presets"; layerId: string; presets: { group: string; name: string }[] }
  | { action: "rename-layer"; layerId: string; name: string }
  | { action: "rename-manifest"; layerId: string; index: number; name: string }
  | { action: "remove-layer"; layerId: string }
  | { action: "remove-key"; layerId: string; path: YamlPath }
  /** The pack's own value is put back. */
  | { action: "restore-default"; layerId: string; path: YamlPath; value: YamlValue }
  /** What the layer says of its pack is set right. */
  | { action: "set-pack"; layerId: string; pack: PackRef };

/** Something wrong in a profile, located at its layer and key. */
export interface ProfileProblem extends Problem {
  code: ProfileProblemCode;
  /** null: the profile as a whole, e.g. a missing layer (then `kind` says which). */
  layerId: string | null;
  layerName: string | null;
  kind: LayerKind | null;
  /** Set when line and column are inside this attached manifest and not in the values. */
  manifest?: string;
  /** The layer as a whole is meant: line and column say nothing. */
  wholeLayer?: true;
  fix?: ProfileFix;
}

/** A preset as the toggles show it. */
export interface PresetState {
  name: string;
  displayName: string;
  group: string;
  on: boolean;
}

/** Where the chart of a release comes from. */
export type ReleaseChart =
  | { source: "bundled"; name: string; version: string; path: string; packDigest: string }
  | { source: "upstream"; name: string; version: string; repository: string; digest?: string }
  /** Made by the engine so that Helm renders templated manifests: write the files, install the folder. */
  | { source: "generated"; name: string; version: string; files: Record<string, string> };

/** One Helm release of a layer. */
export interface RenderedRelease {
  releaseName: string;
  /** How an older Lamina named it, if otherwise: a release that is there under this name keeps it. */
  formerName?: string;
  namespace: string;
  chart: ReleaseChart;
  values: YamlMap;
}

/** Ready when each key of each found object of the kind has the expected value. */
export interface ReadinessCheck {
  name: string;
  kind: string;
  group: string;
  version: string;
  keys: { key: string; expected: string }[];
}

/** What the agent installs for one layer. */
export interface RenderedLayer {
  layerId: string;
  name: string;
  kind: LayerKind;
  pack: PackRef;
  namespace: string;
  additionalNamespaces: string[];
  /** namespace → labels */
  namespaceLabels: Record<string, Record<string, string>>;
  namespaceAnnotations: Record<string, Record<string, string>>;
  priority: number;
  releases: RenderedRelease[];
  /** Applied server-side, verbatim, in this order, after the releases. */
  manifests: AttachedManifest[];
  readinessChecks: ReadinessCheck[];
}

/** Values the macros resolve to. */
export interface MacroContext {
  /** After `.spectro.system.`, e.g. `"cluster.name"`. */
  system: Readonly<Record<string, string>>;
  variables: Readonly<Record<string, string>>;
  /** The user's own macros, the nearest scope already chosen. */
  macros: Readonly<Record<string, string>>;
  /** Values of each layer by pack name, for `.spectro.pack.<name>.<path>`. */
  packs: Readonly<Record<string, YamlValue>>;
  /** For published versions, which never change: a missing value is empty, as it was before it was refused. */
  missingIsEmpty?: boolean;
}

/** Layers installed together; the next group starts when this one is ready. */
export interface InstallGroup {
  order: number;
  /** An infrastructure kind, or "addon" with the shared priority. */
  kind: LayerKind;
  priority: number;
  layerIds: string[];
}

export type ChangeKind = "added" | "removed" | "changed";

export interface KeyChange {
  /** Dotted path. */
  path: string;
  change: ChangeKind;
  before?: YamlValue;
  after?: YamlValue;
}

export interface ManifestChange {
  name: string;
  change: ChangeKind;
}

export interface PresetChoiceChange {
  group: string;
  name: string;
  change: "added" | "removed";
}

/** What differs in one layer. */
export interface LayerChange {
  layerId: string;
  name: string;
  kind: LayerKind;
  change: ChangeKind | "unchanged";
  pack?: { from: string | null; to: string | null };
  version?: { from: string | null; to: string | null };
  keys: KeyChange[];
  manifests: ManifestChange[];
  /** Presets turned on or off; what that does to a cluster is told by the keys. */
  presets: PresetChoiceChange[];
  /** The layer's place among the add-ons changed. */
  moved: boolean;
  /** Only comments, spelling or the choice of presets changed: nothing happens on a cluster. */
  textOnly: boolean;
}

export interface ProfileDiff {
  layers: LayerChange[];
  counts: { added: number; removed: number; changed: number; unchanged: number };
}

/** An object that a layer brings, as far as a summary names it. */
export interface ContentObject {
  kind: string;
  /** null: the name follows from the cluster. */
  name: string | null;
}

/** The objects that a layer brings, or why they cannot be counted before there is a cluster. */
export type LayerContents =
  | { known: true; counts: ObjectCount[]; objects: ContentObject[]; hooks: number }
  /** `passing`: asked again later, it may be known. */
  | { known: false; reason: string; passing?: true };

/** The live summary of one layer. */
export interface LayerSummary {
  layerId: string;
  name: string;
  kind: LayerKind;
  packName: string;
  version: string;
  /** false: no registry has the pack. */
  known: boolean;
  namespace: string | null;
  priority: number;
  charts: Pick<PackChart, "name" | "version" | "source" | "digest">[];
  manifestCount: number;
  /** The objects of its manifests; those of its charts are rendered by Helm. */
  contents: LayerContents;
  /** Helm has to render the rest. */
  needsHelm: boolean;
  needsInternet: boolean;
  simulated: boolean;
}

/** What deploying a profile would install. */
export interface ProfileSummary {
  kubernetesVersion: string | null;
  layers: LayerSummary[];
  groups: InstallGroup[];
  chartCount: number;
  manifestCount: number;
  namespaces: string[];
  /** Names of layers whose charts come from the internet or a mirror. */
  needsInternet: string[];
  /** The least a worker pool must offer, added up over the layers. */
  resources: { cpuMillicores: number; memoryMiB: number; diskGB: number };
}
