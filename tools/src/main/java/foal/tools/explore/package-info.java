/**
 * Finding the schedule under which a concurrent program fails: many runs, each with a schedule of its own, until one fails; then
 * fewer and fewer of its switches, until only those are left that matter.
 */
package foal.tools.explore;
