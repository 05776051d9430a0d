import { mutationOf, queryOf, router } from "@/server/api/trpc";
import { renderContents } from "@/server/services/profile/contents";
import { getProfileVersion, listProfiles } from "@/server/services/profile/read";
import {
  createProfile,
  createVersion,
  deleteProfile,
  publishVersion,
  saveDraft,
} from "@/server/services/profile/write";

export const profileRouter = router({
  list: queryOf(listProfiles),
  version: queryOf(getProfileVersion),
  /** A read that is asked like a write: the layers are too large for an address. */
  renderContents: mutationOf(renderContents),
  create: mutationOf(createProfile),
  createVersion: mutationOf(createVersion),
  saveDraft: mutationOf(saveDraft),
  publish: mutationOf(publishVersion),
  delete: mutationOf(deleteProfile),
});
