package foal.kernel.ipc;

import foal.kernel.memory.Struct;
import foal.kernel.memory.UserMemory;
import java.util.Arrays;

/** What one call of semop(2) is to do, all of it or nothing: an array of {@code struct sembuf}. */
final class SemaphoreOperations {
    /** Operations of one call at most (SEMOPM). */
    static final int MOST = 500;
    private static final int SIZE = 6;

    private final byte[] bytes;
    private final Struct array;
    private int count;

    /** Room for {@link #MOST}, to be used for call after call. */
    SemaphoreOperations() {
        this(new byte[MOST * SIZE]);
    }

    private SemaphoreOperations(byte[] bytes) {
        this.bytes = bytes;
        array = Struct.of(bytes);
        count = bytes.length / SIZE;
    }

    /** Takes the operations from a program. @param number of them, from 1 to {@link #MOST} @return false for EFAULT */
    boolean read(UserMemory memory, long address, int number) {
        count = number;
        return memory.read(address, bytes, 0, number * SIZE) == number * SIZE;
    }

    /** The same operations, to be kept while their task sleeps. */
    SemaphoreOperations copy() {
        return new SemaphoreOperations(Arrays.copyOf(bytes, count * SIZE));
    }

    int count() {
        return count;
    }

    /** The index in the set of the semaphore that an operation is about. */
    int semaphore(int operation) {
        return array.getShort(operation * SIZE);
    }

    /** What an operation adds; 0 if it waits until the semaphore is 0. */
    int change(int operation) {
        return (short) array.getShort(operation * SIZE + 2);
    }

    boolean mayWait(int operation) {
        return !SemaphoreFlag.IPC_NOWAIT.in(array.getShort(operation * SIZE + 4));
    }

    /** Whether the process's end takes an operation back. */
    boolean isUndone(int operation) {
        return SemaphoreFlag.SEM_UNDO.in(array.getShort(operation * SIZE + 4));
    }

    /** Whether the end of the process takes any of them back. */
    boolean isAnyUndone() {
        for (int i = 0; i < count; i++) {
            if (isUndone(i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether any of them is more than a wait for 0. */
    boolean isAnyChange() {
        for (int i = 0; i < count; i++) {
            if (change(i) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether any of them adds. */
    boolean isAnyIncrease() {
        for (int i = 0; i < count; i++) {
            if (change(i) > 0) {
                return true;
            }
        }
        return false;
    }

    /** The highest semaphore that they are about. */
    int highest() {
        int highest = 0;
        for (int i = 0; i < count; i++) {
            highest = Math.max(highest, semaphore(i));
        }
        return highest;
    }
}
