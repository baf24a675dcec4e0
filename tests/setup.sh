#!/bin/sh
# What the tests need beyond Python's packages: the runtimes, and a browser where we may install one.
# A Postgres comes with the development environment; Debian's is another, older version, and is preferred.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
say() { printf '%s\n' "$*" >&2; }

sh "$root/deploy/setup.sh" numpy >/dev/null
sh "$root/deploy/setup.sh" torch >/dev/null

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null && as_root true 2>/dev/null
}

install() {
    may_install || return 1
    as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

if [ "$(id -u)" = 0 ] && ! { PATH=$PATH:/usr/sbin; command -v dockerd && command -v debootstrap && command -v ip; } >/dev/null; then
    say "Installing a Docker daemon for the tests of boxes (once) …"
    install docker.io debootstrap iproute2 || say "No Docker daemon here and no right to install one. (Debian: apt-get install docker.io debootstrap iproute2)"
fi
if ! command -v redis-server >/dev/null; then
    say "Installing Redis for the tests of the service (once) …"
    install redis-server || say "No Redis here and no right to install one: tests that need it are skipped. (Debian: apt-get install redis-server)"
fi
if [ ! -e /usr/lib/rabbitmq/bin/rabbitmq-server ]; then
    say "Installing RabbitMQ for the tests of the service (once) …"
    # Tests start their own; the package's stays off.
    install rabbitmq-server || say "No RabbitMQ here and no right to install one: the test that needs it is skipped. (Debian: apt-get install rabbitmq-server)"
fi
if ! command -v postgres >/dev/null && ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
    say "Installing Debian's Postgres for the tests of the database (once) …"
    # Its package would make a database cluster and start it: told beforehand, it brings the programs alone.
    clusters=/etc/postgresql-common/createcluster.conf
    if may_install && [ ! -e "$clusters" ]; then
        as_root mkdir -p "${clusters%/*}"
        echo "create_main_cluster = false" | as_root tee "$clusters" >/dev/null
    fi
    install postgresql || say "No Postgres but the development environment's, and no right to install one: one version is tested. (Debian: apt-get install postgresql)"
fi
if ! command -v chromium >/dev/null; then
    say "Installing a browser for the page tests (once) …"
    install chromium fonts-dejavu-core || say "No browser here and no right to install one: the page tests are skipped. (Debian: apt-get install chromium)"
fi
