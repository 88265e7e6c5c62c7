/**
 * The script that pages embed in place of https://cdn.belvo.io/belvo-widget-1-stable.js. It defines window.belvoSDK;
 * the widget itself is made of the modules under widget-assets/, which start loading while the page goes on.
 */
(() => {
  "use strict";

  if (window.belvoSDK) return; // frameworks add the tag on every render; the first one stays

  const scriptUrl = document.currentScript.src;
  const load = () => import(new URL("widget-assets/widget.js", scriptUrl).href);
  load().catch(() => {}); // only warms the cache: build() loads again and says so if it can't

  /**
   * @param {string} accessToken  `access` of POST /api/token/, minted by the page's server for this opening
   * @param {object} [config]  see README.md; functions callback, onExit, onEvent among it
   * @returns {{build: () => void}}
   */
  function createWidget(accessToken, config = {}) {
    if (typeof accessToken !== "string" || !accessToken.trim()) {
      throw new Error("belvoSDK.createWidget: the access token is missing. Ask your server for one and pass it first.");
    }
    if (!document.getElementById("belvo")) {
      throw new Error('belvoSDK.createWidget: the page has no <div id="belvo"></div> for the widget.');
    }
    return {
      build() {
        load()
          .then((widget) => widget.open({ accessToken, config: config ?? {}, scriptUrl }))
          .catch((cause) => reportLoadFailure(config ?? {}, cause));
      },
    };
  }

  /** Without its modules the widget has no screen, so that only the page can tell its user. */
  function reportLoadFailure(config, cause) {
    const error = { code: "unexpected_error", message: "The widget could not be loaded" };
    reportError(new Error(`belvoSDK: ${error.message}`, { cause }));
    config.onEvent?.({
      eventName: "ERROR",
      request_id: "",
      meta_data: {
        error_code: error.code,
        error_message: error.message,
        institution_name: "",
        timestamp: new Date().toISOString(),
      },
    });
    config.onExit?.({ last_encountered_error: error, meta_data: { institution_name: "", step: "loading" } });
  }

  window.belvoSDK = Object.freeze({ createWidget });
})();
