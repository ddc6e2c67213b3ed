/**
 * A run as a timeline, to be looked at in Perfetto: {@link foal.tools.timeline.Timeline} makes slices of the kernel's events,
 * {@link foal.tools.timeline.TraceEvents} writes them in the trace event format.
 */
package foal.tools.timeline;
