/** Where the agent keeps what it must remember of each cluster; no layer may use it. */
export const laminaNamespace = "lamina-system";
