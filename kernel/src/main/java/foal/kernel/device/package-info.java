/**
 * Character devices: the files of /dev.
 *
 * <p>A node in the tree has a device's number; {@link foal.kernel.device.DeviceFiles} says what opening a node of that
 * number gives: an open file, which defines everything that can be done with the device.
 *
 * <p>Invariants: an inode of a device holds two numbers and no state; all state is in the open file or in the
 * device's object.
 *
 * <p>Entry points: open(2) on a node, by way of {@code DeviceFiles}; then reads and writes of that open file.
 *
 * <p>Exercise: Add /dev/alphabet, which reads as the letters from a to z without end: a class such as {@code ZeroDevice}, and a
 * line in {@code DeviceFiles}.
 *
 * <p>Further reading: "Operating System Concepts", chapter 12; null(4), random(4), tty(4).
 */
package foal.kernel.device;
