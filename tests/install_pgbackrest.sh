#!/bin/sh
# Find pgBackRest for the rehearsal of a restore, or install the system's package. Where there is none the rehearsal is
# left out, and says so.
set -eu
if command -v pgbackrest >/dev/null 2>&1; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
    echo "No pgBackRest here; trying apt-get" >&2
    as_root=""
    if [ "$(id -u)" != 0 ]; then as_root="sudo"; fi
    $as_root apt-get update || echo "apt-get's lists are as old as they were" >&2
    $as_root apt-get install --yes --no-install-recommends pgbackrest || true
fi
if command -v pgbackrest >/dev/null 2>&1; then exit 0; fi
echo "No pgBackRest can be had: the rehearsal of a restore is left out" >&2
