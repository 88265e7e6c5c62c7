/** The browser's part of connecting: steps 3 to 5, and of step 9 what only the browser sees. */

const SCRIPT_PATIENCE_MS = 20_000;
const DEAD_TOKEN = "ACCESS_TOKEN_NOT_VALID";

let loading = null;

/** Resolves when window.belvoSDK is there; rejects with the message "script_failed". */
export function loadWidget(url) {
  // Step 3: load the script once, however often the widget is opened, and notice when it can't be had. A failure is
  // forgotten, so that the next click tries again.
  loading ??= scriptLoaded(url).catch((failure) => {
    loading = null;
    throw failure;
  });
  return loading;
}

/**
 * Opens the widget over the page, in its <div id="belvo">.
 *
 * @param {string} accessToken  minted for this opening
 * @param {object} config  createWidget's options, without the callbacks
 * @param {{onLink: (link: string, institution: string) => void, onLeft: (code: string) => void}} outcome
 *   one of the two is called, once; the code is Belvo's or "left"
 */
export function openWidget(accessToken, config, { onLink, onLeft }) {
  let isOver = false;
  let deadToken = false;
  const end = (tell, ...what) => {
    if (isOver) return; // success can be told twice, and closing after it is no leaving
    isOver = true;
    tell(...what);
  };

  // Step 4: open the widget with the token and the options. The external id among them ties the link to your user.
  window.belvoSDK
    .createWidget(accessToken, {
      ...config,
      // Step 5: the callback brings the link's id. Hand it to your server at once; on its own it proves nothing.
      callback: (link, institution) => end(onLink, link, institution),
      onExit: (data) => end(onLeft, deadToken ? DEAD_TOKEN : (data?.last_encountered_error?.code ?? "left")),
      onEvent: (data) => {
        const details = data?.meta_data ?? data?.metadata; // Belvo's pages spell it both ways
        deadToken ||= details?.error_code === DEAD_TOKEN;
      },
    })
    .build();
}

function scriptLoaded(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const fail = () => {
      script.remove();
      reject(new Error("script_failed"));
    };
    const patience = setTimeout(fail, SCRIPT_PATIENCE_MS);
    script.onload = () => {
      clearTimeout(patience);
      if (window.belvoSDK) resolve();
      else fail();
    };
    script.onerror = () => {
      clearTimeout(patience);
      fail();
    };
    script.src = url;
    document.head.append(script);
  });
}
