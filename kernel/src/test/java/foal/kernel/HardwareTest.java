package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hardware that serves one kernel after another. */
class HardwareTest {
    private static final Options OPTIONS = Options.DEFAULT.withMemory(64L << 20).withQuantum(500);

    private static Guest race(long seed) {
        return Guest.program("bin", "race").with(OPTIONS.withSeed(seed)).arguments("300");
    }

    @Test
    void aRunOnUsedHardwareIsTheSameAsOnNew() {
        try (Hardware hardware = new Hardware(OPTIONS)) {
            for (long seed = 0; seed < 20; seed++) {
                assertEquals(race(seed).runRecorded(), race(seed).runRecordedOn(hardware));
            }
        }
    }

    @Test
    void oneProgramDoesNotRunTheCodeOfAnother() {
        List<Guest> programs = new ArrayList<>();
        Guest.programs("bin").stream().filter(List.of("hello", "race", "pipeline", "fault", "msgq")::contains)
                .forEach(name -> programs.add(Guest.program("bin", name).with(OPTIONS)));
        programs.add(Guest.code(new Code().exit(7)).with(OPTIONS));
        programs.add(Guest.code(new Code().exit(8)).with(OPTIONS));
        try (Hardware hardware = new Hardware(OPTIONS)) {
            for (int round = 0; round < 3; round++) {
                for (Guest program : programs) {
                    assertEquals(program.runRecorded(), program.runRecordedOn(hardware));
                }
            }
        }
    }

    @Test
    void whatARunHasLeftInMemoryIsGone() {
        Guest leaves = Guest.program("tests", "shm_lifetime").with(OPTIONS);
        Guest killed = Guest.program("bin", "fault").with(OPTIONS);
        try (Hardware hardware = new Hardware(OPTIONS)) {
            GuestRun before = killed.runRecordedOn(hardware);
            leaves.runRecordedOn(hardware);
            assertEquals(before, killed.runRecordedOn(hardware));
        }
    }
}
