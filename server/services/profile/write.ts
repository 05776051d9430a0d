import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { and, count, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { AppError } from "@/server/domain/errors/app-error";
import { idSchema, newId } from "@/server/domain/ids/ids";
import { layersInput, profileMetaInput, profileVersionInput } from "@/server/domain/profile/inputs";
import { manifestProblems } from "@/server/domain/profile/validate-manifest";
import { validateProfile } from "@/server/domain/profile/validate-profile";
import { clusterProfiles, clusterProfileVersions, clusters } from "@/server/db/schema";
import type { VerbContext } from "@/server/services/kit/context";
import { defineWrite } from "@/server/services/kit/define";
import { namedProject } from "@/server/services/kit/named-project";
import { packsOfLayers } from "@/server/services/pack/read";
import {
  getVersionRow,
  lockProfile,
  projectOfProfile,
  projectOfVersion,
  versionsOf,
  type ProfileRow,
  type VersionRow,
} from "./internal";
import { prepareKubernetes } from "./prepare-kubernetes";

const profileObject = (profile: Pick<ProfileRow, "id" | "name">) => ({
  kind: "clusterProfile",
  id: profile.id,
  name: profile.name,
});

/** A new profile with an empty (or given) draft as its first version. */
export const createProfile = defineWrite({
  permission: "clusterProfile.create",
  input: profileMetaInput.extend({
    projectId: idSchema("project"),
    version: profileVersionInput.default("1.0.0"),
    layers: layersInput.default([]),
  }),
  project: namedProject,
  async run(ctx, input) {
    const { tenantId } = ctx;
    const profileId = newId("profile");
    const versionId = newId("profileVersion");
    const { projectId, name, description, type, cloudType, tags } = input;
    const inserted = await ctx.tx
      .insert(clusterProfiles)
      .values({ tenantId, id: profileId, projectId, name, description, type, cloudType, tags })
      .onConflictDoNothing()
      .returning({ id: clusterProfiles.id });
    if (inserted.length === 0) {
      const message = `A profile named ${name} already exists in this project. Choose another name, or create a new version of it.`;
      throw new AppError("CONFLICT", message, { fields: { name: message } });
    }
    await ctx.tx.insert(clusterProfileVersions).values({
      tenantId,
      id: versionId,
      profileId,
      version: input.version,
      state: "draft",
      layers: input.layers,
    });
    return {
      result: { profileId, versionId },
      audit: {
        action: "clusterProfile.create",
        object: profileObject({ id: profileId, name }),
        projectId,
      },
    };
  },
});

/** Saves a draft, whatever is wrong with it. Refused when somebody saved since the editor loaded it. */
export const saveDraft = defineWrite({
  permission: "clusterProfile.update",
  input: z.object({
    versionId: idSchema("profileVersion"),
    revision: z.number().int(),
    layers: layersInput,
  }),
  project: projectOfVersion,
  async run(ctx, input) {
    const { version, profile } = await getVersionRow(ctx, input.versionId);
    refusePublished(version);
    refuseStale(version, input.revision);
    const revision = await updateDraft(ctx, version, { layers: input.layers });
    await touchProfile(ctx, profile.id);
    return {
      result: { revision },
      audit: {
        action: "clusterProfile.saveDraft",
        object: profileObject(profile),
        projectId: profile.projectId,
        details: { version: version.version, layers: input.layers.length },
      },
    };
  },
});

/** Makes a draft an immutable version. Needs a stack without errors and an unchanged draft. */
export const publishVersion = defineWrite({
  permission: "clusterProfile.publish",
  input: z.object({
    versionId: idSchema("profileVersion"),
    revision: z.number().int(),
    version: profileVersionInput,
    note: z.string().trim().max(500).default(""),
  }),
  project: projectOfVersion,
  async run(ctx, input) {
    const { version, profile } = await getVersionRow(ctx, input.versionId);
    refusePublished(version);
    refuseStale(version, input.revision);
    const packs = await packsOfLayers(ctx.tx, version.layers);
    await readManifests(version.layers);
    const problems = validateProfile(version.layers, packs, {
      strict: true,
      type: profile.type,
      cloudType: profile.cloudType,
    });
    const errors = problems.filter((p) => p.severity === "error");
    if (errors[0]) {
      const where = errors[0].layerName ? `${errors[0].layerName}: ` : "";
      const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
      throw new AppError(
        "PRECONDITION_FAILED",
        `This draft cannot be published. ${where}${errors[0].message}${more}`,
      );
    }
    await refuseTakenVersion(ctx, version, input.version);
    const digest = `sha256:${createHash("sha256").update(JSON.stringify(version.layers)).digest("hex")}`;
    await updateDraft(ctx, version, {
      state: "published",
      version: input.version,
      note: input.note,
      digest,
      publishedAt: ctx.clock.now(),
      publishedBy: ctx.actor.id,
    });
    await touchProfile(ctx, profile.id);
    return {
      result: {
        versionId: version.id,
        version: input.version,
        digest,
        revision: input.revision + 1,
      },
      audit: {
        action: "clusterProfile.publish",
        object: profileObject(profile),
        projectId: profile.projectId,
        details: { version: input.version, digest },
      },
      committed: () => prepareKubernetes(ctx.ports.assets, version.layers),
    };
  },
});

/** A new draft that begins as a copy of any version of the profile, or with the layers given. */
export const createVersion = defineWrite({
  permission: "clusterProfile.update",
  input: z.object({
    fromVersionId: idSchema("profileVersion"),
    version: profileVersionInput,
    layers: layersInput.optional(),
  }),
  project: (ctx, input) => projectOfVersion(ctx, { versionId: input.fromVersionId }),
  async run(ctx, input) {
    const { version: from, profile } = await getVersionRow(ctx, input.fromVersionId);
    await refuseTakenVersion(ctx, { id: "", profileId: profile.id }, input.version);
    const id = newId("profileVersion");
    await ctx.tx.insert(clusterProfileVersions).values({
      tenantId: ctx.tenantId,
      id,
      profileId: profile.id,
      version: input.version,
      state: "draft",
      layers: input.layers ?? from.layers,
    });
    await touchProfile(ctx, profile.id);
    return {
      result: { versionId: id },
      audit: {
        action: "clusterProfile.createVersion",
        object: profileObject(profile),
        projectId: profile.projectId,
        details: { version: input.version, from: from.version },
      },
    };
  },
});

/** Removes a profile that no cluster uses. */
export const deleteProfile = defineWrite({
  permission: "clusterProfile.delete",
  input: z.object({ profileId: idSchema("profile") }),
  project: projectOfProfile,
  async run(ctx, input) {
    const profile = await lockProfile(ctx, input.profileId);
    const [used] = await ctx.tx
      .select({ clusters: count() })
      .from(clusters)
      .innerJoin(clusterProfileVersions, eq(clusterProfileVersions.id, clusters.profileVersionId))
      .where(and(eq(clusterProfileVersions.profileId, profile.id), isNull(clusters.deletedAt)));
    if (used && used.clusters > 0) {
      const message = `${profile.name} is used by ${used.clusters} ${used.clusters === 1 ? "cluster. Delete it" : "clusters. Delete them"} first.`;
      throw new AppError("PRECONDITION_FAILED", message);
    }
    await ctx.tx
      .update(clusterProfiles)
      .set({ deletedAt: ctx.clock.now() })
      .where(eq(clusterProfiles.id, profile.id));
    return {
      result: { profileId: profile.id },
      audit: {
        action: "clusterProfile.delete",
        object: profileObject(profile),
        projectId: profile.projectId,
      },
    };
  },
});

/** Megabytes of manifests take a second to read: other requests get their turn between two of them. */
async function readManifests(layers: VersionRow["layers"]): Promise<void> {
  for (const manifest of layers.flatMap((layer) => layer.manifests)) {
    manifestProblems(manifest);
    await setImmediate();
  }
}

function refusePublished(version: VersionRow): void {
  if (version.state !== "published") return;
  const message = `Version ${version.version} is published and cannot be changed. Create a new version.`;
  throw new AppError("PRECONDITION_FAILED", message);
}

/** Of two who want the same number at once, the second waits here for the first, and then sees it. */
async function refuseTakenVersion(
  ctx: VerbContext,
  own: Pick<VersionRow, "id" | "profileId">,
  wanted: string,
): Promise<void> {
  await lockProfile(ctx, own.profileId);
  const taken = (await versionsOf(ctx, own.profileId)).some(
    (v) => v.version === wanted && v.id !== own.id,
  );
  if (!taken) return;
  const message = `Version ${wanted} already exists. Choose a higher number.`;
  throw new AppError("CONFLICT", message, { fields: { version: message } });
}

function refuseStale(version: VersionRow, seenRevision: number): void {
  if (version.revision !== seenRevision) throw stale(version);
}

/**
 * Writes what was concluded from this row, if it still stands as it was read: one conditional UPDATE decides
 * between two editors. The loser keeps its text and is told. Returns the new revision.
 */
async function updateDraft(
  ctx: VerbContext,
  read: VersionRow,
  change: Partial<typeof clusterProfileVersions.$inferInsert>,
): Promise<number> {
  const revision = read.revision + 1;
  const changed = await ctx.tx
    .update(clusterProfileVersions)
    .set({ ...change, revision, updatedAt: ctx.clock.now() })
    .where(
      and(
        eq(clusterProfileVersions.id, read.id),
        eq(clusterProfileVersions.revision, read.revision),
        eq(clusterProfileVersions.state, "draft"),
      ),
    )
    .returning({ id: clusterProfileVersions.id });
  if (changed.length === 0) throw stale(read);
  return revision;
}

function stale({ version }: VersionRow): AppError {
  const message = `Version ${version} was saved or published elsewhere since you opened it. Your text is still here: copy it, reload, and apply it again.`;
  return new AppError("STALE", message);
}

async function touchProfile(ctx: VerbContext, profileId: string): Promise<void> {
  await ctx.tx
    .update(clusterProfiles)
    .set({ updatedAt: ctx.clock.now() })
    .where(eq(clusterProfiles.id, profileId));
}
