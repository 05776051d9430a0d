import { RateLimiterMemory } from "rate-limiter-flexible";
import { AppError } from "@/server/domain/errors/app-error";
import { secondsToWait } from "@/server/platform/limits/seconds-to-wait";

/** Calls of one session in a window (seconds): far above what pages and scripts need. */
const limiter = new RateLimiterMemory({ points: 600, duration: 10 });

/** Counts a call of the session; RATE_LIMITED once it makes too many. */
export async function countCall(sessionId: string): Promise<void> {
  if ((await secondsToWait(limiter, sessionId)) === 0) return;
  const message = "This session makes too many requests. Wait a few seconds, then try again.";
  throw new AppError("RATE_LIMITED", message);
}
