import { createKubeClient, type KubeClient } from "@/server/kube/client";

interface Actors {
  kubeconfig: string;
  client: KubeClient;
  watch: { stop(): void };
}

/** What acts on the management plane: made once it is ready, anew when it is reached another way. */
export class PlaneActors {
  private current: Actors | undefined;

  constructor(private readonly watch: (client: KubeClient) => { stop(): void }) {}

  /** Undefined until the plane was ready once. */
  get client(): KubeClient | undefined {
    return this.current?.client;
  }

  /** Watches go on over restarts of the plane's processes; another kubeconfig replaces all. */
  follow(kubeconfig: string): void {
    if (this.current?.kubeconfig === kubeconfig) return;
    this.stop();
    const client = createKubeClient(kubeconfig);
    this.current = { kubeconfig, client, watch: this.watch(client) };
  }

  stop(): void {
    this.current?.watch.stop();
    this.current?.client.close();
  }
}
