import { mutationOf, queryOf, router } from "@/server/api/trpc";
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
  create: mutationOf(createProfile),
  createVersion: mutationOf(createVersion),
  saveDraft: mutationOf(saveDraft),
  publish: mutationOf(publishVersion),
  delete: mutationOf(deleteProfile),
});
