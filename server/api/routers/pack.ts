import { queryOf, router } from "@/server/api/trpc";
import { getPack, listPacks } from "@/server/services/pack/read";

export const packRouter = router({ list: queryOf(listPacks), get: queryOf(getPack) });
