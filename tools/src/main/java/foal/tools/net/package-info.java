/** The host's network for the guest's sockets, by channels of NIO that never block and one selector. */
package foal.tools.net;
