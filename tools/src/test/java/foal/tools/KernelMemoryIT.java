package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.memory.KernelMemory;
import foal.tools.boot.Installation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A program that makes as many objects of a kind as it can, on a host with a small heap: a call fails as on Linux, and the
 * program goes on. The program is src/test/memory/objects.c.
 */
class KernelMemoryIT {
    private static final Path HOME = Installation.find().home();

    @TempDir
    private Path folder;

    /** What the program can make too many of, and which kind of object that is; the kernel's list has no other kinds. */
    private enum Greed {
        QUEUED(KernelMemory.Kind.QUEUED_SIGNAL), TIMERS(KernelMemory.Kind.QUEUED_SIGNAL), RLOCKS(KernelMemory.Kind.FILE_LOCK),
        MANYLOCKS(KernelMemory.Kind.FILE_LOCK), WATCHES(KernelMemory.Kind.EPOLL_ITEM), FULLPIPES(KernelMemory.Kind.PIPE_BYTE),
        PTYS(KernelMemory.Kind.PTY),
        FULLSOCKETS(KernelMemory.Kind.SOCKET_BYTE), SOCKETS(KernelMemory.Kind.OPEN_FILE), SEQ0(KernelMemory.Kind.SOCKET_BYTE),
        MSGQ(KernelMemory.Kind.MESSAGE_BYTE), MSGQ0(KernelMemory.Kind.MESSAGE_BYTE), MQ(KernelMemory.Kind.MESSAGE_BYTE),
        MBOX(KernelMemory.Kind.MESSAGE_BYTE), MBOX0(KernelMemory.Kind.MESSAGE_BYTE), SEM(KernelMemory.Kind.SEMAPHORE),
        SYMLINKS(KernelMemory.Kind.TEXT_BYTE), NAMES(KernelMemory.Kind.INODE), LINKS(KernelMemory.Kind.INODE),
        DIRS(KernelMemory.Kind.INODE), FDS(KernelMemory.Kind.DESCRIPTOR_PLACE), MAPS(KernelMemory.Kind.MAPPING),
        GROUPS(KernelMemory.Kind.PROCESS_BYTE), FORKS(KernelMemory.Kind.PROCESS), THREADS(KernelMemory.Kind.TASK);

        private final KernelMemory.Kind kind;

        Greed(KernelMemory.Kind kind) {
            this.kind = kind;
        }
    }

    @Test
    void eachKindOfObjectIsTried() {
        Set<KernelMemory.Kind> missing = EnumSet.allOf(KernelMemory.Kind.class);
        for (Greed one : Greed.values()) {
            missing.remove(one.kind);
        }
        assertEquals(Set.of(), missing);
    }

    @Tag("campaign")
    @ParameterizedTest
    @EnumSource
    void tooManyObjectsFailAsOnLinux_AndTheRunGoesOn(Greed greed) throws Exception {
        String program = Glibc.compile(HOME.resolve("tools/src/test/memory/objects.c"), folder);
        File out = folder.resolve("out").toFile(), err = folder.resolve("err").toFile();
        ProcessBuilder foal = new ProcessBuilder(HOME.resolve("foal").toString(), "boot", "--timeout", "300", program,
                greed.name().toLowerCase(java.util.Locale.ROOT)).redirectOutput(out).redirectError(err);
        foal.environment().put("FOAL_JAVA_HOME", System.getProperty("java.home"));
        foal.environment().put("FOAL_JAVA_OPTIONS", "-Xmx256m");
        Process process = foal.start();
        assertTrue(process.waitFor(320, TimeUnit.SECONDS), "the run does not end");
        String said = Files.readString(err.toPath());
        assertTrue(Files.readString(out.toPath()).contains(", then errno "), said);
        assertFalse(said.contains("internal error") || said.contains("stopped"), said);
        // Some end with a signal to all that they have made, themselves included.
        assertTrue(process.exitValue() == 0 || process.exitValue() == 137, said);
    }
}
