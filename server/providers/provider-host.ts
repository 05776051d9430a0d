import type { ProcessProvider, ProviderOptions, RunningProvider } from "./contract";

/** Runs a provider against the management plane, and anew when the plane is reached another way. */
export class ProviderHost {
  private running: { kubeconfig: string; provider: RunningProvider } | undefined;
  private changes: Promise<unknown> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly provider: ProcessProvider,
    private readonly options: Omit<ProviderOptions, "kubeconfig">,
  ) {}

  /** Resolves when the provider serves with this kubeconfig and every cluster made before answers, or soon after the signal. */
  async serve(kubeconfig: string, signal: AbortSignal): Promise<void> {
    await this.inOrder(() => this.change(kubeconfig));
    await this.running?.provider.answering(signal);
  }

  /** Ends the provider for good; the clusters run on. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.inOrder(async () => this.running?.provider.stop());
  }

  private async change(kubeconfig: string): Promise<void> {
    if (this.stopped || this.running?.kubeconfig === kubeconfig) return;
    // Never two at a time: both would start the same processes.
    await this.running?.provider.stop();
    this.running = {
      kubeconfig,
      provider: this.provider.start({ ...this.options, kubeconfig }),
    };
  }

  private inOrder<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.changes.then(act, act);
    this.changes = mine;
    return mine;
  }
}
