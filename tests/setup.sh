#!/bin/sh
# What the tests need beyond Python's packages: the runtimes, and a browser where we may install one.
# Postgres comes with the development environment; a machine's own is preferred where there is one.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
say() { printf '%s\n' "$*" >&2; }

sh "$root/deploy/setup.sh" numpy >/dev/null
sh "$root/deploy/setup.sh" torch >/dev/null

install() {
    if [ "$(id -u)" = 0 ]; then sudo=; else sudo="sudo -n"; fi
    command -v apt-get >/dev/null && $sudo true 2>/dev/null || return 1
    $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

if [ "$(id -u)" = 0 ] && ! { PATH=$PATH:/usr/sbin; command -v dockerd && command -v debootstrap; } >/dev/null; then
    say "Installing a Docker daemon for the tests of boxes (once) …"
    install docker.io debootstrap || say "No Docker daemon here and no right to install one. (Debian: apt-get install docker.io debootstrap)"
fi
if ! command -v redis-server >/dev/null; then
    say "Installing Redis for the tests of the service (once) …"
    install redis-server || say "No Redis here and no right to install one: tests that need it are skipped. (Debian: apt-get install redis-server)"
fi
if ! command -v chromium >/dev/null; then
    say "Installing a browser for the page tests (once) …"
    install chromium fonts-dejavu-core || say "No browser here and no right to install one: the page tests are skipped. (Debian: apt-get install chromium)"
fi
