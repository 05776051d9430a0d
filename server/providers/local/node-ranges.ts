import { z } from "zod";
import { freeNodeCidr } from "@/server/domain/control-plane/cidr";
import type { KubeClient } from "@/server/kube/client";
import { Slots } from "@/server/platform/slots/slots";

const nodeSpec = z.object({ podCIDR: z.string().optional() }).catch({});

/**
 * Gives each node its part of the pod range as it is made. kube-controller-manager would, too, but takes
 * its time, and tries twice when the node changes meanwhile: the second try is refused and leaves an event.
 */
export class NodeRanges {
  private readonly turns = new Map<string, Slots>();

  /** Lets `make` create a node with a range that no other has; the nodes of a cluster come one by one. */
  async give(
    clusterKey: string,
    client: KubeClient,
    podCidr: string,
    make: (podCidr: string | undefined) => Promise<void>,
  ): Promise<void> {
    const turns = this.turns.get(clusterKey) ?? new Slots(1);
    this.turns.set(clusterKey, turns);
    await turns.run({ priority: 0 }, async () => {
      const nodes = await client.list({ apiVersion: "v1", kind: "Node" });
      const taken = nodes.flatMap(({ spec }) => nodeSpec.parse(spec).podCIDR ?? []);
      await make(freeNodeCidr(podCidr, taken));
    });
  }

  forget(clusterKey: string): void {
    this.turns.delete(clusterKey);
  }
}
