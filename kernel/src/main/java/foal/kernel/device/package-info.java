/**
 * Character devices: the files of /dev.
 *
 * <p>A node in the tree has a device's number; {@link foal.kernel.device.DeviceFiles} says what opening a node of that
 * number gives: an open file, which defines everything that can be done with the device.
 *
 * <p>Further reading: "Operating System Concepts", chapter 12; null(4), random(4), tty(4).
 */
package foal.kernel.device;
