import { z } from "zod";
import { layerKinds } from "@/server/domain/pack/types";
import { withPresets } from "./layer-presets";
import { layerSizeFault, maxProfileBytes, profileSizeFault } from "./limits";
import { type ChosenPreset, type PresetTrace, type ProfileLayer, profileTypes } from "./types";

const label = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/** Why a name is refused, or null. Shared by profiles, layers and manifests. */
export function nameFault(name: string, min = 1): string | null {
  if (name.length < min) return `Use at least ${min} characters.`;
  if (name.length > 63) return `Use at most 63 characters. This name has ${name.length}.`;
  if (/\s/.test(name)) return "Spaces are not allowed. Use hyphens.";
  if (/[A-Z]/.test(name)) return `Use lowercase letters: "${name.toLowerCase()}".`;
  if (!label.test(name)) {
    return "Use lowercase letters, digits, hyphens and dots. Start and end with a letter or digit.";
  }
  return null;
}

/** The valid name nearest to one that is not, or null where nothing of it is left. */
export function validName(name: string): string | null {
  const near = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, "-")
    .slice(0, 63)
    .replaceAll(/^[-.]+|[-.]+$/g, "");
  return nameFault(near) === null ? near : null;
}

/** Why a version is refused, with the version that was probably meant; or null. */
export function versionFault(text: string): string | null {
  const version = text.trim();
  if (version === "") return "Enter a version, for example 1.0.0.";
  if (version.length > 64) return "Use at most 64 characters.";
  if (/^v\d/i.test(version)) {
    return `"${version}" has a leading v; write ${completed(version.slice(1))}.`;
  }
  const [core = "", ...rest] = version.split("-");
  const parts = core.split(".");
  if (!parts.every((part) => /^\d+$/.test(part))) {
    return `"${version}" is not a valid version. Use three numbers such as 1.2.0, optionally followed by a hyphen and a pre-release such as 1.2.0-beta.`;
  }
  if (parts.length !== 3) {
    return `"${version}" needs exactly three numbers; write ${completed(version)}.`;
  }
  const zero = parts.find((part) => part.length > 1 && part.startsWith("0"));
  if (zero !== undefined) return `"${zero}" has a leading zero; write ${completed(version)}.`;
  const pre = rest.join("-");
  if (rest.length > 0 && !/^[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*$/.test(pre)) {
    return `"${pre}" after the hyphen may contain only letters, digits and hyphens, separated by dots.`;
  }
  return null;
}

function completed(version: string): string {
  const [core = "", ...rest] = version.split("-");
  const numbers = core.split(".").map((part) => String(Number.parseInt(part, 10) || 0));
  const three = [...numbers, "0", "0"].slice(0, 3).join(".");
  return rest.length > 0 ? `${three}-${rest.join("-")}` : three;
}

/** A text checked by a fault function, which explains better than a pattern could. */
function checked(fault: (text: string) => string | null) {
  return z
    .string()
    .trim()
    .max(10_000, { abort: true, message: "This text is far too long." })
    .superRefine((text, context) => {
      const message = fault(text);
      if (message !== null) context.addIssue({ code: "custom", message });
    });
}

export const profileNameInput = checked((name) => nameFault(name, 3));
export const profileVersionInput = checked(versionFault);
export const layerNameInput = checked((name) => nameFault(name));

/** A layer's id becomes the value of a label on what the agent installs. */
export const layerId = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/, "Not a valid layer ID.");

/** What a preset replaced is a part of values, far below what a layer may hold. */
const tracedText = z.string().max(1024 * 1024);

const presetTraceInput = z.object({
  path: z.array(z.string().max(1024)).max(200),
  was: tracedText.nullable(),
  now: tracedText.nullable(),
  after: z.string().max(1024).nullish(),
  lead: tracedText.optional(),
  at: z.number().int().min(0).optional(),
}) satisfies z.ZodType<PresetTrace>;

const chosenPresetInput = z.object({
  group: z.string().max(256),
  name: z.string().min(1).max(256),
  traces: z.array(presetTraceInput).max(1000).optional(),
}) satisfies z.ZodType<ChosenPreset>;

/** A text of a layer; what counts is the sum, in bytes, which layerSizeFault words better. */
const layerText = z.string().max(maxProfileBytes);

const layerFields = z.object({
  id: layerId,
  name: z.string().trim().min(1).max(128),
  kind: z.enum(layerKinds),
  pack: z.object({
    registry: z.string().min(1).max(256),
    name: z.string().min(1).max(128),
    version: z.string().min(1).max(128),
    digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, "Not a digest."),
  }),
  values: layerText,
  presets: z.array(chosenPresetInput).max(200, "At most 200 presets can be on.").optional(),
  manifests: z
    .array(z.object({ name: z.string().trim().min(1).max(128), content: layerText }))
    .max(100, "A layer can have at most 100 manifests."),
});

/**
 * Any YAML text may be saved in a draft; only its size is limited here. Of values from elsewhere the
 * comment on line 1 says which presets are on; from here on the layer does.
 */
export const layerInput = layerFields
  .superRefine((layer, context) => {
    const message = layerSizeFault(layer);
    if (message !== null) context.addIssue({ code: "custom", message });
  })
  .transform(withPresets) satisfies z.ZodType<ProfileLayer>;

/** All layers of a draft. */
export const layersInput = z
  .array(layerInput)
  .max(100, { abort: true, message: "A profile can have at most 100 layers." })
  .superRefine((layers, context) => {
    const size = profileSizeFault(layers);
    if (size !== null) context.addIssue({ code: "custom", message: size });
    const ids = layers.map((layer) => layer.id);
    for (const [i, id] of ids.entries()) {
      if (ids.indexOf(id) === i) continue;
      const message = `Another layer already has the ID ${id}.`;
      context.addIssue({ code: "custom", path: [i, "id"], message });
    }
  });

export const profileMetaInput = z.object({
  name: profileNameInput,
  description: z.string().trim().max(2000).default(""),
  type: z.enum(profileTypes).default("cluster"),
  /** `all` for add-on profiles that fit everywhere. */
  cloudType: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
    .default("local"),
  tags: z.array(z.string().trim().min(1).max(128)).max(50).default([]),
});
export type ProfileMeta = z.output<typeof profileMetaInput>;
