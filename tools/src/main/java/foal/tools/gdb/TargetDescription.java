package foal.tools.gdb;

import java.util.List;

/** What GDB is told of the CPU. Source: GDB manual, "Target Descriptions", "RISC-V Features". */
final class TargetDescription {
    private static final List<String> GENERAL = List.of("zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "fp", "s1", "a0", "a1", "a2", "a3",
            "a4", "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6");
    private static final List<String> FLOATING = List.of("ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1",
            "fa2", "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "ft8", "ft9",
            "ft10", "ft11");

    static final String XML = xml();

    private TargetDescription() {}

    private static String xml() {
        StringBuilder xml = new StringBuilder("""
                <?xml version="1.0"?>
                <!DOCTYPE target SYSTEM "gdb-target.dtd">
                <target version="1.0">
                <architecture>riscv:rv64</architecture>
                <osabi>GNU/Linux</osabi>
                <feature name="org.gnu.gdb.riscv.cpu">
                """);
        GENERAL.forEach(name -> add(xml, name, 64, "int"));
        add(xml, "pc", 64, "code_ptr");
        xml.append("</feature>\n<feature name=\"org.gnu.gdb.riscv.fpu\">\n");
        FLOATING.forEach(name -> add(xml, name, 64, "ieee_double"));
        List.of("fflags", "frm", "fcsr").forEach(name -> add(xml, name, 32, "int"));
        return xml.append("</feature>\n</target>\n").toString();
    }

    private static void add(StringBuilder xml, String name, int bits, String type) {
        xml.append("<reg name=\"").append(name).append("\" bitsize=\"").append(bits).append("\" type=\"").append(type).append("\"/>\n");
    }
}
