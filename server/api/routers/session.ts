import { queryOf, router } from "@/server/api/trpc";
import { getSession } from "@/server/services/tenancy/session-view";

export const sessionRouter = router({ get: queryOf(getSession) });
