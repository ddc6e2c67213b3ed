package foal.tools.bench;

import foal.tools.boot.Installation;
import foal.tools.cli.Command;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code foal bench}: measures, and prints a table. */
public final class BenchCommand implements Command {
    private static final int LEAST_REPETITIONS = 5;
    /** Runs in which the JVM compiles what is to be measured. */
    private static final int WARM_UP = 2;
    private static final String PYTHON = "foal boot python3 -c pass";
    private static final String ROW = "%-32s %12s %12s %8s %8s%n";

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public String synopsis() {
        return "[OPTIONS] [WORD...]";
    }

    @Override
    public String summary() {
        return "measure how fast Foal is, beside qemu-riscv64 where that is there";
    }

    @Override
    public List<String> notes() {
        return List.of("With WORDs, only what has one of them in its name is measured.",
                "Times are medians per round. The ratio is qemu's time divided by Foal's, the median over pairs of runs in",
                "turn: more is better.",
                "Programs of Debian's come from tools/target/debian, which the tests fetch; those with the threads of the GNU",
                "C library want riscv64-linux-gnu-gcc. Where there is none, \"no program\" is printed.");
    }

    @Override
    public Options options() {
        return new Options().addOption(Option.builder("r").longOpt("repeat").hasArg().argName("N")
                .desc("runs for each figure, at least " + LEAST_REPETITIONS).get());
    }

    @Override
    public int run(CommandLine line, Streams streams) throws Failure {
        int repetitions = repetitions(line);
        Installation installation = Installation.find();
        Optional<Qemu> qemu = Qemu.find();
        if (qemu.isEmpty()) {
            streams.say("qemu-riscv64 is not installed: there is nothing to compare with");
        }
        streams.print(String.format(ROW, "", "Foal", "qemu-user", "ratio", "goal"));
        for (Benchmark benchmark : Benchmark.ALL) {
            if (isWanted(line, benchmark.name())) {
                Optional<Guest> guest = Guest.find(benchmark.origin(), benchmark.command(), installation);
                streams.print(guest.isPresent() ? row(benchmark, guest.get(), qemu, repetitions)
                        : String.format(ROW, benchmark.name(), "no program", "", "", benchmark.goal()));
            }
        }
        measureColdStarts(line, streams, installation, qemu, repetitions);
        measureFoalAlone(line, streams, installation, repetitions);
        printComparisons(line, streams, installation, repetitions);
        return 0;
    }

    /** Each run is a process of its own, whose JVM has compiled nothing yet. */
    private static void measureColdStarts(CommandLine line, Streams streams, Installation installation, Optional<Qemu> qemu,
            int repetitions) throws Failure {
        for (FirstRounds first : FirstRounds.ALL) {
            if (isWanted(line, first.name())) {
                Measurement foal = new Measurement();
                Measurement other = new Measurement();
                for (int i = 0; i < repetitions; i++) {
                    foal.add(first.onFoal(installation), first.rounds());
                    if (qemu.isPresent()) {
                        other.add(first.onQemu(qemu.get(), installation), first.rounds());
                    }
                }
                streams.print(row(first.name(), foal, other, first.goal()));
            }
        }
        Optional<Path> debian = installation.debianRoot();
        if (isWanted(line, PYTHON) && debian.isPresent()) {
            Guest guest = new Guest(debian, List.of("/usr/bin/python3", "-c", "pass"));
            Measurement foal = new Measurement();
            Measurement other = new Measurement();
            for (int i = 0; i < repetitions; i++) {
                foal.add(HostCost.boot(installation, "--clock", "host", "--root", debian.get().toString(), guest.path(), "-c", "pass"), 1);
                if (qemu.isPresent()) {
                    other.add(qemu.get().run(guest, 1), 1);
                }
            }
            streams.print(row(PYTHON, foal, other, "0.50"));
        }
    }

    private static void measureFoalAlone(CommandLine line, Streams streams, Installation installation, int repetitions)
            throws Failure {
        if (isWanted(line, "foal boot hello")) {
            Measurement startUp = new Measurement();
            for (int i = 0; i <= repetitions; i++) {
                long time = HostCost.boot(installation, "hello");
                if (i > 0) {
                    startUp.add(time, 1);
                }
            }
            streams.print(String.format(ROW, "foal boot hello", startUp.text(), "", "", "300 ms"));
        }
        if (isWanted(line, "CPU of an idle second")) {
            Measurement idle = new Measurement();
            for (int i = 0; i < repetitions; i++) {
                idle.add(HostCost.ofAnIdleSecond(Guest.own(installation.benchmark("idle"))), 1);
            }
            streams.print(String.format(ROW, "CPU of an idle second", idle.text(), "", "", ""));
        }
        if (isWanted(line, "schedule of race 1000")) {
            streams.print(String.format(ROW, "a schedule of race 1000", Schedules.of(installation.sample("race"), 1000).text(), "", "",
                    "3.3 ms"));
        }
        if (isWanted(line, "schedule of hello")) {
            streams.print(String.format(ROW, "a schedule of hello", Schedules.of(installation.sample("hello"), 0).text(), "", "", "1 ms"));
        }
    }

    private static void printComparisons(CommandLine line, Streams streams, Installation installation, int repetitions)
            throws Failure {
        List<Comparison> wanted = Comparison.ALL.stream().filter(comparison -> isWanted(line, comparison.name())).toList();
        if (!wanted.isEmpty()) {
            streams.print(String.format(ROW, "", "it takes", "beside", "times", "at most"));
        }
        for (Comparison comparison : wanted) {
            Guest firstGuest = Guest.own(installation.benchmark(comparison.first()));
            Guest secondGuest = Guest.own(installation.benchmark(comparison.second()));
            Measurement first = new Measurement();
            Measurement second = new Measurement();
            for (int i = 0; i < WARM_UP + repetitions; i++) {
                long firstTime = FoalRun.run(firstGuest, comparison.rounds(), Comparison.FIRST);
                long secondTime = FoalRun.run(secondGuest, comparison.rounds(), comparison.options(), comparison.isWatched());
                if (i >= WARM_UP) {
                    first.add(firstTime, comparison.rounds());
                    second.add(secondTime, comparison.rounds());
                }
            }
            streams.print(String.format(ROW, comparison.name(), second.text(), first.text(),
                    String.format("%.2f", second.timesAsLongAs(first)), comparison.goal()));
        }
    }

    private static int repetitions(CommandLine line) throws Failure {
        String text = line.getOptionValue("repeat", String.valueOf(LEAST_REPETITIONS));
        try {
            int repetitions = Integer.parseInt(text);
            if (repetitions >= LEAST_REPETITIONS) {
                return repetitions;
            }
        } catch (NumberFormatException _) {
            // the same message
        }
        throw Failure.usage("--repeat " + text + ": a number from " + LEAST_REPETITIONS + " up is wanted");
    }

    private static boolean isWanted(CommandLine line, String name) {
        return line.getArgList().isEmpty() || line.getArgList().stream().anyMatch(name::contains);
    }

    private static String row(Benchmark benchmark, Guest guest, Optional<Qemu> qemu, int repetitions) throws Failure {
        Measurement foal = new Measurement();
        Measurement other = new Measurement();
        for (int i = 0; i < WARM_UP + repetitions; i++) {
            long time = FoalRun.run(guest, benchmark.foalRounds(), benchmark.options());
            if (i >= WARM_UP) {
                foal.add(time, benchmark.foalRounds());
                if (qemu.isPresent()) {
                    other.add(qemu.get().run(guest, benchmark.rounds()), benchmark.rounds());
                }
            }
        }
        return row(benchmark.name(), foal, other, benchmark.goal());
    }

    private static String row(String name, Measurement foal, Measurement other, String goal) {
        return other.isEmpty()
                ? String.format(ROW, name, foal.text(), "", "", goal)
                : String.format(ROW, name, foal.text(), other.text(), String.format("%.2f", other.timesAsLongAs(foal)), goal);
    }
}
