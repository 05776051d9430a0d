interface Answer {
  inputs: readonly unknown[];
  value: unknown;
}

/**
 * Remembers what was found out about objects that nobody changes, such as the layers of a draft in the
 * editor. An answer is used again while its inputs are the same; it must not be changed.
 */
export class Memo {
  readonly #answers = new WeakMap<object, Map<string, Answer>>();

  /** `compute()`, or its earlier answer for this object, question and inputs. */
  of<T>(object: object, question: string, inputs: readonly unknown[], compute: () => T): T {
    const answers = this.#answers.get(object) ?? new Map<string, Answer>();
    this.#answers.set(object, answers);
    const known = answers.get(question);
    const isSame =
      known?.inputs.length === inputs.length &&
      known.inputs.every((input, i) => Object.is(input, inputs[i]));
    if (known && isSame) return known.value as T;
    const value = compute();
    answers.set(question, { inputs, value });
    return value;
  }
}
