/** Memory in the larger unit that fits: "512 MiB", "15.6 GiB". */
export function formatMiB(mib: number): string {
  return mib < 1024 ? `${Math.round(mib)} MiB` : `${(mib / 1024).toFixed(1)} GiB`;
}

const mebibytes: Record<string, number> = { Ki: 1 / 1024, Mi: 1, Gi: 1024, Ti: 1024 ** 2 };

/** A quantity of memory as Kubernetes writes it ("8Gi", "32868400Ki", "8589934592") in our units. */
export function formatQuantity(quantity: string): string {
  const [, digits, unit = ""] = /^(\d+)(Ki|Mi|Gi|Ti)?$/.exec(quantity) ?? [];
  if (digits === undefined) return quantity;
  const mib = Number(digits) * (mebibytes[unit] ?? 1 / 1024 ** 2);
  return formatMiB(mib).replace(".0 GiB", " GiB");
}
