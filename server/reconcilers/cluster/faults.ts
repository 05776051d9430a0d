import type { Fault } from "@/server/domain/cluster/world";
import { isAppError, messageOf } from "@/server/domain/errors/app-error";
import type { CatalogueCode } from "@/server/domain/operation/catalogue";
import { isKubeError, isRefusal } from "@/server/kube/errors";

/** The parts of a run; each is tried whatever became of the others. */
type Part = "objects" | "agent";

/** Keeps what the parts of a run throw, so that the timeline can tell it before the run ends. */
export class Faults {
  readonly #thrown = new Map<Part, unknown>();

  /** Does a part; null when it throws. */
  async during<T>(part: Part, act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      if (!this.#thrown.has(part)) this.#thrown.set(part, error);
      return null;
    }
  }

  /** What the timeline says of the first thing that a part threw. */
  of(part: Part): Fault | null {
    return this.#thrown.has(part) ? faultOf(this.#thrown.get(part)) : null;
  }

  /** Throws on: the queue notes it in the log and makes its pauses longer. */
  throwFirst(): void {
    for (const error of this.#thrown.values()) throw error;
  }
}

function faultOf(error: unknown): Fault {
  return { code: codeOf(error), message: messageOf(error) };
}

function codeOf(error: unknown): CatalogueCode {
  const badInput = isAppError(error) && error.code === "BAD_INPUT";
  // Everything that we send follows from the profile's values and the pools.
  if (badInput || isRefusal(error)) return "LAYER_VALUES_INVALID";
  const codes = ["UNREACHABLE", "THROTTLED", "SERVER_ERROR"] as const;
  const silent = codes.some((code) => isKubeError(error, code));
  return silent ? "MANAGEMENT_PLANE_UNAVAILABLE" : "INTERNAL";
}
