/** The command {@code foal}: boots programs, shows their system calls, compiles them. */
module foal.tools {
    requires foal.kernel;
    requires java.management;
    requires org.apache.commons.cli;
}
