import type { Pack } from "@/server/domain/pack/types";
import type { ProfileLayer } from "@/server/domain/profile/types";
import type { Analysis, AnalysisRequest } from "./analyzer";

/** Answers requests in their order, such as a worker does. */
export interface AnalysisPort {
  send(request: AnalysisRequest): void;
  close(): void;
}

/** Opens one; `onFailed` ends it, and what was sent has no answer. */
export type OpenPort = (onAnswer: (answer: Analysis) => void, onFailed: () => void) => AnalysisPort;

/** A draft as the page has it. */
export type Question = Pick<AnalysisRequest, "settled" | "type" | "cloudType"> & {
  layers: readonly ProfileLayer[];
  packs: ReadonlyMap<string, Pack>;
};

/**
 * Asks about the newest draft, one question at a time: what changes meanwhile waits and replaces what
 * waited before. An answer about an older draft is dropped.
 */
export class AnalysisClient {
  #port: AnalysisPort | null = null;
  #onAnswer: ((answer: Analysis) => void) | null = null;
  #last: Question | null = null;
  #waiting: Question | null = null;
  #busy = false;
  #sentLayers = new Map<string, ProfileLayer>();
  #sentPacks = new Set<string>();

  /** Where the first port fails, everything is asked again through `instead`. */
  constructor(
    private readonly open: OpenPort,
    private readonly instead: OpenPort,
  ) {}

  /** Begins; returns the end. What is asked before waits. */
  start(onAnswer: (answer: Analysis) => void): () => void {
    this.#onAnswer = onAnswer;
    this.#begin(this.open, () => this.#begin(this.instead, () => {}));
    return () => {
      this.#port?.close();
      this.#port = null;
    };
  }

  ask(question: Question): void {
    if (this.#busy || !this.#port) this.#waiting = question;
    else this.#send(this.#port, question);
  }

  #begin(open: OpenPort, onFailed: () => void): void {
    this.#sentLayers = new Map();
    this.#sentPacks = new Set();
    this.#busy = false;
    const port = open((answer) => this.#answered(port, answer), onFailed);
    this.#port = port;
    const question = this.#waiting ?? this.#last;
    this.#waiting = null;
    if (question) this.#send(port, question);
  }

  #send(port: AnalysisPort, question: Question): void {
    const { layers, packs, settled, type, cloudType } = question;
    this.#busy = true;
    this.#last = question;
    const isNew = (layer: ProfileLayer) => this.#sentLayers.get(layer.id) !== layer;
    port.send({
      order: layers.map((layer) => layer.id),
      layers: layers.filter(isNew),
      packs: [...packs.values()].filter(({ digest }) => !this.#sentPacks.has(digest)),
      settled,
      type,
      cloudType,
    });
    this.#sentLayers = new Map(layers.map((layer) => [layer.id, layer]));
    for (const digest of packs.keys()) this.#sentPacks.add(digest);
  }

  #answered(port: AnalysisPort, answer: Analysis): void {
    if (port !== this.#port) return;
    const next = this.#waiting;
    this.#waiting = null;
    this.#busy = false;
    if (next) this.#send(port, next);
    else this.#onAnswer?.(answer);
  }
}
