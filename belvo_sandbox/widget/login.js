import { ApiError } from "./api.js";

const SHORTEST_WAIT = 400; // ms; a screen that only flashes looks like a fault

/** One login at a time, however often the button is pressed. */
export class Login {
  isRunning = false;
  #signal;

  /** @param {AbortSignal} signal  the widget has been left */
  constructor(signal) {
    this.#signal = signal;
  }

  /**
   * @template Answer
   * @param {(signal: AbortSignal) => Promise<Answer>} send
   * @param {(answer: Answer) => void} onAnswer  called at once; the outcome keeps the shortest wait
   * @returns {Promise<{answer: Answer} | {error: ApiError} | null>} null once the widget has been left
   */
  async run(send, onAnswer) {
    this.isRunning = true;
    const [outcome] = await Promise.all([this.#outcome(send, onAnswer), pause(SHORTEST_WAIT)]);
    this.isRunning = false;
    return this.#signal.aborted ? null : outcome;
  }

  async #outcome(send, onAnswer) {
    let answer;
    try {
      answer = await send(this.#signal);
    } catch (cause) {
      return { error: ApiError.from(cause) };
    }
    if (!this.#signal.aborted) onAnswer(answer);
    return { answer };
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
