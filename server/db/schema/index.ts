export * from "./clusters";
export * from "./packs";
export * from "./profiles";
export * from "./tenancy";
