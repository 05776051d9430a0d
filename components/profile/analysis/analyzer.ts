import type { Pack } from "@/server/domain/pack/types";
import { Memo } from "@/server/domain/profile/memo";
import { summarizeProfile } from "@/server/domain/profile/summarize";
import type {
  ProfileLayer,
  ProfileProblem,
  ProfileSummary,
  ProfileType,
} from "@/server/domain/profile/types";
import { validateProfile } from "@/server/domain/profile/validate-profile";

/** What the engine says of a draft. */
export interface Analysis {
  /** False: some packs were still on their way, and problems were not looked for. */
  settled: boolean;
  problems: ProfileProblem[];
  summary: ProfileSummary;
}

/** A draft to look at; what the analyzer has already is not sent again. */
export interface AnalysisRequest {
  /** All layers by id, in their order. */
  order: string[];
  /** Those that are new or changed. */
  layers: ProfileLayer[];
  /** Packs that are new. */
  packs: Pack[];
  /** False while packs are on their way: only the summary is made. */
  settled: boolean;
  type: ProfileType;
  cloudType: string;
}

/** Checks one draft again and again; layers that did not change are not read again. */
export class Analyzer {
  readonly #memo = new Memo();
  readonly #packs = new Map<string, Pack>();
  #layers = new Map<string, ProfileLayer>();

  answer({ settled, type, cloudType, ...request }: AnalysisRequest): Analysis {
    for (const pack of request.packs) this.#packs.set(pack.digest, pack);
    for (const layer of request.layers) this.#layers.set(layer.id, layer);
    const layers = request.order.flatMap((layerId) => this.#layers.get(layerId) ?? []);
    this.#layers = new Map(layers.map((layer) => [layer.id, layer]));
    const options = { strict: true, type, cloudType, memo: this.#memo };
    return {
      settled,
      problems: settled ? validateProfile(layers, this.#packs, options) : [],
      summary: summarizeProfile(layers, this.#packs),
    };
  }
}
