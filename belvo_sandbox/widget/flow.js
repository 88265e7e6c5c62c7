/** Which screen follows which. Screens know nothing of each other, and only the flow speaks to the API and the page. */

import { Catalogue } from "./catalogue.js";
import { actionsAfter, caseOf, isAboutTheForm } from "./failures.js";
import { Login } from "./login.js";
import { linkRequest, resumeRequest } from "./requests.js";
import { credentialsScreen } from "./screens/credentials.js";
import { failureScreen } from "./screens/failure.js";
import { successScreen } from "./screens/success.js";
import { tokenScreen } from "./screens/token.js";
import { waitingScreen } from "./screens/waiting.js";
import { welcomeScreen } from "./screens/welcome.js";

const STRIKES_TO_MENTION = 3; // institutions lock a user after about six

export class Flow {
  #api;
  #catalogue;
  #claims;
  #close;
  #company;
  #config;
  #frame;
  #leaving;
  #session;
  #texts;

  #ended = new AbortController();
  #login = new Login(this.#ended.signal);
  #form = null; // the credentials screen, kept while others cover it
  #retry = null; // what "Try again" means on a failure screen
  #strikes = 0;
  #isOver = false; // connected, or beyond repair: nothing is lost by leaving

  /**
   * @param {object} parts
   * @param {import("./api.js").Api} parts.api
   * @param {import("./token.js").Claims} parts.claims
   * @param {() => void} parts.close  takes the widget out of the page
   * @param {import("./config.js").Config} parts.config
   * @param {import("./frame.js").Frame} parts.frame
   * @param {import("./leaving.js").Leaving} parts.leaving
   * @param {import("./session.js").Session} parts.session
   * @param {object} parts.texts
   */
  constructor({ api, claims, close, config, frame, leaving, session, texts }) {
    this.#api = api;
    this.#claims = claims;
    this.#close = close;
    this.#company = claims.widget?.branding?.company_name ?? "";
    this.#config = config;
    this.#frame = frame;
    this.#leaving = leaving;
    this.#session = session;
    this.#texts = texts;
    this.#catalogue = new Catalogue({
      api,
      filter: config.filter,
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
    this.#showWelcome();
    this.#catalogue.load(); // while the first screen is read; a dead token shows before anything is typed
  }

  /** Stops whatever is under way. The page hears of nothing that comes later. */
  end() {
    this.#ended.abort();
    this.#form?.clear();
  }

  async leave() {
    if (this.#leaving.isOpen) return;
    if (this.#isOver) {
      this.#exit(this.#session.step);
      return;
    }
    const { showCloseDialog: confirm, showAbandonSurvey: survey } = this.#config;
    const leaves = await this.#leaving.ask({ confirm, survey, isLoggingIn: this.#login.isRunning });
    if (leaves && !this.#session.isConnected) this.#exit(survey ? "abandon-survey" : this.#session.step);
  }

  #exit(step) {
    this.#close();
    if (!this.#session.isConnected) this.#session.left(step);
  }

  #show(screen) {
    this.#frame.show(screen);
    this.#session.shown(screen.page);
  }

  #showWelcome() {
    this.#session.institution = null;
    this.#show(
      welcomeScreen(this.#texts, {
        branding: this.#claims.widget?.branding ?? {},
        company: this.#company,
        resources: this.#claims.fetch_resources ?? [],
        onNext: () => this.#showInstitutions(),
      }),
    );
  }

  /** The catalogue itself says that it can't be had; a dead token is worse. */
  #refuseList(error) {
    this.#session.failed(error);
    if (caseOf(error) === "token") this.#showFailure("token", error);
  }

  /** With one institution there is nothing to choose. */
  #showInstitutions() {
    this.#session.institution = null;
    if (this.#catalogue.only) {
      this.#choose(this.#catalogue.only);
      return;
    }
    this.#show(this.#catalogue.screen);
    this.#catalogue.draw();
  }

  #choose(institution) {
    this.#session.institution = institution;
    if (institution.status === "down") {
      this.#session.warned("institution_disabled", `${institution.name} is down`);
      this.#showFailure("down", { code: "institution_disabled" }, ["institutions", "leave"]);
      return;
    }
    this.#strikes = 0;
    this.#form = credentialsScreen(this.#texts, {
      institution,
      onSubmit: (values) => this.#submitCredentials(values),
      back: () => this.#leaveForm(),
    });
    this.#show(this.#form);
  }

  #leaveForm() {
    this.#form.clear();
    if (this.#catalogue.only) this.#showWelcome();
    else this.#showInstitutions();
  }

  #submitCredentials(values) {
    const body = linkRequest(this.#session.institution, values, this.#config, this.#claims);
    this.#retry = () => this.#submitCredentials(this.#form.values());
    this.#logIn((signal) => this.#api.createLink(body, signal));
  }

  #submitToken(challenge, values) {
    const body = resumeRequest(challenge, values);
    this.#retry = () => this.#showToken(challenge, false);
    this.#logIn((signal) => this.#api.resumeLink(body, signal), challenge);
  }

  /**
   * @param {(signal: AbortSignal) => Promise<{id: string, institution: string}>} send
   * @param {object} [challenge]  the one that a token answers
   */
  async #logIn(send, challenge) {
    if (this.#login.isRunning) return;
    const { institution } = this.#session;
    const waiting = waitingScreen(this.#texts, { institution, announce: (text) => this.#frame.announce(text) });
    this.#show(waiting);
    const outcome = await this.#login.run(send, (link) => this.#connected(link));
    waiting.stop();
    if (outcome?.link) this.#showSuccess(outcome.link);
    else if (outcome) this.#refuse(outcome.error, challenge);
  }

  /** The page learns of the link the moment it exists, whatever the person does next. */
  #connected(link) {
    this.#isOver = true;
    this.#leaving.cancel();
    this.#form.clear();
    this.#session.connected(link);
  }

  #showSuccess(link) {
    this.#show(
      successScreen(this.#texts, {
        institution: this.#session.institution,
        company: this.#company,
        link,
        onDone: () => this.#close(),
      }),
    );
  }

  #refuse(error, challenge) {
    const [next] = error.errors;
    if (error.status === 428 && next?.session) {
      if (challenge) this.#session.failed(error);
      this.#showToken(next, Boolean(challenge));
      return;
    }
    this.#session.failed(error);
    const failure = caseOf(error);
    if (isAboutTheForm(failure)) this.#refuseForm(failure, error);
    else this.#showFailure(failure, error);
  }

  #showToken(challenge, wrong) {
    this.#show(
      tokenScreen(this.#texts, {
        institution: this.#session.institution,
        challenge,
        wrong,
        onSubmit: (values) => this.#submitToken(challenge, values),
      }),
    );
  }

  #refuseForm(failure, error) {
    const words = this.#texts.credentials;
    this.#strikes += failure === "login" ? 1 : 0;
    const sentences = [words[failure](this.#session.institution.display_name)];
    if (this.#strikes >= STRIKES_TO_MENTION) sentences.push(words.strikes);
    this.#form.refuse(sentences.join(" "), error.errors);
    this.#show(this.#form);
  }

  #showFailure(failure, error, actions = actionsAfter(failure)) {
    if (failure === "token") this.#isOver = true;
    const possible = this.#possible(actions);
    this.#show(
      failureScreen(this.#texts, {
        failure,
        institution: this.#session.institution?.display_name ?? "",
        error,
        actions: possible.length ? possible : this.#possible(["leave"]),
      }),
    );
  }

  /** @returns {[string, () => void][]} what can be done here and now */
  #possible(actions) {
    const all = {
      retry: this.#retry,
      credentials: () => this.#show(this.#form),
      institutions: this.#catalogue.only ? null : () => this.#leaveFormForList(),
      leave: () => this.#exit(this.#session.step),
    };
    return actions.filter((name) => all[name]).map((name) => [name, all[name]]);
  }

  #leaveFormForList() {
    this.#form?.clear();
    this.#showInstitutions();
  }
}
