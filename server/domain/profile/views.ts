import type { ProfileLayer, ProfileType } from "./types";

/** A version in a list. Times are ISO strings. */
export interface ProfileVersionSummary {
  id: string;
  version: string;
  state: "draft" | "published";
  note: string;
  digest: string | null;
  updatedAt: string;
  publishedAt: string | null;
  /** The name of who published it. */
  publishedBy: string | null;
  layerCount: number;
}

/** A profile in a list: the stack shown is that of its newest version. */
export interface ProfileSummaryView {
  id: string;
  name: string;
  description: string;
  type: ProfileType;
  cloudType: string;
  tags: string[];
  /** The newest first. */
  versions: ProfileVersionSummary[];
  stack: {
    kind: ProfileLayer["kind"];
    name: string;
    packName: string;
    version: string;
    digest: string;
  }[];
  clusters: number;
  updatedAt: string;
}

/** One version with everything the builder edits. */
export interface ProfileVersionView {
  id: string;
  version: string;
  state: "draft" | "published";
  note: string;
  digest: string | null;
  layers: ProfileLayer[];
  /** The number an editor must give back when it saves. */
  revision: number;
  updatedAt: string;
  profile: {
    id: string;
    projectId: string;
    name: string;
    description: string;
    type: ProfileType;
    cloudType: string;
    versions: ProfileVersionSummary[];
  };
}
