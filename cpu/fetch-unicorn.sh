#!/bin/sh
# Fetches a libunicorn >= 2.1 into a folder of the build, without root and without touching the system.
#
#   fetch-unicorn.sh TARGET_FOLDER
#
# Leaves TARGET_FOLDER/libunicorn.so.2 (macOS: libunicorn.2.dylib) and exits 0, or says what was tried
# and exits 1.
set -u
target=$1
work=$target/apt
mkdir -p "$target" || exit 1

say() { echo "fetch-unicorn: $*" >&2; }

# Homebrew's library needs no unpacking: a link is enough.
if [ "$(uname)" = Darwin ]; then
    command -v brew > /dev/null || { say "Homebrew is not installed"; exit 1; }
    brew list unicorn > /dev/null 2>&1 || brew install --quiet unicorn >&2 || exit 1
    ln -sf "$(brew --prefix unicorn)/lib/libunicorn.2.dylib" "$target/libunicorn.2.dylib"
    exit
fi

command -v apt-get > /dev/null && command -v dpkg > /dev/null \
    || { say "this system has no apt"; exit 1; }
. "$(dirname "$0")/private-apt.sh"
architecture=$(dpkg --print-architecture)

# unpack PACKAGE: downloads the package that the private lists name and unpacks it.
unpack() {
    (cd "$work/debs" && private_apt "$work" "$architecture" apt-get download "$1") >> "$work/log" 2>&1 || return 1
    for deb in "$work"/debs/"$1"_*.deb; do dpkg -x "$deb" "$work/root" || return 1; done
}

# fetch URI SUITE COMPONENT KEYRING: takes libunicorn from that suite, if it is new enough there.
fetch() {
    private_lists "$work" "$architecture" "$1" "$2" "$3" "$4" || { say "no package lists of $2"; return 1; }
    mkdir -p "$work/debs" "$work/root"
    for package in libunicorn2t64 libunicorn2; do
        version=$(private_apt "$work" "$architecture" apt-cache show "$package" 2> /dev/null | sed -n 's/^Version: //p' | head -n 1)
        [ -n "$version" ] && dpkg --compare-versions "$version" ge 2.1 || continue
        say "fetching $package $version"
        unpack "$package" || continue
        library=$(find "$work/root" -name 'libunicorn.so.2' | head -n 1)
        [ -n "$library" ] || continue
        cp -L "$library" "$target/libunicorn.so.2" && rm -rf "$work" && return 0
    done
    say "$2 has no libunicorn >= 2.1"
    return 1
}

. /etc/os-release
case ${ID:-} in
    debian) keyring=/usr/share/keyrings/debian-archive-keyring.gpg ;;
    ubuntu) keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg ;;
    *) say "no recipe for ${PRETTY_NAME:-this system}"; exit 1 ;;
esac
uris=$(mirrors "$ID")
[ -n "$uris" ] || { say "apt has no mirror set up"; exit 1; }

for uri in $uris; do
    if [ "$ID" = debian ]; then
        for suite in "${VERSION_CODENAME:-stable}" trixie; do
            fetch "$uri" "$suite" main "$keyring" && exit 0
        done
    else
        fetch "$uri" "${VERSION_CODENAME:-}" universe "$keyring" && exit 0
        # Ubuntu's mirrors often carry Debian beside it; Debian's keyring is a package of Ubuntu's.
        fetch_keyring=$target/debian-archive-keyring.gpg
        if unpack debian-archive-keyring; then
            cp "$work/root/usr/share/keyrings/debian-archive-keyring.gpg" "$fetch_keyring"
            fetch "${uri%/ubuntu*}/debian" trixie main "$fetch_keyring" && exit 0
        fi
    fi
done
exit 1
