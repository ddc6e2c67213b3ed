package foal.kernel.hostfs;

import foal.kernel.file.Content;
import foal.kernel.outside.Journal;
import foal.kernel.outside.Journal.Answer;
import foal.kernel.outside.Journal.Topic;
import foal.kernel.outside.JournaledContent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A folder of which everything that the machine sees comes through a journal. */
final class JournaledFolder implements HostFolder {
    private final Journal journal;
    private final JournaledContent.Room room;
    private final boolean writable;
    private HostFolder live; // only while the world is there

    JournaledFolder(Journal journal, JournaledContent.Room room, Path folder, boolean writable) throws IOException {
        this.journal = journal;
        this.room = room;
        this.writable = writable;
        journal.ask(Topic.FOLDER, () -> {
            live = new LiveFolder(folder, writable);
            return Answer.of(0);
        });
    }

    @Override
    public Entry top() throws IOException {
        return decode(journal.ask(Topic.FOLDER, () -> encode(List.of(live.top())))).getFirst();
    }

    @Override
    public List<Entry> list(HostPath path) throws IOException {
        return decode(journal.ask(Topic.DIRECTORY, () -> encode(live.list(path))));
    }

    private static Answer encode(List<Entry> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (Entry entry : entries) {
            out.writeUTF(entry.name());
            out.writeInt(entry.mode());
            out.writeLong(entry.size());
            out.writeLong(entry.modified());
            out.writeUTF(entry.target());
        }
        return new Answer(entries.size(), bytes.toByteArray());
    }

    private static List<Entry> decode(Answer answer) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(answer.bytes()));
        List<Entry> entries = new ArrayList<>();
        for (long i = 0; i < answer.number(); i++) {
            entries.add(new Entry(in.readUTF(), in.readInt(), in.readLong(), in.readLong(), in.readUTF()));
        }
        return entries;
    }

    /** What can be written to may change while it is read, and so is not kept. */
    @Override
    public Content content(HostPath path, long size) {
        return writable ? new HostFile(this, path, size)
                : new JournaledContent(journal, room, new HostFile(live, path, size), size);
    }

    @Override
    public void check(HostFile file) throws IOException {
        journal.ask(Topic.FILE_OBSTACLE, () -> {
            live.check(file);
            return Answer.of(0);
        });
    }

    @Override
    public int read(HostFile file, long position, byte[] into) throws IOException {
        Answer answer = journal.ask(Topic.FILE, () -> {
            int count = live.read(file, position, into);
            return new Answer(count, Arrays.copyOf(into, count));
        });
        System.arraycopy(answer.bytes(), 0, into, 0, Math.min(into.length, answer.bytes().length));
        return (int) answer.number();
    }

    @Override
    public int peek(HostFile file, long position, byte[] into) throws IOException {
        throw new IOException("not kept");
    }

    @Override
    public void forget(HostFile file) {
        if (journal.isLive()) {
            live.forget(file);
        }
    }

    @Override
    public void close() {
        if (journal.isLive()) {
            live.close();
        }
    }

    // ---- changes ---------------------------------------------------------------------------------------------------

    /** Something to do to the folder. */
    private interface Change {
        void make() throws IOException;
    }

    private void change(Change change) throws IOException {
        journal.ask(Topic.FILE_CHANGE, () -> {
            change.make();
            return Answer.of(0);
        });
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void createFile(HostFile file, int permissions) throws IOException {
        change(() -> live.createFile(file, permissions));
    }

    @Override
    public void write(HostFile file, long position, byte[] from, int length) throws IOException {
        change(() -> live.write(file, position, from, length));
    }

    @Override
    public void resize(HostFile file, long newSize) throws IOException {
        change(() -> live.resize(file, newSize));
    }

    @Override
    public void createDirectory(HostPath path, int permissions) throws IOException {
        change(() -> live.createDirectory(path, permissions));
    }

    @Override
    public void createSymlink(HostPath path, String target) throws IOException {
        change(() -> live.createSymlink(path, target));
    }

    @Override
    public void delete(HostPath path, boolean isDirectory) throws IOException {
        change(() -> live.delete(path, isDirectory));
    }

    @Override
    public void move(HostPath path, HostPath newParent, String newName) throws IOException {
        change(() -> live.move(path, newParent, newName));
    }

    @Override
    public void setPermissions(HostPath path, int permissions) throws IOException {
        change(() -> live.setPermissions(path, permissions));
    }

    @Override
    public void setTimes(HostPath path, long accessed, long modified) throws IOException {
        change(() -> live.setTimes(path, accessed, modified));
    }
}
