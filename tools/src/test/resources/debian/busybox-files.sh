# busybox sh @
# Files, directories, links, modes, times, and the tools that look at them.
umask 022
mkdir -p a/b/c; echo hello > a/file; echo more >> a/file; ln a/file a/hard; ln -s file a/soft; ln -s nowhere a/dangling
chmod 640 a/file; touch -d '2020-02-03 04:05:06' a/file a/b; TZ=UTC; export TZ
stat -c '%n %a %h %s %F %Y' a/file a/hard; stat -c '%n %a %h %s %F' a/soft
ls a; ls -1F a; ls -l a/file | sed 's/ *root */ /g'
readlink a/soft; cat a/soft; cat a/dangling 2>&1
find a | sort; find a -type l | sort; find a -name 'f*' -exec wc -c {} \;
mv a/file a/renamed; cat a/hard; rm a/hard; ls a/hard 2>&1
cp -r a copy; find copy -type d | sort; rm -r copy; ls copy 2>&1
rmdir a 2>&1; rmdir a/b/c && echo "c is gone"
echo data > 'name with spaces'; ls n*
truncate -s 100000 sparse; wc -c sparse; dd if=/dev/zero of=sparse bs=1 seek=50000 count=1 conv=notrunc 2> /dev/null; wc -c < sparse
tar cf t.tar a; mkdir x; tar xf t.tar -C x; cmp a/renamed x/a/renamed && echo same
tar czf t.tgz a && tar tzf t.tgz | sort
seq 1 10000 > numbers; sort -n -r numbers | head -n 2; grep -c 7 numbers; sed -n '5p;$p' numbers; cut -c1-2 numbers | uniq | wc -l
split -l 2500 numbers part; cat part* | cmp - numbers && ls part*
du -k sparse > /dev/null && df . > /dev/null && echo "du and df work"
test a/renamed -nt a/b || echo "not newer"
: > empty; [ -s empty ] || echo "empty is empty"
cd a; pwd | sed 's,.*/,,'; cd ..; ls -d a/../a
mkdir -m 700 private; stat -c %a private; chmod +x numbers; [ -x numbers ] && echo executable
mv private numbers 2>&1; mv numbers private; ls private
