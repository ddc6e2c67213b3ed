# dash @
# The dynamic shell with the dynamic coreutils.
for i in 1 2 3; do echo $i; done | sort -r | tr '\n' ' '; echo
seq 1 100 | paste -sd+ | cut -c1-20; printf '%s\n' b a c | sort | uniq | nl
mkdir -p d/e; touch d/e/f; ls -R d; rm -r d; [ -e d ] || echo gone
x=$(basename /usr/lib/file.so .so); echo "$x"; expr 3 + 4; echo hello | tee copy | wc -c; cat copy
head -c 1000000 /dev/zero | sha256sum; dd if=/dev/zero bs=1M count=4 2> /dev/null | md5sum
(sleep 0.01; echo late) & echo early; wait; env -i /usr/bin/env A=b; id -u; stat -c '%s %F' copy; date -u -d @86400 +%F
ln -s copy link; readlink link; realpath link | sed 's,.*/,,'; test link -ef copy && echo "the same file"
factor 97 100; echo MTIzCg== | base64 -d; od -An -tx1 copy; shuf -i 1-5 | sort | tr '\n' ' '; comm -12 copy copy; numfmt --to=iec 1048576
cp -a copy other; cmp copy other && mv other third && ls; truncate -s 0 third; wc -c < third; mktemp -u XXXX > /dev/null && echo mktemp
timeout 1 true; echo $?; nice true; nohup true 2> /dev/null; yes | head -1; tac copy; split -b 2 copy p; ls p*; join copy copy; fold -w2 copy
