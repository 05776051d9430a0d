import { defaultPortRange, type PortRange } from "../ports";

const SHARE = 1000;

/**
 * The ports of one test process: each of the test runner's processes has its own share, so that none takes a
 * port that another has promised to a program it is just restarting.
 */
export function testPortRange(): PortRange {
  const worker = Number(process.env.VITEST_POOL_ID ?? 0);
  const shares = Math.floor((defaultPortRange.last - defaultPortRange.first + 1) / SHARE);
  const first = defaultPortRange.first + (worker % shares) * SHARE;
  return { first, last: first + SHARE - 1 };
}
