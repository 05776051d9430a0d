const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something took, in at most two units: "850 ms", "9.4 s", "1 min 04 s", "2 h 13 min", "3 d 4 h". */
export function formatDuration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < second) return `${Math.round(span)} ms`;
  if (span < 10 * second) return `${(Math.floor(span / 100) / 10).toFixed(1)} s`;
  if (span < minute) return `${Math.floor(span / second)} s`;
  if (span < hour) {
    const seconds = Math.floor((span % minute) / second);
    return `${Math.floor(span / minute)} min ${String(seconds).padStart(2, "0")} s`;
  }
  if (span < day) return `${Math.floor(span / hour)} h ${Math.floor((span % hour) / minute)} min`;
  return `${Math.floor(span / day)} d ${Math.floor((span % day) / hour)} h`;
}

/** Whole seconds only, for a counter that ticks once a second. */
export function formatTicking(ms: number): string {
  if (ms < second) return "0 s";
  return ms < minute ? `${Math.floor(ms / second)} s` : formatDuration(ms);
}

/** How far a moment is from now, in one unit: "just now", "3 min ago", "in 2 h". */
export function formatRelative(at: number, now: number): string {
  const distance = Math.abs(now - at);
  if (distance < 10 * second) return "just now";
  const amount = pickUnit(distance);
  return at <= now ? `${amount} ago` : `in ${amount}`;
}

function pickUnit(distance: number): string {
  if (distance < minute) return `${Math.floor(distance / second)} s`;
  if (distance < hour) return `${Math.floor(distance / minute)} min`;
  if (distance < day) return `${Math.floor(distance / hour)} h`;
  if (distance < 60 * day) return `${Math.floor(distance / day)} d`;
  return `${Math.floor(distance / (30 * day))} mo`;
}

/** A moment in UTC to the second; the same on server and browser. */
export function formatUtc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
