#!/bin/sh
# Find a Chromium for the browser tests, or install one. They need no window, and the headless shell takes half the
# processor time of a whole Chromium: Playwright's own build first, the system's package where that download is out of
# reach, and whatever Chromium there is where neither can be had. tests/kit/browser.py looks for them in this order.
set -eu
playwright=$1
for name in ${CHROMIUM:-} chromium-headless-shell; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if "$playwright" install --with-deps --only-shell chromium; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
    echo "Playwright's download failed; trying apt-get" >&2
    as_root=""
    if [ "$(id -u)" != 0 ]; then as_root="sudo"; fi
    $as_root apt-get update || echo "apt-get's lists are as old as they were" >&2
    for package in chromium-headless-shell chromium; do
        if $as_root apt-get install --yes --no-install-recommends "$package"; then exit 0; fi
    done
fi
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
echo "No Chromium can be had; install one, or name one with CHROMIUM=" >&2
exit 1
