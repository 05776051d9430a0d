/** An error stops publishing and deploying; a warning never stops anything. */
export type Severity = "error" | "warning";

/** Where in a text: lines and columns count from 1, the end is exclusive (Monaco's convention). */
export interface TextRange {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** Something wrong in a text, at the place where it is wrong. */
export interface Problem extends TextRange {
  message: string;
  severity: Severity;
  /** Dotted path of the key, e.g. `charts.web.replicas`; missing when the text could not be parsed. */
  path?: string;
  /** What is wrong in words that quote nothing of the text, for where it may hold a secret. */
  reason?: string;
}

/** Keys and list indexes from the root; keys may hold dots, so a path is a list and not a text. */
export type YamlPath = readonly (string | number)[];

/** Parsed YAML data; integers that a number cannot hold exactly are a bigint. */
export type YamlValue = string | number | bigint | boolean | null | YamlValue[] | YamlMap;
export interface YamlMap {
  [key: string]: YamlValue;
}
