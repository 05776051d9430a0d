import { mutationOf, queryOf, router } from "@/server/api/trpc";
import { getProcessLog, getReadiness, getSystem, retryAsset } from "@/server/services/system/read";

export const systemRouter = router({
  get: queryOf(getSystem),
  readiness: queryOf(getReadiness),
  processLog: queryOf(getProcessLog),
  retryAsset: mutationOf(retryAsset),
});
