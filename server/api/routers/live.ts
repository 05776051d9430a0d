import { EventEmitter, on } from "node:events";
import { getDeps } from "@/server/deps";
import { isAppError } from "@/server/domain/errors/app-error";
import { changesAccessOf, concerns, type Change } from "@/server/domain/live/change";
import { StreamCount } from "@/server/api/stream-count";
import { router, sessionEnded, signedInProcedure, toTrpcError } from "@/server/api/trpc";
import { sessionActor } from "@/server/services/auth/session-actor";

/** How often an open stream looks whether its session still stands: time alone ends one too. */
const recheckMs = 60_000;

const streams = new StreamCount({ perSession: 10, perPerson: 100 });

/** One stream per tab that says "this object changed"; the page asks for the object itself again. */
export const liveRouter = router({
  changes: signedInProcedure.subscription(async function* ({ ctx, signal }) {
    let { actor } = ctx;
    const leave = streams.enter(actor);
    if (isAppError(leave)) throw toTrpcError(leave);
    const emitter = new EventEmitter();
    // Gathers from now on: nothing is missed between the first answer and the loop.
    const events = on(emitter, "event", { signal });
    const stop = getDeps().subscribe(actor.tenantId, (change) => emitter.emit("event", change));
    const recheck = setInterval(() => emitter.emit("event", "recheck"), recheckMs);
    try {
      yield { kind: "connected" as const, id: "" };
      for await (const [event] of events as AsyncIterable<[Change | "recheck"]>) {
        if (event === "recheck" || changesAccessOf(actor.id, event)) {
          const now = await sessionActor(ctx.services, { ...actor, userId: actor.id });
          if (!now) throw sessionEnded();
          actor = now;
        } else if (concerns(actor.grants, event)) {
          const { kind, id } = event;
          yield { kind, id };
        }
      }
    } finally {
      clearInterval(recheck);
      stop();
      leave();
    }
  }),
});
