import { adviceFor } from "./failure";
import type { AssetError, AssetState, FailedWay } from "./state";

/** Assets that failed alike, told once. */
export interface FailureGroup {
  /** The same for assets that fail alike, whichever servers they come from. */
  key: string;
  assets: readonly AssetState[];
  code: AssetError["code"];
  what: string;
  why: string;
  /** Both in one line. */
  text: string;
  next: string;
}

/** The failures among these states, one entry for all that failed alike. */
export function failureGroups(states: readonly AssetState[]): FailureGroup[] {
  const failed = states.flatMap((state) => (state.error ? [{ state, error: state.error }] : []));
  const groups = Map.groupBy(failed, ({ error }) => failureKey(error));
  return [...groups].flatMap(([key, members]) => {
    const [first, ...others] = members;
    if (!first) return [];
    const { error, state } = first;
    const name = `${state.name} ${state.version}`;
    const programs = others.length === 1 ? "program" : "programs";
    const alone = others.length === 0;
    const what = alone ? name : `${name} and ${others.length} other ${programs}`;
    const why = reasonsOf(members.map((m) => waysOf(m.error)));
    return {
      key,
      assets: members.map((member) => member.state),
      code: error.code,
      what,
      why,
      text: alone ? error.message : `${what}: ${why}`,
      next: alone ? error.next : adviceFor({ code: lastCode(error) }),
    };
  });
}

/** The same for assets that fail alike, whichever servers they come from. */
export function failureKey(error: AssetError): string {
  return JSON.stringify([error.code, waysOf(error).map(({ code, reason }) => [code, reason])]);
}

const waysOf = (error: AssetError): readonly FailedWay[] =>
  error.ways ?? [{ code: error.code, reason: error.message }];

/** The way that was tried last decides the next step, as it does for one asset. */
const lastCode = (error: AssetError) => waysOf(error).at(-1)?.code ?? error.code;

/** The ways of one group differ by their hosts alone: each reason stands once, after all of its hosts. */
function reasonsOf(members: (readonly FailedWay[])[]): string {
  const [first = []] = members;
  const texts = first.map(({ reason }, i) => {
    const hosts = new Set(members.flatMap((ways) => ways[i]?.host ?? []));
    return hosts.size === 0 ? reason : `${listOf([...hosts])} ${reason}`;
  });
  return texts.join(" Then ");
}

function listOf(words: string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
