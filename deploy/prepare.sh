# shellcheck shell=bash
# What the scripts beside this one share: sourced by them, under `set -euo pipefail`, and not run.

# The oldest toolchain that Package.swift accepts.
oldest_swift=6.1

say() { printf '%s\n' "$*"; }

# A sentence on what is wrong, and exit 2: wrong use, or something missing.
give_up() {
    printf '%s: %s\n' "$0" "$*" >&2
    exit 2
}

# Runs a command as root, if need be through sudo.
as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    elif command -v sudo > /dev/null; then
        sudo "$@"
    else
        give_up "this needs root, and there is no sudo here; as root, run: $*"
    fi
}

# Whether what a Debian package brings is there already, from wherever it came.
is_there() {
    case $1 in
        pkg-config) command -v pkg-config > /dev/null ;;
        libcurl4-openssl-dev) pkg-config --exists libcurl 2> /dev/null ;;
        zlib1g-dev) pkg-config --exists zlib 2> /dev/null ;;
        libcairo2-dev) pkg-config --exists cairo 2> /dev/null ;;
        libssl-dev) pkg-config --exists libcrypto 2> /dev/null ;;
        libc6-dev) [[ -e /usr/include/stdio.h ]] ;;
        binutils) command -v ld > /dev/null ;;
        ca-certificates) [[ -e /etc/ssl/certs/ca-certificates.crt ]] ;;
        git | python3 | openssl) command -v "$1" > /dev/null ;;
        systemd) command -v systemd-analyze > /dev/null ;;
        tzdata) [[ -e /usr/share/zoneinfo/tzdata.zi ]] ;;
        *) give_up "deploy/prepare.sh does not know the package $1" ;;
    esac
}

# Says which of the packages are missing, then installs those and nothing else.
need_packages() {
    local missing=() package
    for package in "$@"; do
        is_there "$package" || missing+=("$package")
    done
    if [[ ${#missing[@]} -eq 0 ]]; then
        say "System packages: all there ($*)."
        return
    fi
    say "System packages to install: ${missing[*]}"
    command -v apt-get > /dev/null \
        || give_up "no apt-get here; install what your system calls these, and run me again"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# What a build needs beside the toolchain.
need_build_packages() {
    need_packages pkg-config libcurl4-openssl-dev zlib1g-dev libssl-dev libcairo2-dev libc6-dev \
        binutils git ca-certificates
}

# amtool, by which the API of Alertmanager is tested. Its package brings a server that would start, so
# it is unpacked and not installed. Where that cannot be done, the test that wants it says so.
fetch_amtool() {
    local folder=$PWD/.build/amtool
    if command -v amtool > /dev/null; then return; fi
    if [[ ! -x $folder/usr/bin/amtool ]]; then
        mkdir -p "$folder"
        if ! (cd "$folder" && apt-get download -qq prometheus-alertmanager \
            && dpkg-deb -x ./prometheus-alertmanager_*.deb .); then
            say "amtool cannot be had from the package prometheus-alertmanager here."
            return
        fi
    fi
    PATH=$folder/usr/bin:$PATH
}

# Stops with directions if there is no Swift, or one that is too old.
need_swift() {
    local version
    if ! command -v swift > /dev/null; then
        give_up "Swift is missing. Vigie needs swift.org's toolchain for Debian 12, $oldest_swift or newer:
  https://www.swift.org/install/linux/debian/12/
or, with the installer for all Linux systems:
  curl -O https://download.swift.org/swiftly/linux/swiftly-$(uname -m).tar.gz
  tar zxf swiftly-$(uname -m).tar.gz && ./swiftly init
Then open a new shell and run me again."
    fi
    version=$(swift --version 2> /dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
    if [[ $(printf '%s\n' "$oldest_swift" "$version" | sort -V | head -n 1) != "$oldest_swift" ]]; then
        give_up "Swift $version is too old: $oldest_swift or newer is needed, see https://www.swift.org/install/linux/debian/12/"
    fi
    say "Swift $version."
}

# Builds the binary as it ships, and leaves its path in $binary for the script that asked. Swift's
# own libraries are linked in: it has to run where no toolchain is.
build_release() {
    swift build -c release --static-swift-stdlib --product vigie
    # shellcheck disable=SC2034
    binary=$(swift build -c release --static-swift-stdlib --show-bin-path)/vigie
}
