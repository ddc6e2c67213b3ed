package foal.cpu;

import static foal.cpu.Assembler.S0;
import static foal.cpu.Assembler.T0;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hart that does not count runs until it is stopped. */
class UncountedHartTest {
    private final TestMachine machine = new TestMachine(false);
    private final Hart hart = machine.hart;

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void itRunsUntilATrapStopsIt() {
        hart.resume(machine.task(new Assembler().li(T0, 2000)
                .label("loop").addi(T0, T0, -1).bnez(T0, "loop").ebreak().ecall()));
        machine.onTrap = (hart, trap) -> {
            if (trap instanceof Trap.Breakpoint breakpoint) {
                hart.setPc(breakpoint.pc() + 4);
            } else {
                hart.stop();
            }
        };
        hart.run(1);
        assertEquals(2, machine.traps.size());
        assertEquals(0, hart.x(T0));
        assertEquals(0, hart.retired());
    }

    @Test
    @Timeout(30)
    void anotherThreadStopsALoopWithoutTrapsByAskingUntilItHasEnded() throws InterruptedException {
        stopFromAnotherThread(new Assembler().label("loop").addi(T0, T0, 1).j("loop"));
    }

    @Test
    @Timeout(30)
    void anotherThreadStopsALoopOfLoadsAndStores() throws InterruptedException {
        stopFromAnotherThread(new Assembler().label("loop").sd(T0, 0, S0).ld(T0, 0, S0).sw(T0, 8, S0).lw(T0, 8, S0).j("loop"));
    }

    /** A request that comes just as the run begins is lost: who asks must ask again until it has ended. */
    private void stopFromAnotherThread(Assembler program) throws InterruptedException {
        hart.resume(machine.task(program));
        for (int i = 0; i < 200; i++) {
            AtomicBoolean ended = new AtomicBoolean();
            Thread stopping = Thread.ofPlatform().start(() -> {
                while (!ended.get()) {
                    hart.stop();
                    Thread.onSpinWait();
                }
            });
            hart.run(0);
            ended.set(true);
            stopping.join();
        }
    }
}
