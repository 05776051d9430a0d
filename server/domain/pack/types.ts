/** The five layers of a stack in the order in which they are installed. */
export const layerKinds = ["os", "k8s", "cni", "csi", "addon"] as const;
export type LayerKind = (typeof layerKinds)[number];

/** The layers of which a cluster has exactly one each. */
export const infraKinds = ["os", "k8s", "cni", "csi"] as const satisfies readonly LayerKind[];
export type InfraKind = (typeof infraKinds)[number];

/** What a kind is called on a page. */
export const layerKindTitles: Record<LayerKind, string> = {
  os: "Operating system",
  k8s: "Kubernetes",
  cni: "Network",
  csi: "Storage",
  addon: "Add-on",
};

/** The words of the button that chooses a layer of a kind. */
export const choosePhrases: Record<LayerKind, string> = {
  os: "Choose an operating system",
  k8s: "Choose a Kubernetes version",
  cni: "Choose a network plugin",
  csi: "Choose storage",
  addon: "Add an add-on",
};

/** How many objects of a kind something brings. */
export interface ObjectCount {
  kind: string;
  count: number;
}

/** A chart of a pack: inside the pack's files, or fetched from its repository at install time. */
export interface PackChart {
  /** The name in Chart.yaml, which is also the key under `charts:` in the values. */
  name: string;
  version: string;
  source: "bundled" | "upstream";
  /** bundled: a folder (`charts/web`) or an archive (`charts/web-1.0.0.tgz`) of the pack. */
  path?: string;
  /** upstream: `https://…` index or `oci://…`. */
  repository?: string;
  /** upstream: `sha256:…` of the chart archive, when known. */
  digest?: string;
}

/** A manifest file; `name` is the file's base name without extension, the key under `manifests:`. */
export interface PackManifest {
  name: string;
  content: string;
}

/** A named change of the values; at most one of a group is on. */
export interface PackPreset {
  name: string;
  displayName: string;
  group: string;
  /** Dotted paths taken out of the values before `add`; a missing path is fine. */
  remove: string[];
  /** YAML text merged deeply into the values. */
  add: string;
  /** What else the profile must have for it to work: kinds of add-ons (`ingress`) or names of packs. */
  requires?: string[];
}

/** `input` of the wild and unknown types are read as `string`. */
export type RuleType =
  | "string"
  | "number"
  | "boolean"
  | "password"
  | "list"
  | "ipv4"
  | "version"
  | "composite";

/** One rule of schema.yaml, already parsed. */
export interface SchemaRule {
  /** Dotted path; `$[]` at the end or between means every item of the list. */
  path: string;
  type: RuleType;
  /** The format as written, e.g. `${number:[1-365]}`; null when the rule has none. */
  format: string | null;
  /** A regular expression (RE2 syntax) that must be found in the value; anchors are up to the pack. */
  regex: string | null;
  min: number | null;
  max: number | null;
  listOptions: string[];
  hints: string[];
  required: boolean;
  readonly: boolean;
}

export type DependencyType = "required" | "optional" | "notSupported" | "upgrade";

/** Another pack this one needs, checks or refuses; bounds are inclusive, null = open. */
export interface PackDependency {
  packName: string;
  layer: LayerKind | null;
  type: DependencyType;
  minVersion: string | null;
  maxVersion: string | null;
}

export type ResourceType = "cpu" | "memory" | "diskSize";

/** A resource a pack needs: cpu in millicores, memory in MiB, diskSize in GB. */
export interface PackResource {
  type: ResourceType;
  minLimit: number;
  components: {
    scheduleType: string;
    /** Dotted paths into the values. */
    resourceRequestParamRef: string | null;
    replicaCountParamRef: string | null;
  }[];
}

export interface PackConstraints {
  dependencies: PackDependency[];
  resources: PackResource[];
}

/** What a list of packs shows. */
export interface PackSummary {
  /** Name of the registry; identity of a pack = registry + name + version, content = digest. */
  registry: string;
  name: string;
  displayName: string;
  version: string;
  /** `sha256:…` over the pack's files. */
  digest: string;
  layer: LayerKind;
  /** `all` or names such as `local`, `aws`; any text is allowed. */
  cloudTypes: string[];
  addonType: string | null;
  description: string;
  docsURL: string | null;
  /** A data URL, small enough for a list. */
  logo: string | null;
  /** Charts that come from the internet or a mirror, or everything inside the pack. */
  availability: "bundled" | "needs-internet";
  /** The pack acts on simulated things only (local nodes); the console says so. */
  simulated: boolean;
  /** Life cycle said by the registry. */
  state: "active" | "deprecated" | "deleted";
  group: string | null;
  /** `yyyy-mm-dd` */
  endOfLife: string | null;
}

/** Everything about a pack that the editor, the validator and the renderer need; plain JSON. */
export interface Pack extends PackSummary {
  annotations: Record<string, string>;
  readme: string;
  /** The text of values.yaml, byte for byte. */
  values: string;
  presets: PackPreset[];
  rules: SchemaRule[];
  constraints: PackConstraints;
  charts: PackChart[];
  manifests: PackManifest[];
}

/** The files of a pack by relative path; text may be given as bytes. */
export type PackFiles = Readonly<Record<string, string | Uint8Array>>;

/** Why a pack was refused or what was put up with; `file` is missing when it concerns the whole pack. */
export interface PackProblem {
  message: string;
  file?: string;
  line?: number;
  column?: number;
}
export type ParsePackResult =
  | { ok: true; pack: Pack; warnings: PackProblem[] }
  | { ok: false; problems: PackProblem[]; warnings: PackProblem[] };
