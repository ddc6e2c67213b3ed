# Packages of the distribution without root and without touching the system: apt with lists, cache and
# sources below a folder of our own. The mirror is the one that this system is already set up with, and apt checks
# the signatures. To be sourced.

# private_apt WORK ARCHITECTURE COMMAND...: runs an apt tool that keeps everything below WORK. The system's proxies stay
# in force. The dpkg status is empty, so nothing counts as installed.
private_apt() {
    private_work=$1
    private_architecture=$2
    private_tool=$3
    shift 3
    "$private_tool" -q -o Dir::State="$private_work/state" -o Dir::State::status="$private_work/status" \
        -o Dir::Cache="$private_work/cache" -o Dir::Etc::sourcelist="$private_work/sources.list" \
        -o Dir::Etc::sourceparts=/dev/null -o APT::Architecture="$private_architecture" \
        -o APT::Architectures="$private_architecture" -o APT::Sandbox::User="$(id -un)" \
        -o APT::Get::List-Cleanup=0 -o APT::Install-Recommends=0 -o Acquire::Languages=none -o Acquire::Retries=3 "$@"
}

# private_lists WORK ARCHITECTURE URI SUITE COMPONENT KEYRING: empties WORK and fetches the lists of one suite.
private_lists() {
    rm -rf "$1"
    mkdir -p "$1/state/lists/partial" "$1/cache/archives/partial"
    : > "$1/status"
    echo "deb [arch=$2 signed-by=$6] $3 $4 $5" > "$1/sources.list"
    private_apt "$1" "$2" apt-get update > "$1/log" 2>&1
}

# mirrors ID: the addresses from which this system, a Debian or an Ubuntu, gets its packages.
mirrors() {
    found=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' 2> /dev/null \
        | grep -v -- '-security\|-updates\|-backports' | cut -d' ' -f1 | grep -v security | sort -u)
    # An image without package lists has no index targets yet: read the sources themselves.
    if [ -z "$found" ]; then
        found=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2> /dev/null \
            | sed -n -e 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) .*/\2/p' -e 's/^URIs: *\([^ ]*\).*/\1/p' \
            | grep "/$1/*\$" | sort -u)
    fi
    echo "$found"
}
