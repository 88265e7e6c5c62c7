#!/bin/sh
# Find a Chromium for the browser tests, or install one: Playwright's own build first, the system's package where
# that download is out of reach. tests/e2e looks for them in the same order: $CHROMIUM, the path, Playwright's.
set -eu
playwright=$1
for name in ${CHROMIUM:-} chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if "$playwright" install --with-deps chromium; then exit 0; fi
echo "Playwright's download failed; trying apt-get" >&2
as_root=""
if [ "$(id -u)" != 0 ]; then as_root="sudo"; fi
$as_root apt-get update
$as_root apt-get install --yes --no-install-recommends chromium
