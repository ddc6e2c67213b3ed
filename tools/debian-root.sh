#!/bin/sh
# Makes a folder with a small Debian, for `foal boot --root FOLDER` or for an emulator of another host, without root and
# without touching the system.
#
#   debian-root.sh ARCHITECTURE FOLDER PACKAGE...
#
# The packages are those of Debian 13 with all that they depend on; nothing of them is run. Exits 0 and leaves
# FOLDER, or says what was tried and exits 1.
set -u
. "$(dirname "$0")/../cpu/private-apt.sh"
suite=trixie
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

say() { echo "debian-root: $*" >&2; }

[ $# -ge 3 ] || { say "usage: debian-root.sh ARCHITECTURE FOLDER PACKAGE..."; exit 1; }
architecture=$1
target=$2
work=$target.apt
shift 2
command -v apt-get > /dev/null && command -v dpkg > /dev/null || { say "this system has no apt"; exit 1; }
[ -r "$keyring" ] || { say "Debian's keys are missing: install debian-archive-keyring"; exit 1; }

# Debian's own mirror of this system, or the one that stands beside Ubuntu's.
uris=$(. /etc/os-release; mirrors "$ID" | sed 's,/ubuntu[^/]*/*$,/debian,')
[ -n "$uris" ] || { say "apt has no mirror set up"; exit 1; }

# unpack PACKAGE...: fetches them with their dependencies into the folder.
unpack() {
    private_apt "$work" "$architecture" apt-get install -y --download-only base-files base-passwd "$@" >> "$work/log" 2>&1 || return 1
    rm -rf "$target.new"
    for deb in "$work"/cache/archives/*.deb; do dpkg -x "$deb" "$target.new" || return 1; done
}

# make_links_relative: for an emulator that does not take the folder for the root when links are followed.
make_links_relative() {
    find . -mindepth 2 -type l | while read -r link; do
        to=$(readlink "$link")
        up=$(dirname "${link#./}" | sed 's,[^/][^/]*,..,g')
        case $to in /*) ln -sfn "$up$to" "$link" ;; esac
    done
}

# finish: does the little that the packages' own scripts would do.
finish() {
    cd "$target.new" || return 1
    cp usr/share/base-passwd/passwd.master etc/passwd && cp usr/share/base-passwd/group.master etc/group || return 1
    # The names by which such programs are known.
    for pair in dash:sh mawk:awk bash-static:bash zsh-static:zsh lua5.4:lua; do
        [ -e "usr/bin/${pair#*:}" ] || [ ! -e "usr/bin/${pair%:*}" ] || ln -s "${pair%:*}" "usr/bin/${pair#*:}"
    done
    rm -rf usr/share/doc usr/share/man usr/share/locale
    [ "$architecture" = riscv64 ] || make_links_relative
}

mkdir -p "$(dirname "$target")" || exit 1
for uri in $uris; do
    if private_lists "$work" "$architecture" "$uri" "$suite" main "$keyring" && unpack "$@"; then
        (finish) || { say "the packages do not look as expected"; exit 1; }
        rm -rf "$target" "$work" && mv "$target.new" "$target"
        exit
    fi
    say "$uri: $(grep '^[EW]:' "$work/log" | head -n 1)"
done
exit 1
