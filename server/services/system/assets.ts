import { z } from "zod";
import { cannotPause, type AssetState } from "@/server/domain/assets";
import { AppError, notFound } from "@/server/domain/errors/app-error";
import { defineWrite } from "@/server/services/kit/define";
import type { ServicePorts } from "@/server/services/kit/ports";
import { requireInstallation } from "./installation";

const assetInput = z.object({ name: z.string().max(100), version: z.string().max(50) });
type AssetInput = z.output<typeof assetInput>;

/**
 * A verb on one program of the installation: all tenants share them. `check` refuses what cannot be done;
 * `act` follows once the change and its audit entry are committed.
 */
function assetVerb(
  action: string,
  act: (assets: ServicePorts["assets"], asset: AssetInput) => void,
  check: (state: AssetState) => void = () => {},
) {
  return defineWrite({
    permission: "privateGateway.update",
    input: assetInput,
    project: () => null,
    async run(ctx, input) {
      await requireInstallation(ctx);
      const { assets } = ctx.ports;
      check(knownAsset(assets, input));
      const id = `${input.name}-${input.version}`;
      return {
        result: null,
        audit: { action, object: { kind: "asset", id }, projectId: null },
        committed: () => act(assets, input),
      };
    },
  });
}

/** Tries a failed program again. */
export const retryAsset = assetVerb("asset.retry", (assets, { name, version }) =>
  assets.retry(name, version),
);

/** Prepares a program that is queued or paused now, whatever the machine does otherwise. */
export const prepareAsset = assetVerb("asset.prepare", (assets, { name, version }) =>
  assets.prepare(name, version),
);

/** Holds a program back that nothing needs yet, until somebody asks for it. */
export const pauseAsset = assetVerb(
  "asset.pause",
  (assets, { name, version }) => assets.pause(name, version),
  (state) => {
    if (!state.background) throw new AppError("CONFLICT", cannotPause(state));
  },
);

function knownAsset(assets: ServicePorts["assets"], { name, version }: AssetInput): AssetState {
  const known = assets.states().find((a) => a.name === name && a.version === version);
  if (!known) throw notFound("program", `${name} ${version}`);
  return known;
}
