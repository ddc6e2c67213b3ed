/** What is said of data races. */
package foal.tools.race;
