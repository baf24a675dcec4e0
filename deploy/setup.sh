#!/bin/sh
# Makes what a command needs and says where it is: `setup.sh service|worker|dev|numpy|torch` prints the environment's python.
# Environments live outside the checkout, named by the digest of what is in them, and are made once.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
home=${ALLCLOSE_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/allclose}
python=${PYTHON:-python3}

say() { printf '%s\n' "$*" >&2; }

what=${1:?service, worker, dev, numpy or torch}
case $what in
service) lock=$root/requirements.lock folder=environments/service ;;
worker) lock=$root/requirements-worker.lock folder=environments/worker ;;
dev) lock=$root/requirements-dev.lock folder=environments/dev ;;
numpy) lock=$here/runtimes/numpy.lock folder=runtimes/numpy ;;
torch) lock=$here/runtimes/torch.txt folder=runtimes/torch ;;
*) say "setup.sh knows service, worker, dev, numpy and torch, not '$what'."; exit 2 ;;
esac

"$python" -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' || {
    say "Allclose needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1). Set PYTHON to another one."; exit 1
}
if [ "$what" = torch ] && [ -n "${ALLCLOSE_TORCH:-}" ]; then
    # One that is there already, a cluster's own build for its GPUs, say.
    env=$(cd "$ALLCLOSE_TORCH" 2>/dev/null && pwd) && "$env/bin/python" -c 'import numpy, torch' || {
        say "ALLCLOSE_TORCH must name the folder of a virtual environment that holds torch and numpy; '$ALLCLOSE_TORCH' is none."; exit 1
    }
    mkdir -p "$home/runtimes"
    ln -sfn "$env" "$home/runtimes/torch"
    printf '%s\n' "$env/bin/python"
    exit
fi
version=$("$python" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')
digest=$(cat "$lock" | sha256sum | cut -c1-12)
env=$home/$folder-py$version-$digest

if [ ! -e "$env/.complete" ]; then
    mkdir -p "$(dirname "$env")"
    exec 9>"$env.lock"
    flock 9
    if [ ! -e "$env/.complete" ]; then
        say "Setting up $what (once) …"
        rm -rf "$env"
        "$python" -m venv "$env" || {
            say "Python's venv module is incomplete here. On Debian: apt-get install python3-venv"; exit 1
        }
        # A lock names everything. Left to look for itself, pip finds a package newer than the lock (by way of
        # an extra: coverage[toml]) before it reads the pin, and refuses the whole for want of that one's hash.
        hashes='--require-hashes --no-deps'
        [ "$what" = torch ] && hashes=
        "$env/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --no-input $hashes -r "$lock" >&2
        touch "$env/.complete"
    fi
    exec 9>&-
fi
case $what in numpy | torch) ln -sfn "$(basename "$env")" "$home/runtimes/$what" ;; esac
printf '%s\n' "$env/bin/python"
