import { isCatalogueCode, type CatalogueCode } from "@/server/domain/operation/catalogue";
import type { ProcessStatus } from "@/server/platform/process/types";
import type { Binaries } from "@/server/domain/control-plane/binaries";
import { isAppError, messageOf } from "@/server/domain/errors/app-error";
import { isKubeError, isRefusal } from "@/server/kube/errors";

/** Something a condition tells the user, by a code of the error catalogue. */
export class LocalFailure extends Error {
  constructor(
    readonly code: CatalogueCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * What any error tells the user; undefined when the next look will do: the API server does not answer yet,
 * or somebody else was faster.
 */
export function failureOf(error: unknown): LocalFailure | undefined {
  if (error instanceof LocalFailure) return error;
  if (isKubeError(error, "UNREACHABLE") || isKubeError(error, "CONFLICT")) return undefined;
  const badInput = isAppError(error) && error.code === "BAD_INPUT";
  // Flags, ranges and nodes follow from the profile's values.
  const code = badInput || isRefusal(error) ? "LAYER_VALUES_INVALID" : "INTERNAL";
  return new LocalFailure(code, messageOf(error), { cause: error });
}

/** Names the failure when a program is not there. */
export function namingBinaries(binaries: Binaries): Binaries {
  return async (name, version) => {
    try {
      return await binaries(name, version);
    } catch (cause) {
      const code = codeOf(cause);
      throw new LocalFailure(code, `${name} ${version}: ${messageOf(cause)}`, { cause });
    }
  };
}

function codeOf(error: unknown): CatalogueCode {
  const known = typeof error === "object" && error !== null && "code" in error ? error.code : "";
  return typeof known === "string" && isCatalogueCode(known) ? known : "ASSET_MISSING";
}

/** What is wrong with processes that should run, or undefined while they run or just start. */
export function processFailure(statuses: readonly ProcessStatus[]): LocalFailure | undefined {
  for (const status of statuses) {
    if (status.state === "failed") return new LocalFailure("ASSET_MISSING", status.message);
    if (status.state === "backing-off" || (status.lastExit && !status.ready)) {
      const taken = /address already in use/i.test(status.message);
      return new LocalFailure(taken ? "PORT_TAKEN" : "PROCESS_EXITED", status.message);
    }
  }
  return undefined;
}
