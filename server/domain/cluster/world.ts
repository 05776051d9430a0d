import type { LayerStatus } from "@/server/domain/agent/layer-status";
import type { AssetState } from "@/server/domain/assets";
import type { CatalogueCode } from "@/server/domain/operation/catalogue";
import type { ManagementPlaneView } from "@/server/domain/system/views";
import type { ClusterSpec } from "./types";

/** What an object of Cluster API says of itself, as far as a cluster's timeline needs it. */
export interface ObservedPart {
  ready: boolean;
  reason: string;
  message: string;
  code: CatalogueCode | null;
}

/** Machines of a pool: how many are wanted, there, and ready. */
export interface ObservedPool {
  name: string;
  total: number;
  ready: number;
  /** Workers that are of the version and the template asked for now; the others are to be replaced. */
  upToDate: number;
  /** The first machine that is in trouble. */
  trouble: ObservedPart | null;
}

/** What stopped a part of a run. */
export interface Fault {
  code: CatalogueCode;
  message: string;
}

/** A layer the cluster shall hold. */
export interface WantedLayer {
  id: string;
  name: string;
  version: string;
  /** Set when it cannot even be handed to the agent. */
  fault: Fault | null;
}

/** Everything a run of the cluster's reconciler saw, before anything is concluded from it. */
export interface ClusterWorld {
  spec: ClusterSpec;
  generation: number;
  /** The assets this cluster needs. */
  assets: readonly AssetState[];
  managementPlane: ManagementPlaneView;
  /** What kept this run from handing over or reading the cluster's objects, and from keeping its agent. */
  faults: { objects: Fault | null; agent: Fault | null };
  /** Null while the management plane cannot be asked. */
  machines: {
    infrastructure: ObservedPart | null;
    controlPlane:
      | (ObservedPart & { initialized: boolean; readyReplicas: number; version: string | null })
      | null;
    pools: readonly ObservedPool[];
    endpoint: string | null;
    hasKubeconfig: boolean;
  } | null;
  agent: {
    connected: boolean;
    processMessage: string | null;
    failing: boolean;
    /** For how long it has been running without a word. */
    silentMs: number;
  };
  /** In the order in which they are installed. */
  layers: readonly WantedLayer[];
  /** Layers that the cluster still holds and the profile no longer has, as the agent reported them. */
  leaving: readonly LayerStatus[];
  /** What the agent said of its layers, and for which generation. */
  /** When the change that is under way was asked for (ISO); null when none is. */
  changeStartedAt: string | null;
  layerReport: { generation: number; layers: readonly LayerStatus[] } | null;
}
