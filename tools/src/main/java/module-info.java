/** The command {@code foal}: boots programs, shows their system calls, compiles them. */
module foal.tools {
    requires com.google.gson;
    requires foal.kernel;
    requires java.management;
    requires java.xml;
    requires jdk.unsupported; // there JLine finds the signals of the host
    requires me.tongfei.progressbar;
    requires org.apache.commons.cli;
    requires org.jline.terminal;

    uses foal.kernel.chapter.Chapter; // in jars of a user's

    opens foal.tools.explore to com.google.gson; // it reads and writes the records of a report
    opens foal.tools.recording to com.google.gson; // and the first line of a recording
}
