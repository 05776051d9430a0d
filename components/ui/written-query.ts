/**
 * The query that counts. The router tells an address late, and not at all while another page is on the way;
 * until it has told the last of ours, which `written` lists after the one they began from, that one counts.
 * Any other that it tells came from elsewhere: a link, the way back.
 */
export function currentQuery(seen: string, written: readonly string[]): string {
  return written.includes(seen) ? (written.at(-1) ?? seen) : seen;
}
