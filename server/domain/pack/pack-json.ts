import { z } from "zod";
import { type LayerKind, type PackConstraints, type PackProblem, layerKinds } from "./types";

/** Text of the wild: numbers are taken as text, blanks are trimmed, an empty text is null. */
const text = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((value) => String(value ?? "").trim() || null);

const textList = z
  .array(z.coerce.string())
  .nullish()
  .transform((list) => (list ?? []).map((item) => item.trim()).filter((item) => item !== ""));

const textMap = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((map) =>
    Object.fromEntries(Object.entries(map ?? {}).map(([key, value]) => [key, String(value ?? "")])),
  );

const dependency = z.object({
  packName: z.string().min(1),
  layer: text,
  type: text,
  minVersion: text,
  maxVersion: text,
});

const component = z.object({
  scheduleType: text,
  resourceRequestParamRef: text,
  replicaCountParamRef: text,
});

const resource = z.object({
  type: z.enum(["cpu", "memory", "diskSize"]),
  minLimit: z.coerce.number().nonnegative().nullish(),
  components: z.array(component).nullish(),
});

/** A chart that is fetched at install time instead of being carried in the pack. */
const upstreamChart = z.object({
  name: z.string().min(1),
  repository: z.string().regex(/^(?:https?|oci):\/\//, "must begin with https:// or oci://"),
  version: z.string().min(1),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal digits")
    .optional(),
});

const packJson = z.object({
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
      "only letters, digits, dots, hyphens and underscores",
    ),
  displayName: text,
  version: z.string().trim().min(1).max(128),
  layer: z.string(),
  addonType: text,
  cloudTypes: textList,
  cloudType: text,
  group: text,
  eol: text,
  annotations: textMap,
  charts: textList,
  upstreamCharts: z.array(upstreamChart).nullish(),
  kubeManifests: textList,
  readme: text,
  constraints: z
    .object({
      dependencies: z.array(z.unknown()).nullish(),
      resources: z.array(z.unknown()).nullish(),
    })
    .nullish(),
});

/** pack.json, normalised. */
export interface PackJson extends Omit<z.output<typeof packJson>, "layer" | "constraints"> {
  layer: LayerKind;
  constraints: PackConstraints;
}

export type ReadPackJson =
  | { ok: true; json: PackJson; warnings: PackProblem[] }
  | { ok: false; problems: PackProblem[] };

const file = "pack.json";

/** Reads pack.json as tolerantly as the known packs demand; says what it put up with. */
export function readPackJson(content: string): ReadPackJson {
  let raw: unknown;
  try {
    raw = JSON.parse(content);
  } catch (error) {
    const detail = error instanceof Error ? error.message : "";
    return { ok: false, problems: [{ file, message: `Not valid JSON: ${detail}` }] };
  }
  const parsed = packJson.safeParse(raw);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      file,
      message: `"${issue.path.join(".") || "document"}": ${issue.message}`,
    }));
    return { ok: false, problems };
  }
  const warnings: PackProblem[] = [];
  const warn = (message: string) => warnings.push({ file, message });
  const layer = layerOf(parsed.data.layer, warn);
  if (!layer) {
    const message = `"layer": "${parsed.data.layer}" is not one of ${layerKinds.join(", ")}.`;
    return { ok: false, problems: [{ file, message }] };
  }
  if (parsed.data.displayName === null) warn('"displayName" is missing; the name is shown.');
  if (/^v\d/i.test(parsed.data.version))
    warn(`The version "${parsed.data.version}" has a leading v.`);
  const constraints = readConstraints(parsed.data.constraints ?? {}, warn);
  return { ok: true, json: { ...parsed.data, layer, constraints }, warnings };
}

function layerOf(text: string, warn: (message: string) => void): LayerKind | undefined {
  if (text !== "kernel") return layerKinds.find((kind) => kind === text);
  warn('The layer "kernel" is treated as the operating system.');
  return "os";
}

function readConstraints(
  raw: { dependencies?: unknown[] | null | undefined; resources?: unknown[] | null | undefined },
  warn: (message: string) => void,
): PackConstraints {
  const constraints: PackConstraints = { dependencies: [], resources: [] };
  for (const entry of raw.dependencies ?? []) {
    const read = dependency.safeParse(entry);
    if (!read.success) {
      warn("A dependency without a pack name is ignored.");
      continue;
    }
    const { packName, layer, type, minVersion, maxVersion } = read.data;
    const known = (["required", "optional", "notSupported", "upgrade"] as const).find(
      (t) => t === type,
    );
    if (!known) warn(`The dependency on ${packName} has no known type; treated as optional.`);
    constraints.dependencies.push({
      packName,
      layer: layerKinds.find((kind) => kind === layer) ?? null,
      type: known ?? "optional",
      minVersion,
      maxVersion,
    });
  }
  for (const entry of raw.resources ?? []) {
    const read = resource.safeParse(entry);
    if (!read.success) {
      warn("A resource need of an unknown type is ignored.");
      continue;
    }
    const components = (read.data.components ?? []).map((c) => ({
      scheduleType: c.scheduleType ?? "all",
      resourceRequestParamRef: c.resourceRequestParamRef,
      replicaCountParamRef: c.replicaCountParamRef,
    }));
    const minLimit = read.data.minLimit ?? 0;
    constraints.resources.push({ type: read.data.type, minLimit, components });
  }
  return constraints;
}
