import type { LayerState, LayerStatus } from "@/server/domain/agent/layer-status";
import { clip } from "@/server/domain/agent/text";
import type { Clock } from "@/server/platform/clock/clock";

/** What changes of a status; what is left out stays, except message, code and waitingFor. */
export interface StatusChange {
  state: LayerState;
  reason: string;
  message?: string;
  code?: LayerStatus["code"];
  waitingFor?: string;
  releases?: LayerStatus["releases"];
}

type Identity = Pick<LayerStatus, "layerId" | "name" | "version" | "digest">;

/** The statuses of all layers, in install order, told to whoever listens at each change. */
export class StatusBoard {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #statuses = new Map<string, LayerStatus>();
  #quiet = false;

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Several changes that are told as one. */
  together(change: () => void): void {
    this.#quiet = true;
    try {
      change();
    } finally {
      this.#quiet = false;
    }
    this.#tell();
  }

  /** Puts the layers up in this order. A layer that was there keeps its status; others are taken down. */
  show(layers: readonly Identity[]): void {
    const next = new Map<string, LayerStatus>();
    for (const layer of layers) {
      const known = this.#statuses.get(layer.layerId);
      const { layerId, name, version, digest } = layer;
      next.set(layerId, { ...(known ?? blank), layerId, name, version, digest });
    }
    this.#statuses = next;
    this.#tell();
  }

  get(layerId: string): LayerStatus | undefined {
    return this.#statuses.get(layerId);
  }

  all(): LayerStatus[] {
    return [...this.#statuses.values()];
  }

  /** A new attempt: the clock of the layer starts. */
  start(layerId: string, message: string): void {
    const status = this.#statuses.get(layerId);
    if (status === undefined) return;
    const startedAt = this.#clock.now().toISOString();
    const attempt = status.attempt + 1;
    this.#put({ ...status, startedAt, finishedAt: null, attempt });
    this.change(layerId, { state: "Installing", reason: "Installing", message });
  }

  change(layerId: string, change: StatusChange): void {
    const status = this.#statuses.get(layerId);
    if (status === undefined) return;
    const { code: _code, waitingFor: _waitingFor, ...rest } = status;
    const finished = change.state === "Ready" || change.state === "Error";
    // A layer that stays ready keeps the time at which it became so.
    const kept = change.state === "Ready" && status.state === "Ready" ? status.finishedAt : null;
    this.#put({
      ...rest,
      state: change.state,
      reason: change.reason,
      message: clip(change.message ?? "", 2000),
      finishedAt: finished ? (kept ?? this.#clock.now().toISOString()) : null,
      ...(change.code !== undefined && { code: change.code }),
      ...(change.waitingFor !== undefined && { waitingFor: clip(change.waitingFor, 500) }),
      ...(change.releases !== undefined && { releases: change.releases }),
    });
    this.#tell();
  }

  /** Takes a layer down that is no longer in the cluster. */
  drop(layerId: string): void {
    if (this.#statuses.delete(layerId)) this.#tell();
  }

  /** For a changed desired state attempts count from the start, and what failed before is yet to be tried. */
  startOver(): void {
    for (const status of this.all()) {
      const { code: _code, ...rest } = status;
      this.#put({
        ...(status.state === "Error" ? { ...rest, ...notStarted } : status),
        attempt: 0,
      });
    }
  }

  /** Under a new generation of the same layers: what is ready was not worked on for it. */
  settle(): void {
    for (const status of this.all()) {
      if (status.state === "Ready") this.#put({ ...status, attempt: 0 });
    }
  }

  #tell(): void {
    if (!this.#quiet) this.#onChange();
  }

  #put(status: LayerStatus): void {
    this.#statuses.set(status.layerId, status);
  }
}

const notStarted = {
  state: "Waiting",
  reason: "NotStarted",
  message: "",
  startedAt: null,
  finishedAt: null,
} as const;

const blank: Omit<LayerStatus, keyof Identity> = { ...notStarted, attempt: 0, releases: [] };
