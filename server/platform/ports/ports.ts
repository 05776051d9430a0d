import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import getPort from "get-port";
import { z } from "zod";
import { writeDurably } from "@/server/platform/files/write-durably";

export const LOOPBACK = "127.0.0.1";

/** Ports from `first` to `last`, both included. */
export interface PortRange {
  first: number;
  last: number;
}
/** Below the range from which Linux and macOS give ports to outgoing connections. */
export const defaultPortRange: PortRange = { first: 20_000, last: 29_999 };

const stateSchema = z.record(z.string(), z.number().int().min(1).max(65_535));

/** Free ports on 127.0.0.1, remembered by name so that a restart finds the same ones. */
export interface PortRegistry {
  /**
   * The port of this name. Chosen once and kept; a remembered port that another program holds is
   * given back all the same, because only the caller knows whether its own process holds it.
   */
  claim(name: string): Promise<number>;
  /** Another port for this name: for when the remembered one turned out to be taken. */
  replace(name: string): Promise<number>;
  /** Notes a port that was promised elsewhere, for instance in an object. */
  pin(name: string, port: number): void;
  /** Forgets every name that begins with this prefix. */
  release(prefix: string): void;
  /** The remembered ports, for checks. */
  all(): Readonly<Record<string, number>>;
}

/** Opens the registry kept in `file`; new ports are chosen from the range. */
export function createPortRegistry(file: string, range = defaultPortRange): PortRegistry {
  const ports = new Map(Object.entries(readState(file)));
  let queue: Promise<unknown> = Promise.resolve();

  /** One choice at a time, or two names could get the same port. */
  const inOrder = <T>(act: () => Promise<T>): Promise<T> => {
    const mine = queue.then(act, act);
    queue = mine;
    return mine;
  };
  /** On disk first: a port that is in use but was never written would be another one after a restart. */
  const remember = (name: string, port: number) => {
    writeState(file, new Map(ports).set(name, port));
    ports.set(name, port);
  };
  const choose = async (name: string): Promise<number> => {
    const exclude = [...ports.values()];
    const port = await getPort({ host: LOOPBACK, port: candidates(range), exclude });
    remember(name, port);
    return port;
  };
  return {
    claim: (name) => inOrder(async () => ports.get(name) ?? choose(name)),
    replace: (name) => inOrder(() => choose(name)),
    pin: (name, port) => {
      if (ports.get(name) !== port) remember(name, port);
    },
    release: (prefix) => {
      const names = [...ports.keys()].filter((name) => name.startsWith(prefix));
      for (const name of names) ports.delete(name);
      if (names.length > 0) writeState(file, ports);
    },
    all: () => Object.fromEntries(ports),
  };
}

/**
 * Remembered ports are listened on again and again, so none may come from the range from which the
 * system gives ports to outgoing connections. They start at a random place, so that two consoles on one
 * machine rarely meet.
 */
function candidates({ first, last }: PortRange): number[] {
  const count = last - first + 1;
  const start = Math.floor(Math.random() * count);
  return Array.from({ length: count }, (_, i) => first + ((start + i) % count));
}

/** True when nothing listens on this port of 127.0.0.1. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}

function readState(file: string): z.infer<typeof stateSchema> {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {}; // first start, or a damaged list: ports are chosen anew
  }
}

function writeState(file: string, ports: ReadonlyMap<string, number>): void {
  writeDurably(file, JSON.stringify(Object.fromEntries(ports), null, 2));
}
