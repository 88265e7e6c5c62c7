/**
 * Open finance: the person says who they are, gives the consent at the bank, and comes back to finish.
 * https://developers.belvo.com/products/aggregation_brazil/ofda-widget-introduction
 */

import { ApiError } from "./api.js";
import { consentedLinkRequest, consentRequest } from "./requests.js";
import { identificationScreen } from "./screens/identification.js";
import { redirectScreen } from "./screens/redirect.js";
import { depart, settle, withoutAnswer } from "./trips.js";

export class Consenting {
  #flow;

  /** @param {import("./flow.js").Flow} flow */
  constructor(flow) {
    this.#flow = flow;
  }

  begin() {
    const { claims, company, session, texts } = this.#flow;
    const form = identificationScreen(texts, {
      institution: session.institution,
      company,
      consent: claims.widget?.consent ?? {},
      onSubmit: (values) => this.#ask(values),
      back: this.#flow.leaveForm,
    });
    this.#flow.open(form, () => this.#ask(form.values()));
  }

  async #ask(values) {
    const { api, config, session, texts } = this.#flow;
    const { institution } = session;
    const body = consentRequest(institution, values, { ...config, returnUrl: withoutAnswer(config.returnUrl) });
    const words = { title: texts.consent.asking(institution.display_name), text: texts.consent.askingText };
    const outcome = await this.#flow.wait(words, (signal) => api.askConsent(body, signal));
    if (outcome?.answer) this.#leadToBank(outcome.answer);
    else if (outcome) this.#flow.refuse(outcome.error);
  }

  #leadToBank({ id, authorization_url: url }) {
    const { api, config, session, texts } = this.#flow;
    const { institution } = session;
    const { accessMode, externalId } = config;
    const trip = { token: api.token, consent: id, institution: institution.name, accessMode, externalId };
    const late = new ApiError({ status: 400, code: "session_expired_ob", message: "The page was left open too long" });
    this.#flow.show(
      redirectScreen(texts, {
        institution,
        url,
        onGo: (event) => this.#go(event, trip),
        onLate: () => this.#flow.refuse(late),
      }),
    );
  }

  #go(event, trip) {
    try {
      depart(trip);
    } catch (cause) {
      event.preventDefault(); // without it nobody would know, on the way back, what this was about
      this.#flow.refuse(ApiError.from(cause));
    }
  }

  /** @param {import("./trips.js").Arrival} arrival */
  async arrive(arrival) {
    const { api, config, session, texts } = this.#flow;
    const { accessMode, externalId } = arrival.trip; // whatever the page asks for this time
    this.#flow.config = { ...config, accessMode, externalId };
    const words = { title: texts.update.looking, text: texts.update.lookingText };
    this.#flow.retry = () => this.arrive(arrival);
    const outcome = await this.#flow.wait(words, (signal) => api.institution(arrival.trip.institution, signal));
    if (outcome?.answer) {
      session.institution = outcome.answer;
      await this.#finish(arrival);
    } else if (outcome) {
      if (outcome.error.status) settle();
      this.#flow.refuse(outcome.error);
    }
  }

  async #finish(arrival) {
    const { session, texts } = this.#flow;
    const outcome = await this.#flow.wait(
      { title: texts.consent.finishing(session.institution.display_name), text: texts.consent.finishingText },
      () => this.#answer(arrival),
      (link) => this.#flow.connected(link),
    );
    if (!outcome) return;
    if (outcome.error?.status === 0) { // nobody knows what became of it; asking again is harmless
      arrival.answer = null;
      this.#flow.retry = () => this.#finish(arrival);
    } else {
      settle();
      this.#flow.retry = () => this.begin();
    }
    if (outcome.answer) this.#flow.showSuccess(outcome.answer, { done: texts.success.finish });
    else this.#flow.refuse(outcome.error);
  }

  /** Asked for once, whatever becomes of this widget: the page may build another before the answer is there. */
  #answer(arrival) {
    const { api, claims, config } = this.#flow;
    const { code, error, trip } = arrival;
    if (error) throw new ApiError({ status: 400, ...error });
    const body = consentedLinkRequest(code, config, claims);
    arrival.answer ??= api.finishConsent(trip.consent, body, new AbortController().signal);
    return arrival.answer;
  }
}
