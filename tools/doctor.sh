# What `foal doctor` prints: what Foal needs, whether it is there, what it is for and how to get it on this system. The
# launcher sources this file, so it works where there is no Java and no build. Foal's own view, its --version, is
# asked where there is a build.

# ---- how to get things on this system --------------------------------------------------------------------------

# The tool that installs packages: the one that fits /etc/os-release, or the first that is there.
package_manager() {
    ids=
    os_release=${FOAL_OS_RELEASE:-/etc/os-release} # a test names another
    [ -r "$os_release" ] && ids=$(. "$os_release" && echo "${ID-} ${ID_LIKE-}")
    case " $ids " in
        *' nixos '*) echo nix ;;
        *' debian '* | *' ubuntu '*) echo apt ;;
        *' fedora '* | *' rhel '* | *' centos '*) echo dnf ;;
        *' arch '* | *' archlinux '*) echo pacman ;;
        *suse*) echo zypper ;;
        *' alpine '*) echo apk ;;
        *) for manager in brew apt dnf pacman zypper apk nix; do
            command -v "$manager" > /dev/null && { echo "$manager"; return; }
        done ;;
    esac
}

# package MANAGER THING: the name of its package there, or nothing.
package() {
    case $2-$1 in
        jdk-apt) echo openjdk-25-jdk-headless ;;
        jdk-dnf | jdk-zypper) echo java-25-openjdk-devel ;;
        jdk-pacman) echo jdk-openjdk ;;
        jdk-apk) echo openjdk25 ;;
        jdk-brew) echo openjdk ;;
        jdk-nix) echo jdk25 ;;
        maven-*) echo maven ;;
        unicorn-apt) echo libunicorn2t64 ;;
        unicorn-zypper) echo libunicorn2 ;;
        unicorn-*) echo unicorn ;;
        oracle-apt | oracle-dnf | oracle-pacman) echo qemu-user ;;
        oracle-zypper) echo qemu-linux-user ;;
        oracle-apk) echo qemu-riscv64 ;;
        oracle-nix) echo qemu ;;
    esac
}

# is_offered NAME: false if the lists of apt's packages are here and have none of that name, as those of older systems.
is_offered() {
    ! ls /var/lib/apt/lists/*_Packages* > /dev/null 2>&1 || ! command -v apt-cache > /dev/null || [ -n "$(apt-cache pkgnames "$1")" ]
}

# how_to_get THING [ELSE]: a command, or ELSE; both if there are both.
how_to_get() {
    command=$(install_command "$1")
    echo "$command${command:+${2:+, or }}${2-}"
}

install_command() {
    manager=$(package_manager)
    name=$(package "$manager" "$1")
    [ -n "$name" ] || return 0
    [ "$manager" != apt ] || is_offered "$name" || return 0
    case $manager in
        pacman) echo "sudo pacman -S $name" ;;
        apk) echo "sudo apk add $name" ;;
        brew) echo "brew install $name" ;;
        nix) echo "nix profile install nixpkgs#$name" ;;
        *) echo "sudo $manager install $name" ;;
    esac
}

# ---- the report ------------------------------------------------------------------------------------------------

status=0
lost=

# tell FORMAT WORD...: prints, and notes if that is impossible.
tell() {
    # shellcheck disable=SC2059 # the format is the caller's
    printf "$@" 2> /dev/null || lost=yes
}

# item NAME STATE WHAT_IS_THERE WHAT_IT_IS_FOR [HOW_TO_GET_IT]: an item that is missing is one that Foal cannot do without.
item() {
    tell '%-11s %-8s %s\n' "$1" "$2" "$3"
    tell '%-20s needed %s\n' '' "$4"
    [ "$2" = ok ] || [ -z "${5-}" ] || tell '%-20s to get it: %s\n' '' "$5"
    [ "$2" != missing ] || status=1
}

# fact NAME: what Foal itself says in its line of --version; nothing if it cannot be asked.
fact() {
    echo "$facts" | sed -n "s/^$1  *//p"
}

check_jdk() {
    for='to build Foal and to run it'
    if [ -n "$release" ]; then
        item JDK ok "part of this release" "$for"
    elif find_java; then
        item JDK ok "$version, $java_home" "$for"
    else
        item JDK missing "$no_java" "$for" "$(how_to_get jdk "unpack any JDK $oldest_java and name its folder in FOAL_JAVA_HOME")"
    fi
}

check_maven() {
    for='to build Foal, at first and after edits'
    if [ -n "$release" ]; then
        item Maven ok 'a release is built' "$for"
    elif command -v mvn > /dev/null; then
        item Maven ok "$(command -v mvn)" "$for"
    else
        item Maven missing 'there is no mvn on the path' "$for" "$(how_to_get maven)"
    fi
}

check_unicorn() {
    for='to run programs: it is the CPU'
    said=$(fact libunicorn)
    case $said in
        none*) item libunicorn missing "$said" "$for" "$(how_to_get unicorn 'name a file in FOAL_UNICORN')" ;;
        ?*) item libunicorn ok "$said" "$for" ;;
        *) item libunicorn unknown 'Foal is not built; the build looks for it, and fetches it where there is none' "$for" "$(how_to_get unicorn)" ;;
    esac
}

check_compiler() {
    for='to compile C: the samples at first, foal cc, foal boot FILE.c'
    said=$(fact compiler)
    case $said in
        none*) item compiler missing "$said" "$for" './foal boot hello builds what is missing' ;;
        ?*) item compiler ok "$said" "$for" ;;
        *) case $(uname -sm) in
            'Linux x86_64' | 'Linux aarch64' | 'Darwin x86_64' | 'Darwin arm64')
                item compiler unknown 'Foal is not built; Maven fetches it' "$for" ;;
            *) item compiler missing "there is none for $(uname -sm)" "$for" ;;
        esac ;;
    esac
}

check_terminal() {
    for='to use the shell of foal boot'
    if ! [ -t 0 ]; then
        item terminal none 'standard input is not one' "$for"
    elif [ "${TERM:-dumb}" = dumb ]; then
        item terminal limited 'TERM says that it can do nothing' "$for" 'set TERM to what your terminal is, such as xterm-256color'
    else
        item terminal ok "$TERM, $(stty size 2> /dev/null | sed 's/\(.*\) \(.*\)/\2 x \1/')" "$for"
    fi
}

check_oracle() {
    for='only for tests and for foal bench, which compare with Linux'
    if command -v qemu-riscv64 > /dev/null; then
        item oracle ok "$(command -v qemu-riscv64)" "$for"
    else
        how=$(how_to_get oracle)
        item oracle none 'there is no qemu-riscv64' "$for" "${how:-this system has no qemu for user programs; Linux has}"
    fi
}

# free_mb FOLDER: megabytes that are free where it is.
free_mb() {
    df -Pk "$1" 2> /dev/null | awk 'NR == 2 { print int($4 / 1024) }'
}

# The home folder as Java knows it, below which Maven and LLVM keep their files: on Linux the one that the list of users has,
# whatever HOME says.
home_for_java() {
    user=$([ "$(uname -s)" != Linux ] || id -un 2> /dev/null)
    case $user in
        '' | *[!A-Za-z0-9._-]*) echo "$HOME" ;;
        *) eval "echo ~$user" ;;
    esac
}

check_disk() {
    kept=$(home_for_java)
    for="for the build (1,500 MB with what Maven and LLVM keep in $kept/.m2 and $kept/.javacpp), and for temporary files"
    [ -z "$release" ] || for='for temporary files'
    least=1500
    [ -z "$release$facts" ] || least=100
    temporary=${TMPDIR:-/tmp}
    if ! [ -w "$temporary" ]; then
        item disk missing "nothing can be written to $temporary" "$for" 'name a folder of yours in TMPDIR'
    elif [ -z "$release$facts" ] && ! [ -w "$home" ]; then
        item disk missing "nothing can be written to $home" "$for" 'copy the folder to where you may write'
    else
        for folder in "$home" "$kept" "$temporary"; do
            free=$(free_mb "$folder")
            if [ "${free:-$least}" -lt "$least" ]; then
                item disk missing "$free MB free in $folder" "$for" 'make room there'
                return
            fi
        done
        item disk ok "$(free_mb "$home") MB free in $home" "$for"
    fi
}

# Java is asked only where it runs what is there now.
facts=
if [ -n "$release" ] || { find_java && is_up_to_date; }; then
    facts=$("$home/foal" --version 2> /dev/null)
fi
check_jdk
check_maven
check_unicorn
check_compiler
check_terminal
check_oracle
check_disk
[ -z "$lost" ] || die 'cannot write to standard output'
[ "$status" = 0 ] || say 'something that Foal needs is missing'
exit "$status"
