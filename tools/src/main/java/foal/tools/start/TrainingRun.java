package foal.tools.start;

import foal.tools.Main;
import foal.tools.boot.Installation;
import foal.tools.cli.Streams;
import java.util.ArrayList;
import java.util.List;

/**
 * The runs from which the JVM learns which classes a run needs and which of their methods matter: a little of all that
 * programs ask of the kernel, each often enough for the JVM to compile what it needs. They are run one after the other in
 * this process; who uses Foal has a process for each.
 */
final class TrainingRun {
    /** A shell with what people type and what scripts do: tools, pipes, loops, redirection, jobs and signals. */
    private static final String SCRIPT = """
            cd /tmp; mkdir -p d/e; cd d
            i=0
            while [ $i -lt 40 ]; do
                echo line $i $((i * i)) >> lines
                cat lines | grep 1 | wc -l > count
                sort lines | uniq | head -n 3 > first; tail -n 2 < lines > last
                i=$((i + 1))
            done
            for f in *; do cp $f e/$f; mv e/$f e/$f.old; ls -l e > list; rm e/$f.old; done
            find / | wc -l > all; ps > ps; id > id; date > date; env > env; seq 100 | tr 0 o | cut -c 1-2 > cut
            sleep 10 & kill $!; wait; (sleep 0.01; exit 3) || echo $? > status
            ln -s lines link; cat link /proc/self/stat /proc/meminfo /etc/passwd > shown 2> errors; rm -r e; cd ..; rm -r d
            """;

    /** Host seconds after which a run is taken to hang; then the build fails in place of waiting for ever. */
    private static final String LONGEST_RUN = "300";

    private TrainingRun() {}

    public static void main(String[] arguments) {
        Streams streams = Streams.ofProcess();
        for (List<String> words : runs(Installation.find())) {
            List<String> run = new ArrayList<>(words);
            if (!run.getFirst().equals("help")) {
                run.addAll(1, List.of("--timeout", LONGEST_RUN));
            }
            int status = Main.run(run, streams);
            if (status != 0) {
                streams.say(run + " ended with " + status);
                System.exit(status);
            }
        }
        System.exit(0);
    }

    private static List<List<String>> runs(Installation installation) {
        String first = installation.benchmark("first").toString();
        List<List<String>> runs = new ArrayList<>();
        runs.add(List.of("boot", "hello"));
        runs.add(List.of("help", "syscalls")); // fails if any declaration is wrong, and with it the build
        for (String work : List.of("pipes 60000", "forks 2000", "threads 3000", "mmaps 10000")) {
            String[] whatAndCount = work.split(" ");
            runs.add(List.of("boot", "--clock", "host", first, whatAndCount[0], whatAndCount[1]));
        }
        for (String program : List.of("futex_pingpong 30000", "socket_pingpong 10000", "exec_wait 200", "file_copy 64")) {
            String[] nameAndCount = program.split(" ");
            runs.add(List.of("boot", installation.benchmark(nameAndCount[0]).toString(), nameAndCount[1]));
        }
        runs.add(List.of("boot", "--clock", "host", "sh", "-c", SCRIPT));
        runs.add(List.of("strace", "-o", "/dev/null", "sh", "-c", SCRIPT));
        for (String sample : List.of("client_server", "msgq", "shm_ring", "pipeline", "philosophers", "spinlock", "pc_semaphore", "fault")) {
            runs.add(List.of("boot", sample));
        }
        return runs;
    }
}
