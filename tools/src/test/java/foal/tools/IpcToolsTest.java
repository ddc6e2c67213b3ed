package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The bundled tools and folders that show what processes have in common, and let it be removed. */
class IpcToolsTest {
    private static String shell(String script) {
        Foal.Result result = foal("boot", "sh", "-c", script);
        assertEquals("", result.err());
        return result.out();
    }

    @Test
    void ipcmkMakesWhatIpcsListsAndIpcrmRemoves() {
        assertEquals("""
                Message queue id: 0
                Shared memory id: 0
                Semaphore id: 0
                0 root 644 0 0
                0 root 644 5000 0
                0 root 644 3
                now 0
                """, shell("ipcmk -Q; ipcmk -M 5000; ipcmk -S 3; ipcs | grep 0x | tr -s ' ' | cut -d ' ' -f 2- | tr -s ' ' "
                + "| while read id owner rest; do echo $id $owner $rest; done\n"
                + "ipcrm -q 0 -m 0 -s 0; echo now $(ipcs | grep -c 0x)"));
    }

    @Test
    void whatHasOutlivedItsMakerIsThere() {
        assertEquals("root 600 0 messages\n", shell("ipcmk -p 600 -Q > /dev/null; "
                + "ipcs -q | grep 0x | while read key id owner perms bytes messages; do echo $owner $perms $messages messages; done"));
    }

    @Test
    void memoryWithANameIsAFile() {
        assertEquals("it\nhello\n", shell("echo hello > /dev/shm/it; ls /dev/shm; cat /dev/shm/it; rm /dev/shm/it; ls /dev/shm"));
    }
}
