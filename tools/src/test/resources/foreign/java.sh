# OpenJDK's compiler and its JIT; pools of threads, virtual ones too
cat > /tmp/Program.java <<'C'
import java.util.concurrent.*;
import java.util.stream.*;
class Program {
    public static void main(String[] words) throws Exception {
        try (var pool = Executors.newFixedThreadPool(4); var virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            System.out.println(pool.submit(() -> IntStream.rangeClosed(1, 100).sum()).get());
            System.out.println(IntStream.range(0, 100).mapToObj(i -> virtual.submit(() -> i)).toList().stream()
                    .mapToInt(each -> { try { return each.get(); } catch (Exception e) { return 0; } }).sum());
        }
        Process child = new ProcessBuilder("echo", "a child").inheritIO().start();
        System.out.println("status " + child.waitFor());
    }
}
C
exec /usr/lib/jvm/java-21-openjdk-riscv64/bin/java /tmp/Program.java
