/** A member as far as planning needs it. */
export interface PlannedMember {
  name: string;
  /** Its Machine asks for the wanted version and image. */
  current: boolean;
  /** It runs what its Machine asks for. */
  ready: boolean;
  deleting: boolean;
}

/** The one next step towards the wanted members. */
export type MemberStep =
  | { do: "create"; name: string; etcd: "create" | "join" }
  | { do: "delete"; name: string }
  | { do: "upgrade"; name: string }
  | { do: "nothing"; waitingFor?: string };

/**
 * One change at a time, and the next only when all members are well: etcd keeps its majority.
 * The first member makes the etcd cluster, each further one joins it.
 */
export function nextMemberStep(
  wanted: { baseName: string; replicas: number },
  members: readonly PlannedMember[],
): MemberStep {
  const active = members.filter((member) => !member.deleting);
  const leaving = members.find((member) => member.deleting);
  const [first] = active;
  if (!first && leaving) return { do: "nothing", waitingFor: `${leaving.name} to go` };
  if (!first) return { do: "create", name: freeName(wanted.baseName, members), etcd: "create" };
  if (active.length > wanted.replicas) return { do: "delete", name: expendable(active).name };
  if (leaving) return { do: "nothing", waitingFor: `${leaving.name} to go` };
  const unready = active.find((member) => !member.ready);
  const old = active.find((member) => !member.current);
  // A member that cannot start in the old version may be mended by the new one, if nobody else is down.
  if (unready && old === unready && active.length === 1) return { do: "upgrade", name: old.name };
  if (unready) return { do: "nothing", waitingFor: `${unready.name} to be ready` };
  if (old) return { do: "upgrade", name: old.name };
  if (active.length < wanted.replicas) {
    return { do: "create", name: freeName(wanted.baseName, members), etcd: "join" };
  }
  return { do: "nothing" };
}

function freeName(baseName: string, members: readonly PlannedMember[]): string {
  for (let index = 0; ; index += 1) {
    const name = `${baseName}-${index}`;
    if (!members.some((member) => member.name === name)) return name;
  }
}

/** A broken one first, then the youngest. */
function expendable(active: readonly PlannedMember[]): { name: string } {
  const broken = active.find((member) => !member.ready);
  return broken ?? active.reduce((last, member) => (member.name > last.name ? member : last));
}
