import { mutationOf, queryOf, router } from "@/server/api/trpc";
import { pauseAsset, prepareAsset, retryAsset } from "@/server/services/system/assets";
import { getProcessLog, getReadiness, getSystem } from "@/server/services/system/read";

export const systemRouter = router({
  get: queryOf(getSystem),
  readiness: queryOf(getReadiness),
  processLog: queryOf(getProcessLog),
  retryAsset: mutationOf(retryAsset),
  prepareAsset: mutationOf(prepareAsset),
  pauseAsset: mutationOf(pauseAsset),
});
