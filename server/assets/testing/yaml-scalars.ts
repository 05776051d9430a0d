const words = String.raw`
  y Y yes Yes YES yEs n N no No NO on On ON off Off OFF true True TRUE tRue false False FALSE
  null Null NULL nULL ~ .inf .Inf .INF +.inf -.inf -.INF .nan .NaN .NAN inf nan Infinity
  .infinity 0 -0 +0 00 007 0123 089 -0123 +0123 0o7 0O7 -0o7 0o8 0x 0x1F 0X1f -0xff 0xg 0b11
  0B11 -0b11 +0b11 0b 0b2 0b-1 0b+1 -0b-1 0b1_1 0_b1 0x_1 1 +1 -1 1_000 _1 1_ -_1 1__0 12e03
  1e3 1E3 1e+3 1e-3 -1e3 E1000 1e 1e400 -1e400 1e-400 1.5 1. .5 . .. ...x -.5 +.5 -. ._5 .5_0
  1_0.5 .5e3 .5e .e5 .1e400 1.2.3 1.30 1.10 1.0 -1.0 0.1 00.5 1.5e3 1.e3 9007199254740991
  9007199254740992 9007199254740993 12345678901234567 9223372036854775807 -9223372036854775808
  0x1FFFFFFFFFFFFFFFF 0777777777777777777777 07777777777777777777777777 1e20 1e21
  123456789.123456789 0.1000000000000000055511151231257827 1e-7 5e-324 1.7976931348623157e308
  12:30 1:30:45 190:20:30.15 2026-01-02 2026-1-2 2026-01-02T03:04:05Z
  2001-12-14t21:59:43.10-05:00 = < <<< a:b a#b a'b /x $x (x) x- -x -- 1.2.3.4 1m 500Mi 0.5Gi
  +x ~x x~ é 日本 😀 a;b x=y ^x
`;

/** Scalars without quotes at whose meaning readers of YAML differ. */
export const scalars: readonly string[] = [
  ...words.trim().split(/\s+/),
  "",
  "2026-01-02 03:04:05",
  "a b",
  "\\x",
];

/** Values that are no plain scalars. */
export const quoted: readonly string[] = ['"1"', "'x'", '""', "{a: 1}", "[1]"];

/** Integers of more than 63 bits, which objects of Kubernetes cannot hold exactly. */
export const tooLong: readonly string[] = [
  "9223372036854775808",
  "-9223372036854775809",
  "18446744073709551615",
  "18446744073709551616",
  "12345678901234567890",
  "123456789012345678901234567890",
  "0xFFFFFFFFFFFFFFFF",
  "01777777777777777777777",
  `0b${"1".repeat(64)}`,
  "18_446_744_073_709_551_615",
];

/** Tags, known and not. */
export const tags: readonly string[] = [
  "!!str",
  "!!int",
  "!!float",
  "!!bool",
  "!!null",
  "!!binary",
  "!!timestamp",
  "!!set",
  "!!omap",
  "!!map",
  "!!seq",
  "!!foo",
  "!",
  "!foo",
  "!<tag:yaml.org,2002:str>",
  "!<tag:yaml.org,2002:int>",
  "!<x>",
];

/** Keys that are no plain text. */
export const keys: readonly string[] = [
  '"a"',
  "'a'",
  '"1"',
  '"yes"',
  '""',
  "''",
  "? a\n",
  "? [a, b]\n",
  "? {a: b}\n",
  "[a, b]",
  "{a: b}",
  "{{ .Values.x }}",
  "!!str 1",
  "!!int 1",
  '!!int "1"',
  "!!null x",
  "&a b",
  "&a 1",
  "1.5",
  "1.25",
  "0.00001",
  "1.23456789",
  "1000000.5",
  "<< ",
  '"<<"',
];

/** Texts that are not what they look like, as values and as keys. */
export const texts: readonly string[] = [
  "\n  - ",
  "\n\tx",
  "\n x\n",
  ...scalars,
  ...tooLong,
  "-",
  "- a",
  "a: b",
  "a:",
  ":",
  ": a",
  "a #b",
  "#a",
  "&a",
  "*a",
  "!a",
  "|",
  ">",
  "%a",
  "@a",
  "`a",
  "'a",
  '"a',
  "a'b\"c",
  "[a",
  "{a",
  "a]",
  "a}",
  "a,b",
  ", a",
  "? a",
  "?",
  "---",
  "--- a",
  "...",
  "<<",
  "{{ .Values.x }}",
  "a\\b",
  "\\",
  " a",
  "a ",
  " ",
  "  a\n b",
  "a\n",
  "\na",
  "a\nb",
  "a\n\nb\n",
  "a\nb\n\n",
  "\n",
  "\n\n",
  " \n a",
  "a\n ",
  "\ta",
  "a\t",
  "a\tb",
  "\t\n\ta",
  "a\r\nb",
  "a\rb",
  "\r",
  "a \nb ",
  "# a\nb",
  "- a\n- b\n",
  "a: b\nc: d\n",
  "---\na\n",
  "a\n---\n",
  "\u0085",
  "a\u0085b",
  "a\u2028b",
  "\u2029",
  "a\u00a0b",
  "\u00a0a",
  "\ufeff",
  "\ufeffa",
  "a\ufeff",
  "\u007f",
  "\u0080",
  "\u009f",
  "\u0001",
  "\u001b[0m",
  "\b\f\v",
  "\u200b",
  "\ufffd",
  "\ufffe",
  "\uffff",
  "\ue000",
  "é\nü\n",
  "😀\n😀",
  "\u0085\n\u2028\n",
  "a\n\u007f\n",
  "x".repeat(200),
  `${"word ".repeat(60)}end`,
  `${"word ".repeat(60)}\n${"word ".repeat(60)}`,
  `a ${"x".repeat(300)} # y`,
  "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
];
