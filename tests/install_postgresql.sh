#!/bin/sh
# Find a PostgreSQL for the tests, or install the system's package. Only its programs are wanted: the tests make a private
# cluster of their own, so none is made for the system, and no server is started. tests/kit/postgresql.py looks in the
# same places.
set -eu
newest() {
    for folder in "${POSTGRESQL:-}" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
        /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then echo "$folder"; fi
    done
    command -v initdb || true
}
if [ -n "$(newest)" ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
    echo "No PostgreSQL here; trying apt-get" >&2
    as_root=""
    if [ "$(id -u)" != 0 ]; then as_root="sudo"; fi
    $as_root apt-get update || echo "apt-get's lists are as old as they were" >&2
    # Debian's package makes a cluster and starts it, unless it is told not to before it comes.
    $as_root apt-get install --yes --no-install-recommends postgresql-common
    told=/etc/postgresql-common/createcluster.d/linkdesk-tests.conf
    $as_root mkdir -p "$(dirname $told)"
    echo "create_main_cluster = false" | $as_root tee $told >/dev/null
    $as_root apt-get install --yes --no-install-recommends postgresql || true
    $as_root rm -f $told
fi
if [ -n "$(newest)" ]; then exit 0; fi
echo "No PostgreSQL can be had; install one with its contrib modules, or name its programs' folder with POSTGRESQL=" >&2
exit 1
