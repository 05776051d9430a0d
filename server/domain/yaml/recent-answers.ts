/**
 * The newest answers by what was asked. Memory that is needed for something else takes them away, so a
 * few large ones cost nothing for long.
 */
export class RecentAnswers<T extends object> {
  readonly #answers = new Map<string, WeakRef<T>>();

  constructor(readonly most: number) {}

  get(question: string): T | undefined {
    const answer = this.#answers.get(question)?.deref();
    if (answer === undefined) this.#answers.delete(question);
    return answer;
  }

  /** Keeps an answer, in place of the oldest when there are too many, and returns it. */
  keep(question: string, answer: T): T {
    const [oldest] = this.#answers.keys();
    if (oldest !== undefined && this.#answers.size >= this.most) this.#answers.delete(oldest);
    this.#answers.set(question, new WeakRef(answer));
    return answer;
  }
}
