/**
 * The terminal: what a person sits at, and what stands between the keys and a program.
 *
 * <pre>
 *   keys →  {@link foal.kernel.tty.HostTerminal} → {@link foal.kernel.tty.LineDiscipline} → {@link foal.kernel.tty.InputQueue} → read(2)
 *   screen ← {@link foal.kernel.tty.HostTerminal} ← {@link foal.kernel.tty.OutputProcessor} ← echo, write(2)
 * </pre>
 *
 * <p>{@link foal.kernel.tty.LineDiscipline} edits lines, echoes and turns ^C into a signal; it knows no machine and no
 * process. {@link foal.kernel.tty.Terminal} puts it to work: it knows the session that the terminal belongs to and
 * the process group in the foreground, and holds the others back. {@link foal.kernel.tty.TerminalFile} is the
 * terminal as an open file; {@link foal.kernel.tty.TerminalControl} are its ioctls.
 *
 * <p>A program can sit at a terminal, too: a {@link foal.kernel.tty.Pty} is the keys and the screen of one, and a
 * {@link foal.kernel.tty.PtyMaster} is how the program presses the former and sees the latter (pty(7)).
 * {@link foal.kernel.tty.Ptys} are all that there are.
 *
 * <p>Where the host's standard streams are no terminal, descriptors 0 to 2 are {@link foal.kernel.tty.HostStreamFile}s.
 * {@link foal.kernel.tty.Console} chooses.
 *
 * <p>Invariants: a terminal belongs to one session at the most; a process has the terminal only if its session has it;
 * no line is longer than 4096 bytes, however much is typed.
 *
 * <p>Entry points: reads, writes and ioctls of a {@code TerminalFile}; {@code Console} for the keys that the host's terminal
 * sends.
 *
 * <p>Exercise: Echo a star for each letter, as for a password, in {@code LineDiscipline}. What must then still be shown?
 *
 * <p>Further reading: "Advanced Programming in the UNIX Environment", chapters 9, 18 and 19; termios(3), ioctl_tty(2),
 * credentials(7).
 */
package foal.kernel.tty;
