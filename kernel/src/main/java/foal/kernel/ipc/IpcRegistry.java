package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.EEXIST;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.ENOSPC;

import foal.kernel.task.Credentials;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The objects of one System V mechanism, found by key or by id. An id is an index and, above it, a number that
 * changes each time the index is used again, so that an old id finds nothing.
 */
final class IpcRegistry<T extends IpcObject> {
    static final int INDEX_BITS = 15;
    private static final int SEQUENCE_LIMIT = 1 << 31 - INDEX_BITS;

    private final int most;
    private final List<Optional<T>> slots = new ArrayList<>();
    private final List<Integer> sequences = new ArrayList<>();

    /** @param most objects that there may be */
    IpcRegistry(int most) {
        this.most = most;
    }

    /**
     * What shmget, msgget and semget do.
     *
     * @param who calls
     * @param create makes a new object, when that is called for
     * @param checkOld looks at one that there is: 0, or the error that the call then fails with
     * @param checkNew looks at what a new one is to be: 0, or the error
     * @return the id, or an error
     */
    long get(Credentials who, int key, int flags, Supplier<T> create, ToLongFunction<T> checkOld, LongSupplier checkNew) {
        if (key != IpcFlag.PRIVATE_KEY) {
            Optional<T> found = findByKey(key);
            if (found.isPresent()) {
                if (IpcFlag.IPC_CREAT.in(flags) && IpcFlag.IPC_EXCL.in(flags)) {
                    return EEXIST.result();
                }
                long error = checkOld.applyAsLong(found.get());
                if (error == 0) {
                    error = found.get().access(who, flags);
                }
                return error != 0 ? error : found.get().id();
            }
            if (!IpcFlag.IPC_CREAT.in(flags)) {
                return ENOENT.result();
            }
        }
        long error = checkNew.getAsLong();
        if (error != 0) {
            return error;
        }
        int index = freeIndex();
        if (index >= most) {
            return ENOSPC.result();
        }
        T made = create.get();
        made.setId(sequences.get(index) << INDEX_BITS | index);
        slots.set(index, Optional.of(made));
        return made.id();
    }

    private int freeIndex() {
        int index = slots.indexOf(Optional.<T>empty());
        if (index < 0) {
            index = slots.size();
            if (index < most) {
                slots.add(Optional.empty());
                sequences.add(0);
            }
        }
        return index;
    }

    private Optional<T> findByKey(int key) {
        return all().stream().filter(object -> object.key() == key && !object.isRemoved()).findFirst();
    }

    /** The object of that id, or none. */
    Optional<T> find(int id) {
        Optional<T> found = findByIndex(id & (1 << INDEX_BITS) - 1);
        return id >= 0 && found.isPresent() && found.get().id() == id ? found : Optional.empty();
    }

    /** The object at that index, or none. */
    Optional<T> findByIndex(int index) {
        return index >= 0 && index < slots.size() ? slots.get(index) : Optional.empty();
    }

    /**
     * Does something with the object of that id.
     *
     * @param rights that the task needs for it, bits of a mode; 0 for none
     * @return the action's result, EINVAL or EACCES
     */
    long with(Task task, int id, int rights, ToLongFunction<T> action) {
        return with(task, find(id), rights, action);
    }

    /** The same with the object at an index. */
    long withIndex(Task task, int index, int rights, ToLongFunction<T> action) {
        return with(task, findByIndex(index), rights, action);
    }

    private long with(Task task, Optional<T> object, int rights, ToLongFunction<T> action) {
        long refusal = object.map(found -> found.access(task, rights)).orElse(EINVAL.result());
        return refusal != 0 ? refusal : action.applyAsLong(object.get());
    }

    /** Does something with the object of that id which only its owner may. @return the action's result, EINVAL or EPERM */
    long withOwn(Task task, int id, ToLongFunction<T> action) {
        Optional<T> object = find(id);
        long refusal = object.map(found -> found.ownership(task)).orElse(EINVAL.result());
        return refusal != 0 ? refusal : action.applyAsLong(object.get());
    }

    /** The highest index in use, or 0 (what *_INFO and *_STAT loops go by). */
    int highestIndex() {
        int highest = slots.size() - 1;
        while (highest > 0 && slots.get(highest).isEmpty()) {
            highest--;
        }
        return Math.max(highest, 0);
    }

    /** Takes an object out: neither key nor id find it any more. */
    void remove(T object) {
        int index = object.id() & (1 << INDEX_BITS) - 1;
        object.setRemoved();
        slots.set(index, Optional.empty());
        sequences.set(index, (sequences.get(index) + 1) % SEQUENCE_LIMIT);
    }

    /** The mechanism's table in /proc/sysvipc. @param heading its first line */
    String table(String heading) {
        return all().stream().map(IpcObject::row).collect(Collectors.joining("", heading + "\n", ""));
    }

    /** All objects, by index. */
    Collection<T> all() {
        return slots.stream().flatMap(Optional::stream).toList();
    }
}
