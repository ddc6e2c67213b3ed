/** Where in its source a program is: what every report on a run says of an address. */
package foal.tools.symbols;
