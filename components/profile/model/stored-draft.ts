import { z } from "zod";
import { layerInput } from "@/server/domain/profile/inputs";
import type { ProfileLayer } from "@/server/domain/profile/types";

const storedDraft = z.object({
  revision: z.number().int(),
  savedAt: z.string(),
  layers: z.array(layerInput),
});

/** Unsaved work of this tab; outlives a reload, a lost session and the way back. */
export interface StoredDraft {
  /** The revision the work began from. */
  revision: number;
  savedAt: string;
  layers: ProfileLayer[];
}

/** Where it is kept. */
export const storedDraftKey = (versionId: string) => `lamina.draft.${versionId}`;

/** Reads what was kept; anything unreadable counts as nothing. */
export function parseStoredDraft(text: string | null): StoredDraft | null {
  if (text === null) return null;
  try {
    const parsed = storedDraft.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
