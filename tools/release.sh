#!/bin/sh
# Makes the archive from which Foal runs with nothing else than a libc: foal-VERSION-OS-ARCH.tar.gz.
#
#   release.sh HOME VERSION FOLDER
#
# The last step of `mvn -Prelease package`. FOLDER/runtime is the Java runtime with Foal's modules that jlink has made. The
# archive is a tree like that of a clone, so that what README says of files holds there as well:
#
#   foal, bin/foal          the launcher
#   runtime/                Java, with Foal's modules
#   lib/                    libunicorn, how Java is started (foal.args), and what it has learned for a fast start (foal.aot)
#   llvm/                   clang, the linker and the symbolizer, with the libraries that they need
#   userland/               the guest's C sources; below target/, the programs and libraries that are made of them
set -eu
home=$1
version=$2
folder=$3

case $(uname -s) in
    Darwin) os=macos ;;
    *) os=linux ;;
esac
case $(uname -m) in
    aarch64 | arm64) arch=arm64 ;;
    *) arch=$(uname -m) ;;
esac
name=foal-$version-$os-$arch
release=$folder/$name

copy_sources() {
    cd "$home"
    mkdir -p "$release/bin" "$release/tools" "$release/lib"
    cp foal README.md LICENSE "$release"
    cp -R LICENSES "$release"
    [ ! -f CHANGELOG.md ] || cp CHANGELOG.md "$release"
    cp tools/doctor.sh "$release/tools"
    ln -s ../foal "$release/bin/foal"
    git rev-parse --short=12 HEAD > "$release/commit" 2> /dev/null || echo unknown > "$release/commit"
}

# What the build has made, but for tests and what is only on the way to something else.
copy_userland() {
    mkdir -p "$release/userland/target"
    for part in bench bin include lib man samples sync; do
        cp -R "$home/userland/$part" "$release/userland"
    done
    for part in "$home"/userland/target/*; do
        case ${part##*/} in
            classes | *-classes | generated* | maven-* | *-reports | obj | tests | libc | *.args | *.log | *.jar) ;;
            *) cp -RL "$part" "$release/userland/target" ;;
        esac
    done
    if [ -d "$home/userland/target/libc/glibc" ]; then # of the complete C libraries the one that C files get by default
        mkdir "$release/userland/target/libc"
        cp -RL "$home/userland/target/libc/glibc" "$release/userland/target/libc"
    fi
    cp "$home/userland/target/foal-userland-$version.jar" "$release/lib/foal-userland.jar"
}

# The libunicorn that Foal runs on here: a file, or a name that the system knows.
copy_unicorn() {
    place=$("$home/foal" --version | sed -n 's/^libunicorn *[^,]*, //p')
    case $place in
        /*) ;;
        *.dylib) place=$(brew --prefix unicorn)/lib/$place ;;
        *) place=$(/sbin/ldconfig -p | sed -n "s/.*$place .* => //p" | head -n 1) ;;
    esac
    cp -L "$place" "$release/lib"
    chmod 755 "$release"/lib/libunicorn.*
}

# Of LLVM's programs those that Foal runs. They look for libraries in ../lib.
copy_llvm() {
    llvm=$("$home/foal" cc --version | sed -n 's/^InstalledDir: //p')
    mkdir -p "$release/llvm/bin" "$release/llvm/lib"
    for program in clang ld.lld llvm-symbolizer; do
        cp -L "$llvm/$program" "$release/llvm/bin"
    done
    # Headers of clang's own, but for those of other processors.
    (cd "$llvm/lib" && find clang/*/include \( -name '*intrin.h' -o -name 'arm_*' -o -name 'h*_protos.h' -o -name '*_wrappers' \
        -o -name 'opencl-c*' -o -name 'hexagon_*' -o -name altivec.h -o -name 'openmp*' -o -name 'sanitizer' -o -name hlsl \) -prune \
        -o -type f -print | tar cf - -T -) | (cd "$release/llvm/lib" && tar xf -)
    for library in "$llvm"/libLLVM.* "$llvm"/libclang-cpp.*; do
        [ -L "$library" ] || [ "$os" = macos ] || continue # on Linux programs ask for them by the links' names
        cp -L "$library" "$release/llvm/lib/${library##*/}"
    done
    if [ "$os" = linux ]; then
        # What they need of the system besides the libc.
        ldd "$release"/llvm/bin/* "$release"/llvm/lib/lib*.so.* | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' | sort -u | while read -r library; do
            case ${library##*/} in
                libstdc++.* | libgcc_s.* | libz.*) cp -L "$library" "$release/llvm/lib" ;;
            esac
        done
        strip_symbols "$release"/llvm/bin/* "$release"/llvm/lib/lib*.so.*
    fi
    chmod 755 "$release"/llvm/bin/* "$release"/llvm/lib/lib*
}

# strip_symbols FILE...: leaves out what only a debugger looks at, where there is a tool for that.
strip_symbols() {
    [ "$os" = macos ] || ! command -v strip > /dev/null || strip "$@"
}

# The runs that Java learns from, with the release's own files.
prepare_fast_start() {
    mv "$folder/runtime" "$release/runtime"
    strip_symbols "$release"/runtime/lib/server/libjvm.*
    grep -v foal.home "$home/tools/target/foal.args" > "$release/lib/foal.args"
    "$release/runtime/bin/java" "@$release/lib/foal.args" "-Dfoal.home=$release" "-Dfoal.unicorn=$(echo "$release"/lib/libunicorn.*)" \
        -XX:CompileThresholdScaling=1 "-XX:AOTCacheOutput=$release/lib/foal.aot" \
        --module foal.tools/foal.tools.start.TrainingRun < /dev/null > "$folder/fast.log" 2>&1
    [ -f "$release/lib/foal.aot" ]
}

copy_sources
copy_userland
copy_unicorn
copy_llvm
prepare_fast_start
# Everybody may read all of it, whoever unpacks it.
chmod -R u+w,go+rX "$release"
(cd "$folder" && tar cf - "$name" | gzip > "$name.tar.gz")
