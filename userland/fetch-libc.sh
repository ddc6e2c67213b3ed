#!/bin/sh
# Fetches a complete C library for guest programs into a folder of the build, without root and without touching the system.
#
#   fetch-libc.sh glibc|musl FOLDER
#
# Leaves FOLDER/include, FOLDER/lib and FOLDER/copyright and exits 0, or says what was tried and exits 1. With glibc come the
# headers of C++ (FOLDER/include/c++) and its library.
set -u
name=$1
folder=$2
work=$folder.$$
mkdir -p "$work/debs" || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

say() { echo "fetch-libc: $*" >&2; }

. "$(dirname "$0")/../cpu/private-apt.sh"
architecture=$(dpkg --print-architecture 2> /dev/null)

# ---- from packages' files to the folder ------------------------------------------------------------------------

# finish ROOT: the folder appears at once, whole. Another fetch may have been quicker.
finish() {
    mkdir -p "$work/new/copyright"
    for file in "$1"/usr/share/doc/*/copyright; do
        package=${file%/copyright}
        case ${package##*/} in
            *riscv64-cross | musl-dev | libgcc-*-dev | linux-libc-dev) cp -L "$file" "$work/new/copyright/${package##*/}" 2> /dev/null ;;
        esac
    done
    mv "$work/new" "$folder" 2> /dev/null || [ -d "$folder" ]
}

# lay_glibc ROOT: takes what is below ROOT, of the newest compiler whose C++ is there.
lay_glibc() {
    for version in $(ls "$1/usr/riscv64-linux-gnu/include/c++" 2> /dev/null | sort -rn); do
        compiler=$1/usr/lib/gcc-cross/riscv64-linux-gnu/$version
        [ -f "$compiler/libstdc++.a" ] && [ -f "$compiler/libgcc_eh.a" ] && [ -f "$1/usr/riscv64-linux-gnu/lib/libc.a" ] || continue
        mkdir -p "$work/new/lib"
        cp -R "$1/usr/riscv64-linux-gnu/include" "$work/new/include" || return 1
        mv "$work/new/include/c++" "$work/new/versions" && mv "$work/new/versions/$version" "$work/new/include/c++" || return 1
        rm -rf "$work/new/versions"
        for file in crt1.o crti.o crtn.o libc.a libm.a libpthread.a librt.a libdl.a libutil.a libcrypt.a; do
            [ ! -f "$1/usr/riscv64-linux-gnu/lib/$file" ] || cp "$1/usr/riscv64-linux-gnu/lib/$file" "$work/new/lib/" || return 1
        done
        for file in crtbeginT.o crtend.o libgcc.a libgcc_eh.a libatomic.a libstdc++.a; do
            cp "$compiler/$file" "$work/new/lib/" || return 1
        done
        finish "$1"
        return
    done
    return 1
}

# lay_musl ROOT: the same for musl, and the parts of the compiler's library that it relies on.
lay_musl() {
    mkdir -p "$work/new/lib"
    cp -R "$1/usr/include/riscv64-linux-musl" "$work/new/include" || return 1
    cp -RL "$1/usr/include/linux" "$1/usr/include/asm-generic" "$1/usr/include/riscv64-linux-gnu/asm" "$work/new/include/" || return 1
    cp "$1"/usr/lib/riscv64-linux-musl/*.[ao] "$1"/usr/lib/gcc/riscv64-linux-gnu/*/libgcc.a "$work/new/lib/" || return 1
    finish "$1"
}

# ---- packages --------------------------------------------------------------------------------------------------

# unpack APT...: downloads with that command and unpacks.
unpack() {
    rm -rf "$work/root" && mkdir -p "$work/root"
    (cd "$work/debs" && "$@") >> "$work/log" 2>&1 || return 1
    for deb in "$work"/debs/*.deb; do dpkg -x "$deb" "$work/root" || return 1; done
}

# glibc_packages APT-CACHE...: the names of the packages that those lists offer, which are for any architecture.
glibc_packages() {
    newest=$("$@" pkgnames libstdc++- 2> /dev/null | sed -n 's/^libstdc++-\([0-9]*\)-dev-riscv64-cross$/\1/p' | sort -rn | head -n 1)
    [ -z "$newest" ] || echo "libc6-dev-riscv64-cross linux-libc-dev-riscv64-cross libgcc-$newest-dev-riscv64-cross libstdc++-$newest-dev-riscv64-cross"
}

# system_apt TOOL...: an apt tool with the lists that this system has already.
system_apt() {
    tool=$1
    shift
    "$tool" -q -o APT::Sandbox::User="$(id -un)" -o Acquire::Retries=1 -o Acquire::http::Timeout=10 "$@"
}

fetch_glibc() {
    lay_glibc '' && return # installed
    packages=$(glibc_packages system_apt apt-cache)
    # shellcheck disable=SC2086 # names are words
    [ -z "$packages" ] || ! unpack system_apt apt-get download $packages || ! lay_glibc "$work/root" || return 0
    for uri in $(mirrors "$ID"); do
        private_lists "$work/apt" "$architecture" "$uri" "${VERSION_CODENAME:-stable}" "$components" "$keyring" \
            || { say "no package lists of ${VERSION_CODENAME:-stable}"; continue; }
        packages=$(glibc_packages private_apt "$work/apt" "$architecture" apt-cache)
        [ -n "$packages" ] || { say "${VERSION_CODENAME:-stable} has no C library for riscv64"; continue; }
        # shellcheck disable=SC2086
        unpack private_apt "$work/apt" "$architecture" apt-get download $packages && lay_glibc "$work/root" && return
    done
    return 1
}

# Debian 13 is the first to have packages for riscv64.
fetch_musl() {
    [ "$ID" = debian ] || { say "musl comes from Debian's packages for riscv64, and this is no Debian"; return 1; }
    for uri in $(mirrors "$ID"); do
        private_lists "$work/apt" riscv64 "$uri" trixie main "$keyring" || { say "no package lists of trixie"; continue; }
        unpack private_apt "$work/apt" riscv64 apt-get download musl-dev libgcc-14-dev linux-libc-dev && lay_musl "$work/root" && return
    done
    return 1
}

# ----------------------------------------------------------------------------------------------------------------

command -v apt-get > /dev/null && command -v dpkg > /dev/null || { say "this system has no apt"; exit 1; }
. /etc/os-release
components=main
case ${ID:-} in
    debian) keyring=/usr/share/keyrings/debian-archive-keyring.gpg ;;
    ubuntu) keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg
        components='main universe' ;;
    *) say "no recipe for ${PRETTY_NAME:-this system}"; exit 1 ;;
esac
case $name in
    glibc) fetch_glibc ;;
    musl) fetch_musl ;;
    *) say "no recipe for $name"; exit 1 ;;
esac || { say "$name cannot be had from here"; exit 1; }
