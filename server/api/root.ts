import { clusterRouter } from "./routers/cluster";
import { liveRouter } from "./routers/live";
import { packRouter } from "./routers/pack";
import { profileRouter } from "./routers/profile";
import { sessionRouter } from "./routers/session";
import { systemRouter } from "./routers/system";
import { router } from "./trpc";

/** Every procedure of the console's API. */
export const appRouter = router({
  session: sessionRouter,
  profile: profileRouter,
  pack: packRouter,
  cluster: clusterRouter,
  system: systemRouter,
  live: liveRouter,
});

export type AppRouter = typeof appRouter;
