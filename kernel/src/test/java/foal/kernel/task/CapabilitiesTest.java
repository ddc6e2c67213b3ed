package foal.kernel.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    private static final long KILL = Capability.CAP_KILL.bit();

    private final Capabilities capabilities = new Capabilities();

    @Test
    void numbersAreThoseOfLinux() {
        assertEquals(5, Capability.CAP_KILL.value());
        assertEquals(21, Capability.CAP_SYS_ADMIN.value());
        assertEquals(40, Capability.LAST);
    }

    @Test
    void whatIsGivenUpDoesNotComeBack() {
        assertTrue(capabilities.set(KILL, KILL, 0));
        assertFalse(capabilities.set(KILL, Capability.ALL, 0));
        assertFalse(capabilities.set(Capability.ALL, KILL, 0));
        assertEquals(KILL, capabilities.permitted());
    }

    @Test
    void onlyWhatIsPermittedAndInheritableCanBeAmbient() {
        assertFalse(capabilities.raiseAmbient(Capability.CAP_KILL.ordinal()));
        capabilities.set(KILL, KILL, KILL);
        assertTrue(capabilities.raiseAmbient(Capability.CAP_KILL.ordinal()));
        capabilities.set(0, 0, KILL);
        assertEquals(0, capabilities.ambient());
    }

    @Test
    void theProgramOfAnotherUserHasTheAmbientOnes() {
        capabilities.set(Capability.ALL, Capability.ALL, KILL);
        capabilities.raiseAmbient(Capability.CAP_KILL.ordinal());
        capabilities.exec(false, false);
        assertEquals(KILL, capabilities.permitted());
        assertEquals(KILL, capabilities.effective());
    }

    @Test
    void theProgramOfRootHasWhatTheBoundingSetAllows() {
        capabilities.dropFromBounding(Capability.CAP_KILL.ordinal());
        capabilities.exec(true, true);
        assertEquals(Capability.ALL & ~KILL, capabilities.permitted());
        assertEquals(Capability.ALL & ~KILL, capabilities.effective());
    }

    @Test
    void aProgramOfRootsThatActsForAnotherHasNothingEffective() {
        capabilities.exec(true, false);
        assertEquals(Capability.ALL, capabilities.permitted());
        assertEquals(0, capabilities.effective());
    }

    @Test
    void rootIsAUserLikeOthersIfItHasSaidSo() {
        capabilities.setSecureBits(Capabilities.NO_ROOT);
        capabilities.exec(true, true);
        assertEquals(0, capabilities.permitted());
    }
}
