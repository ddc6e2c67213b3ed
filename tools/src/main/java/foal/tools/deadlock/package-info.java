/** What the user is told of tasks that wait for each other: in words, and as a graph for Graphviz. */
package foal.tools.deadlock;
