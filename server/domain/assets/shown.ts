import { withoutHostPaths } from "@/server/domain/text/host-paths";
import type { AssetState } from "./state";

/** An asset as people of a project see it: how far it is and what failed, not where the machine keeps it. */
export function withoutHost(asset: AssetState): AssetState {
  const { path: _, ...state } = asset;
  const { progress, error } = state;
  return {
    ...state,
    ...(progress ? { progress: { ...progress, line: withoutHostPaths(progress.line) } } : {}),
    ...(error ? { error: errorWithoutHost(error) } : {}),
  };
}

function errorWithoutHost({ ways, ...error }: NonNullable<AssetState["error"]>) {
  const told = { ...error, message: withoutHostPaths(error.message) };
  if (!ways) return told;
  const reasons = ways.map((way) => ({ ...way, reason: withoutHostPaths(way.reason) }));
  return { ...told, ways: reasons };
}
