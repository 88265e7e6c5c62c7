/** Which screen follows which. Screens know nothing of each other, and only the flow speaks to the API and the page. */

import { Catalogue } from "./catalogue.js";
import { Consenting } from "./consenting.js";
import { actionsAfter, caseOf, isAboutTheForm } from "./failures.js";
import { takesConsents } from "./institutions.js";
import { Login } from "./login.js";
import { linkRequest, resumeRequest } from "./requests.js";
import { credentialsScreen } from "./screens/credentials.js";
import { failureScreen } from "./screens/failure.js";
import { successScreen } from "./screens/success.js";
import { tokenScreen } from "./screens/token.js";
import { waitingScreen } from "./screens/waiting.js";
import { welcomeScreen } from "./screens/welcome.js";
import { mayConsent } from "./token.js";
import { Updating } from "./updating.js";

const STRIKES_TO_MENTION = 3; // institutions lock a user after about six

export class Flow {
  api;
  claims;
  company;
  config;
  session;
  texts;
  /** What "Try again" means on a failure screen. */
  retry = null;
  /** What "Log in again" means there. */
  relogin = null;

  #arrival;
  #catalogue;
  #close;
  #frame;
  #leaving;

  #ended = new AbortController();
  #login = new Login(this.#ended.signal);
  #form = null; // the form that was filled in last, kept while other screens cover it
  #shown = null;
  #strikes = 0;
  #isOver = false; // connected, or beyond repair: nothing is lost by leaving

  /**
   * @param {object} parts
   * @param {import("./api.js").Api} parts.api
   * @param {import("./trips.js").Arrival | null} parts.arrival  the page is the end of a trip to a bank
   * @param {import("./token.js").Claims} parts.claims
   * @param {() => void} parts.close  takes the widget out of the page
   * @param {import("./config.js").Config} parts.config
   * @param {import("./frame.js").Frame} parts.frame
   * @param {import("./leaving.js").Leaving} parts.leaving
   * @param {import("./session.js").Session} parts.session
   * @param {object} parts.texts
   */
  constructor({ api, arrival, claims, close, config, frame, leaving, session, texts }) {
    Object.assign(this, { api, claims, config, session, texts });
    this.company = claims.widget?.branding?.company_name ?? "";
    this.#arrival = arrival;
    this.#close = close;
    this.#frame = frame;
    this.#leaving = leaving;
    this.#catalogue = new Catalogue({
      api,
      filter: config.filter,
      mayConsent: mayConsent(claims),
      signal: this.#ended.signal,
      texts,
      announce: (text) => frame.announce(text),
      isShown: () => session.step === "institutions",
      onBack: () => this.#showWelcome(),
      onChoose: (institution) => this.#choose(institution),
      onRefused: (error) => this.#refuseList(error),
    });
  }

  start() {
    if (this.claims.link) {
      new Updating(this).start();
      return;
    }
    if (this.#arrival) new Consenting(this).arrive(this.#arrival);
    else this.#showWelcome();
    this.#catalogue.load(); // while the first screen is read; a dead token shows before anything is typed
  }

  /** Stops whatever is under way. The page hears of nothing that comes later. */
  end() {
    this.#ended.abort();
    this.#shown?.stop?.();
    this.#form?.clear();
  }

  async leave() {
    if (this.#leaving.isOpen) return;
    if (this.#isOver) {
      this.#exit(this.session.step);
      return;
    }
    const { showCloseDialog: confirm, showAbandonSurvey: survey } = this.config;
    const leaves = await this.#leaving.ask({ confirm, survey, isLoggingIn: this.#login.isRunning });
    if (leaves && !this.session.isConnected) this.#exit(survey ? "abandon-survey" : this.session.step);
  }

  #exit(step) {
    this.#close();
    if (!this.session.isConnected) this.session.left(step);
  }

  /** @param {import("./frame.js").Screen & {stop?: () => void}} screen  stop() ends its timers once it is left */
  show(screen) {
    this.#shown?.stop?.();
    this.#shown = screen;
    this.#frame.show(screen);
    this.session.shown(screen.page);
  }

  /**
   * @param {import("./screens/credentials.js").CredentialsScreen} form
   * @param {() => void} retry  sends the form again
   */
  open(form, retry) {
    this.prepare(form, retry);
    this.show(form);
  }

  /** As open(), for a form that shows only if it is needed. */
  prepare(form, retry) {
    this.#form = form;
    this.#strikes = 0;
    this.retry = retry;
    this.relogin = () => this.show(form);
  }

  leaveForm = () => {
    this.#form?.clear();
    if (this.#catalogue.only) this.#showWelcome();
    else this.#showInstitutions();
  };

  #showWelcome() {
    this.session.institution = null;
    this.show(
      welcomeScreen(this.texts, {
        branding: this.claims.widget?.branding ?? {},
        company: this.company,
        resources: this.claims.fetch_resources ?? [],
        onNext: () => this.#showInstitutions(),
      }),
    );
  }

  /** The catalogue itself says that it can't be had; a dead token is worse. */
  #refuseList(error) {
    if (this.#arrival) return; // of no interest here: what the bank's answer comes to will be said
    this.session.failed(error);
    if (caseOf(error) === "token") this.showFailure("token", error);
  }

  /** With one institution there is nothing to choose. */
  #showInstitutions() {
    this.session.institution = null;
    if (this.#catalogue.only) {
      this.#choose(this.#catalogue.only);
      return;
    }
    this.show(this.#catalogue.screen);
    this.#catalogue.draw();
  }

  #choose(institution) {
    this.session.institution = institution;
    if (institution.status === "down") this.refuseInstitution(institution, ["institutions", "leave"]);
    else if (takesConsents(institution)) new Consenting(this).begin();
    else this.#askCredentials(institution);
  }

  refuseInstitution(institution, actions) {
    this.session.warned("institution_disabled", `${institution.name} is down`);
    this.showFailure("down", { code: "institution_disabled" }, actions);
  }

  #askCredentials(institution) {
    const form = credentialsScreen(this.texts, {
      institution,
      onSubmit: (values) => this.#submitCredentials(values),
      back: this.leaveForm,
    });
    this.open(form, () => this.#submitCredentials(form.values()));
  }

  #submitCredentials(values) {
    const body = linkRequest(this.session.institution, values, this.config, this.claims);
    this.logIn((signal) => this.api.createLink(body, signal));
  }

  #submitToken(challenge, values, options) {
    const body = resumeRequest(challenge, values);
    this.retry = () => this.#showToken(challenge, options);
    this.logIn((signal) => this.api.resumeLink(body, signal), { ...options, challenge });
  }

  /**
   * Shows that something is under way until it is over.
   *
   * @template Answer
   * @param {{title: string, text: string}} words
   * @param {(signal: AbortSignal) => Promise<Answer>} send
   * @param {(answer: Answer) => void} [onAnswer]  called at once, before the shortest wait is over
   * @returns {Promise<{answer: Answer} | {error: import("./api.js").ApiError} | null>} null: left, or busy already
   */
  async wait(words, send, onAnswer = () => {}) {
    if (this.#login.isRunning) return null;
    const announce = (text) => this.#frame.announce(text);
    this.show(waitingScreen(this.texts, { ...words, announce, logoUrl: this.claims.widget?.branding?.company_logo }));
    return this.#login.run(send, onAnswer);
  }

  /**
   * @param {(signal: AbortSignal) => Promise<{id: string, institution: string}>} send
   * @param {object} [options]
   * @param {object} [options.challenge]  the one that a token answers
   * @param {() => void} [options.onWrongLogin]  prepares a form where none has been filled in
   */
  async logIn(send, { challenge, onWrongLogin } = {}) {
    const { title, text } = this.texts.waiting;
    const words = { title: title(this.session.institution.display_name), text };
    const outcome = await this.wait(words, send, (link) => this.connected(link));
    if (outcome?.answer) this.showSuccess(outcome.answer);
    else if (outcome) this.refuse(outcome.error, { challenge, onWrongLogin });
  }

  /** The page learns of the link the moment it exists, whatever the person does next. */
  connected(link) {
    this.#isOver = true;
    this.#leaving.cancel();
    this.#form?.clear();
    this.session.connected(link);
  }

  /** @param {{id: string}} link  @param {{done?: string}} [words] */
  showSuccess(link, { done = this.texts.success.done } = {}) {
    const { display_name } = this.session.institution;
    const { success, update } = this.texts;
    this.show(
      successScreen(this.texts, {
        title: this.claims.link ? update.title : success.title,
        text: this.claims.link ? update.text(display_name) : success.text(display_name, this.company),
        done,
        link,
        logoUrl: this.claims.widget?.branding?.company_logo,
        onDone: () => this.#close(),
      }),
    );
  }

  /** @param {import("./api.js").ApiError} error */
  refuse(error, { challenge, onWrongLogin } = {}) {
    const [next] = error.errors;
    if (error.status === 428 && next?.session) {
      if (challenge) this.session.failed(error);
      this.#showToken(next, { onWrongLogin, wrong: Boolean(challenge) });
      return;
    }
    this.session.failed(error);
    const failure = caseOf(error);
    if (isAboutTheForm(failure) && !this.#form) onWrongLogin?.();
    if (isAboutTheForm(failure) && this.#form) this.#refuseForm(failure, error);
    else this.showFailure(failure === "details" ? "unexpected" : failure, error);
  }

  #showToken(challenge, { onWrongLogin, wrong = false } = {}) {
    this.show(
      tokenScreen(this.texts, {
        institution: this.session.institution,
        challenge,
        wrong,
        onSubmit: (values) => this.#submitToken(challenge, values, { onWrongLogin }),
      }),
    );
  }

  #refuseForm(failure, error) {
    const words = this.texts.credentials;
    this.#strikes += failure === "login" ? 1 : 0;
    const sentences = [words[failure](this.session.institution.display_name)];
    if (this.#strikes >= STRIKES_TO_MENTION) sentences.push(words.strikes);
    this.#form.refuse(sentences.join(" "), error.errors);
    this.show(this.#form);
  }

  showFailure(failure, error, actions = actionsAfter(failure)) {
    if (failure === "token" || failure === "renewal") this.#isOver = true;
    const possible = this.#possible(actions);
    this.show(
      failureScreen(this.texts, {
        failure,
        institution: this.session.institution?.display_name ?? "",
        error,
        actions: possible.length ? possible : this.#possible(["leave"]),
      }),
    );
  }

  /** @returns {[string, () => void][]} what can be done here and now */
  #possible(actions) {
    const all = {
      retry: this.retry,
      credentials: this.relogin,
      institutions: this.#catalogue.only || this.claims.link ? null : () => this.#leaveFormForList(),
      leave: () => this.#exit(this.session.step),
    };
    return actions.filter((name) => all[name]).map((name) => [name, all[name]]);
  }

  #leaveFormForList() {
    this.#form?.clear();
    this.#showInstitutions();
  }
}
