#!/bin/sh
# Fetches a libunicorn >= 2.1 into a folder of the build, without root and without touching the system.
#
#   fetch-unicorn.sh TARGET_FOLDER
#
# Leaves TARGET_FOLDER/libunicorn.so.2 (macOS: libunicorn.2.dylib) and exits 0, or says what was tried and exits 1. The
# packages of the system come first, with the tool that it has for them, and those of Python last.
set -u
target=$1
work=$target/work
mkdir -p "$target" || exit 1
case $(uname) in
    Darwin) file=libunicorn.2.dylib ;;
    *) file=libunicorn.so.2 ;;
esac

say() { echo "fetch-unicorn: $*" >&2; }

# has TOOL: whether this machine has it.
has() { command -v "$1" > /dev/null; }

# package PATTERN: the downloaded file below $work, if there is one and its name tells a version that is new enough.
package() {
    found=$(find "$work" -type f -name "$1" | head -n 1)
    case ${found##*/} in
        '') return 1 ;;
        *unicorn-2.[1-9]* | *unicorn2-2.[1-9]*) say "unpacking ${found##*/}" ;;
        *) say "${found##*/} is too old"; return 1 ;;
    esac
}

# take FOLDER: copies the library from what was unpacked there.
take() {
    library=$(find "$1/" -name "$file" 2> /dev/null | head -n 1)
    [ -n "$library" ] && cp -L "$library" "$target/$file"
}

# ---- recipes: one for each tool that packages come with -------------------------------------------------------------

from_dnf() {
    dnf -q download --destdir "$work" unicorn >&2 && package '*.rpm' && unpack_rpm "$found" && take "$work"
}

from_zypper() {
    zypper -q -n --cache-dir "$work/cache" download libunicorn2 >&2 && package '*.rpm' && unpack_rpm "$found" && take "$work"
}

unpack_rpm() {
    if has cpio; then
        (cd "$work" && rpm2cpio "$1" | cpio -idm --quiet)
    else
        (cd "$work" && rpm2archive - < "$1" | tar xz)
    fi
}

# With lists and cache of our own. pacman wants to be called by root, though it needs not be.
from_pacman() {
    root=fakeroot
    [ "$(id -u)" != 0 ] || root=
    mkdir -p "$work/db" && $root pacman -Sywdd --noconfirm --dbpath "$work/db" --cachedir "$work" unicorn >&2 \
        && package 'unicorn-*.pkg.tar.*[!g]' && bsdtar -xf "$found" -C "$work" && take "$work"
}

from_apk() {
    apk fetch -q --output "$work" unicorn >&2 && package '*.apk' && tar xzf "$found" -C "$work" 2> /dev/null && take "$work"
}

# The link keeps the package from being collected, and the library finds what it needs only in its place.
from_nix() {
    nix --extra-experimental-features 'nix-command flakes' build --out-link "$target/nix" nixpkgs#unicorn >&2 \
        && [ -f "$target/nix/lib/$file" ] && ln -sf "$target/nix/lib/$file" "$target/$file"
}

# The same for Homebrew's.
from_brew() {
    { brew list unicorn > /dev/null 2>&1 || brew install --quiet unicorn >&2; } \
        && ln -sf "$(brew --prefix unicorn)/lib/$file" "$target/$file"
}

# Python's binding of Unicorn carries the library.
from_python3() {
    python3 -m pip download --quiet --no-deps --only-binary :all: --dest "$work" 'unicorn>=2.1' >&2 \
        && package '*.whl' && python3 -m zipfile -e "$found" "$work" && take "$work"
}

# ---- the recipe for apt ----------------------------------------------------------------------------------------

from_apt_get() {
    has dpkg || return 1
    . "$(dirname "$0")/private-apt.sh"
    architecture=$(dpkg --print-architecture)
    . /etc/os-release
    case ${ID:-} in
        debian) keyring=/usr/share/keyrings/debian-archive-keyring.gpg ;;
        ubuntu) keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg ;;
        *) say "no recipe for the packages of ${PRETTY_NAME:-this system}"; return 1 ;;
    esac
    uris=$(mirrors "$ID")
    [ -n "$uris" ] || say "apt has no mirror set up"
    for uri in $uris; do
        if [ "$ID" = debian ]; then
            for suite in "${VERSION_CODENAME:-stable}" trixie; do
                from_suite "$uri" "$suite" main "$keyring" && return
            done
        else
            from_suite "$uri" "${VERSION_CODENAME:-}" universe "$keyring" && return
            # Ubuntu's mirrors often carry Debian beside it; Debian's keyring is a package of Ubuntu's.
            keyring_of_debian=$target/debian-archive-keyring.gpg
            if unpack_deb debian-archive-keyring; then
                cp "$work/root/usr/share/keyrings/debian-archive-keyring.gpg" "$keyring_of_debian"
                from_suite "${uri%/ubuntu*}/debian" trixie main "$keyring_of_debian" && return
            fi
        fi
    done
    return 1
}

# unpack_deb PACKAGE: downloads the package that the private lists name and unpacks it.
unpack_deb() {
    (cd "$work/debs" && private_apt "$work" "$architecture" apt-get download "$1") >> "$work/log" 2>&1 || return 1
    for deb in "$work"/debs/"$1"_*.deb; do dpkg -x "$deb" "$work/root" || return 1; done
}

# from_suite URI SUITE COMPONENT KEYRING: takes libunicorn from that suite, if it is new enough there.
from_suite() {
    private_lists "$work" "$architecture" "$1" "$2" "$3" "$4" || { say "no package lists of $2"; return 1; }
    mkdir -p "$work/debs" "$work/root"
    for package in libunicorn2t64 libunicorn2; do
        version=$(private_apt "$work" "$architecture" apt-cache show "$package" 2> /dev/null | sed -n 's/^Version: //p' | head -n 1)
        [ -n "$version" ] && dpkg --compare-versions "$version" ge 2.1 || continue
        say "fetching $package $version"
        unpack_deb "$package" && take "$work/root" && return
    done
    say "$2 has no libunicorn >= 2.1"
    return 1
}

# ----------------------------------------------------------------------------------------------------------------

tried=
for tool in apt-get dnf zypper pacman apk nix brew python3; do
    has "$tool" || continue
    tried="$tried $tool"
    rm -rf "$work" && mkdir -p "$work" || exit 1
    if "from_$(echo "$tool" | tr - _)"; then
        rm -rf "$work"
        exit 0
    fi
done
rm -rf "$work"
say "no libunicorn >= 2.1 could be fetched; tried:${tried:- nothing, for this machine has no tool for packages}"
exit 1
