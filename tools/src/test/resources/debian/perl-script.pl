# perl @
use strict; use warnings; use POSIX ":sys_wait_h"; $| = 1;
my %h = map { $_ => length } qw(a bb ccc); print join(",", map { "$_=$h{$_}" } sort keys %h), "\n";
pipe(my $r, my $w); my $pid = fork();
if (!$pid) { close $r; print $w "from the child\n"; exit 3 }
close $w; print <$r>; waitpid($pid, 0); print "status ", $? >> 8, "\n";
local $SIG{ALRM} = sub { print "alarm\n" }; alarm 1; select(undef, undef, undef, 3); 
local $SIG{USR1} = sub { print "usr1\n" }; kill USR1 => $$;
print `echo backticks`; system("exit 5;"); print $? >> 8, "\n";
open(my $f, ">", "perl.txt") or die; print $f "x\n" x 3; close $f; print -s "perl.txt", "\n"; unlink "perl.txt"; print -e "perl.txt" ? "there" : "gone", "\n";
mkdir "pd"; opendir(my $d, "."); print join(" ", sort grep { !/^\./ && -d } readdir $d), "\n"; rmdir "pd";
my $s = "The quick brown fox"; (my $c = $s) =~ tr/a-z//cd; print length $c, " ", scalar reverse($s), "\n"; print join("|", $s =~ /(\w+)/g), "\n";
printf "%.3f %05d %s\n", atan2(1, 1) * 4, 42, sprintf("%b", 10); print "ok\n" if eval { die { code => 7 } ; 1 } || $@->{code} == 7;
my @kids; for my $i (1 .. 5) { my $k = fork(); if (!$k) { exit $i } push @kids, $k } my $sum = 0; for (@kids) { waitpid($_, 0); $sum += $? >> 8 } print "sum $sum\n";
print join(",", (sort { $b <=> $a } 3, 10, 2)), " ", (localtime(0))[5] >= 69 ? "epoch" : "odd", "\n";
