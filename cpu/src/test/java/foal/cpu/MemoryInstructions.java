package foal.cpu;

import static foal.cpu.Access.LOAD;
import static foal.cpu.Access.STORE;

import java.util.List;

/** Every form of load, store and atomic instruction of RV64GC, as an independent assembler encodes it. */
final class MemoryInstructions {
    /** @param bits the encoding; the rest is what {@link MemoryOperand} should say of it */
    record Row(String text, int bits, Access access, int base, long offset, int size) {
        boolean isAtomic() {
            return text.startsWith("amo") || text.startsWith("lr.") || text.startsWith("sc.");
        }

        boolean isStoreConditional() {
            return text.startsWith("sc.");
        }

        int length() {
            return (bits & 3) == 3 ? 4 : 2;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static final List<Row> ALL = List.of(
            new Row("lb a1, -2048(a0)", 0x8005_0583, LOAD, 10, -2048, 1),
            new Row("lh a1, -2(a0)", 0xffe5_1583, LOAD, 10, -2, 2),
            new Row("lw a1, 2047(a0)", 0x7ff5_2583, LOAD, 10, 2047, 4),
            new Row("ld a1, -8(a0)", 0xff85_3583, LOAD, 10, -8, 8),
            new Row("lbu a1, 1(a0)", 0x0015_4583, LOAD, 10, 1, 1),
            new Row("lhu a1, 2(a0)", 0x0025_5583, LOAD, 10, 2, 2),
            new Row("lwu a1, 4(a0)", 0x0045_6583, LOAD, 10, 4, 4),
            new Row("sb a1, -2048(a0)", 0x80b5_0023, STORE, 10, -2048, 1),
            new Row("sh a1, -1(a0)", 0xfeb5_1fa3, STORE, 10, -1, 2),
            new Row("sw a1, 2047(a0)", 0x7eb5_2fa3, STORE, 10, 2047, 4),
            new Row("sd a1, 31(a0)", 0x00b5_3fa3, STORE, 10, 31, 8),
            new Row("flw fa1, -4(t6)", 0xffcf_a587, LOAD, 31, -4, 4),
            new Row("fld fa1, 40(t6)", 0x028f_b587, LOAD, 31, 40, 8),
            new Row("fsw fa1, -32(t6)", 0xfebf_a027, STORE, 31, -32, 4),
            new Row("fsd fa1, 1000(t6)", 0x3ebf_b427, STORE, 31, 1000, 8),
            new Row("lr.w.aq a1, (s0)", 0x1404_25af, LOAD, 8, 0, 4),
            new Row("sc.w.rl a1, a2, (s0)", 0x1ac4_25af, STORE, 8, 0, 4),
            new Row("amoswap.w.aq a1, a2, (s0)", 0x0cc4_25af, STORE, 8, 0, 4),
            new Row("amoadd.w.aqrl a1, a2, (s0)", 0x06c4_25af, STORE, 8, 0, 4),
            new Row("amoxor.w a1, a2, (s0)", 0x20c4_25af, STORE, 8, 0, 4),
            new Row("amoand.w a1, a2, (s0)", 0x60c4_25af, STORE, 8, 0, 4),
            new Row("amoor.w.rl a1, a2, (s0)", 0x42c4_25af, STORE, 8, 0, 4),
            new Row("amomin.w a1, a2, (s0)", 0x80c4_25af, STORE, 8, 0, 4),
            new Row("amomax.w a1, a2, (s0)", 0xa0c4_25af, STORE, 8, 0, 4),
            new Row("amominu.w a1, a2, (s0)", 0xc0c4_25af, STORE, 8, 0, 4),
            new Row("amomaxu.w a1, a2, (s0)", 0xe0c4_25af, STORE, 8, 0, 4),
            new Row("lr.d.aq a1, (s0)", 0x1404_35af, LOAD, 8, 0, 8),
            new Row("sc.d.rl a1, a2, (s0)", 0x1ac4_35af, STORE, 8, 0, 8),
            new Row("amoswap.d.aq a1, a2, (s0)", 0x0cc4_35af, STORE, 8, 0, 8),
            new Row("amoadd.d.aqrl a1, a2, (s0)", 0x06c4_35af, STORE, 8, 0, 8),
            new Row("amoxor.d a1, a2, (s0)", 0x20c4_35af, STORE, 8, 0, 8),
            new Row("amoand.d a1, a2, (s0)", 0x60c4_35af, STORE, 8, 0, 8),
            new Row("amoor.d.rl a1, a2, (s0)", 0x42c4_35af, STORE, 8, 0, 8),
            new Row("amomin.d a1, a2, (s0)", 0x80c4_35af, STORE, 8, 0, 8),
            new Row("amomax.d a1, a2, (s0)", 0xa0c4_35af, STORE, 8, 0, 8),
            new Row("amominu.d a1, a2, (s0)", 0xc0c4_35af, STORE, 8, 0, 8),
            new Row("amomaxu.d a1, a2, (s0)", 0xe0c4_35af, STORE, 8, 0, 8),
            new Row("c.lw a1, 124(a0)", 0x5d6c, LOAD, 10, 124, 4),
            new Row("c.lw a1, 64(a0)", 0x412c, LOAD, 10, 64, 4),
            new Row("c.ld a1, 248(a0)", 0x7d6c, LOAD, 10, 248, 8),
            new Row("c.sw a1, 4(a0)", 0xc14c, STORE, 10, 4, 4),
            new Row("c.sd a1, 64(a0)", 0xe12c, STORE, 10, 64, 8),
            new Row("c.fld fa1, 8(a0)", 0x250c, LOAD, 10, 8, 8),
            new Row("c.fsd fa1, 192(a0)", 0xa16c, STORE, 10, 192, 8),
            new Row("c.lwsp a1, 252(sp)", 0x55fe, LOAD, 2, 252, 4),
            new Row("c.lwsp t6, 32(sp)", 0x5f82, LOAD, 2, 32, 4),
            new Row("c.ldsp a1, 504(sp)", 0x75fe, LOAD, 2, 504, 8),
            new Row("c.swsp a1, 252(sp)", 0xdfae, STORE, 2, 252, 4),
            new Row("c.swsp a1, 64(sp)", 0xc0ae, STORE, 2, 64, 4),
            new Row("c.sdsp a1, 504(sp)", 0xffae, STORE, 2, 504, 8),
            new Row("c.sdsp a1, 64(sp)", 0xe0ae, STORE, 2, 64, 8),
            new Row("c.fldsp fa1, 256(sp)", 0x2592, LOAD, 2, 256, 8),
            new Row("c.fsdsp fa1, 8(sp)", 0xa42e, STORE, 2, 8, 8));

    private MemoryInstructions() {}
}
