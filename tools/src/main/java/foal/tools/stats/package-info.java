/** Where the time of a run has gone, task by task: a watcher of the kernel's events, and a report at the end. */
package foal.tools.stats;
