# Shared by the scripts; to be sourced after `set -euo pipefail`.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
venv=$root/.build-conformance/venv

say() { printf '== %s\n' "$*" >&2; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Prints the comment at the head of a script, which is its help.
usage() { sed -n '2,/^$/s/^# \{0,1\}//p' "$1"; }

# need_command COMMAND PACKAGE: has a command, if need be from Debian.
need_command() {
    command -v "$1" >/dev/null && return
    command -v apt-get >/dev/null || fail "$1 is missing: install it (Debian has it in $2)"
    [[ $(id -u) == 0 ]] || fail "$1 is missing: run 'apt-get install $2' as root, or install it in another way"
    install_package "$2"
}

install_package() {
    say "installing $1"
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >&2
}

# Makes the virtual environment of the Python clients, unless it is there with the same requirements.
need_venv() {
    local requirements=$root/scripts/conformance.d/requirements.txt
    cmp -s "$requirements" "$venv/requirements.txt" && return
    need_command python3 python3
    if ! python3 -c 'import ensurepip' 2>/dev/null; then
        [[ $(id -u) == 0 ]] || fail "Python has no venv: run 'apt-get install python3-venv' as root"
        install_package python3-venv
    fi
    say "installing google-cloud-pubsub from PyPI"
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements" >&2
    cp "$requirements" "$venv/requirements.txt"
}

# build_release PRODUCT: builds an executable for release and prints its path.
build_release() {
    say "building $1 for release"
    swift build --package-path "$root" -c release --product "$1" >&2
    printf '%s/%s\n' "$(swift build --package-path "$root" -c release --show-bin-path)" "$1"
}

# Google's own emulator, to compare with: its jar, wherever gcloud was installed.
official_jar() {
    local sdk jar
    sdk=$(gcloud info --format='value(installation.sdk_root)' 2>/dev/null) || fail "gcloud is not installed"
    jar=$(find "$sdk/platform/pubsub-emulator/lib" -name '*.jar' 2>/dev/null | head -n 1)
    [[ -n $jar ]] || fail "gcloud has no Pub/Sub emulator: run 'gcloud components install pubsub-emulator'"
    command -v java >/dev/null || fail "Google's emulator needs Java"
    printf '%s\n' "$jar"
}
