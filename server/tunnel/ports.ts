import type { RefusalCode } from "@/server/domain/agent/limits";
import type { DesiredState, ReportMessage } from "@/server/domain/agent/messages";

/** Who an agent is, by its token alone. Nothing an agent says can change it. */
export interface AgentIdentity {
  clusterId: string;
  tenantId: string;
  agentId: string;
  /** Names the token, without being of use to anybody who has no token. */
  tokenHash: string;
}

/** What the tunnel needs from the rest of the server. */
export interface TunnelPorts {
  /** The identity behind a bearer token; null for an unknown or revoked one. */
  authenticate(token: string): Promise<AgentIdentity | null>;
  /** What the cluster shall hold now; null while there is nothing to install yet. */
  desired(identity: AgentIdentity): Promise<DesiredState | null>;
  /** Notes in one go that these agents were heard. */
  saveHeartbeats(heard: readonly AgentIdentity[]): Promise<void>;
  /**
   * Saves one report; false when the agent's token stands no longer. Called again with the same or a newer
   * report after a failure.
   */
  saveReport(identity: AgentIdentity, report: ReportMessage): Promise<boolean>;
  /** Those of the identities whose token was replaced or whose cluster is gone. */
  revoked(identities: readonly AgentIdentity[]): Promise<readonly AgentIdentity[]>;
  /** An agent's hello was accepted. */
  connected(identity: AgentIdentity, agentVersion: string): Promise<void>;
  /** The last connection of the cluster is gone; the agent comes back by itself. */
  disconnected(identity: AgentIdentity, reason: string): Promise<void>;
  /** An agent was refused after its token had been accepted: worth an audit entry. */
  refused(identity: AgentIdentity, code: RefusalCode, detail: string): Promise<void>;
}
