/**
 * Time: what clocks show, and what is to happen when.
 *
 * <p>By the {@link foal.kernel.time.VirtualClock} time is a function of what was executed, so that runs can be
 * repeated; {@link foal.kernel.time.HostClock} shows the host's. {@link foal.kernel.time.Timers} is the one list of
 * things that wait for their time.
 *
 * <p>Further reading: time(7), clock_gettime(2), clock_nanosleep(2).
 */
package foal.kernel.time;
