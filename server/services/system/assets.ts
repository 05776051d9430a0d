import { z } from "zod";
import type { VerbContext } from "@/server/services/kit/context";
import { notFound } from "@/server/domain/errors/app-error";
import { defineWrite } from "@/server/services/kit/define";
import { requireInstallation } from "./installation";

const assetInput = z.object({ name: z.string().max(100), version: z.string().max(50) });
type AssetInput = z.output<typeof assetInput>;

/** A verb on one program of the installation: all tenants share them. */
function assetVerb(action: string, act: (ctx: VerbContext, asset: AssetInput) => void) {
  return defineWrite({
    permission: "privateGateway.update",
    input: assetInput,
    project: () => null,
    async run(ctx, input) {
      await requireInstallation(ctx);
      const id = `${input.name}-${input.version}`;
      act(ctx, input);
      return { result: null, audit: { action, object: { kind: "asset", id }, projectId: null } };
    },
  });
}

/** Tries a failed program again. */
export const retryAsset = assetVerb("asset.retry", (ctx, { name, version }) =>
  ctx.ports.assets.retry(name, version),
);

/** Prepares a program that is queued or paused now, whatever the machine does otherwise. */
export const prepareAsset = assetVerb("asset.prepare", (ctx, asset) => {
  requireKnown(ctx, asset);
  ctx.ports.assets.prepare(asset.name, asset.version);
});

/** Holds a program back that nothing needs yet, until somebody asks for it. */
export const pauseAsset = assetVerb("asset.pause", (ctx, asset) => {
  requireKnown(ctx, asset);
  ctx.ports.assets.pause(asset.name, asset.version);
});

function requireKnown(ctx: VerbContext, { name, version }: AssetInput): void {
  const known = ctx.ports.assets.states().some((a) => a.name === name && a.version === version);
  if (!known) throw notFound("program", `${name} ${version}`);
}
