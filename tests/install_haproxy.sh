#!/bin/sh
# Find an HAProxy for the tests of deploy/, or install the system's package; the service that comes with it is left off.
set -eu
is_there() { command -v haproxy >/dev/null 2>&1 || [ -x /usr/sbin/haproxy ]; }
if is_there; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
    echo "No HAProxy here; trying apt-get" >&2
    as_root=""
    if [ "$(id -u)" != 0 ]; then as_root="sudo"; fi
    $as_root apt-get update || echo "apt-get's lists are as old as they were" >&2
    if $as_root apt-get install --yes --no-install-recommends haproxy; then
        $as_root systemctl disable --now haproxy >/dev/null 2>&1 || true
    fi
fi
if is_there; then exit 0; fi
echo "No HAProxy can be had: the tests that run deploy/haproxy.cfg are left out. Install version 2.6 or newer" >&2
