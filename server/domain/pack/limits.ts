/** What a pack may weigh; far above every known pack, far below what hurts. */
export const packLimits = {
  archiveBytes: 16 * 1024 * 1024,
  /** All files unpacked. */
  totalBytes: 64 * 1024 * 1024,
  fileBytes: 8 * 1024 * 1024,
  valuesBytes: 1024 * 1024,
  logoBytes: 512 * 1024,
  files: 2000,
  pathLength: 512,
} as const;
