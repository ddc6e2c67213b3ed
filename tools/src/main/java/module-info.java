/** The command {@code foal}: boots programs, shows their system calls, compiles them. */
module foal.tools {
    requires foal.kernel;
    requires java.management;
    requires jdk.unsupported; // there JLine finds the signals of the host
    requires org.apache.commons.cli;
    requires org.jline.terminal;
}
