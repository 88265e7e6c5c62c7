/**
 * Update mode: a link that doesn't work any more gets a new password, or only a token.
 * https://developers.belvo.com/developer_resources/web-connect-widget-update-mode
 */

import { ApiError } from "./api.js";
import { takesConsents } from "./institutions.js";
import { isRenewed } from "./requests.js";
import { credentialsScreen } from "./screens/credentials.js";

export class Updating {
  #flow;
  #link;

  /** @param {import("./flow.js").Flow} flow */
  constructor(flow) {
    this.#flow = flow;
    this.#link = flow.claims.link;
  }

  async start() {
    const { session, texts } = this.#flow;
    const words = { title: texts.update.looking, text: texts.update.lookingText };
    this.#flow.retry = () => this.start();
    const outcome = await this.#flow.wait(words, (signal) => this.#look(signal));
    if (outcome?.answer) {
      session.institution = outcome.answer.institution;
      this.#ask(outcome.answer);
    } else if (outcome) {
      this.#flow.refuse(outcome.error);
    }
  }

  /** The token says how things stood when it was minted; those who may read links know better. */
  async #look(signal) {
    const { api, claims } = this.#flow;
    const mayRead = claims.scopes?.includes("read_links");
    const { institution, status } = mayRead ? await api.link(this.#link.id, signal) : this.#link;
    return { institution: await api.institution(institution, signal), status };
  }

  #ask({ institution, status }) {
    if (takesConsents(institution)) {
      const message = "A consent can't be updated";
      this.#flow.showFailure("renewal", new ApiError({ status: 400, code: "unsupported_operation", message }));
    } else if (institution.status === "down") {
      this.#flow.refuseInstitution(institution, ["retry", "leave"]);
    } else if (status === "token_required") {
      this.#askToken(institution);
    } else {
      this.#flow.open(...this.#form(institution));
    }
  }

  /** With nothing in the body the institution is asked with the credentials that it was given before. */
  #askToken(institution) {
    this.#flow.retry = this.#flow.relogin = () => this.#askToken(institution);
    this.#send({}, () => this.#flow.prepare(...this.#form(institution)));
  }

  #form(institution) {
    const form = credentialsScreen(this.#flow.texts, {
      institution: { ...institution, form_fields: institution.form_fields.filter(isRenewed) },
      again: true,
      onSubmit: (values) => this.#send(values),
    });
    return [form, () => this.#send(form.values())];
  }

  #send(body, onWrongLogin) {
    this.#flow.logIn((signal) => this.#flow.api.updateLink(this.#link.id, body, signal), { onWrongLogin });
  }
}
