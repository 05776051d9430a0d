/**
 * Every advisory lock that is taken in the database, by its purpose. They stand in one place because two
 * purposes on one number wait for each other for ever.
 */
export const advisoryLocks = {
  migration: 7_146_291,
  bundledPacks: 7_146_292,
  capacity: 7_146_293,
  /** The one console that works on the database. */
  console: 7_146_295,
} as const;
