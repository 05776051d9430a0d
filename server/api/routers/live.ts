import { EventEmitter, on } from "node:events";
import { getDeps } from "@/server/deps";
import type { Change } from "@/server/domain/live/change";
import { router, signedInProcedure } from "@/server/api/trpc";

/** One stream per tab that says "this object changed"; the page asks for the object itself again. */
export const liveRouter = router({
  changes: signedInProcedure.subscription(async function* ({ ctx, signal }) {
    const emitter = new EventEmitter();
    const stop = getDeps().subscribe(ctx.actor.tenantId, (change) =>
      emitter.emit("change", change),
    );
    try {
      yield { kind: "connected" as const, id: "" };
      for await (const [change] of on(emitter, "change", { signal })) yield change as Change;
    } finally {
      stop();
    }
  }),
});
